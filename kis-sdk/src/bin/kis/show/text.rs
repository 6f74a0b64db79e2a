//! A TR as a page to read.

use kis_sdk::descriptor::{CodeValue, Field, FieldKind, Kind, Meaning, Method, Parameter, Role, Tr};
use unicode_width::UnicodeWidthStr as _;

use super::example;
use crate::answer::Grid;
use crate::find;
use crate::terminal::{ALARM, FAINT, STRONG, Terminal};

/// The whole page.
pub(super) fn text(tr: &'static Tr, terminal: Terminal) -> String {
    let mut out = head(tr, terminal);
    out.push_str(&format!("\n{}\n", terminal.paint(STRONG, "Takes")));
    if tr.parameters.is_empty() {
        out.push_str("  nothing\n");
    }
    for parameter in tr.parameters {
        takes(tr, parameter, terminal, &mut out);
    }
    let answers = if tr.kind == Kind::Realtime { "Pushes, in this order" } else { "Answers" };
    out.push_str(&format!("\n{}\n", terminal.paint(STRONG, answers)));
    out.push_str(&tree(tr, terminal));
    out.push_str(&format!("\n{}\n  {}\n", terminal.paint(STRONG, "Try it"), example::line(tr)));
    out
}

fn head(tr: &'static Tr, terminal: Terminal) -> String {
    let words = tr.words();
    let mut out = format!("{}\n", terminal.paint(STRONG, tr.title));
    if let Some(words) = words {
        out.push_str(&format!("{}\n", words.summary));
    }
    out.push('\n');
    let mut line = |name: &str, text: &str| out.push_str(&format!("  {name:<9}{text}\n"));
    match tr.kind {
        Kind::Order => {
            line("kind", &terminal.paint(ALARM, "ORDER: it changes something at the broker, and is never sent twice"))
        }
        Kind::Realtime => line("kind", "realtime: pushed, for `kis watch`"),
        _ => line("kind", "query: it only reads"),
    }
    let method = if tr.method == Method::Get { "GET" } else { "POST" };
    line("call", &format!("{method} {}", tr.path));
    line("place", find::place(tr));
    if !tr.id.is_empty() {
        line("page", tr.id);
    }
    let choice = words.and_then(|words| words.choice);
    for (index, id) in tr.tr_ids.iter().enumerate() {
        let option = choice.and_then(|choice| Some((choice.name, choice.options.get(index)?)));
        let option = option.map_or_else(String::new, |(name, english)| format!("  {name}={english}  {}", id.label));
        let paper =
            id.paper.map_or_else(|| "not on paper (모의투자 미지원)".to_owned(), |paper| format!("paper {paper}"));
        line(if index == 0 { "TR id" } else { "" }, &format!("{}, {paper}{option}", id.real));
    }
    let paging = match tr.is_paged() {
        true => "yes (연속조회): --all-pages",
        false => "no",
    };
    if tr.kind == Kind::Query {
        line("pages", paging);
    }
    out
}

/// One parameter: its line, its codes, and what else the page says.
fn takes(tr: &'static Tr, parameter: &Parameter, terminal: Terminal, out: &mut String) {
    let words = tr.words();
    let meaning = words.map_or(Meaning::Text, |words| words.meaning(parameter.name));
    let mut facts = vec![who(tr, parameter)];
    match meaning {
        Meaning::Date => facts.push("a day".to_owned()),
        Meaning::Time => facts.push("a time of day".to_owned()),
        Meaning::Decimal => facts.push("a number".to_owned()),
        _ => {}
    }
    if !parameter.length.is_empty() {
        facts.push(format!("length {}", parameter.length));
    }
    let name = terminal.paint(STRONG, parameter.name);
    out.push_str(&format!("  {name} {}  {}\n", parameter.label, terminal.paint(FAINT, &facts.join(", "))));
    out.push_str(&codes(parameter.codes, "      "));
    for line in words.and_then(|words| words.text(parameter.name)).into_iter().flat_map(str::lines).map(str::trim) {
        if is_said_only_here(parameter, line) {
            out.push_str(&format!("      {line}\n"));
        }
    }
}

/// Whether a line of the page's words says more than the list of codes does.
fn is_said_only_here(parameter: &Parameter, line: &str) -> bool {
    let names_a_code = parameter.codes.iter().any(|value| !value.label.is_empty() && line.contains(value.label));
    let is_heading = line.starts_with('[') && line.ends_with(']');
    !line.is_empty() && !names_a_code && (parameter.codes.is_empty() || !is_heading)
}

/// Who fills it, and with what.
fn who(tr: &Tr, parameter: &Parameter) -> String {
    let chosen = by_choice(tr, parameter);
    match (parameter.role, parameter.default) {
        (Role::AccountNumber, _) => "from the account".to_owned(),
        (Role::AccountProduct, Some(product)) => format!("from the account, which has to end in -{product}"),
        (Role::AccountProduct, None) => "from the account".to_owned(),
        (Role::Continuation, _) => "filled by paging".to_owned(),
        (_, _) if chosen.is_some() => chosen.unwrap_or_default(),
        (_, Some(default)) => format!("default {}", sent(default)),
        (_, None) => "required".to_owned(),
    }
}

/// `default blank with us_buy, japan_buy; 00 with us_sell`
fn by_choice(tr: &Tr, parameter: &Parameter) -> Option<String> {
    let choice = tr.words()?.choice?;
    let (_, defaults) = choice.defaults.iter().find(|(name, _)| *name == parameter.name)?;
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (option, default) in choice.options.iter().zip(*defaults) {
        match groups.iter_mut().find(|(known, _)| known == default) {
            Some((_, options)) => options.push(option),
            None => groups.push((default, vec![option])),
        }
    }
    let parts = groups.into_iter().map(|(default, options)| format!("{} with {}", sent(default), options.join(", ")));
    Some(format!("default {}", parts.collect::<Vec<_>>().join("; ")))
}

fn sent(default: &str) -> &str {
    if default.is_empty() { "blank" } else { default }
}

/// A line for each code: `00  ALL  전체`.
fn codes(codes: &[CodeValue], indent: &str) -> String {
    let widest = |text: fn(&CodeValue) -> &str| codes.iter().map(|value| text(value).width()).max().unwrap_or_default();
    let (code, name) = (widest(|value| shown(value.code)), widest(|value| value.name));
    let line = |value: &CodeValue| {
        let gap = |text: &str, width: usize| " ".repeat(width - text.width() + 2);
        let wire = shown(value.code);
        format!("{indent}{wire}{}{}{}{}", gap(wire, code), value.name, gap(value.name, name), value.label)
    };
    codes.iter().map(|value| format!("{}\n", line(value).trim_end())).collect()
}

fn shown(code: &str) -> &str {
    if code.trim().is_empty() { "(blank)" } else { code }
}

/// The fields of the answer, with what they hold.
fn tree(tr: &'static Tr, terminal: Terminal) -> String {
    let mut grid = Grid::new(vec![Vec::new(), Vec::new(), Vec::new(), Vec::new()]);
    branch(tr.response.rows(), 1, &mut grid);
    let text = grid.render(terminal);
    if tr.response.is_empty() { "  the envelope only: rt_cd, msg_cd, msg1\n".to_owned() } else { text }
}

fn branch(fields: &'static [Field], depth: usize, grid: &mut Grid) {
    for field in fields {
        let name = format!("{}{}", "  ".repeat(depth), field.name);
        let (kind, inner, note) = match field.kind {
            FieldKind::Decimal => ("number", None, String::new()),
            FieldKind::Date => ("day", None, String::new()),
            FieldKind::Time => ("time", None, String::new()),
            FieldKind::Code(codes) => ("code", None, brief(codes)),
            FieldKind::Object(inner) => ("one object", Some(inner), String::new()),
            FieldKind::Array(inner) => ("rows", Some(inner), String::new()),
            _ => ("text", None, String::new()),
        };
        grid.push(vec![name, field.label.to_owned(), kind.to_owned(), note]);
        if let Some(inner) = inner {
            branch(inner, depth + 1, grid);
        }
    }
}

/// `01 매도, 02 매수`
fn brief(codes: &[CodeValue]) -> String {
    let codes: Vec<String> = codes.iter().map(|value| format!("{} {}", shown(value.code), value.label)).collect();
    codes.join(", ")
}

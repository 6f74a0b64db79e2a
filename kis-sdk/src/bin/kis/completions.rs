//! Completion in shells: commands and flags, and, asked of the program itself while typing, TRs and KEY=.

use std::ffi::OsStr;

use clap::ValueEnum;
use clap_complete::engine::CompletionCandidate;
use clap_complete::env::Shells;
use kis_sdk::TRANSACTIONS;
use kis_sdk::descriptor::{Kind, Role, Tr};

use crate::exit::{Exit, Failure, Outcome};
use crate::find;
use crate::terminal::print;

/// The variable by which a shell's script asks the program for candidates.
pub(crate) const VARIABLE: &str = "KIS_COMPLETE";

/// A shell that completes.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Shell {
    /// bash
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    Powershell,
    /// elvish
    Elvish,
}

/// Writes the script that a shell reads.
pub(crate) fn run(shell: Shell) -> Outcome {
    let name = shell.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let failed = || Failure::new(Exit::Other, format!("there is no script for {name}"));
    let shells = Shells::builtins();
    let completer = shells.completer(&name).ok_or_else(failed)?;
    let mut script = Vec::new();
    completer.write_registration(VARIABLE, "kis", "kis", "kis", &mut script).map_err(|_| failed())?;
    let script = String::from_utf8_lossy(&script);
    print(&match shell {
        Shell::Bash => whole_words(&script),
        _ => script.into_owned(),
    })
}

/// bash ends words at `=` and `:`, so that `KEY=VALUE` comes as three, and puts what it is given behind the last of these.
const WHOLE_WORDS: &str = r#"
_kis_whole_words() {
    local word glue= before=
    local -a whole=()
    for word in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
        if [[ ${#whole[@]} -gt 0 && ( -n $glue || $word =~ ^[=:]+$ ) ]]; then
            whole[${#whole[@]}-1]+=$word
        else
            whole+=("$word")
        fi
        if [[ $word =~ ^[=:]+$ ]]; then glue=yes; else glue=; fi
    done
    local last=$(( ${#whole[@]} - 1 ))
    [[ ${whole[last]} == *[=:]* ]] && before=${whole[last]%"${whole[last]##*[=:]}"}
    local -a COMP_WORDS=("${whole[@]}")
    local COMP_CWORD=$last
    _clap_complete_kis "$1" "${whole[last]}" "$3"
    COMPREPLY=("${COMPREPLY[@]#"$before"}")
}
"#;

/// The script for bash, with words put together again before it is asked for candidates.
fn whole_words(script: &str) -> String {
    format!("{WHOLE_WORDS}{}", script.replace("-F _clap_complete_kis kis", "-F _kis_whole_words kis"))
}

/// The TRs whose id or last part begins so.
pub(crate) fn transactions(current: &OsStr) -> Vec<CompletionCandidate> {
    named(current, |_| true)
}

/// The same of those that are pushed.
pub(crate) fn realtime(current: &OsStr) -> Vec<CompletionCandidate> {
    named(current, |tr| tr.kind == Kind::Realtime)
}

fn named(current: &OsStr, is_wanted: fn(&Tr) -> bool) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy().to_lowercase();
    let mut candidates = Vec::new();
    for tr in TRANSACTIONS.iter().filter(|tr| is_wanted(tr)) {
        let ids = tr.tr_ids.iter().flat_map(|id| [Some(id.real), id.paper]).flatten();
        let last = find::place(tr).rsplit('/').next().unwrap_or_default();
        // Without a beginning one name for each TR is enough.
        let names: Vec<&str> =
            if typed.is_empty() { vec![find::name(tr)] } else { ids.chain([find::place(tr), last]).collect() };
        for name in names.into_iter().filter(|name| name.to_lowercase().starts_with(&typed)) {
            candidates.push(CompletionCandidate::new(name).help(Some(tr.title.into())));
        }
    }
    candidates.dedup_by(|a, b| a.get_value() == b.get_value());
    candidates
}

/// `KEY=` of the TR that stands on the line, and after `KEY=` its codes.
pub(crate) fn assignments(current: &OsStr) -> Vec<CompletionCandidate> {
    let typed = current.to_string_lossy().into_owned();
    let Some(tr) = tr_of_line() else { return Vec::new() };
    match typed.split_once('=') {
        Some((key, value)) => values(tr, key, &value.to_lowercase()),
        None => keys(tr, &typed.to_lowercase()),
    }
}

/// The TR on the line that is being completed: the word after `call` that names one.
fn tr_of_line() -> Option<&'static Tr> {
    let words: Vec<String> = std::env::args().collect();
    let after = words.iter().position(|word| word == "call" || word == "watch")?;
    let named = words.iter().skip(after + 1).filter(|word| !word.starts_with('-') && !word.contains('='));
    named.filter_map(|word| find::find(word).ok()).map(|found| found.tr).next()
}

fn keys(tr: &'static Tr, typed: &str) -> Vec<CompletionCandidate> {
    let choice = tr.words().and_then(|words| words.choice).map(|choice| (choice.name, "TR id"));
    let settable = tr.parameters.iter().filter(|parameter| matches!(parameter.role, Role::Caller));
    let names = choice.into_iter().chain(settable.map(|parameter| (parameter.name, parameter.label)));
    let candidate =
        |(name, label): (&str, &str)| CompletionCandidate::new(format!("{name}=")).help(Some(label.to_owned().into()));
    names.filter(|(name, _)| name.to_lowercase().starts_with(typed)).map(candidate).collect()
}

fn values(tr: &'static Tr, key: &str, typed: &str) -> Vec<CompletionCandidate> {
    let candidate =
        |value: &str, help: &str| CompletionCandidate::new(format!("{key}={value}")).help(Some(help.to_owned().into()));
    if let Some(choice) =
        tr.words().and_then(|words| words.choice).filter(|choice| choice.name.eq_ignore_ascii_case(key))
    {
        let options = choice.options.iter().zip(tr.tr_ids).filter(|(name, _)| name.starts_with(typed));
        return options.map(|(name, id)| candidate(name, id.label)).collect();
    }
    let parameter = tr.parameters.iter().find(|parameter| parameter.name.eq_ignore_ascii_case(key));
    let codes = parameter.map_or(&[][..], |parameter| parameter.codes);
    let of_code = codes
        .iter()
        .filter(|value| value.code.to_lowercase().starts_with(typed))
        .map(|value| (value.code, value.label));
    let of_name = codes.iter().filter(|value| !typed.is_empty() && value.name.to_lowercase().starts_with(typed));
    of_code
        .chain(of_name.map(|value| (value.name, value.label)))
        .map(|(value, label)| candidate(value, label))
        .collect()
}

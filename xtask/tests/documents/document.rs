//! What a document says: its commands, what they print, and the marks that say how to run them.

/// A command of a document.
#[derive(Debug, PartialEq)]
pub(crate) struct Step {
    /// Where it stands, counted from 1.
    pub(crate) line: usize,
    /// In which fence, counted from 0: those of one fence run one after the other in the same place.
    pub(crate) block: usize,
    pub(crate) command: String,
    /// The lines that it prints according to the document; none where the document shows nothing.
    pub(crate) printed: Vec<String>,
    pub(crate) fate: Fate,
    /// The folder that it runs in, as seen from the checkout; the checkout itself without one.
    pub(crate) from: Option<String>,
}

/// Whether a command can be run here.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fate {
    Runs,
    UntilInterrupted,
    NotRun,
}

/// What the marks above a fence say.
#[derive(Default)]
struct Marks {
    fate: Option<Fate>,
    from: Option<String>,
    is_output: bool,
}

type Problems = Vec<(usize, String)>;

/// All commands of a document, or all that is wrong with how they are written.
pub(crate) fn steps(text: &str) -> Result<Vec<Step>, Problems> {
    let (mut steps, mut problems) = (Vec::<Step>::new(), Problems::new());
    let mut marks: Vec<(usize, &str)> = Vec::new();
    let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    let mut block = 0;
    while let Some((number, line)) = lines.next() {
        let bare = line.trim();
        if let Some(mark) = bare.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")) {
            marks.push((number, mark.trim()));
            continue;
        }
        let Some((fence, language)) = opening(bare) else {
            if !bare.is_empty() {
                marks.clear();
            }
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let inside = lines.by_ref().take_while(|(_, line)| line.trim() != fence);
        let inside: Vec<_> = inside.map(|(number, line)| (number, line.get(indent..).unwrap_or_default())).collect();
        let above = std::mem::take(&mut marks);
        if !["sh", "console", "text"].contains(&language) {
            if ["bash", "shell", "zsh"].contains(&language) {
                problems.push((number, format!("commands stand in `sh` or `console` fences, not in `{language}`")));
            }
            continue;
        }
        let marks = read(&above, language, &mut problems);
        match language {
            "text" if marks.is_output => match steps.last_mut() {
                Some(step) => step.printed = inside.iter().map(|(_, line)| (*line).to_owned()).collect(),
                None => problems.push((number, "no command is above this output".to_owned())),
            },
            "text" => {}
            _ => {
                let step = |line, command| Step {
                    line,
                    block,
                    command,
                    printed: Vec::new(),
                    fate: marks.fate.clone().unwrap_or(Fate::Runs),
                    from: marks.from.clone(),
                };
                if language == "sh" {
                    steps.extend(commands(&inside).into_iter().map(|(line, command)| step(line, command)));
                } else {
                    console(&inside, step, &mut steps, &mut problems);
                }
                block += 1;
            }
        }
    }
    if problems.is_empty() { Ok(steps) } else { Err(problems) }
}

/// The fence that a line opens, and its language.
fn opening(line: &str) -> Option<(&str, &str)> {
    let ticks = line.len() - line.trim_start_matches('`').len();
    let (fence, information) = line.split_at(ticks);
    let language = information.split([',', ' ']).next().unwrap_or_default();
    (ticks >= 3 && !information.contains('`')).then_some((fence, language))
}

/// What the marks above a fence mean; those that mean nothing are problems.
fn read(above: &[(usize, &str)], language: &str, problems: &mut Problems) -> Marks {
    let mut marks = Marks::default();
    for (line, mark) in above {
        let (key, value) = mark.split_once(':').map_or((*mark, ""), |(key, value)| (key.trim(), value.trim()));
        match (language, key, value) {
            ("text", "output", "") => marks.is_output = true,
            ("sh" | "console", "needs" | "long" | "until" | "from", "") => {
                problems.push((*line, format!("the mark `{key}` doesn't say what or why: write `<!-- {key}: … -->`")));
            }
            ("sh" | "console", "needs" | "long", _) => marks.fate = Some(Fate::NotRun),
            ("sh" | "console", "until", "Ctrl-C") => marks.fate = Some(Fate::UntilInterrupted),
            ("sh" | "console", "from", folder) => marks.from = Some(folder.to_owned()),
            _ => problems.push((*line, format!("`{mark}` above a `{language}` fence means nothing"))),
        }
    }
    marks
}

/// The commands of an `sh` fence: blank lines and comments are none, a backslash at the end goes on in the next line.
fn commands(lines: &[(usize, &str)]) -> Vec<(usize, String)> {
    let mut commands: Vec<(usize, String)> = Vec::new();
    let mut goes_on = false;
    for (number, line) in lines {
        let bare = line.trim();
        let (part, continues) = bare.strip_suffix('\\').map_or((bare, false), |part| (part.trim_end(), true));
        match commands.last_mut().filter(|_| goes_on) {
            Some((_, command)) => *command = format!("{command} {part}"),
            None if bare.is_empty() || bare.starts_with('#') => continue,
            None => commands.push((*number, part.to_owned())),
        }
        goes_on = continues;
    }
    commands
}

/// The commands of a `console` fence, each with the lines that it prints.
fn console(
    lines: &[(usize, &str)],
    step: impl Fn(usize, String) -> Step,
    steps: &mut Vec<Step>,
    problems: &mut Problems,
) {
    let first = steps.len();
    for (number, line) in lines {
        match line.strip_prefix("$ ") {
            Some(command) => steps.push(step(*number, command.trim().to_owned())),
            None => match steps.get_mut(first..).and_then(<[Step]>::last_mut) {
                Some(step) => step.printed.push((*line).to_owned()),
                None => problems.push((*number, "a `console` fence begins with a command: `$ …`".to_owned())),
            },
        }
    }
}

/// The commands within sentences and tables: code spans that begin with `cargo` or `kis`.
pub(crate) fn inline(text: &str) -> Vec<(usize, String)> {
    let spans = |line: &str| -> Vec<String> { line.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let found = prose(text).flat_map(|(number, line)| spans(line).into_iter().map(move |span| (number, span)));
    found.filter(|(_, span)| span.starts_with("cargo ") || span.starts_with("kis ")).collect()
}

/// Links to other files of the project. Those to items of the crate are rustdoc's to check.
pub(crate) fn links(text: &str) -> Vec<(usize, String)> {
    let mut links = Vec::new();
    for (number, line) in prose(text) {
        for rest in line.split("](").skip(1) {
            let target = rest.split(')').next().unwrap_or_default();
            if !target.contains("::") && !target.contains("://") && !target.is_empty() {
                links.push((number, target.to_owned()));
            }
        }
    }
    links
}

/// The headings of a document, as links name them: in lower case, with dashes for blanks and without punctuation.
pub(crate) fn headings(text: &str) -> Vec<String> {
    let headings = prose(text).filter(|(_, line)| line.starts_with('#'));
    let name = |line: &str| -> String {
        let letters = line.trim_start_matches('#').trim().to_lowercase();
        let letters = letters.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
        letters.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
    };
    headings.map(|(_, line)| name(line)).collect()
}

/// The lines outside fences.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut open: Option<&str> = None;
    text.lines().enumerate().filter_map(move |(index, line)| {
        let bare = line.trim();
        match open {
            Some(fence) if bare == fence => open = None,
            Some(_) => {}
            None => match opening(bare) {
                Some((fence, _)) => open = Some(fence),
                None => return Some((index + 1, line)),
            },
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        steps(text).unwrap_err().into_iter().map(|(line, problem)| format!("{line}: {problem}")).collect()
    }

    #[test]
    fn commands_come_with_their_lines_and_what_they_print() {
        let text = "x\n```sh\n# A comment.\ncargo a \\\n  b\n\ncargo c\n```\n\n<!-- from: ../x -->\n```console\n$ one\n1\n\n$ two\n```\n\
                    \n<!-- output -->\n```text\n2\n```\n```rust\n$ no\n```\n";
        let steps = steps(text).unwrap();
        let seen: Vec<_> =
            steps.iter().map(|step| (step.line, step.block, &*step.command, step.printed.join("|"))).collect();
        assert_eq!(
            seen,
            [
                (4, 0, "cargo a b", String::new()),
                (7, 0, "cargo c", String::new()),
                (12, 1, "one", "1|".to_owned()),
                (15, 1, "two", "2".to_owned())
            ]
        );
        assert_eq!(
            steps.iter().map(|step| step.from.as_deref()).collect::<Vec<_>>(),
            [None, None, Some("../x"), Some("../x")]
        );
    }

    #[test]
    fn a_mark_without_a_reason_or_a_meaning_is_a_problem() {
        assert_eq!(
            problems(
                "<!-- needs: -->\n```sh\nx\n```\n<!-- long -->\n\n```sh\nx\n```\n<!-- neds: x -->\n```sh\nx\n```\n"
            ),
            [
                "1: the mark `needs` doesn't say what or why: write `<!-- needs: … -->`",
                "5: the mark `long` doesn't say what or why: write `<!-- long: … -->`",
                "10: `neds: x` above a `sh` fence means nothing",
            ]
        );
        assert_eq!(steps("<!-- needs: x -->\n```sh\nx\n```\n").unwrap()[0].fate, Fate::NotRun);
        assert_eq!(steps("<!-- needs: x -->\nIt says no.\n```sh\nx\n```\n").unwrap()[0].fate, Fate::Runs);
    }

    #[test]
    fn what_would_escape_is_a_problem() {
        assert_eq!(problems("```bash\nx\n```\n"), ["1: commands stand in `sh` or `console` fences, not in `bash`"]);
        assert_eq!(problems("```console\nx\n```\n"), ["2: a `console` fence begins with a command: `$ …`"]);
        assert_eq!(problems("<!-- output -->\n```text\nx\n```\n"), ["2: no command is above this output"]);
    }

    #[test]
    fn prose_has_commands_and_links_too() {
        let text =
            "| `cargo xtask x` | [a](b.md#c), [d](crate::E) |\n```text\n`cargo y` [f](g.md)\n```\n`x` and `kis list`\n";
        assert_eq!(inline(text), [(1, "cargo xtask x".to_owned()), (5, "kis list".to_owned())]);
        assert_eq!(links(text), [(1, "b.md#c".to_owned())]);
        assert_eq!(
            headings("## `fields:` — What it is\n```sh\n# no\n```\n# 페이지\n"),
            ["fields--what-it-is", "페이지"]
        );
    }
}

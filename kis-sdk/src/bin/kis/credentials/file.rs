//! The credentials file: TOML that only its owner can read.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::arguments::EnvironmentName;
use crate::exit::{Exit, Failure, Outcome};
use crate::suggest::did_you_mean;

/// What a section can say.
const KEYS: [&str; 4] = ["app_key", "app_secret", "account", "hts_id"];
/// The sections.
const SECTIONS: [&str; 2] = ["real", "paper"];

/// What a new file says.
pub(super) const TEMPLATE: &str = "\
# App key and app secret as the KIS Developers portal issued them. Keep this file to yourself.
# Real and paper accounts (모의투자) have keys of their own; leave out what you don't have.

[real]
app_key = \"\"
app_secret = \"\"
# Eight digits, a dash, and the product code: 12345678-01
account = \"\"
# For realtime notices (체결통보) only.
hts_id = \"\"

[paper]
app_key = \"\"
app_secret = \"\"
account = \"\"
hts_id = \"\"
";

/// A file that was read.
pub(super) struct File(Table);

/// What it says of one environment. Blank is not there.
#[derive(Default)]
pub(super) struct Section {
    pub(super) app_key: Option<String>,
    pub(super) app_secret: Option<String>,
    pub(super) account: Option<String>,
    pub(super) hts_id: Option<String>,
}

/// Reads a file, if nobody else can.
pub(super) fn read(path: &Path) -> Outcome<File> {
    let shown = path.display();
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if metadata.is_dir() {
        return Err(Failure::credentials(format!("{shown} is a folder, not a credentials file"))
            .advise("give the file itself: --credentials FILE"));
    }
    refuse_open(path, &metadata)?;
    let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        // Its own message shows the line, and a secret may stand there.
        let line = error.span().map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        Failure::credentials(format!("{shown} is no TOML, line {line}: {}", first_line(error.message())))
            .advise("a line is a [section] or `key = \"value\"`, with the value in quotes")
    })?;
    check(&table, path)?;
    Ok(File(table))
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let shown = path.display();
    match error.kind() {
        std::io::ErrorKind::NotFound => Failure::credentials(format!("there is no credentials file {shown}"))
            .advise("`kis credentials init` begins the default one; check the path after --credentials"),
        _ => Failure::credentials(format!("{shown} can't be read: {error}"))
            .advise(format!("is it yours? `ls -l {shown}` shows whose it is")),
    }
}

/// Refuses a file that others can read or write.
fn refuse_open(path: &Path, metadata: &fs::Metadata) -> Outcome {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = metadata.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            let shown = path.display();
            return Err(Failure::credentials(format!("others can read or write {shown} (mode {mode:03o})"))
                .advise(format!("chmod 600 {}", quoted(&shown.to_string())))
                .advise("if it was open for long, have the portal issue a new app secret"));
        }
    }
    #[cfg(not(unix))]
    let _ = (path, metadata);
    Ok(())
}

/// A path as a shell takes it.
#[cfg(unix)]
fn quoted(path: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "/._-+@:".contains(letter);
    if path.chars().all(is_plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

/// Names every key that nobody reads, and every value that is no text.
fn check(table: &Table, path: &Path) -> Outcome {
    let mut problems = Vec::new();
    for (name, value) in table {
        match value {
            Value::Table(section) if SECTIONS.contains(&name.as_str()) => {
                for (key, value) in section {
                    if !KEYS.contains(&key.as_str()) {
                        problems.push(format!("[{name}] has no key `{key}`{}", did_you_mean(key, KEYS)));
                    } else if !value.is_str() {
                        problems.push(format!("[{name}] {key} has to stand in quotes: {key} = \"…\""));
                    }
                }
            }
            Value::Table(_) => {
                problems.push(format!("no environment is called [{name}]{}", did_you_mean(name, SECTIONS)))
            }
            _ => problems.push(format!("`{name}` stands outside of [real] and [paper]")),
        }
    }
    match problems.as_slice() {
        [] => Ok(()),
        problems => {
            let shown = path.display();
            let text = format!("{shown} holds what can't be used");
            Err(Failure::new(Exit::Credentials, text)
                .advise_all(problems.iter().take(3).cloned())
                .advise("known are app_key, app_secret, account and hts_id, each in [real] and in [paper]"))
        }
    }
}

impl File {
    /// What it says of an environment. A key without its secret, or the reverse, is an error.
    pub(super) fn section(&self, name: EnvironmentName, path: &Path) -> Outcome<Section> {
        let Some(Value::Table(section)) = self.0.get(name.name()) else { return Ok(Section::default()) };
        let text = |key: &str| {
            let text = section.get(key).and_then(Value::as_str).map(str::trim);
            text.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let read = Section {
            app_key: text("app_key"),
            app_secret: text("app_secret"),
            account: text("account"),
            hts_id: text("hts_id"),
        };
        let (set, unset) = match (&read.app_key, &read.app_secret) {
            (Some(_), None) => ("app_key", "app_secret"),
            (None, Some(_)) => ("app_secret", "app_key"),
            _ => return Ok(read),
        };
        let (shown, name) = (path.display(), name.name());
        Err(Failure::credentials(format!("[{name}] of {shown} has an {set}, and its {unset} is missing or blank"))
            .advise("copy both from the KIS Developers portal: they belong together"))
    }
}

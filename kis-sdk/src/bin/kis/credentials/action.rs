//! `kis credentials`: where they are, whether they can be used, and how the file begins.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::{default_path, file, known};
use crate::arguments::{EnvironmentName, Global};
use crate::exit::{Exit, Failure, Outcome};
use crate::mask;
use crate::terminal::{Terminal, print};

/// What to do with credentials.
#[derive(Subcommand)]
pub(crate) enum Action {
    /// Prints the path of the credentials file
    Path,
    /// Says what is known for each environment, and from where; shows no secret and asks no server
    Check,
    /// Begins the file, readable by you alone; one that is there stays as it is
    Init,
}

pub(crate) fn run(action: &Action, global: &Global, terminal: Terminal) -> Outcome {
    match action {
        Action::Path => print(&format!("{}\n", path(global)?.display())),
        Action::Init => init(&path(global)?),
        Action::Check => check(global, terminal),
    }
}

fn path(global: &Global) -> Outcome<PathBuf> {
    global.credentials.clone().or_else(default_path).ok_or_else(|| {
        Failure::credentials("this user has no home folder (is HOME set?)").advise("name a file: --credentials FILE")
    })
}

fn init(path: &Path) -> Outcome {
    let failed = |what: &str, error: &std::io::Error| {
        Failure::new(Exit::Other, format!("{} can't be {what}: {error}", path.display()))
            .advise("name another file: --credentials FILE")
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| failed("created", &error))?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => file.write_all(file::TEMPLATE.as_bytes()).map_err(|error| failed("written", &error))?,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(Failure::new(Exit::Other, format!("{} is there already and stays as it is", path.display()))
                .advise("`kis credentials check` says what it holds"));
        }
        Err(error) => return Err(failed("created", &error)),
    }
    print(&format!(
        "wrote {}, readable by you alone\nnext: put app key, app secret and account in, then `kis credentials check`\n",
        path.display()
    ))
}

fn check(global: &Global, terminal: Terminal) -> Outcome {
    let names = match global.env {
        Some(name) => vec![name],
        None => vec![EnvironmentName::Real, EnvironmentName::Paper],
    };
    let mut found = 0;
    let mut text = String::new();
    for name in names {
        let known = known(name, global)?;
        let credentials = match &known.credentials {
            Some(_) => format!("app key and secret from {}", known.from),
            None if name == EnvironmentName::Mock => "none needed".to_owned(),
            None => "no app key and secret".to_owned(),
        };
        found += usize::from(known.credentials.is_some() || name == EnvironmentName::Mock);
        let account = known.account.as_ref().map_or_else(|| "none".to_owned(), mask::account);
        let hts_id = if known.hts_id.is_some() { "set" } else { "none" };
        text.push_str(&format!("{:<5}  {credentials}; account {account}; HTS ID {hts_id}\n", name.name()));
    }
    print(&text)?;
    if found == 0 {
        return Err(super::missing(global.env.unwrap_or(EnvironmentName::Real), global));
    }
    terminal.hint("`kis token get` asks the server whether it takes them");
    Ok(())
}

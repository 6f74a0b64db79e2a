//! App key, app secret, account and HTS ID: where they come from.

mod action;
mod file;

use std::path::{Path, PathBuf};

pub(crate) use action::{Action, run};
use etcetera::BaseStrategy as _;
use file::Section;
use kis_sdk::Account;

use crate::arguments::{EnvironmentName, Global};
use crate::exit::{Failure, Outcome};

/// What is known for one environment.
#[derive(Default)]
pub(crate) struct Known {
    /// App key and secret, if both are known.
    pub(crate) credentials: Option<kis_sdk::Credentials>,
    pub(crate) account: Option<Account>,
    /// Whom realtime notices are for. Used by realtime TRs that are keyed by it.
    pub(crate) hts_id: Option<String>,
    /// Where app key and secret come from.
    pub(crate) from: String,
}

/// Reads what is known for an environment: the file that was asked for, else the environment variables, else the user's
/// file. What one doesn't say the next one does, but a key and its secret come from one place.
pub(crate) fn known(name: EnvironmentName, global: &Global) -> Outcome<Known> {
    let variables = Variables::of(name);
    let section = match &global.credentials {
        Some(path) => Some((path.clone(), file::read(path)?.section(name, path)?)),
        None => match default_path().filter(|path| path.exists()) {
            // Whoever has everything in variables isn't stopped by a file that they don't use.
            Some(_) if variables.is_complete() => None,
            Some(path) => Some((path.clone(), file::read(&path)?.section(name, &path)?)),
            None => None,
        },
    };
    let is_asked_for = global.credentials.is_some();
    let (path, section) = section.map_or((None, Section::default()), |(path, section)| (Some(path), section));
    let mut known = Known::default();
    let in_file = section.app_key.zip(section.app_secret);
    let in_variables = variables.pair()?;
    let (pair, from) = match (in_file, in_variables) {
        (Some(pair), _) if is_asked_for => (Some(pair), shown(path.as_deref())),
        (_, Some(pair)) if !is_asked_for => {
            (Some(pair), format!("{} and {}", variables.name("APP_KEY"), variables.name("APP_SECRET")))
        }
        (pair, _) => (pair, shown(path.as_deref())),
    };
    if let Some((key, secret)) = pair {
        let credentials = kis_sdk::Credentials::new(key, secret);
        let unusable = |error| Failure::credentials(format!("{error} (from {from})"));
        known.credentials = Some(credentials.map_err(unusable)?);
    }
    known.from = from;
    known.account = account(global, section.account, path.as_deref(), &variables)?;
    let hts_id = variables.get("HTS_ID");
    known.hts_id = if is_asked_for { section.hts_id.or(hts_id) } else { hts_id.or(section.hts_id) };
    Ok(known)
}

/// The account alone, for what sends nothing: the mock's where that is asked for. No credentials are needed for it.
pub(crate) fn account_only(name: EnvironmentName, global: &Global, product: Option<&str>) -> Outcome<Option<Account>> {
    if name == EnvironmentName::Mock && global.account.is_none() {
        return Ok(crate::session::mock_account(product));
    }
    known(name, global).map(|known| known.account)
}

/// The account: of the command line, of the file that was asked for, of the environment, of the user's file.
fn account(
    global: &Global,
    in_file: Option<String>,
    path: Option<&Path>,
    variables: &Variables,
) -> Outcome<Option<Account>> {
    let of_line = global.account.clone().map(|text| (text, "--account".to_owned()));
    let of_file = || in_file.map(|text| (text, shown(path)));
    let of_variables = || variables.get("ACCOUNT").map(|text| (text, variables.name("ACCOUNT")));
    let said = match global.credentials.is_some() {
        true => of_line.or_else(of_file).or_else(of_variables),
        false => of_line.or_else(of_variables).or_else(of_file),
    };
    let Some((text, from)) = said else { return Ok(None) };
    text.parse().map(Some).map_err(|error| Failure::usage(format!("{error} (from {from})")))
}

/// What to do where app key and secret are missing.
pub(crate) fn missing(name: EnvironmentName, global: &Global) -> Failure {
    let failure = Failure::credentials(format!("no app key and app secret for the {} environment", name.name()));
    // A paper key has variables of its own: in those without _PAPER it would be taken for a real one as well.
    let own = if name == EnvironmentName::Paper { "_PAPER" } else { "" };
    let variables = format!("KIS_APP_KEY{own} and KIS_APP_SECRET{own}");
    let in_file = match (&global.credentials, default_path().filter(|path| path.exists())) {
        (Some(path), _) => format!("write app_key and app_secret into [{}] of {}", name.name(), path.display()),
        // `init` leaves a file alone that is there.
        (None, Some(path)) => format!("set {variables}, or fill in [{}] of {}", name.name(), path.display()),
        (None, None) => format!("set {variables}, or run `kis credentials init` and fill in [{}]", name.name()),
    };
    failure.advise(in_file).advise("without an account: add --env mock")
}

/// Where the user's file is, or would be; `None` where the user has no home.
pub(crate) fn default_path() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.config_dir().join("kis-sdk").join("credentials.toml"))
}

fn shown(path: Option<&Path>) -> String {
    path.map(|path| path.display().to_string()).unwrap_or_default()
}

/// The environment variables of one environment: `KIS_APP_KEY_PAPER` goes before `KIS_APP_KEY` on paper.
struct Variables {
    is_paper: bool,
}

impl Variables {
    fn of(name: EnvironmentName) -> Self {
        Self { is_paper: name == EnvironmentName::Paper }
    }

    /// The variable that says it, or that would.
    fn name(&self, what: &str) -> String {
        let own = format!("KIS_{what}_PAPER");
        let is_own = self.is_paper && read(&own).is_some();
        if is_own { own } else { format!("KIS_{what}") }
    }

    fn get(&self, what: &str) -> Option<String> {
        read(&self.name(what))
    }

    /// App key and secret: both, or none.
    fn pair(&self) -> Outcome<Option<(String, String)>> {
        let (key, secret) = (self.name("APP_KEY"), self.name("APP_SECRET"));
        match (read(&key), read(&secret)) {
            (Some(_), Some(_)) if key.ends_with("_PAPER") != secret.ends_with("_PAPER") => Err(Failure::credentials(
                format!("{key} is set, and its secret is not: {secret} belongs to another key"),
            )
            .advise("set both with _PAPER behind them, or none")),
            (Some(key), Some(secret)) => Ok(Some((key, secret))),
            (None, None) => Ok(None),
            (found, _) => {
                let (set, unset) = if found.is_some() { (key, secret) } else { (secret, key) };
                Err(Failure::credentials(format!("{set} is set, and {unset} is not"))
                    .advise(format!("set {unset} as well, or unset {set} to use the credentials file")))
            }
        }
    }

    /// Whether nothing else is needed.
    fn is_complete(&self) -> bool {
        ["APP_KEY", "APP_SECRET", "ACCOUNT"].iter().all(|what| self.get(what).is_some())
    }
}

/// A variable that says something.
fn read(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

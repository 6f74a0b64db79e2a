//! Commands that stand in sentences and tables: not run, but what they name has to be there.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, OnceLock, PoisonError};

use serde_json::Value;

use super::scratch::HANDED_OVER;

/// What is wrong with a command, if anything.
pub(crate) fn check(project: &Path, command: &str) -> Result<(), String> {
    let words: Vec<&str> = command.split_whitespace().collect();
    match words[..] {
        ["cargo", "xtask", ref rest @ ..] => xtask(rest),
        ["cargo", "run", ref rest @ ..] => run(project, rest),
        _ => Ok(()),
    }
}

/// The task is one of xtask's, and so are its options.
fn xtask(words: &[&str]) -> Result<(), String> {
    let mut help = help(&[])?;
    let tasks = words.iter().take_while(|word| word.starts_with(|letter: char| letter.is_ascii_lowercase()));
    let mut path = Vec::new();
    for task in tasks {
        let is_task = help.lines().any(|line| line.split_whitespace().next() == Some(task));
        if !is_task && path.is_empty() {
            return Err(format!("xtask has no task `{task}`"));
        }
        if !is_task {
            break;
        }
        path.push(*task);
        help = self::help(&path)?;
    }
    for option in words.iter().filter(|word| word.starts_with("--") && word.len() > 2) {
        let name = option.split('=').next().unwrap_or(option);
        if !help.split([' ', ',', '\n']).any(|word| word == name) {
            return Err(format!("`cargo xtask {}` has no option `{name}`", path.join(" ")));
        }
    }
    Ok(())
}

/// What `--help` prints; asked once for each task.
fn help(path: &[&str]) -> Result<String, String> {
    static KNOWN: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(help) = known.get(&path.join(" ")) {
        return Ok(help.clone());
    }
    let handed_over = HANDED_OVER.iter().find(|(task, ..)| path.first() == Some(task));
    let mut xtask = match handed_over {
        Some((.., Some(built))) => Command::new(built),
        _ => Command::new(env!("CARGO_BIN_EXE_xtask")),
    };
    if !matches!(handed_over, Some((.., Some(_)))) {
        xtask.args(path);
    }
    let output = xtask.arg("--help").output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("`cargo xtask {} --help` fails", path.join(" ")));
    }
    let help = String::from_utf8_lossy(&output.stdout).into_owned();
    known.insert(path.join(" "), help.clone());
    Ok(help)
}

/// The package, example or binary is there, and gets the features that it needs.
fn run(project: &Path, words: &[&str]) -> Result<(), String> {
    let after = |flag: &str| words.iter().position(|word| *word == flag).and_then(|at| words.get(at + 1)).copied();
    let packages = packages(project);
    let names = |value: &Value, name: &str| value["name"] == name;
    if let Some(name) = after("--package") {
        return match packages.iter().any(|package| names(package, name)) {
            true => Ok(()),
            false => Err(format!("no package is called `{name}`")),
        };
    }
    let is_placeholder = |word: &&str| word.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_');
    if words.iter().any(is_placeholder) {
        return Ok(());
    }
    let (kind, name) = match (after("--example"), after("--bin")) {
        (Some(name), _) => ("example", name),
        (None, Some(name)) => ("bin", name),
        (None, None) => return Err("it doesn't say what to run".to_owned()),
    };
    let targets =
        packages.iter().flat_map(|package| list(&package["targets"]).iter().map(move |target| (package, target)));
    let mut targets = targets.filter(|(_, target)| names(target, name) && list(&target["kind"]).contains(&kind.into()));
    let Some((package, target)) = targets.next() else { return Err(format!("there is no {kind} `{name}`")) };
    let given: Vec<&str> = after("--features").unwrap_or_default().split(',').collect();
    let missing = list(&target["required-features"]).iter().filter(|feature| {
        !given.contains(&feature.as_str().unwrap_or_default())
            && !list(&package["features"]["default"]).contains(feature)
    });
    let missing: Vec<&str> = missing.filter_map(Value::as_str).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("it needs --features {}", missing.join(","))) }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The packages of the workspace, as cargo knows them.
fn packages(project: &Path) -> &'static [Value] {
    static KNOWN: OnceLock<Vec<Value>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut metadata = Command::new(cargo);
        metadata.args(["metadata", "--no-deps", "--offline", "--format-version", "1"]).current_dir(project);
        let output = metadata.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let known: Value = serde_json::from_slice(&output.stdout).unwrap();
        list(&known["packages"]).to_vec()
    })
}

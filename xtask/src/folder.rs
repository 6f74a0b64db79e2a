//! The output folder: what is there, what has to be there, and the way from one to the other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use codegen::emit::GENERATED;

/// What has to happen to one file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// It isn't there.
    Missing,
    /// It differs, first in this line.
    Stale { line: usize, is: String, should_be: String },
    /// Nothing generates it any more.
    Orphaned,
}

/// The difference between the folder and what was generated.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// What has to happen, by relative path.
    pub(crate) changes: BTreeMap<String, Change>,
    /// Files in the way that this command didn't write.
    pub(crate) foreign: Vec<String>,
}

/// Compares the folder with what was generated.
pub(crate) fn plan(out: &Path, files: &BTreeMap<String, String>) -> io::Result<Plan> {
    let mut plan = Plan::default();
    let mut present = existing(out)?;
    for (path, text) in files {
        let change = match present.remove(path) {
            None => Change::Missing,
            Some(bytes) if bytes == text.as_bytes() => continue,
            Some(bytes) if !is_generated(&bytes) => {
                plan.foreign.push(path.clone());
                continue;
            }
            Some(bytes) => difference(&String::from_utf8_lossy(&bytes), text),
        };
        plan.changes.insert(path.clone(), change);
    }
    for (path, bytes) in present {
        if is_generated(&bytes) {
            plan.changes.insert(path, Change::Orphaned);
        } else {
            plan.foreign.push(path);
        }
    }
    plan.foreign.sort();
    Ok(plan)
}

/// Makes the folder what the plan says.
pub(crate) fn apply(out: &Path, files: &BTreeMap<String, String>, plan: &Plan) -> io::Result<()> {
    for (path, change) in &plan.changes {
        let target = out.join(path);
        match (change, files.get(path)) {
            (Change::Orphaned, _) | (_, None) => {
                fs::remove_file(&target).map_err(|error| named(&target, &error))?;
                remove_emptied(out, &target);
            }
            (_, Some(text)) => write(&target, text)?,
        }
    }
    Ok(())
}

/// The `.rs` files of the folder; none where it isn't there yet.
fn existing(out: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut open: Vec<PathBuf> = if out.is_dir() { vec![out.to_path_buf()] } else { Vec::new() };
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| named(&folder, &error))? {
            let path = entry.map_err(|error| named(&folder, &error))?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let bytes = fs::read(&path).map_err(|error| named(&path, &error))?;
                let relative = path.strip_prefix(out).unwrap_or(&path);
                let segments: Vec<_> = relative.iter().map(|segment| segment.to_string_lossy()).collect();
                found.insert(segments.join("/"), bytes);
            }
        }
    }
    Ok(found)
}

fn is_generated(bytes: &[u8]) -> bool {
    bytes.starts_with(GENERATED.as_bytes())
}

fn difference(is: &str, should_be: &str) -> Change {
    let (mut left, mut right) = (is.lines(), should_be.lines());
    let mut line = 1;
    loop {
        match (left.next(), right.next()) {
            (Some(a), Some(b)) if a == b => line += 1,
            (a, b) => {
                let text = |line: Option<&str>| line.unwrap_or("(the file ends)").to_owned();
                return Change::Stale { line, is: text(a), should_be: text(b) };
            }
        }
    }
}

/// Writes beside the target and renames, so that nobody ever sees half a file.
pub(crate) fn write(target: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|error| named(folder, &error))?;
    }
    let mut unfinished = target.as_os_str().to_owned();
    unfinished.push(".unfinished");
    let unfinished = PathBuf::from(unfinished);
    fs::write(&unfinished, text).map_err(|error| named(&unfinished, &error))?;
    fs::rename(&unfinished, target).map_err(|error| {
        // The rename's own error says more than one about the clean-up.
        let _ = fs::remove_file(&unfinished);
        named(target, &error)
    })
}

/// Removes the folders above a removed file that hold nothing any more.
fn remove_emptied(out: &Path, removed: &Path) {
    let above = removed.ancestors().skip(1).take_while(|folder| *folder != out);
    for folder in above {
        // Refused where something is left in it.
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

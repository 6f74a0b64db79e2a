//! Every command in every document runs as it is printed, and what a document shows of its output is what comes.
//!
//! A document is any Markdown file of the project. Its commands are the lines of its `sh` fences and the lines that begin with
//! `$` in its `console` fences; the other lines of those are what the command before them prints, where a line `…` stands
//! for any lines. A mark above a fence says what the test has to know; GitHub and rustdoc don't show it:
//!
//! - `<!-- needs: an account -->`: not run, for this reason.
//! - `<!-- long: it builds the API six times -->`: not run, for this reason.
//! - `<!-- until: Ctrl-C -->`: runs until it is interrupted, which happens after its first line.
//! - `<!-- from: ../my-crate -->`: runs in this folder, as seen from the checkout.
//! - `<!-- output -->`, above a `text` fence: what the last command printed.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod document;
mod inline;
#[path = "../pages/mod.rs"]
mod pages;
mod printed;
mod scratch;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use document::{Fate, Step};
use scratch::{Ran, Scratch};

/// What the gate runs itself: each has to be in `.ci/run` literally, so that it is run with every commit.
const THE_GATE_ITSELF: &[&str] = &["cargo test --workspace --all-features"];

/// The gate: it can't be run by one of its own tests.
const GATE: &str = ".ci/run";

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every Markdown file of the project, by its path from the workspace.
fn documents() -> Vec<String> {
    let mut found: Vec<String> =
        scratch::files(&workspace()).into_iter().filter(|file| file.ends_with(".md")).collect();
    found.sort();
    found
}

/// Runs what documents print, and shows all that is wrong with them.
fn check(files: &[String]) {
    let mut problems = Vec::new();
    let mut known = HashMap::new();
    for file in files {
        let text = fs::read_to_string(workspace().join(file)).unwrap();
        match document::steps(&text) {
            Ok(steps) if steps.is_empty() => {}
            Ok(steps) => run(file, &steps, &mut known, &mut problems),
            Err(found) => problems.extend(found.iter().map(|(line, problem)| format!("{file}:{line}: {problem}"))),
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n\n"));
}

/// What came of the commands of a fence, by the commands: twins in two languages run once.
type Known = HashMap<Vec<(String, Option<String>)>, Vec<Option<Ran>>>;

fn run(file: &str, steps: &[Step], known: &mut Known, problems: &mut Vec<String>) {
    let gate = fs::read_to_string(workspace().join(GATE)).unwrap();
    let scratch = Scratch::new(&workspace());
    for block in steps.chunk_by(|a, b| a.block == b.block) {
        let key = block.iter().map(|step| (step.command.clone(), step.from.clone())).collect();
        let ran = known.entry(key).or_insert_with(|| {
            scratch.reset();
            block.iter().map(|step| run_step(&scratch, step)).collect()
        });
        for (step, ran) in block.iter().zip(ran) {
            let at = format!("{file}:{}: `{}`", step.line, step.command);
            let in_gate = gate.lines().any(|line| line.strip_prefix("step ") == Some(&step.command));
            match ran {
                None if THE_GATE_ITSELF.contains(&&*step.command) && !in_gate => {
                    problems.push(format!("{at} isn't run here because {GATE} runs it, but there it isn't"));
                }
                None => {}
                Some(ran) if !ran.is_fine => problems.push(format!("{at} fails:\n{}", ran.output)),
                Some(ran) => {
                    if let Err(difference) = printed::compare(&step.printed, &ran.output) {
                        let what = "prints something else than the document says";
                        problems.push(format!("{at} {what}\n{difference}"));
                    }
                }
            }
        }
    }
}

/// Nothing where the gate or a mark says that it isn't run here.
fn run_step(scratch: &Scratch, step: &Step) -> Option<Ran> {
    if step.command == GATE || THE_GATE_ITSELF.contains(&&*step.command) {
        return None;
    }
    match &step.fate {
        Fate::NotRun => None,
        Fate::Runs => Some(scratch.run(&step.command, step.from.as_deref())),
        Fate::UntilInterrupted => Some(scratch.interrupt(&step.command, step.from.as_deref())),
    }
}

#[test]
fn both_front_pages() {
    check(&["README.md".to_owned(), "README.ko.md".to_owned()]);
}

#[test]
fn contributing() {
    check(&["CONTRIBUTING.md".to_owned()]);
}

#[test]
fn all_other_documents() {
    let others =
        documents().into_iter().filter(|file| !["README.md", "README.ko.md", "CONTRIBUTING.md"].contains(&&**file));
    let others: Vec<String> = others.collect();
    assert!(others.contains(&"spec/README.md".to_owned()) && others.iter().any(|file| file.contains("/guide/")));
    check(&others);
}

/// Commands within sentences and tables aren't run, but what they name is there.
#[test]
fn commands_in_prose_name_what_is_there() {
    let mut problems = Vec::new();
    for file in documents() {
        let text = fs::read_to_string(workspace().join(&file)).unwrap();
        for (line, command) in document::inline(&text) {
            if let Err(problem) = inline::check(&workspace(), &command) {
                problems.push(format!("{file}:{line}: `{command}`: {problem}"));
            }
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

/// Links from one file of the project to another, and to headings.
#[test]
fn links_lead_somewhere() {
    let mut problems = Vec::new();
    for file in documents() {
        let path = workspace().join(&file);
        for (line, target) in document::links(&fs::read_to_string(&path).unwrap()) {
            let (to, heading) = target.split_once('#').unwrap_or((&target, ""));
            let to = if to.is_empty() { path.clone() } else { path.parent().unwrap().join(to) };
            let has_heading = || {
                let text = fs::read_to_string(&to).unwrap_or_default();
                heading.is_empty() || document::headings(&text).contains(&heading.to_owned())
            };
            if !to.exists() || !has_heading() {
                problems.push(format!("{file}:{line}: nothing is at {target}"));
            }
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

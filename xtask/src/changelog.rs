//! The changelog's entries for TRs: written into its unreleased section by `cargo xtask diff REV --into`, between two marks.
//!
//! What people write stands beside the marks and is kept. A release renames the section, marks and all; the next run puts new
//! marks into the new unreleased section and leaves those of the releases alone.

use std::io;
use std::ops::Range;
use std::path::Path;

use codegen::diff::Diff;

use crate::output;
use crate::published::{self, Published};

/// What stands around the entries.
const BEGIN: &str = "<!-- diff: written by `cargo xtask diff REV --into` -->\n";
const END: &str = "<!-- end of diff -->\n";

/// How the heading of what isn't released is written, without and with its link.
const UNRELEASED: [&str; 2] = ["## Unreleased", "## [Unreleased]"];

/// Writes what changed since a revision into a changelog; with `check` it only says whether it is there.
pub(crate) fn keep(file: &Path, revision: &str, found: &Diff, check: bool) -> io::Result<bool> {
    let shown = output::shown(file);
    let command = format!("cargo xtask diff {revision} --into {shown}");
    let published = Published { what: "list of changed TRs", marks: (BEGIN, END), command: &command };
    let text = published::read(file)?;
    let Some(section) = unreleased(&text) else {
        output::error(&format!(
            "{shown} has no section `{}`: add that heading above those of the releases",
            UNRELEASED[1]
        ));
        return Ok(false);
    };
    let within = &text[section.clone()];
    if [BEGIN, END].iter().any(|mark| within.matches(mark).count() > 1)
        || within.contains(BEGIN) != within.contains(END)
        || (within.contains(BEGIN) && published.range(within).is_none())
    {
        output::error(&format!(
            "the unreleased section of {shown} needs each of these lines once, in this order, or neither:\n{BEGIN}{END}"
        ));
        return Ok(false);
    }
    let entries = entries(revision, found);
    let fresh = match published.range(within) {
        Some(range) => {
            let range = section.start + range.start..section.start + range.end;
            spliced(&text, range, &entries)
        }
        None if entries.is_empty() => text.clone(),
        None => {
            let written = within.trim_end();
            let end = section.start + written.len();
            let before = if written.is_empty() { "\n" } else { "\n\n" };
            let after = if section.end < text.len() { "\n" } else { "" };
            spliced(&text, end..section.end, &format!("{before}{BEGIN}{entries}{END}{after}"))
        }
    };
    published.keep(file, &text, &fresh, check)
}

/// The lines below the heading of what isn't released, up to the next release.
fn unreleased(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        let is_heading = line.starts_with("## ");
        match start {
            Some(start) if is_heading => return Some(start..at),
            None if UNRELEASED.contains(&line.trim_end()) => start = Some(at + line.len()),
            _ => {}
        }
        at += line.len();
    }
    start.map(|start| start..at)
}

/// `diff --markdown` below a heading of its own; nothing where nothing changed.
fn entries(revision: &str, found: &Diff) -> String {
    if found.transactions.is_empty() && found.codes.is_empty() {
        return String::new();
    }
    // One level below the section's own headings.
    let tables = found.markdown().replace("\n### ", "\n#### ");
    format!("### TRs since `{revision}`\n\n{tables}")
}

fn spliced(text: &str, range: Range<usize>, with: &str) -> String {
    let mut text = text.to_owned();
    text.replace_range(range, with);
    text
}

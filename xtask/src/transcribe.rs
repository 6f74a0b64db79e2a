//! `cargo xtask transcribe PAGE…`: documentation pages into the `documented:` part of their descriptors, all or nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use codegen::descriptor::{Descriptor, Spec};
use codegen::page::{self, Change, HeaderRow, LineKind, Page, Parsed, Place, Problem};
use codegen::{Diagnostic, Lint, Sources};

use crate::{folder, input, output};

/// What a caller can choose.
#[derive(Args)]
pub(crate) struct Options {
    /// Pages, or folders of them (files ending in .md)
    #[arg(required = true, value_name = "PAGE")]
    pages: Vec<PathBuf>,
    /// Change nothing, and fail where a descriptor isn't what its page says
    #[arg(long)]
    check: bool,
    /// Change nothing: rebuild each page from its descriptor alone, and compare it with the page line by line
    #[arg(long, conflicts_with = "check")]
    audit: bool,
}

/// A page that was read.
struct Read {
    file: String,
    bytes: Vec<u8>,
    parsed: Parsed,
}

/// What is wrong with pages, each with the file that it is in.
type Problems = Vec<(String, Problem)>;

/// Whether all went well: every page was read, and with `--check` or `--audit` nothing differs.
pub(crate) fn run(options: &Options, spec: &Path) -> io::Result<bool> {
    let sources = if spec.is_dir() { Sources::read(spec)? } else { Sources::new() }.with_built_in();
    let (known, _) = codegen::load::load(&sources);
    let (read, mut problems) = read(&options.pages)?;
    let targets = targets(&read, &known, &mut problems);
    if options.audit && problems.is_empty() {
        return audit(&read, &targets, &known);
    }
    let files = written(&read, &targets, &known, &sources, &mut problems);
    if !problems.is_empty() {
        refuse(&problems);
        return Ok(false);
    }
    let mut after = sources.clone();
    for (file, text) in &files {
        after.insert(file.clone(), text.as_bytes());
    }
    let analysis = codegen::analyze(&after);
    report(&known, &analysis.spec, &files)?;
    let stale = corrections(&analysis.diagnostics, &files)?;
    account_for(&read)?;
    let changed = output::plural(files.len(), "descriptor");
    let new = files.keys().filter(|file| sources.get(file).is_none()).count();
    let (done, unchanged) = (if options.check { "to change" } else { "written" }, read.len() - files.len());
    output::line(&format!(
        "{}: {changed} {done}, {new} of them new; {unchanged} unchanged",
        output::plural(read.len(), "page")
    ))?;
    if options.check && !files.is_empty() {
        output::line("run: cargo xtask transcribe with the same pages, without --check")?;
    }
    if options.check {
        return Ok(files.is_empty());
    }
    for (file, text) in &files {
        folder::write(&spec.join(file), text)?;
    }
    if stale > 0 {
        output::line("next: mend the corrections above, then cargo xtask check, then cargo xtask codegen")?;
    } else if !files.is_empty() {
        output::line("next: read `git diff`, then cargo xtask check, then cargo xtask codegen")?;
    }
    Ok(true)
}

/// Shows every problem of every page.
fn refuse(problems: &Problems) {
    for (file, problem) in problems {
        let line = if problem.line == 0 { String::new() } else { format!(":{}", problem.line) };
        output::error(&format!("{file}{line}: {problem}"));
    }
    let files: BTreeSet<_> = problems.iter().map(|(file, _)| file).collect();
    output::error(&format!(
        "{} in {}; nothing was written, the good pages neither: mend or leave out the bad ones",
        output::plural(problems.len(), "problem"),
        output::plural(files.len(), "file"),
    ));
}

/// The descriptors that change, with their new text.
fn written(
    read: &[Read],
    targets: &[String],
    known: &Spec,
    sources: &Sources,
    problems: &mut Problems,
) -> BTreeMap<String, String> {
    let headers: Vec<_> = known.headers.iter().map(HeaderRow::from).collect();
    let mut files = BTreeMap::new();
    for (page, target) in read.iter().zip(targets) {
        let old = sources.get(target).map(String::from_utf8_lossy);
        let documented = page::write(&page.parsed.page, &headers, &page::witness(&page.parsed));
        match page::splice(old.as_deref(), &documented) {
            Ok(text) if old.as_deref() == Some(text.as_str()) => {}
            Ok(text) => drop(files.insert(target.clone(), text)),
            Err(problem) => problems.push((target.clone(), problem)),
        }
    }
    files
}

/// Reads every page; problems with the file that each is in.
fn read(paths: &[PathBuf]) -> io::Result<(Vec<Read>, Problems)> {
    let (mut read, mut problems) = (Vec::new(), Vec::new());
    for path in input::files(paths, "md")? {
        let file = output::shown(&path);
        let bytes = std::fs::read(&path)?;
        match page::parse(&bytes) {
            Ok(parsed) => read.push(Read { file, bytes, parsed }),
            Err(found) => problems.extend(found.into_iter().map(|problem| (file.clone(), problem))),
        }
    }
    let pages = read.iter().map(|page| (page.file.as_str(), &page.parsed.page));
    let twice: Vec<_> = page::duplicates(pages).into_iter().map(|(file, problem)| (file.to_owned(), problem)).collect();
    problems.extend(twice);
    Ok((read, problems))
}

/// The descriptor of each page, below the specification folder.
fn targets(read: &[Read], known: &Spec, problems: &mut Problems) -> Vec<String> {
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    let mut targets = Vec::new();
    for Read { file, parsed, .. } in read {
        let page = &parsed.page;
        let existing = known.descriptors.iter().find(|descriptor| descriptor.documented.path.value == page.path);
        let target = match (page::place(page), existing) {
            (Place::File(target), _) => target,
            (Place::Realtime { .. }, Some(descriptor)) => descriptor.file.clone(),
            (Place::Realtime { proposal, .. }, None) => proposal,
            (Place::Unknown, _) => {
                problems.push((file.clone(), page::Problem::of_path(&page.path)));
                continue;
            }
        };
        // Two pages of one path are a problem already.
        let is_said = problems.iter().any(|(other, _)| other == file);
        if let Some(other) = taken.insert(target.clone(), file).filter(|_| !is_said) {
            problems.push((file.clone(), page::Problem::of_place(&target, other)));
        }
        targets.push(target);
    }
    targets
}

/// Says for each TR what its page says otherwise than before.
fn report(before: &Spec, after: &Spec, files: &BTreeMap<String, String>) -> io::Result<()> {
    let find = |spec: &'_ Spec, file: &str| spec.descriptors.iter().find(|descriptor| descriptor.file == file).cloned();
    for file in files.keys() {
        let disagreements = find(after, file).map_or(0, |new| new.documented.disagreements.len());
        let (old, new): (Option<Descriptor>, Option<Descriptor>) = (find(before, file), find(after, file));
        let title = new.as_ref().map_or("", |new| new.documented.title.as_str()).to_owned();
        let Some((old, new)) = old.zip(new) else {
            output::line(&format!("{file} {title}: new"))?;
            contradictions(disagreements)?;
            continue;
        };
        output::line(&format!("{file} {title}:"))?;
        let changes = page::changes(&old.documented, &new.documented);
        if changes.is_empty() {
            output::line("  the same cells, written otherwise")?;
        }
        for change in changes.iter().map(Change::to_string) {
            output::line(&format!("  {change}"))?;
        }
        contradictions(disagreements)?;
    }
    Ok(())
}

/// Says that the page's Python classes, which repeat its tables, say otherwise.
fn contradictions(count: usize) -> io::Result<()> {
    if count == 0 {
        return Ok(());
    }
    let count = output::plural(count, "disagreement");
    output::line(&format!("  {count} between its tables and its Python classes: see cargo xtask check"))
}

/// Names the corrections and decisions of changed descriptors that no longer apply.
fn corrections(found: &codegen::Diagnostics, files: &BTreeMap<String, String>) -> io::Result<usize> {
    let is_stale = |problem: &&Diagnostic| {
        let lints = [Lint::StaleCorrection, Lint::UnknownAddress, Lint::UndocumentedCode, Lint::BadDecision];
        files.contains_key(&problem.file) && lints.contains(&problem.lint)
    };
    let mut count = 0;
    for problem in found.iter().filter(is_stale) {
        output::line(&format!("stale: {}: {}", problem.file, problem.message))?;
        count += 1;
    }
    Ok(count)
}

/// Says that every line was accounted for, and as what.
fn account_for(read: &[Read]) -> io::Result<()> {
    let lines: usize = read.iter().map(|page| page.parsed.ledger.lines()).sum();
    let unexplained: usize = read.iter().map(|page| page.parsed.ledger.unexplained().count()).sum();
    let count = |kind| read.iter().map(|page| page.parsed.ledger.count(kind)).sum::<usize>();
    let (rows, more) = (count(LineKind::Row), count(LineKind::Continuation));
    output::line(&format!(
        "{lines} lines: {rows} rows, {more} continuations, {} of other named kinds, {unexplained} unexplained",
        lines - rows - more - unexplained
    ))
}

/// Rebuilds each page from its descriptor and says in which lines the two differ.
fn audit(read: &[Read], targets: &[String], known: &Spec) -> io::Result<bool> {
    let mut differences = 0;
    for (page, target) in read.iter().zip(targets) {
        let Some(descriptor) = known.descriptors.iter().find(|descriptor| descriptor.file == *target) else {
            differences += 1;
            output::line(&format!("{}: no descriptor {target}", page.file))?;
            continue;
        };
        for difference in page::audit(&page.bytes, &Page::from(&descriptor.documented)) {
            differences += 1;
            output::line(&format!("{}:{difference}", page.file))?;
        }
    }
    account_for(read)?;
    output::line(&format!("{}: {differences} differences", output::plural(read.len(), "page")))?;
    Ok(differences == 0)
}

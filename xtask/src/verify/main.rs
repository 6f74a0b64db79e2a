//! `cargo xtask verify ANSWER.json…`: recorded answers against the descriptors, read as the client reads them.
//!
//! A binary of its own because it links the client: the other commands have to work while the generated code doesn't
//! compile. It reads the descriptors, not the generated tables, so that a correction can be tried before it is generated.

mod advice;
mod answers;
#[path = "../input.rs"]
mod input;
mod tables;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use codegen::descriptor::Documented;
use codegen::model::Transaction;
use codegen::{Diagnostics, Sources, Style};
use kis_sdk::descriptor::{Finding, inspect};

/// Holds recorded answers against the descriptors: decodes them as the client would, and says what differs.
#[derive(Parser)]
#[command(name = "cargo xtask verify", bin_name = "cargo xtask verify")]
struct Command {
    /// Answers (JSON), or folders of them; a file's name begins with the TR id: CTSC8407R.json, CTSC8407R__2.json
    #[arg(required = true, value_name = "ANSWER")]
    paths: Vec<PathBuf>,
    /// The TR id of every answer given, whatever the files are called
    #[arg(long, value_name = "ID")]
    tr: Option<String>,
    /// The folder of the descriptors [default: spec]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Leave out differences that the client takes in its stride
    #[arg(long)]
    errors_only: bool,
}

fn main() -> ExitCode {
    match run(&Command::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever closed the pipe has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What became of the answers.
#[derive(Default)]
struct Tally {
    fit: usize,
    differ: usize,
    fail: usize,
    skipped: usize,
}

/// Whether every answer can be decoded.
fn run(command: &Command) -> io::Result<bool> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let spec = command.spec.clone().unwrap_or_else(|| workspace.join("spec"));
    let sources = Sources::read(&spec)?.with_built_in();
    let analysis = codegen::analyze(&sources);
    if analysis.diagnostics.has_errors() {
        show_errors(&analysis.diagnostics, &sources, &spec);
        return Err(io::Error::other("the descriptors have errors; nothing was verified"));
    }
    let pages = analysis.pages().map(|(descriptor, page)| (descriptor.file.clone(), page)).collect();
    let mut report =
        Report { out: io::stdout().lock(), pages, errors_only: command.errors_only, tally: Tally::default() };
    for path in input::files(&command.paths, "json")? {
        let tr_id = command.tr.clone().or_else(|| answers::tr_id(&path));
        let transactions: Vec<&Transaction> = match &tr_id {
            Some(id) => analysis.model.transactions.iter().filter(|transaction| has_id(transaction, id)).collect(),
            None => Vec::new(),
        };
        if transactions.is_empty() {
            let id = tr_id.as_deref().unwrap_or("a TR id at the beginning of its name");
            report.skip(&path, &format!("no descriptor has {id}"))?;
        } else if transactions.iter().all(|transaction| transaction.is_realtime()) {
            report.skip(&path, "records of realtime pages come in frames")?;
        } else {
            match answers::bodies(&std::fs::read(&path)?) {
                Err(why) => report.skip(&path, &why)?,
                Ok(bodies) => {
                    for body in bodies {
                        for transaction in &transactions {
                            report.answer(&path, transaction, &body)?;
                        }
                    }
                }
            }
        }
    }
    report.end()
}

fn has_id(transaction: &Transaction, id: &str) -> bool {
    transaction.tr_ids.iter().any(|known| known.real == id || known.paper.as_deref() == Some(id))
}

/// What is said about the answers, one after the other.
struct Report<W> {
    out: W,
    /// The pages as corrected, by the file of their descriptors.
    pages: BTreeMap<String, Documented>,
    errors_only: bool,
    tally: Tally,
}

impl<W: Write> Report<W> {
    fn skip(&mut self, path: &Path, why: &str) -> io::Result<()> {
        self.tally.skipped += 1;
        writeln!(self.out, "{}: skipped, {why}", path.display())
    }

    /// Says what differs in one answer, each with what could be written about it.
    fn answer(&mut self, path: &Path, transaction: &Transaction, body: &[u8]) -> io::Result<()> {
        let findings = inspect(tables::tr(transaction), body);
        let is_failure = findings.iter().any(|finding| finding.difference.is_error());
        let (count, verdict) = match (is_failure, findings.len()) {
            (_, 0) => (&mut self.tally.fit, "fits".to_owned()),
            (false, count) => (&mut self.tally.differ, format!("decodes, with {count} differences")),
            (true, _) => (&mut self.tally.fail, "CAN'T BE DECODED".to_owned()),
        };
        *count += 1;
        writeln!(self.out, "{} {}: {verdict}", path.display(), transaction.title)?;
        let evidence = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let shown = |finding: &&Finding| finding.difference.is_error() || !self.errors_only;
        for finding in findings.iter().filter(shown) {
            let mark = if finding.difference.is_error() { "error" } else { "note" };
            writeln!(self.out, "  {mark}: {finding}")?;
            let page = self.pages.get(&transaction.source);
            let advice = page.and_then(|page| advice::correction(transaction, page, finding, &evidence));
            for line in advice.iter().flat_map(|text| text.lines()) {
                writeln!(self.out, "    | {line}")?;
            }
        }
        Ok(())
    }

    /// Whether every answer can be decoded; says how many can.
    fn end(mut self) -> io::Result<bool> {
        let Tally { fit, differ, fail, skipped } = self.tally;
        let answers = match fit + differ + fail {
            1 => "1 answer".to_owned(),
            count => format!("{count} answers"),
        };
        writeln!(
            self.out,
            "{answers}: {fit} fit, {differ} differ where the client doesn't mind, {fail} can't be decoded; \
             {skipped} files skipped"
        )?;
        if fail > 0 {
            let next = "mend the descriptors as proposed, then: cargo xtask check && cargo xtask codegen";
            writeln!(self.out, "next: {next}")?;
        }
        Ok(fail == 0)
    }
}

fn show_errors(diagnostics: &Diagnostics, sources: &Sources, spec: &Path) {
    let text = diagnostics.render(sources, &spec.display().to_string(), Style::Plain);
    let _ = io::stderr().write_all(text.as_bytes());
}

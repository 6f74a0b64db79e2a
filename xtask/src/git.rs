//! The specification as it was: read from git, never checked out.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use codegen::Sources;

/// The descriptors of `folder` at a revision.
pub(crate) fn sources(folder: &Path, revision: &str) -> io::Result<Sources> {
    let commit = commit(folder, revision)?;
    let listed = checked(git(folder, &["ls-tree", "-r", "-z", "--end-of-options", &commit])?, "ls-tree")?;
    let files = files(&listed);
    if files.is_empty() {
        return Err(io::Error::other(format!("{} has no descriptors at {revision}", folder.display())));
    }
    let ids: String = files.iter().map(|(id, _)| format!("{id}\n")).collect();
    let mut objects = &contents(folder, ids)?[..];
    let mut sources = Sources::new();
    for (_, path) in files {
        sources.insert(path, object(&mut objects)?);
    }
    Ok(sources)
}

/// The commit that a revision names.
fn commit(folder: &Path, revision: &str) -> io::Result<String> {
    let inside = git(folder, &["rev-parse", "--is-inside-work-tree"])?;
    if !inside.status.success() {
        let problem = said(&inside);
        return Err(io::Error::other(format!("{} is in no git repository ({problem})", folder.display())));
    }
    let named = format!("{revision}^{{commit}}");
    let found = git(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &named])?;
    if !found.status.success() {
        let message = format!("git knows no revision `{revision}`; see: git log --oneline -- {}", folder.display());
        return Err(io::Error::other(message));
    }
    Ok(String::from_utf8_lossy(&found.stdout).trim().to_owned())
}

/// Object and path of each `.yaml` file, as `ls-tree -z` lists them below the folder where it runs.
fn files(listed: &[u8]) -> Vec<(String, String)> {
    let entries = listed.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    let file = |entry: std::borrow::Cow<'_, str>| {
        let (about, path) = entry.split_once('\t')?;
        let [mode, "blob", id] = about.split(' ').collect::<Vec<_>>()[..] else { return None };
        // 120000 is a link.
        (mode.starts_with("100") && path.ends_with(".yaml")).then(|| (id.to_owned(), path.to_owned()))
    };
    entries.filter_map(file).collect()
}

/// What `cat-file --batch` says about these objects. Both pipes are served at once: a full one would stop git.
fn contents(folder: &Path, ids: String) -> io::Result<Vec<u8>> {
    let mut command = command(folder, &["cat-file", "--batch"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(missing)?;
    let mut stdin = child.stdin.take().ok_or_else(|| io::Error::other("git takes no input"))?;
    let asking = std::thread::spawn(move || stdin.write_all(ids.as_bytes()));
    let mut answer = Vec::new();
    if let Some(mut stdout) = child.stdout.take() {
        stdout.read_to_end(&mut answer)?;
    }
    let asked = asking.join().unwrap_or_else(|_| Err(io::Error::other("git wasn't asked")));
    let status = child.wait()?;
    asked?;
    if status.success() { Ok(answer) } else { Err(io::Error::other(format!("git cat-file: {status}"))) }
}

/// The next object: `ID blob SIZE`, a new line, so many bytes, a new line.
fn object(rest: &mut &[u8]) -> io::Result<Vec<u8>> {
    let broken = || io::Error::other("git cat-file answered something else than was asked");
    let end = rest.iter().position(|byte| *byte == b'\n').ok_or_else(broken)?;
    let head = String::from_utf8_lossy(&rest[..end]).into_owned();
    let size: usize = head.rsplit(' ').next().and_then(|size| size.parse().ok()).ok_or_else(broken)?;
    let bytes = rest.get(end + 1..end + 1 + size).ok_or_else(broken)?.to_vec();
    *rest = rest.get(end + 2 + size..).ok_or_else(broken)?;
    Ok(bytes)
}

fn git(folder: &Path, arguments: &[&str]) -> io::Result<Output> {
    command(folder, arguments).output().map_err(missing)
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    command
}

fn checked(output: Output, what: &str) -> io::Result<Vec<u8>> {
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(io::Error::other(format!("git {what}: {}", said(&output))))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or("it said nothing").trim().to_owned()
}

fn missing(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::NotFound => io::Error::other("git isn't there: this command reads the revision through it"),
        _ => io::Error::new(error.kind(), format!("git: {error}")),
    }
}

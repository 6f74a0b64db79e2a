//! Ctrl-C, in the middle of a walk and at the end of a watch.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use crate::run::{self, Run};

/// As a terminal does it.
fn press_ctrl_c(child: &Child) {
    let is_told = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(is_told.success());
}

#[test]
fn a_walk_that_is_stopped_says_so() {
    let mut command = run::command("all_pages");
    let mut child = command.arg("--slow").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut stderr = BufReader::new(child.stderr.take().expect("piped"));
    // Two pages are there, and the third one takes its time.
    let mut said = String::new();
    while !said.contains("2 pages, 40 rows …\n") {
        assert_ne!(stderr.read_line(&mut said).expect("text"), 0, "it ended: {said}");
    }
    press_ctrl_c(&child);
    stderr.read_to_string(&mut said).expect("text");
    let mut output = child.wait_with_output().expect("an end");
    output.stderr = said.into_bytes();

    let run = Run::ended("all_pages", output);
    assert_eq!(run.code, Some(130), "{run}");
    let rows = run.stdout.lines().count();
    assert!(run.stderr.ends_with(&format!("Stopped after {rows} rows: this isn't all.\n")), "{run}");
    // Those of the first page are certain; the second one's were on their way.
    assert!((20..500).contains(&rows), "{rows} rows");
}

#[test]
fn a_watch_ends_when_it_is_told_to() {
    let mut command = run::command("watch");
    let mut child = command.arg("005930").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
    let mut said = String::new();
    while !said.lines().any(|line| line.starts_with("005930 ")) {
        assert_ne!(stdout.read_line(&mut said).expect("text"), 0, "it ended: {said}");
    }
    press_ctrl_c(&child);
    stdout.read_to_string(&mut said).expect("text");
    let mut output = child.wait_with_output().expect("an end");
    output.stdout = said.into_bytes();
    let run = Run::ended("watch", output);
    assert_eq!(run.code, Some(0), "{run}");
}

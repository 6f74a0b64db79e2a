//! The program at a terminal.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::process::Stdio;

use super::User;

/// Runs a command line at a terminal. When what is shown so far is a question, `answer` is typed, once. Gives what the
/// terminal showed and the exit code.
pub(crate) fn run(user: &User, line: &str, is_question: impl Fn(&str) -> bool, answer: &str) -> (String, Option<i32>) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let terminal = nix::pty::openpty(None, None).unwrap();
    let side = || Stdio::from(terminal.slave.try_clone().unwrap());
    let mut command = user.command(&words);
    let mut child = command.stdin(side()).stdout(side()).stderr(side()).spawn().unwrap();
    // Only the program holds the other side now, so that reading ends with it.
    drop(command);
    drop(terminal.slave);
    let mut screen = File::from(terminal.master);
    let (mut shown, mut byte, mut is_answered) = (Vec::new(), [0], false);
    // At its end a terminal gives an error on Linux and nothing elsewhere.
    while matches!(screen.read(&mut byte), Ok(1)) {
        shown.push(byte[0]);
        if !is_answered && std::str::from_utf8(&shown).is_ok_and(&is_question) {
            is_answered = true;
            screen.write_all(answer.as_bytes()).unwrap();
        }
    }
    (String::from_utf8(shown).unwrap(), child.wait().unwrap().code())
}

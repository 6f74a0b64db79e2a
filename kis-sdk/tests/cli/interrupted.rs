//! Ctrl-C, and pipes that close.

#![cfg(unix)]

use std::io::{BufRead as _, BufReader};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};

use kis_sdk::mock::{Exchange, Fault, Server, Target};

use super::{Mock, Ran, User};

/// A mock server that tells of every request.
fn observed() -> (Mock, Receiver<Exchange>) {
    let (sender, receiver) = channel();
    let mock = Mock::with(Server::builder().observe(move |exchange| drop(sender.send(exchange.clone()))));
    (mock, receiver)
}

/// Runs a command line, and sends SIGINT when the server has seen so many requests that are no token requests.
fn interrupted(mock: &Mock, seen: &Receiver<Exchange>, requests: usize, line: &str) -> Ran {
    let line = line.replace("URL", &mock.server.url());
    let words: Vec<&str> = line.split_whitespace().collect();
    let child = User::of(mock).command(&words).spawn().unwrap();
    let mut calls = 0;
    while calls < requests {
        calls += usize::from(seen.recv().unwrap().path.starts_with("/uapi/"));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    Ran::of(child.wait_with_output().unwrap(), &words)
}

#[test]
fn ctrl_c_in_the_middle_of_paging_says_how_far_it_came() {
    let (mock, seen) = observed();
    mock.server.fault_always(Target::NextPages, Fault::Silent);
    let ran = interrupted(&mock, &seen, 2, "call CTSC8407R INQR_CNDT=all --all-pages --env mock --url URL");
    assert_eq!((ran.code, ran.out.as_str()), (Some(130), ""));
    assert_eq!(ran.err, "error: interrupted\n  1 page (4 rows) were read: that isn't all, and nothing is shown\n");
}

#[test]
fn ctrl_c_before_an_answer() {
    let (mock, seen) = observed();
    mock.server.fault_always(Target::Calls, Fault::Silent);
    let ran = interrupted(&mock, &seen, 1, "call CTSC8407R INQR_CNDT=all --env mock --url URL");
    assert_eq!((ran.code, ran.err.as_str()), (Some(130), "error: interrupted\n  no answer had come\n"));
}

#[test]
fn ctrl_c_during_an_order_leaves_its_outcome_unknown() {
    let (mock, seen) = observed();
    mock.server.fault_always(Target::Orders, Fault::Silent);
    let line = "call TTTC0012U PDNO=005930 ORD_DVSN=00 ORD_QTY=1 ORD_UNPR=71500 --yes --env mock --url URL";
    let ran = interrupted(&mock, &seen, 1, line);
    assert_eq!(ran.code, Some(7), "{}", ran.err);
    assert!(ran.err.contains("outcome is unknown") && ran.err.contains("DON'T send it again"), "{}", ran.err);
    assert_eq!(mock.server.orders().len(), 1, "it stands");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    for line in ["list", "show CTSC8407R", "call CTSC8407R INQR_CNDT=all --env mock", "completions bash", "--help"] {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut child = User::new().command(&words).spawn().unwrap();
        // Whoever reads goes away at once.
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{line}: {said}");
        assert!(!said.contains("error") && !said.contains("panic"), "{line}: {said}");
    }
    let mut child = User::new().command(&["list"]).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("TR id"), "{first}");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

//! `kis watch`, run as a user runs it, fed by a mock server of the test's own.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command};

use kis_sdk::domestic_stock::realtime::{notice, trade_krx};
use kis_sdk::mock::Feed;

use super::{Mock, Ran, User};

/// A program that runs, and the server that feeds it.
struct Watching {
    child: Child,
    words: Vec<String>,
}

impl Mock {
    fn feed(&self) -> Feed {
        self.server.feed()
    }

    /// Begins to watch, and waits until so many keys are registered.
    fn watch(&self, line: &str, keys: usize) -> Watching {
        let words: Vec<String> = format!("watch {line} --env mock --url {}", self.server.url())
            .split(' ')
            .map(|word| word.replace('·', " "))
            .collect();
        let child = User::new().command(&words.iter().map(String::as_str).collect::<Vec<_>>()).spawn().unwrap();
        self.until_registered(keys);
        Watching { child, words }
    }

    fn until_registered(&self, keys: usize) {
        self._runtime.block_on(self.feed().until(|feed| feed.registered().len() == keys));
    }

    fn trade(&self, code: &str, price: u64) {
        assert_eq!(self.feed().push(&trade_krx::TR, code, &[&format!("{code}^093001^{price}^2^100^0.14")]), 1);
    }
}

impl Watching {
    fn end(self) -> Ran {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        Ran::of(self.child.wait_with_output().unwrap(), &words)
    }
}

/// An error of one to five lines, beside what was said before it.
#[track_caller]
fn is_short(said: &str) {
    let is_other = |line: &&str| line.starts_with("note:") || line.starts_with("warning:");
    let lines: Vec<&str> = said.lines().filter(|line| !is_other(line)).collect();
    assert!(lines[0].starts_with("error: ") && lines.len() <= 5, "{said}");
}

#[test]
fn a_line_for_each_record() {
    let mock = Mock::start();
    let watching = mock.watch("H0STCNT0 005930 000660 --count 3", 2);
    mock.trade("005930", 71_500);
    mock.trade("000660", 187_300);
    mock.trade("005930", 71_600);
    let ran = watching.end();
    assert!(ran.err.starts_with("note: 3 records of 2 keys in "), "{}", ran.err);
    let shown = ran.ok();
    let cells =
        |line: &str| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect();
    let lines: Vec<Vec<String>> = shown.lines().map(cells).collect();
    assert_eq!(lines[0][..3], ["key", "주식 체결 시간", "주식 현재가"]);
    assert_eq!(lines[1], ["005930", "093001", "71500", "100", "0.14"]);
    assert_eq!((&*lines[2][0], &*lines[2][2], &*lines[3][2], lines.len()), ("000660", "187300", "71600", 4));
}

#[test]
fn json_and_csv_for_programs() {
    let mock = Mock::start();
    let watching = mock.watch("trade-krx 005930 --count 1 --json", 1);
    mock.trade("005930", 71_500);
    assert_eq!(
        watching.end().ok(),
        "{\"tr_key\":\"005930\",\"MKSC_SHRN_ISCD\":\"005930\",\"STCK_CNTG_HOUR\":\"093001\",\"STCK_PRPR\":\"71500\",\
         \"PRDY_VRSS_SIGN\":\"2\",\"PRDY_VRSS\":\"100\",\"PRDY_CTRT\":\"0.14\"}\n"
    );
    mock.until_registered(0);
    let watching = mock.watch("H0STCNT0 005930 --count 1 --csv --columns 주식·현재가,acml_vol", 1);
    mock.trade("005930", 71_600);
    assert_eq!(watching.end().ok(), "tr_key,STCK_PRPR,ACML_VOL\n005930,71600,\n");
}

#[test]
fn notices_are_for_an_hts_id_and_hide_it() {
    let mock = Mock::start();
    let watching = mock.watch("H0STCNI0 --count 1 --json --hts-id Hong-ID", 1);
    mock.feed().push(&notice::TR, "Hong-ID", &["Hong-ID^5000123401^0000117057"]);
    let ran = watching.end();
    assert!(!ran.err.contains("Hong") && ran.err.contains("1 record of 1 key"), "{}", ran.err);
    let shown = "{\"tr_key\":\"***\",\"CUST_ID\":\"***\",\"ACNT_NO\":\"***\",\"ODER_NO\":\"0000117057\"}\n";
    assert_eq!(ran.ok(), shown);
    // With nothing said the mock server's own is taken.
    let shown = User::new().kis("watch H0STCNI0 --count 2 --unmask --csv --columns cust_id --env mock").ok();
    assert_eq!(shown, "tr_key,CUST_ID\nmock,mock\nmock,mock\n");
    // And the user's own where there is one.
    let user = User::of(&mock).with("KIS_HTS_ID", "Kim-ID");
    let words = ["watch", "H0STCNI0", "--count", "1", "--csv", "--columns", "oder_no", "--url", &mock.server.url()];
    let child = user.command(&words).spawn().unwrap();
    mock.until_registered(1);
    assert_eq!(mock.feed().registered(), [("H0STCNI0".to_owned(), "Kim-ID".to_owned())]);
    mock.feed().push(&notice::TR, "Kim-ID", &["Kim-ID^5000123401^0000117058"]);
    assert_eq!(Ran::of(child.wait_with_output().unwrap(), &words).ok(), "tr_key,ODER_NO\n***,0000117058\n");
}

#[test]
fn a_gap_is_told_beside_the_lines() {
    let mock = Mock::start();
    let watching = mock.watch("H0STCNT0 005930 --count 2", 1);
    mock.trade("005930", 1);
    mock.feed().close();
    mock._runtime.block_on(mock.feed().until(|feed| feed.connected() == 2 && feed.registered().len() == 1));
    mock.trade("005930", 2);
    let ran = watching.end();
    let said = ran.err.clone();
    assert_eq!(ran.ok().lines().count(), 3);
    assert!(said.contains("warning: no connection, trying again: the server closed the connection"), "{said}");
    assert!(said.contains("warning: connected again; nothing came from "), "{said}");
    assert!(said.contains("note: 2 records of 1 key in ") && said.contains("1 loss, 1 gap"), "{said}");
}

#[test]
fn a_key_in_use_elsewhere_is_refused_with_what_to_do() {
    let mock = Mock::start();
    mock.feed().occupy(true);
    let line = format!("watch H0STCNT0 005930 --env mock --url {}", mock.server.url());
    let said = User::new().kis(&line).failed(4);
    assert!(said.contains("OPSP8996") && said.contains("another realtime session"), "{said}");
    is_short(&said);
    // So is one that was there, when another one takes over.
    mock.feed().occupy(false);
    let watching = mock.watch("H0STCNT0 005930 000660", 2);
    mock.feed().send(
        r#"{"header":{"tr_id":"(null)","tr_key":""},"body":{"rt_cd":"9","msg_cd":"OPSP8996","msg1":"ALREADY IN USE appkey"}}"#,
    );
    is_short(&watching.end().failed(4));
}

#[test]
fn a_closed_pipe_ends_it() {
    let mock = Mock::start();
    let mut watching = mock.watch("H0STCNT0 005930 --csv", 1);
    let mut lines = BufReader::new(watching.child.stdout.take().unwrap()).lines();
    mock.trade("005930", 1);
    assert!(lines.next().unwrap().unwrap().starts_with("tr_key,MKSC_SHRN_ISCD"));
    drop(lines);
    let _within = mock._runtime.enter();
    mock.feed().every(std::time::Duration::from_millis(5));
    let ran = watching.end();
    assert!(ran.err.starts_with("note: ") && ran.err.lines().count() == 1, "{}", ran.err);
    ran.ok();
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_with_a_summary() {
    let mock = Mock::start();
    let mut watching = mock.watch("H0STCNT0 005930", 1);
    mock.trade("005930", 1);
    let mut lines = BufReader::new(watching.child.stdout.take().unwrap()).lines();
    assert!(lines.next().is_some() && lines.next().is_some());
    assert!(Command::new("kill").args(["-INT", &watching.child.id().to_string()]).status().unwrap().success());
    let ran = watching.end();
    assert!(ran.err.starts_with("note: 1 record of 1 key in ") && ran.err.lines().count() == 1, "{}", ran.err);
    ran.ok();
    mock.until_registered(0);
}

/// On a terminal the lines of the keys are drawn over, and the cursor is there again at the end.
#[cfg(unix)]
#[test]
fn a_table_that_lives() {
    let line = "watch H0STCNT0 005930 000660 --env mock --count 6";
    let (shown, code) = super::terminal::run(&User::new(), line, |_| false, "");
    assert_eq!(code, Some(0), "{shown}");
    assert!(shown.contains("\u{1b}[?25l") && shown.contains("\u{1b}[?25h") && shown.contains("\u{1b}[5A"), "{shown}");
    let last = shown.rsplit("\u{1b}[5A").next().unwrap();
    for text in ["주식 현재가", "005930", "000660", "mock · 6 records · 0 gaps · connected · Ctrl-C ends it"] {
        assert!(last.contains(text), "{text} in {last}");
    }
    // One that fails leaves the cursor there, too.
    let line = "watch H0STCNT0 005930 --env mock --url http://127.0.0.1:1 --seconds 1";
    let (shown, _) = super::terminal::run(&User::new(), line, |_| false, "");
    assert!(shown.contains("connecting") && shown.trim_end().contains("\u{1b}[?25h"), "{shown}");
    // Of notices each counts: no table.
    let (shown, _) = super::terminal::run(&User::new(), "watch H0STCNI0 --env mock --count 2", |_| false, "");
    assert!(!shown.contains("\u{1b}[5A") && shown.contains("0000000001") && shown.contains("0000000002"), "{shown}");
}

#[test]
fn time_ends_it_too() {
    let ran = Mock::start().watch("H0STCNT0 005930 --seconds 1", 0).end();
    assert!(ran.err.contains("0 records of 1 key in"), "{}", ran.err);
    assert!(ran.err.contains("none came: is the market open, and the key right?"), "{}", ran.err);
    assert_eq!(ran.ok(), "");
}

#[test]
fn a_time_without_a_connection_is_a_failure() {
    let ran = User::new().kis("watch H0STCNT0 005930 --env mock --url http://127.0.0.1:1 --seconds 1");
    let said = ran.failed(5);
    assert!(said.contains("no connection came about") && !said.contains("is the market open"), "{said}");
    assert_eq!(said.matches("warning:").count(), 1, "{said}");
}

#[test]
fn no_connection_is_told_while_it_is_tried() {
    let said = User::new().kis("watch H0STCNT0 005930 --env mock --url http://127.0.0.1:1").failed(5);
    assert!(said.contains("warning: no connection, trying again: "), "{said}");
    assert!(said.contains("error: H0STCNT0") && said.contains("check network, proxy and address"), "{said}");
    is_short(&said);
}

#[test]
fn what_is_wrong_is_said_with_what_to_do() {
    let mut said = String::new();
    for (line, code) in [
        ("H0STCNTO 005930 --env mock", 2),
        ("H0STCNT0 --env mock", 2),
        ("CTSC8407R 005930 --env mock", 2),
        ("H0STCNT0 PDNO=005930 --env mock", 2),
        ("H0STCNT0 005930 --columns stck_prp,acml --env mock", 2),
        ("H0STCNT0 005930 --hts-id hong --env mock", 2),
        ("H0STCNI0 hong --hts-id hong --env mock", 2),
        ("H0STCNT0 005930 --json --csv --env mock", 2),
        ("H0STCNT0 005930 --count 0 --env mock", 2),
        ("H0NXCNT0 005930 --env paper", 3),
        ("H0STCNT0 005930 --env real", 3),
    ] {
        let error = User::new().kis(&format!("watch {line}")).failed(code);
        is_short(&error);
        assert!(!error.contains("hong"), "{error}");
        said.push_str(&format!("$ kis watch {line}\n{error}[{code}]\n\n"));
    }
    insta::assert_snapshot!("watch_wrong", said);
    let keys: Vec<String> = (0..42).map(|number| format!("{number:06}")).collect();
    let said = User::new().kis(&format!("watch H0STCNT0 {} --env mock", keys.join(" "))).failed(2);
    assert!(said.contains("42 keys are too many: the server takes 41"), "{said}");
    // Notices of nobody.
    let user = User::new().with("KIS_APP_KEY", "PSkey").with("KIS_APP_SECRET", "secret");
    let said = user.kis("watch H0STCNI0").failed(3);
    assert!(said.contains("KIS_HTS_ID") && said.contains("--hts-id"), "{said}");
    is_short(&said);
}

#[test]
fn only_what_is_pushed_is_completed() {
    let user = User::new()
        .with("KIS_COMPLETE", "bash")
        .with("_CLAP_COMPLETE_INDEX", "2")
        .with("_CLAP_COMPLETE_COMP_TYPE", "9")
        .with("_CLAP_COMPLETE_SPACE", "false")
        .with("_CLAP_IFS", "\n");
    let of = |word: &str| user.run(&["--", "kis", "watch", word]).ok();
    assert!(of("H0STCNT").contains("H0STCNT0"));
    assert_eq!(of("CTSC8407"), "");
}

//! Every example runs on the mock server, as a user runs it, and prints what it promises.

#[cfg(unix)]
mod interrupted;
mod list;
mod order;
mod run;

use std::process::Stdio;

use run::Run;

#[test]
fn balances() {
    let run = Run::of("balances", &[]);
    assert_eq!(run.code, Some(0), "{run}");
    assert!(run.stdout.contains("장내채권 잔고조회 (CTSC8407R): 12 lots on 3 pages"), "{run}");
    assert!(run.stdout.contains("퇴직연금 잔고조회 (TTTC2208R): 12 holdings on 3 pages"), "{run}");
}

#[test]
fn quote() {
    let run = Run::of("quote", &["005930", "000660"]);
    assert_eq!(run.code, Some(0), "{run}");
    let prices: Vec<&str> = run.stdout.lines().filter_map(|line| line.split_whitespace().nth(1)).collect();
    let [heading, samsung, hynix] = prices.try_into().unwrap_or_else(|_| panic!("{run}"));
    assert_eq!(heading, "현재가");
    assert!([samsung, hynix].iter().all(|price| price.contains(',')) && samsung != hynix, "{run}");
}

#[test]
fn quote_of_a_code_that_is_none() {
    let run = Run::of("quote", &["12345", "005930"]);
    assert_eq!(run.code, Some(1), "{run}");
    assert!(run.stderr.contains("error: 12345: no such stock"), "{run}");
    assert!(run.stdout.contains("  005930  "), "the others are shown: {run}");
}

/// Whoever closed the pipe has seen enough.
#[test]
fn a_closed_pipe_ends_it_quietly() {
    for name in ["balances", "quote", "blocking", "all_pages"] {
        let mut child = run::command(name).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(0) && !said.contains("panicked"), "{name}: {said}");
    }
}

/// The days of a CSV, and how many prices it has.
fn days(csv: &str) -> (Vec<kis_sdk::Date>, usize) {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    assert_eq!(reader.headers().expect("a head"), vec!["date", "open", "high", "low", "close", "volume", "value"]);
    let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
    let days = rows.iter().map(|row| row[0].parse().expect("a day")).collect();
    let prices = rows.iter().flat_map(|row| row.iter().skip(1));
    let prices: Vec<kis_sdk::Decimal> = prices.map(|price| price.parse().expect("a price")).collect();
    (days, prices.len())
}

#[test]
fn daily_chart() {
    let run = Run::of("daily_chart", &["005930", "2025-01-01", "2025-12-31"]);
    assert_eq!(run.code, Some(0), "{run}");
    let (days, numbers) = days(&run.stdout);
    // Every day from Monday to Friday, once.
    assert_eq!((days.len(), numbers), (261, 261 * 6));
    assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "oldest first: {days:?}");
    assert_eq!(run.stderr.matches(" days, back to ").count(), 3, "three spans: {run}");
}

#[test]
fn daily_chart_into_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("chart.csv");
    let arguments = ["005930", "2026-05-01", "2026-05-29", "--out", path.to_str().expect("a path")];
    let run = Run::of("daily_chart", &arguments);
    assert_eq!(run.code, Some(0), "{run}");
    assert_eq!(days(&std::fs::read_to_string(&path).expect("the file")).0.len(), 21);
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 1, "nothing beside it");

    let nowhere = folder.path().join("nowhere").join("chart.csv");
    let run =
        Run::of("daily_chart", &["005930", "2026-05-01", "2026-05-29", "--out", nowhere.to_str().expect("a path")]);
    assert_eq!(run.code, Some(1), "{run}");
    assert!(run.stderr.contains("chart.csv can't be written"), "{run}");
}

#[test]
fn daily_chart_of_no_days() {
    for (arguments, said) in [
        (["005930", "2026-05-29", "2026-05-01"], "no prices of 005930"),
        (["5930", "2026-05-01", "2026-05-29"], "no prices of 5930"),
        (["005930", "yesterday", "2026-05-29"], "yesterday is no day"),
    ] {
        let run = Run::of("daily_chart", &arguments);
        assert!(run.code == Some(1) && run.stderr.contains(said) && run.stdout.is_empty(), "{run}");
    }
}

#[test]
fn all_pages() {
    let run = Run::of("all_pages", &[]);
    assert_eq!(run.code, Some(0), "{run}");
    assert_eq!(run.stdout.lines().count(), 500);
    assert!(run.stderr.contains("1 page, 20 rows …") && run.stderr.contains("25 pages, 500 rows\n"), "{run}");
    assert!(run.stderr.ends_with("All 500 rows.\n"), "{run}");
}

#[test]
fn corporate() {
    let run = Run::of("corporate", &[]);
    assert_eq!(run.code, Some(0), "{run}");
    let row = |name: &str| {
        let line = run.stdout.lines().find(|line| line.trim_start().starts_with(name)).expect(name);
        line.split("  ").filter(|cell| !cell.is_empty()).map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(row("custtype")[1..], ["B", "B"]);
    assert_eq!(row("seq_no")[1..], ["001", "001"]);
    assert_eq!(row("personalseckey")[1..], ["*** (23 characters)", "*** (23 characters)"]);
    assert_eq!(row("phone_number")[1..], ["*** (11 characters)", "*** (11 characters)"]);
    let ids = row("gt_uid");
    assert!(ids[1].len() == 32 && ids[1] != ids[2], "one for each request: {ids:?}");
}

#[test]
fn blocking() {
    let run = Run::of("blocking", &[]);
    assert_eq!(run.code, Some(0), "{run}");
    assert!(run.stdout.starts_with("005930  "), "{run}");
    assert_eq!(run.stdout.lines().skip_while(|line| !line.contains('─')).count(), 13, "twelve bonds: {run}");
}

#[test]
fn shared_budget() {
    let run = Run::of("shared_budget", &[]);
    assert_eq!(run.code, Some(0), "{run}");
    let said = |name: &str| {
        let line = run.stdout.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or_else(|| panic!("{name}: {run}")).trim().to_owned()
    };
    assert_eq!((said("token requests"), said("calls arrived"), said("refused")), ("1".into(), "16".into(), "0".into()));
}

#[test]
fn errors() {
    let run = Run::of("errors", &[]);
    assert_eq!(run.code, Some(0), "{run}");
    for (case, kind) in [
        ("Quote, EGW00201", "RateLimited: ask again later"),
        ("Quote, EGW00123", "Auth: check app key"),
        ("Quote, EGW02006", "NotOnPaper: mend"),
        ("Quote, OPSQ2001", "Refused: read code"),
        ("Quote, 503", "Unavailable: ask again later"),
        ("Quote, reset-before", "Network: ask again later"),
        ("Quote, blank-numbers", "answered: the price is None"),
        ("Order, APBK0918", "Refused: read code"),
        ("Order, reset-after", "OutcomeUnknown: look the order up"),
        ("Order, 503-processed", "OutcomeUnknown: look the order up"),
    ] {
        assert!(run.stdout.contains(&format!("{case}\n  {kind}")), "{case}: {run}");
    }
}

/// Whatever is set wrongly ends the example before it asks anybody.
#[test]
fn a_setting_that_is_none() {
    for (variables, said) in [
        ([("KIS_ENV", "reel")].as_slice(), "KIS_ENV is \"reel\": write real, paper or mock"),
        (&[("KIS_ENV", "paper")], "set KIS_APP_KEY and KIS_APP_SECRET"),
        (&[("KIS_APP_KEY", "key")], "set KIS_APP_SECRET"),
    ] {
        let run = Run::with("quote", &[], variables);
        assert!(run.code == Some(1) && run.stderr.contains(said), "{run}");
    }
    let run = Run::with("balances", &[], &[("KIS_APP_KEY", "key"), ("KIS_APP_SECRET", "secret")]);
    assert!(run.code == Some(1) && run.stderr.contains("set KIS_ACCOUNT"), "{run}");
    let run = Run::with("quote", &["005930"], &[("KIS_APP_KEY", "key"), ("KIS_ENV", "mock")]);
    assert_eq!(run.code, Some(0), "{run}");
}

//! Every TR that can be called, called as `kis show` says, against the mock server.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use kis_sdk::TRANSACTIONS;
use kis_sdk::descriptor::{Kind, Tr};
use serde_json::Value;

use super::{Mock, User};

/// How many run at a time.
const AT_A_TIME: usize = 4;

/// One TR under one of its ids.
type Case = (&'static Tr, usize);

fn cases() -> Vec<Case> {
    let called = TRANSACTIONS.iter().copied().filter(|tr| tr.kind != Kind::Realtime);
    called.flat_map(|tr| (0..tr.tr_ids.len()).map(move |index| (tr, index))).collect()
}

/// Does something with every case, a few at a time; gives what went wrong.
fn each(cases: &[Case], work: impl Fn(Case) -> Result<(), String> + Sync) -> Vec<String> {
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(problem) = work(*case) {
                        wrong
                            .lock()
                            .unwrap()
                            .push(format!("{} {}: {problem}", case.0.source, case.0.tr_ids[case.1].real));
                    }
                }
            });
        }
    });
    wrong.into_inner().unwrap()
}

/// The line that `kis show` gives to paste, for one of the ids, without its environment.
fn line(user: &User, tr: &'static Tr, index: usize) -> Result<Vec<String>, String> {
    let place = tr.source.trim_end_matches(".yaml");
    let shown = user.run(&["show", place, "--json"]);
    let document: Value = serde_json::from_str(&shown.out).map_err(|error| format!("{error}: {}", shown.err))?;
    let example = document["example"].as_str().ok_or("no example")?;
    let mut words: Vec<String> = example.split_whitespace().skip(1).map(|word| word.replace('\'', "")).collect();
    if let (Some(choice), Some(option)) =
        (document["choice"].as_str(), document["tr_ids"][index]["choice"]["name"].as_str())
    {
        let begins = format!("{choice}=");
        words.retain(|word| !word.starts_with(&begins));
        words.push(format!("{begins}{option}"));
    }
    Ok(words)
}

#[test]
fn every_tr_is_called_and_shows_its_containers() {
    let mock = Mock::start();
    let user = User::of(&mock);
    let cases = cases();
    assert!(cases.len() > 240, "{}", cases.len());
    let wrong = each(&cases, |(tr, index)| {
        let mut words = line(&user, tr, index)?;
        words.extend(["--url".to_owned(), mock.server.url()]);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let ran = user.run(&words);
        if ran.code != Some(0) {
            return Err(format!("kis {}: {}", words.join(" "), ran.err));
        }
        if ran.err.contains("warning:") || ran.out.trim().is_empty() {
            return Err(format!("kis {}: {}{}", words.join(" "), ran.out, ran.err));
        }
        for field in tr.response {
            let is_container = field.kind.fields().is_some();
            let title = format!("{} {}", field.name, field.label);
            if is_container && !ran.out.lines().any(|line| line.starts_with(title.trim_end())) {
                return Err(format!("no {title} in\n{}", ran.out));
            }
        }
        Ok(())
    });
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    let asked: std::collections::BTreeSet<_> = mock
        .server
        .received()
        .iter()
        .filter_map(|request| Some((request.path.clone(), request.header("tr_id")?.to_owned())))
        .collect();
    let documented: std::collections::BTreeSet<_> =
        cases.iter().map(|(tr, index)| (tr.path.to_owned(), tr.tr_ids[*index].real.to_owned())).collect();
    assert_eq!(asked, documented, "each id was asked for at its path");
}

/// Names that the tables and the command line have for a TR lead to it, and to no other.
#[test]
fn every_tr_is_found_by_each_of_its_names() {
    let user = User::new();
    let cases: Vec<Case> = TRANSACTIONS.iter().step_by(7).map(|tr| (*tr, 0)).collect();
    let wrong = each(&cases, |(tr, _)| {
        let place = tr.source.trim_end_matches(".yaml");
        let module = format!("kis_sdk::{}", place.replace('/', "::").replace('-', "_"));
        let only_title = TRANSACTIONS.iter().filter(|other| other.title == tr.title).count() == 1;
        let mut names = vec![place, module.as_str(), tr.path];
        names.extend(only_title.then_some(tr.title));
        for name in names {
            let ran = user.run(&["show", name]);
            let path = format!(" {}\n", tr.path);
            if !ran.out.contains(&path) && !ran.err.contains("names") {
                return Err(format!("{name}: {}{}", ran.out, ran.err));
            }
        }
        Ok(())
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

//! `cargo xtask codegen` and `check`, run as a maintainer runs them, on a folder of their own.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod place;

use std::fs;
use std::process::Command;
use std::time::SystemTime;

use place::{FIRST, Place, SECOND, stderr, stdout};

const MODULE: &str = "domestic_bond/trading/first.rs";

/// A place where everything was generated already.
fn generated() -> Place {
    let place = Place::new();
    assert!(place.run(&["codegen"]).status.success());
    place
}

/// Every file of the output folder with its text and the time it was written.
fn files(place: &Place) -> Vec<(String, String, SystemTime)> {
    let mut files = Vec::new();
    let mut open = vec![place.out("")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(place.out("")).unwrap().display().to_string();
                let modified = path.metadata().unwrap().modified().unwrap();
                files.push((name, fs::read_to_string(&path).unwrap(), modified));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn it_writes_every_file_and_says_so() {
    let place = Place::new();
    let output = place.run(&["codegen"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("wrote out/domestic_bond/trading/first.rs\n"), "{text}");
    assert!(text.contains("2 TRs, 6 files: 6 written, 0 removed, 0 unchanged\n"), "{text}");
    assert!(text.contains("next: "), "{text}");
    let files: Vec<_> = files(&place).into_iter().map(|(name, ..)| name).collect();
    let expected = [
        "domestic_bond/mod.rs",
        "domestic_bond/quotations/mod.rs",
        "domestic_bond/quotations/second.rs",
        "domestic_bond/trading/first.rs",
        "domestic_bond/trading/mod.rs",
        "mod.rs",
    ];
    assert_eq!(files, expected);
}

#[test]
fn a_second_run_writes_nothing() {
    let place = generated();
    let before = files(&place);
    let output = place.run(&["codegen"]);
    assert!(output.status.success());
    assert_eq!(stdout(&output), "2 TRs, 6 files: 0 written, 0 removed, 6 unchanged\n");
    assert_eq!(files(&place), before);
}

#[test]
fn only_what_changed_is_written() {
    let place = generated();
    let before = files(&place);
    place.edit(FIRST, "length: \"60\"", "length: \"80\"");
    let output = place.run(&["codegen"]);
    assert!(stdout(&output).contains("2 TRs, 6 files: 1 written, 0 removed, 5 unchanged\n"), "{}", stdout(&output));
    let after = files(&place);
    let changed = before.iter().zip(&after).filter(|(before, after)| before != after).map(|(_, after)| &after.0);
    assert_eq!(changed.collect::<Vec<_>>(), [MODULE]);
}

#[test]
fn check_names_what_is_stale_and_changes_nothing() {
    let place = generated();
    assert_eq!(place.run(&["codegen", "--check"]).status.code(), Some(0));
    place.edit(FIRST, "length: \"60\"", "length: \"80\"");
    fs::remove_file(place.out("mod.rs")).unwrap();
    let before = files(&place);
    let output = place.run(&["codegen", "--check"]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    assert!(text.contains("missing out/mod.rs\n"), "{text}");
    assert!(text.contains("stale out/domestic_bond/trading/first.rs, first in line "), "{text}");
    assert!(text.contains("is        ") && text.contains(" | 60 | "), "{text}");
    assert!(text.contains("should be ") && text.contains(" | 80 | "), "{text}");
    let (_, command) = text.split_once("run: ").unwrap();
    assert!(command.starts_with("cargo xtask codegen --spec ") && command.contains(" --out "), "{command}");
    assert_eq!(files(&place), before);
}

#[test]
fn orphans_and_emptied_folders_are_removed() {
    let place = generated();
    fs::remove_file(place.path(SECOND)).unwrap();
    let checked = place.run(&["codegen", "--check"]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(stdout(&checked).contains("orphaned out/domestic_bond/quotations/second.rs\n"), "{}", stdout(&checked));
    assert!(place.out("domestic_bond/quotations/second.rs").exists());
    let output = place.run(&["codegen"]);
    assert!(stdout(&output).contains("removed out/domestic_bond/quotations/second.rs\n"), "{}", stdout(&output));
    assert!(!place.out("domestic_bond/quotations").exists());
    assert!(place.out("domestic_bond/trading/first.rs").exists());
}

#[test]
fn errors_leave_everything_as_it_was() {
    let place = generated();
    place.edit(FIRST, "length: \"60\"", "length: \"80\"");
    place.edit(SECOND, "length: \"12\"", "length: 12");
    let before = files(&place);
    for arguments in [["codegen"].as_slice(), &["codegen", "--check"]] {
        let output = place.run(arguments);
        assert_eq!(output.status.code(), Some(1));
        let text = stderr(&output);
        assert!(text.contains("error[unquoted-scalar]"), "{text}");
        assert!(text.contains("domestic-bond/quotations/second.yaml:11:"), "{text}");
        assert!(text.contains("1 error in 1 file"), "{text}");
        assert!(text.contains("nothing was written"), "{text}");
        assert_eq!(files(&place), before);
    }
}

#[test]
fn a_file_of_somebody_else_in_the_way_is_an_error() {
    for name in [MODULE, "domestic_bond/by_hand.rs"] {
        let place = generated();
        place.edit(FIRST, "length: \"60\"", "length: \"80\"");
        fs::write(place.out(name), "//! Written by hand.\n").unwrap();
        let before = files(&place);
        let output = place.run(&["codegen"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(&format!("out/{name} is in the way")), "{}", stderr(&output));
        assert_eq!(files(&place), before);
    }
}

#[test]
fn check_shows_warnings_and_fails_only_on_errors() {
    let place = Place::new();
    assert!(stdout(&place.run(&["check"])).contains("2 descriptors, nothing to mend\n"));
    place.edit(FIRST, "ko: 상품명, length: \"60\"", "ko: 상품명, length: \"184\"");
    let output = place.run(&["check"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stderr(&output).contains("warning[number-as-text]"), "{}", stderr(&output));
    assert!(stdout(&output).contains("2 descriptors: 1 warning in 1 file\n"), "{}", stdout(&output));
    place.edit(FIRST, "protocol: REST", "protocol: rest");
    let output = place.run(&["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("1 error, 1 warning in 1 file"), "{}", stdout(&output));
}

#[test]
fn a_command_line_that_makes_no_sense_is_another_exit_code() {
    let place = Place::new();
    let spec = place.root("spec");
    let nowhere = Command::new(env!("CARGO_BIN_EXE_xtask")).args(["codegen", "--check", "--spec"]).arg(spec).output();
    let nowhere = nowhere.unwrap();
    assert_eq!(nowhere.status.code(), Some(2), "not into the client's own modules");
    assert!(stderr(&nowhere).contains("need `--out DIR`"), "{}", stderr(&nowhere));
    assert_eq!(place.run(&["codegen", "--chek"]).status.code(), Some(2));
    let missing =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(["check", "--spec", "no/such/folder"]).output().unwrap();
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).contains("no/such/folder"), "{}", stderr(&missing));
}

/// A crate that asks for it has each product behind a feature, and its manifest lists them.
#[test]
fn products_become_features_of_a_crate_that_asks_for_it() {
    let place = Place::new();
    let manifest = place.root("client/Cargo.toml");
    let lines = "[features]\n# Products, written by `cargo xtask codegen`.\n# End of products.\nmock = []\n";
    fs::create_dir(place.root("client")).unwrap();
    fs::write(&manifest, lines).unwrap();
    let out = place.root("client/src/api").display().to_string();
    let stale = place.run(&["codegen", "--check", "--out", &out]);
    assert_eq!(stale.status.code(), Some(1));
    assert!(stdout(&stale).contains("stale client/Cargo.toml: its products; run: "), "{}", stdout(&stale));
    assert_eq!(fs::read_to_string(&manifest).unwrap(), lines);

    assert!(stdout(&place.run(&["codegen", "--out", &out])).contains("wrote the products of client/Cargo.toml\n"));
    let expected = lines.replace("# End", "default = [\"domestic-bond\"]\ndomestic-bond = []\n# End");
    assert_eq!(fs::read_to_string(&manifest).unwrap(), expected);
    let module = fs::read_to_string(place.root("client/src/api/mod.rs")).unwrap();
    assert!(module.contains("#[cfg(feature = \"domestic-bond\")]\npub mod domestic_bond;\n"), "{module}");
    assert_eq!(place.run(&["codegen", "--check", "--out", &out]).status.code(), Some(0));
}

//! `cargo xtask diff`, `coverage`, `export`, `new` and the lists of `check`, run as a maintainer runs them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod place;

use std::fs;
use std::process::Output;

use place::{FIRST, Place, SECOND, clean, descriptor, stderr, stdout};

const HEADERS: &str = "request:
  - { name: content-type, ko: 컨텐츠타입, length: \"40\" }
  - { name: tr_id, ko: 거래ID, length: \"13\", text: \"{tr_id.real}\" }
  - { name: tr_id, ref: tr_id.rare, ko: 거래ID, length: \"14\" }
response:
  - { name: tr_id, ko: 거래ID, length: \"13\" }
";

#[test]
fn a_difference_is_no_failure_unless_it_is_denied() {
    let place = Place::committed("README.md", "x");
    let output = place.run(&["diff", "HEAD", "--deny-breaking"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output), "0 TRs changed: 0 breaking, 0 additive, 0 documentation only; 0 added, 0 removed\n");

    place.edit(FIRST, "ko: 상품명", "ko: 종목명");
    assert_eq!(place.run(&["diff", "HEAD", "--deny-breaking"]).status.code(), Some(0));
    place.edit(FIRST, "name: prdt_name", "name: prdt_abrv_name");
    let output = place.run(&["diff", "HEAD"]);
    assert_eq!(output.status.code(), Some(0));
    let text = stdout(&output);
    assert!(text.contains("  breaking  response.prdt_name       field removed  prdt_name: String\n"), "{text}");
    assert!(
        text.contains("\n1 TR changed: 1 breaking, 1 additive, 0 documentation only; 0 added, 0 removed\n"),
        "{text}"
    );
    let output = place.run(&["diff", "HEAD", "--deny-breaking"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("breaking changes"), "{}", stderr(&output));
    let markdown = stdout(&place.run(&["diff", "HEAD", "--markdown"]));
    assert!(markdown.contains("### Breaking\n\n| TR | where |"), "{markdown}");
}

#[test]
fn files_come_and_go() {
    let place = Place::committed("README.md", "x");
    fs::remove_file(place.path(SECOND)).unwrap();
    place.write("domestic-bond/trading/한글.txt", "no descriptor");
    place.write("domestic-bond/trading/third.yaml", &descriptor("trading/third", "CTSC3333R"));
    let output = place.run(&["diff", "HEAD", "--deny-breaking"]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    assert!(text.contains("removed: domestic_bond::quotations::second  예시 조회 (CTSC2222R)\n"), "{text}");
    assert!(text.contains("added: domestic_bond::trading::third  예시 조회 (CTSC3333R)\n"), "{text}");
    assert!(text.contains("; 1 added, 1 removed\n"), "{text}");
}

/// Many and large objects: both pipes of git are full at once.
#[test]
fn a_large_specification_is_read() {
    let place = Place::new();
    for number in 1000..2500 {
        let text = descriptor(&format!("trading/tr{number}"), &format!("CTSC{number}R"));
        place.write(&format!("domestic-bond/trading/tr{number}.yaml"), &text);
    }
    for arguments in [&["init", "--quiet"][..], &["add", "."], &["commit", "--quiet", "--message", "x"]] {
        place.git(arguments);
    }
    let output = place.run(&["diff", "HEAD"]);
    assert!(stdout(&output).starts_with("0 TRs changed"), "{}{}", stdout(&output), stderr(&output));
}

#[test]
fn what_cannot_be_compared_is_said() {
    let place = Place::committed("README.md", "x");
    let refused = |output: &Output, message: &str| {
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(output).contains(message), "{}", stderr(output));
        assert_eq!(stdout(output), "");
    };
    refused(&place.run(&["diff", "no-such"]), "git knows no revision `no-such`");
    let dashed = {
        let mut command = clean(env!("CARGO_BIN_EXE_xtask"));
        command.args(["diff", "--spec"]).arg(place.path("")).args(["--", "--all"]).output().unwrap()
    };
    refused(&dashed, "git knows no revision `--all`");

    let outside = Place::new();
    refused(&outside.run(&["diff", "HEAD"]), "is in no git repository");

    let empty = Place::new();
    fs::write(empty.root("README.md"), "x").unwrap();
    for arguments in [&["init", "--quiet"][..], &["add", "README.md"], &["commit", "--quiet", "--message", "x"]] {
        empty.git(arguments);
    }
    refused(&empty.run(&["diff", "HEAD"]), "has no descriptors at HEAD");

    let without_git = {
        let mut command = clean(env!("CARGO_BIN_EXE_xtask"));
        command.env("PATH", "").args(["diff", "HEAD", "--spec"]).arg(place.path("")).output().unwrap()
    };
    refused(&without_git, "git isn't there");

    place.edit(FIRST, "protocol: REST", "protocol: rest");
    refused(&place.run(&["diff", "HEAD"]), "as they are now have errors");
}

#[test]
fn what_an_old_revision_wrote_otherwise_is_left_out_with_a_note() {
    let place = Place::new();
    place.edit(FIRST, "protocol: REST", "protokoll: REST");
    for arguments in [&["init", "--quiet"][..], &["add", "."], &["commit", "--quiet", "--message", "x"]] {
        place.git(arguments);
    }
    place.edit(FIRST, "protokoll: REST", "protocol: REST");
    place.edit(SECOND, "ko: 상품명", "ko: 종목명");
    let output = place.run(&["diff", "HEAD"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("1 TR changed: 0 breaking, 0 additive, 1 documentation only; 0 added, 0 removed"), "{text}");
    let notes = stderr(&output);
    assert!(notes.contains("note: 1 file of HEAD can't be read by today's rules"), "{notes}");
    assert!(notes.contains(FIRST), "{notes}");
}

#[test]
fn coverage_takes_answers_from_a_folder_and_those_in_it() {
    let place = Place::new();
    fs::create_dir_all(place.root("answers/live")).unwrap();
    fs::write(place.root("answers/live/CTSC1111R__1.json"), "{}").unwrap();
    let output = place.run(&["coverage", "--answers", "answers"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    let row = |name: &str| -> Vec<String> {
        let line = text.lines().find(|line| line.contains(name)).unwrap();
        line.split_whitespace().map(str::to_owned).collect()
    };
    assert_eq!(row("trading")[2..7], ["1", "0", "0", "0", "1"]);
    assert_eq!(row("quotations")[2..7], ["1", "0", "0", "0", "0"]);
    let markdown = stdout(&place.run(&["coverage", "--markdown"]));
    assert!(markdown.starts_with("| product | section | TRs |") && !markdown.contains("proved"), "{markdown}");
    let missing = place.run(&["coverage", "--answers", "nowhere"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).contains("nowhere"), "{}", stderr(&missing));
}

#[test]
fn coverage_is_published_between_two_marks() {
    let place = Place::new();
    let file = place.root("PUBLISHED.md");
    fs::write(&file, "# Ours\n").unwrap();
    let output = place.run(&["coverage", "--into", "PUBLISHED.md"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("<!-- end of coverage -->"), "{}", stderr(&output));
    let marks =
        "# Ours\n<!-- coverage: written by `cargo xtask coverage --into` -->\nold\n<!-- end of coverage -->\nbelow\n";
    fs::write(&file, marks).unwrap();
    let stale = place.run(&["coverage", "--into", "PUBLISHED.md", "--check"]);
    assert_eq!(stale.status.code(), Some(1));
    assert!(stderr(&stale).contains("stale"), "{}", stderr(&stale));
    assert_eq!(fs::read_to_string(&file).unwrap(), marks);
    assert_eq!(place.run(&["coverage", "--into", "PUBLISHED.md"]).status.code(), Some(0));
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("# Ours\n") && text.ends_with("-->\nbelow\n") && !text.contains("old"), "{text}");
    assert!(text.contains("2 of 2 pages: 2 calls, each with request, answer and endpoint function"), "{text}");
    assert!(text.contains("| all | 2 | 0 |"), "{text}");
    assert_eq!(place.run(&["coverage", "--into", "PUBLISHED.md", "--check"]).status.code(), Some(0));
}

/// A page without a TR id counts only with its reason, which is the descriptor's own.
#[test]
fn coverage_says_why_a_page_has_no_module() {
    let place = Place::new();
    place.edit(SECOND, "real: CTSC2222R", "real: \"\"");
    let said = stdout(&place.run(&["coverage"]));
    assert!(said.contains("1 of 2 pages: 1 call, each") && said.contains("no reason is given"), "{said}");
    place.edit(SECOND, "documented:", "allow:\n  - { lint: no-tr-id, why: a token is asked for }\ndocumented:");
    let said = stdout(&place.run(&["coverage"]));
    assert!(said.contains("2 of 2 pages: 1 call, each"), "{said}");
    assert!(said.contains(": a token is asked for\n"), "{said}");
}

#[test]
fn warnings_are_denied_where_that_is_asked_for() {
    let place = Place::new();
    assert_eq!(place.run(&["check", "--deny-warnings"]).status.code(), Some(0));
    place.edit(SECOND, "real: CTSC2222R", "real: \"\"");
    assert_eq!(place.run(&["check"]).status.code(), Some(0));
    let denied = place.run(&["check", "--deny-warnings"]);
    assert_eq!(denied.status.code(), Some(1));
    assert!(stderr(&denied).contains("warnings are denied"), "{}", stderr(&denied));
}

#[test]
fn export_goes_to_standard_output_or_a_file() {
    let place = Place::new();
    let shown = place.run(&["export"]);
    assert_eq!(shown.status.code(), Some(0));
    assert!(stdout(&shown).starts_with("{\n  \"format\": 1,\n"), "{}", stdout(&shown));
    let output = place.run(&["export", "--out", "model.json"]);
    assert_eq!(stdout(&output), "wrote model.json: 2 TRs\n");
    let written = fs::read_to_string(place.root("model.json")).unwrap();
    assert_eq!(written, stdout(&shown));
    place.edit(FIRST, "protocol: REST", "protocol: rest");
    let output = place.run(&["export", "--out", "model.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("nothing was exported"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(place.root("model.json")).unwrap(), written);
}

/// The lints and lines of `check --short`, without the folder.
fn found(place: &Place) -> Vec<String> {
    let text = stdout(&place.run(&["check", "--short"]));
    let lines = text.lines().filter_map(|line| line.split_once(".yaml:"));
    lines.map(|(_, rest)| rest.split_once(' ').unwrap().1.to_owned()).collect()
}

#[test]
fn a_skeleton_says_what_to_fill_in_and_generates_once_it_is() {
    for (method, table) in [("get", "query"), ("POST", "body")] {
        let place = Place::new();
        place.write("headers.yaml", HEADERS);
        let output = place.run(&["new", "/uapi/domestic-stock/v1/trading/foo", "--method", method]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(stdout(&output).contains("wrote spec/domestic-stock/trading/foo.yaml\nnext: "), "{}", stdout(&output));
        let unfilled = found(&place).into_iter().filter(|line| !line.starts_with("unused-header-row"));
        let expected = [
            "unfilled `title` isn't filled in",
            "unfilled `tr_id.real` isn't filled in",
            "unfilled `tr_id.paper` isn't filled in",
            "unfilled a row of `request` isn't filled in",
            "unfilled a row of `response.output` isn't filled in",
        ];
        assert_eq!(unfilled.collect::<Vec<_>>(), expected);

        let file = "domestic-stock/trading/foo.yaml";
        let text = fs::read_to_string(place.path(file)).unwrap();
        assert!(text.contains(&format!("\n    {table}:\n")), "{text}");
        assert!(text.contains("header: [content-type, tr_id]\n"), "{text}");
        for (old, new) in [
            ("title: TODO", "title: 예시"),
            ("real: TODO", "real: CTSC3333R"),
            ("paper: TODO", "paper: 모의투자 미지원"),
            (
                "      - { name: TODO, ko: TODO, length: \"\" }\n  ",
                "      - { name: PDNO, ko: 상품번호, length: \"12\" }\n  ",
            ),
            ("name: TODO, ko: TODO", "name: pdno, ko: 상품번호"),
        ] {
            place.edit(file, old, new);
        }
        let output = place.run(&["codegen", "--out", "out"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(place.root("out/domestic_stock/trading/foo.rs").exists());
    }
}

#[test]
fn a_realtime_skeleton_needs_a_place() {
    let place = Place::new();
    let new = |arguments: &[&str]| place.run(&[&["new", "/tryitout/H0ZZCNT0"][..], arguments].concat());
    let output = new(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("--at <product>/realtime/<English name>"), "{}", stderr(&output));
    let output = new(&["--at", "domestic-stock/realtime/trade-krx"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let expected = [
        "unfilled `title` isn't filled in",
        "unfilled `tr_id.paper` isn't filled in",
        "unfilled a row of `response` isn't filled in",
    ];
    assert_eq!(found(&place), expected);
    let file = "domestic-stock/realtime/trade-krx.yaml";
    let text = fs::read_to_string(place.path(file)).unwrap();
    assert!(text.contains("real: H0ZZCNT0,"), "{text}");
    for (old, new) in [
        ("title: TODO", "title: 예시"),
        ("paper: TODO", "paper: \"\""),
        ("name: TODO, ko: TODO", "name: MKSC_SHRN_ISCD, ko: 종목코드"),
    ] {
        place.edit(file, old, new);
    }
    assert!(found(&place).is_empty(), "{:?}", found(&place));
    let output = new(&["--at", "domestic-stock/realtime/other"]);
    assert!(
        stderr(&output).contains("is described by domestic-stock/realtime/trade-krx.yaml already"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn nothing_is_overwritten_and_nothing_lands_elsewhere() {
    let place = Place::new();
    let before = fs::read_to_string(place.path(FIRST)).unwrap();
    let refused = [
        (&["/uapi/domestic-bond/v1/trading/first"][..], "is there already"),
        (&["/uapi/../v1/trading/x"], "is no path of an API"),
        (&["/uapi/domestic-bond/v1/trading/a b"], "is no path of an API"),
        (&["alone"], "is no path of an API"),
        (&["/uapi/domestic-bond/v1/trading/x", "--at", "elw/quotations/x"], "the place follows from the path"),
        (&["/tryitout/X", "--at", "../../realtime/x"], "needs a place"),
        (&["/tryitout/X", "--at", "elw/quotations/x"], "needs a place"),
        (&["/tryitout/X", "--method", "GET", "--at", "elw/realtime/x"], "are POST"),
    ];
    for (arguments, message) in refused {
        let output = place.run(&[&["new"], arguments].concat());
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(stderr(&output).contains(message), "{arguments:?}: {}", stderr(&output));
    }
    assert_eq!(fs::read_to_string(place.path(FIRST)).unwrap(), before);
    let output = place.run(&["check"]);
    assert!(stdout(&output).contains("2 descriptors, nothing to mend\n"), "{}", stdout(&output));
}

#[test]
fn check_counts_by_lint_and_can_be_short() {
    let place = Place::new();
    place.edit(FIRST, "ko: 상품명, length: \"60\"", "ko: 모름, length: \"184\"");
    place.edit(SECOND, "상품번호, length: \"12\"", "상품번호, length: \"12\", text: \"0:전체, 1 일부, 2:없음\"");
    place.edit(SECOND, "ko: 상품명, length: \"60\"", "ko: 모름, length: \"184\"");
    let text = stdout(&place.run(&["check"]));
    let counts = "2 descriptors: 3 warnings in 2 files\n  warning  number-as-text  2\n  warning  unread-codes    1\n";
    assert!(text.contains(counts), "{text}");
    let output = place.run(&["check", "--short"]);
    assert_eq!(stderr(&output), "");
    let text = stdout(&output);
    let line = "spec/domestic-bond/quotations/second.yaml:11:53 unread-codes the codes of `PDNO` 상품번호 can't be read in \
                their entirety\n";
    assert!(text.starts_with(line), "{text}");
    // The long form says the same place.
    let long = stderr(&place.run(&["check"]));
    assert!(long.contains("spec/domestic-bond/quotations/second.yaml:11:53\n"), "{long}");

    place.edit(
        SECOND,
        "documented:\n",
        "allow: [{ lint: unread-codes, at: PDNO, why: read by nobody }]\ndocumented:\n",
    );
    assert!(!stdout(&place.run(&["check"])).contains("unread-codes"));
}

#[test]
fn every_lint_is_listed_on_one_line() {
    let place = Place::new();
    let text = stdout(&place.run(&["check", "--lints"]));
    for lint in codegen::Lint::ALL {
        let line = text.lines().find(|line| line.split_whitespace().next() == Some(lint.name())).unwrap();
        assert!(line.ends_with(lint.explanation()) && lint.explanation().ends_with('.'), "{line}");
    }
    assert_eq!(text.lines().count(), codegen::Lint::ALL.len() + 1);
}

/// Checkouts can share a target folder: the binary of one then runs in another, and cargo says which is meant.
#[test]
fn the_descriptors_are_those_of_the_checkout_that_cargo_runs_it_in() {
    let place = Place::new();
    let asked = |package: &str| {
        let mut command = clean(env!("CARGO_BIN_EXE_xtask"));
        stdout(&command.env("CARGO_MANIFEST_DIR", place.root(package)).arg("coverage").output().unwrap())
    };
    assert!(asked("xtask").contains("2 of 2 pages"), "{}", asked("xtask"));
    let elsewhere = asked("somebody-elses-package");
    assert!(!elsewhere.contains("2 of 2 pages") && elsewhere.contains(" pages: "), "{elsewhere}");
}

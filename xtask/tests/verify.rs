//! `cargo xtask verify`, run as a maintainer runs it, on answers of our own making.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

fn verify(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask-verify"));
    command.current_dir(folder.path()).args(arguments).output().unwrap()
}

fn answers(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

const BOND: &str = r#"{"rt_cd":"0","output":[{"pdno":"a","prdt_name":"b","buy_dt":"20250106","buy_sqno":"1","cblc_qty":"1",
    "agrx_qty":"0.00000000","sprx_qty":"","exdt":"2033/06/10","buy_erng_rt":"3.2","buy_unpr":"1","buy_amt":"1",
    "ord_psbl_qty":"1"}],"ctx_area_fk200":"   ","ctx_area_nk200":"   "}"#;

#[test]
fn an_answer_that_fits_and_one_that_does_not() {
    let broken = BOND.replace(r#""cblc_qty":"1""#, r#""cblc_qty":"7,780 억","new":"x""#);
    let folder = answers(&[
        ("CTSC8407R.json", BOND),
        ("more/CTSC8407R__2.json", &format!(r#"[{{"status":200,"response":{broken}}}]"#)),
        ("ZZZZ0000R.json", "{}"),
        ("CTSC8407R__html.json", "<html>"),
        ("CTSC8407R.txt", "not looked at"),
    ]);
    let output = verify(&folder, &["."]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn all_is_well_with_exit_code_0() {
    let folder = answers(&[("anything.json", BOND)]);
    let output = verify(&folder, &["--tr", "CTSC8407R", "anything.json"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        stdout(&output).ends_with(
            "1 answer: 1 fit, 0 differ where the client doesn't mind, 0 can't be decoded; 0 files skipped\n"
        )
    );
}

#[test]
fn what_is_missing_or_broken_is_said() {
    let folder = answers(&[("spec/domestic-bond/trading/x.yaml", "summary: 1")]);
    let output = verify(&folder, &["nowhere.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("no file nowhere.json"));
    let output = verify(&folder, &["--spec", "spec", "spec"]);
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("error[unquoted-scalar]") && stderr.contains("nothing was verified"), "{stderr}");
    assert_eq!(verify(&folder, &[]).status.code(), Some(2), "no answer named");
}

//! The fault matrix: no rule is broken, the documentation's tables are what is seen, and the log shows no secret.

#[path = "../src/faults/matrix/mod.rs"]
mod matrix;
#[path = "../../kis-sdk/tests/support/watch.rs"]
mod watch;

use std::path::Path;
use std::process::Command;

const KEPT: &str = "../kis-sdk/src/faults.md";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_rule_is_broken_and_the_documentation_is_up_to_date() {
    let before = watch::the_log();
    let matrix = matrix::measure(&[]).await.expect("sockets");
    assert_eq!(matrix.broken(), Vec::<String>::new());
    assert!(matrix.trials() > 600, "{} trials", matrix.trials());
    assert!(watch::the_log() > before + matrix.trials(), "the log was there to be listened to");
    for part in ["OutcomeUnknown", "stands", "12 rows", "nothing"] {
        assert!(matrix.plain().contains(part), "{part}");
    }
    if cfg!(target_os = "linux") {
        let kept = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(KEPT)).expect("it is kept");
        assert!(
            kept == matrix.markdown(),
            "stale: cargo xtask faults --into kis-sdk/src/faults.md\n{}",
            matrix.plain()
        );
    }
}

fn run(arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask-faults")).args(arguments).output().expect("it runs");
    (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).expect("text"))
}

#[test]
fn one_trouble_is_shown_and_an_unknown_one_is_told() {
    let (fine, said) = run(&["EGW00201", "reset-after"]);
    assert!(fine && said.contains("\nEGW00201     RateLimited ×3"), "{said}");
    assert!(
        said.contains("OutcomeUnknown ×1, stands") && said.contains("no rule broken") && !said.contains("503"),
        "{said}"
    );
    let (fine, said) = run(&["reset"]);
    assert!(!fine && said.contains("\"reset\" is no trouble: write one of nothing, EGW00102"), "{said}");
    assert!(!run(&["--check", "EGW00201"]).0, "a part is not kept");
}

#[test]
#[cfg(target_os = "linux")]
fn a_missing_file_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("faults.md");
    let (fine, said) = run(&["--check", "--into", &file.to_string_lossy()]);
    assert!(!fine && said.contains("stale: ") && said.contains("next: cargo xtask faults --into"), "{said}");
    assert!(!file.exists());
}

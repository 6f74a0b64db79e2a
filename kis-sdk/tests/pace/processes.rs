//! Several processes: this test binary runs itself.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use kis_sdk::Pace;

use crate::gate::{self, Gate};
use crate::tasks::saturate;

const URL: &str = "KIS_PACE_TEST_URL";
const FOLDER: &str = "KIS_PACE_TEST_FOLDER";
const LIMIT: &str = "KIS_PACE_TEST_LIMIT";
const CALLS: &str = "KIS_PACE_TEST_CALLS";

/// What each of the processes runs. In the test run itself it has nothing to do.
#[test]
fn one_of_several_processes() {
    let Ok(url) = std::env::var(URL) else { return };
    crate::watch::the_log();
    let number = |name| std::env::var(name).expect(name).parse::<u16>().expect("a number");
    let folder = std::env::var(FOLDER).expect("a folder");
    let pace = Pace::per_second(number(LIMIT));
    let client = gate::builder(&url).pace(pace).pace_across_processes_in(folder).build().expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    assert_eq!(runtime.block_on(saturate(&[client], usize::from(number(CALLS)))), 0, "refusals");
}

fn spawn(gate: &Gate, folder: &Path, calls: usize) -> Child {
    Command::new(std::env::current_exe().expect("this binary"))
        .args(["--exact", "processes::one_of_several_processes"])
        .env(URL, &gate.url)
        .env(FOLDER, folder)
        .env(LIMIT, gate.limit.to_string())
        .env(CALLS, calls.to_string())
        .stdout(Stdio::null())
        .spawn()
        .expect("this binary runs")
}

fn run(gate: &Gate, folder: &Path, calls: [usize; 4]) {
    for mut child in calls.map(|calls| spawn(gate, folder, calls)) {
        assert!(child.wait().expect("it ran").success());
    }
}

#[test]
fn four_processes_share_a_budget_through_a_file() {
    gate::assert_paced(18, 5 * 18, |gate| {
        let folder = tempfile::tempdir().expect("a folder");
        run(gate, folder.path(), [23, 23, 22, 22]);
    });
}

#[test]
fn processes_share_one_call_a_second() {
    gate::assert_paced(1, 3, |gate| {
        let folder = tempfile::tempdir().expect("a folder");
        run(gate, folder.path(), [1, 1, 1, 0]);
    });
}

#[test]
fn a_folder_that_cannot_be_used_leaves_each_process_its_own_pace() {
    let gate = Gate::start(18);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "not a folder").expect("writable");
    assert!(spawn(&gate, &file, 20).wait().expect("it ran").success());
    let record = gate.take_record();
    assert_eq!((record.arrivals.len(), record.refused), (20, 0));
}

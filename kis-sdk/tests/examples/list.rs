//! No example without a test, and no command in its head that doesn't run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const TESTED: [&str; 10] = [
    "all_pages",
    "balances",
    "blocking",
    "corporate",
    "daily_chart",
    "errors",
    "order",
    "quote",
    "shared_budget",
    "watch",
];

/// The examples, by name, with their texts.
fn examples() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let files = fs::read_dir(folder).expect("the examples").map(|entry| entry.expect("a file").path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let name = |path: &Path| path.file_stem().expect("a name").to_str().expect("text").to_owned();
    files.map(|path| (name(&path), fs::read_to_string(&path).expect("text"))).collect()
}

/// The features of this list in a manifest: `required-features = ["blocking", "mock"]`.
fn features(line: &str) -> BTreeSet<&str> {
    line.split('"').skip(1).step_by(2).collect()
}

#[test]
fn every_example_is_tested() {
    assert_eq!(examples().keys().map(String::as_str).collect::<Vec<_>>(), TESTED);
}

#[test]
fn every_head_says_how_to_run_it() {
    let manifest = include_str!("../../Cargo.toml");
    let default = manifest.lines().find(|line| line.starts_with("default = ")).expect("default features");
    for (name, text) in examples() {
        let entry = manifest
            .split("[[")
            .find(|entry| entry.starts_with("example") && entry.contains(&format!("name = \"{name}\"\n")));
        let required = entry.and_then(|entry| entry.lines().find(|line| line.starts_with("required-features")));
        let wanted: Vec<_> = features(required.expect(&name)).difference(&features(default)).copied().collect();
        let command = format!("cargo run --example {name} --features {}", wanted.join(","));
        let head = text.lines().next().expect("a first line");
        assert!(head.contains(&format!("{command}`")) || head.contains(&format!("{command} -- ")), "{head}\n{command}");
    }
}

//! The kept seeds of the fuzz targets, checked without a fuzzer. `codegen/fuzz` runs the same checks on bytes of its own.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "a crate of its own elsewhere")]
mod subjects;

use std::path::Path;

/// Checks every seed of a target; says which one fails.
fn replay(target: &str, check: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut seeds: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    seeds.sort();
    assert!(!seeds.is_empty(), "{}", folder.display());
    for seed in seeds {
        eprintln!("{}", seed.display());
        check(&std::fs::read(&seed).unwrap());
    }
}

#[test]
fn descriptor() {
    replay("descriptor", subjects::descriptor::check);
}

#[test]
fn page() {
    replay("page", subjects::page::check);
}

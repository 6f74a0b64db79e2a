//! The kept seeds of the fuzz targets, checked without a fuzzer. `kis-sdk/fuzz` runs the same checks on bytes of its own.

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
fn decode() {
    replay("decode", subjects::decode::check);
}

#[test]
fn columns() {
    replay("columns", subjects::columns::check);
}

#[test]
fn frames() {
    replay("frames", subjects::frames::check);
}

#[test]
fn session() {
    replay("session", subjects::session::check);
}

#[test]
fn untyped() {
    replay("untyped", subjects::untyped::check);
}

#[test]
fn token_store() {
    replay("token-store", subjects::token_store::check);
}

/// Else the check of the store would check nothing. A time in the future is trusted for a day, whatever day it is.
#[test]
fn a_mended_entry_gives_its_token() {
    let entry = br#"{"version":1,"token":"abc","asked_at":"9999-12-01T00:00:00Z","expires_in":86400,
        "standing":"good","replacement":false,"denied_at":null}"#;
    let bytes = subjects::token_store::mended(entry).unwrap();
    let token = subjects::token_store::token(&bytes).unwrap();
    assert!(token.expose().starts_with("abc-"));
    assert!(subjects::token_store::token(entry).is_err(), "not without its checksum");
}

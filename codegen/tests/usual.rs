//! The same API with serde derives, which `cargo xtask bench compile` builds beside kis-sdk.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use codegen::emit::usual;
use codegen::{Options, Sources, generate};

/// The members of every struct, as `module struct field type`; attributes don't count.
fn members(path: &str, text: &str) -> Vec<String> {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
    let mut members = Vec::new();
    for item in file.items {
        let syn::Item::Struct(item) = item else { continue };
        for field in item.fields {
            let Some(name) = field.ident else { continue };
            let kind = field.ty;
            members.push(format!("{path} {} {name} {}", item.ident, quote::quote!(#kind)));
        }
    }
    members
}

#[test]
fn every_field_is_there_under_its_name_and_with_its_type() {
    let sources = Sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/obstacle")).unwrap();
    let options = Options::default();
    let output = generate(&sources, &options).unwrap();
    let usual = usual::files(&output.model, &options);
    assert!(usual.keys().eq(output.files.keys()), "{:?} {:?}", usual.keys(), output.files.keys());
    let mut count = 0;
    for (path, text) in &output.files {
        let theirs = members(path, &usual[path]);
        for member in members(path, text).iter().filter(|member| !member.ends_with(" Envelope")) {
            // The usual way has a struct of its own around each coded value.
            let list = |(before, list): (&str, &str)| format!("{before}{}", list.trim_end_matches(" >"));
            let member = &member.split_once("Coded < ").map_or_else(|| member.clone(), list);
            assert!(theirs.contains(member), "{member} is missing:\n{}", usual[path]);
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
    for blank in ["decimal", "date", "time"] {
        let with = format!("deserialize_with = \"values::{blank}\"");
        assert!(usual.values().any(|text| text.contains(&with)), "{with}");
    }
}

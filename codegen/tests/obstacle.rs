//! The obstacle course: every awkward name, shape and decision, as generated code.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use codegen::{Options, Sources, generate};

fn course() -> Sources {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/obstacle");
    Sources::read(&folder).unwrap()
}

#[test]
fn the_course_is_generated() {
    let output = match generate(&course(), &Options::default()) {
        Ok(output) => output,
        Err(found) => panic!("{}", found.render(&course(), "obstacle", codegen::Style::Plain)),
    };
    assert!(output.warnings.is_empty(), "{:?}", output.warnings);
    for (path, text) in &output.files {
        if let Err(error) = syn::parse_file(text) {
            panic!("{path}: {error}\n{text}");
        }
        insta::assert_snapshot!(path.replace('/', "."), text);
    }
}

/// What the compiler and rustdoc would refuse is seen here first: aliases that are doubled, blank or the item's own name.
#[test]
fn aliases_are_such_as_rustdoc_takes() {
    let output = generate(&course(), &Options::default()).unwrap();
    for (path, text) in &output.files {
        let mut seen: Vec<&str> = Vec::new();
        for line in text.lines().map(str::trim) {
            match line.strip_prefix("#[doc(alias = \"").and_then(|line| line.strip_suffix("\")]")) {
                Some(alias) => {
                    assert!(!alias.is_empty() && !alias.contains(['"', '\'']), "{path}: {line}");
                    assert!(!seen.contains(&alias), "{path}: {line} stands twice");
                    seen.push(alias);
                }
                None => {
                    let name = |word: &str| line.strip_prefix(word)?.split([':', '(', ' ']).next();
                    if let Some(name) = name("pub fn ").or_else(|| name("pub const ")).or_else(|| name("pub ")) {
                        assert!(!seen.contains(&name), "{path}: {name} is an alias of itself");
                    }
                    seen.clear();
                }
            }
        }
    }
}

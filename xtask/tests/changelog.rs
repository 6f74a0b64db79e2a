//! `cargo xtask diff REV --into CHANGELOG.md`, run as a maintainer runs it before a release.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod place;

use std::fs;
use std::ops::Deref;
use std::process::Output;

use place::{FIRST, Place, descriptor, stderr, stdout};

const HANDWRITTEN: &str = "# Changelog

## [Unreleased]

### Fixed
- By hand: `## [0.1.0]` is no heading here.

## [0.1.0] - 2026-01-01
- Long ago.
";

/// A repository with a release `v0.1.0`, and with a changelog.
struct Release(Place);

impl Deref for Release {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.0
    }
}

impl Release {
    fn new(changelog: &str) -> Self {
        let place = Place::committed("CHANGELOG.md", changelog);
        place.git(&["tag", "v0.1.0"]);
        Self(place)
    }

    fn changelog(&self) -> String {
        fs::read_to_string(self.root("CHANGELOG.md")).unwrap()
    }

    fn edit_changelog(&self, old: &str, new: &str) {
        let text = self.changelog();
        assert!(text.contains(old), "{old:?} in {text}");
        fs::write(self.root("CHANGELOG.md"), text.replacen(old, new, 1)).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.0.run(&[&["diff", "v0.1.0"], arguments].concat())
    }

    /// Writes it, and says what became of the changelog.
    fn keep(&self) -> String {
        let output = self.run(&["--into", "CHANGELOG.md"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        self.changelog()
    }
}

#[test]
fn entries_stand_in_the_unreleased_section_beside_what_people_wrote() {
    let place = Release::new(HANDWRITTEN);
    assert_eq!(place.keep(), HANDWRITTEN, "nothing changed, so that nothing is to be said");

    place.edit(FIRST, "name: prdt_name", "name: prdt_abrv_name");
    let output = place.run(&["--into", "CHANGELOG.md"]);
    assert_eq!(stdout(&output), "wrote the list of changed TRs into CHANGELOG.md\n", "{}", stderr(&output));
    insta::assert_snapshot!(place.changelog());
    let tables = stdout(&place.run(&["--markdown"])).replace("\n### ", "\n#### ");
    assert!(place.changelog().contains(&tables), "it is what --markdown prints, one level deeper: {tables}");
}

#[test]
fn a_second_run_changes_nothing_and_a_later_one_only_the_entries() {
    let place = Release::new(HANDWRITTEN);
    place.edit(FIRST, "name: prdt_name", "name: prdt_abrv_name");
    let first = place.keep();
    assert_eq!(place.keep(), first);
    assert_eq!(place.run(&["--into", "CHANGELOG.md", "--check"]).status.code(), Some(0));

    place.edit_changelog("- By hand", "- More by hand");
    place.edit_changelog("<!-- end of diff -->\n", "<!-- end of diff -->\n\n### Also by hand\n");
    place.edit(FIRST, "ko: 상품번호", "ko: 종목번호");
    let check = place.run(&["--into", "CHANGELOG.md", "--check"]);
    assert_eq!(check.status.code(), Some(1));
    let said = stderr(&check);
    assert!(said.contains("CHANGELOG.md is stale; run: cargo xtask diff v0.1.0 --into CHANGELOG.md"), "{said}");
    assert!(!place.changelog().contains("종목번호"), "--check writes nothing");
    let later = place.keep();
    assert!(later.contains("종목번호") && later.contains("- More by hand"), "{later}");
    assert!(later.contains("<!-- end of diff -->\n\n### Also by hand\n\n## [0.1.0]"), "{later}");

    place.write(FIRST, &descriptor("trading/first", "CTSC1111R"));
    let taken_back = place.keep();
    assert!(taken_back.contains("--into` -->\n<!-- end of diff -->\n"), "{taken_back}");
}

#[test]
fn a_release_takes_its_entries_along() {
    let place = Release::new(HANDWRITTEN);
    place.edit(FIRST, "name: prdt_name", "name: prdt_abrv_name");
    place.keep();
    place.edit_changelog("## [Unreleased]\n", "## [Unreleased]\n\n## [0.2.0] - 2026-02-02\n");
    let released = place.changelog();
    let (_, of_the_release) = released.split_once("## [0.2.0]").unwrap();
    place.edit(FIRST, "ko: 상품번호", "ko: 종목번호");
    let text = place.keep();
    let (unreleased, rest) = text.split_once("## [0.2.0]").unwrap();
    assert_eq!(rest, of_the_release);
    assert!(unreleased.starts_with("# Changelog\n\n## [Unreleased]\n\n<!-- diff: "), "{unreleased}");
    assert!(unreleased.ends_with("<!-- end of diff -->\n\n") && unreleased.contains("종목번호"), "{unreleased}");
}

#[test]
fn a_changelog_that_has_no_place_for_them_is_left_alone() {
    for (changelog, said) in [
        ("# Changelog\n\n## [0.1.0]\n", "CHANGELOG.md has no section `## [Unreleased]`: add that heading above"),
        (
            "## [Unreleased]\n<!-- diff: written by `cargo xtask diff REV --into` -->\n",
            "needs each of these lines once, in this order, or neither:\n<!-- diff:",
        ),
        (
            "## [Unreleased]\n<!-- end of diff -->\n<!-- diff: written by `cargo xtask diff REV --into` -->\n",
            "needs each of these lines once, in this order, or neither:\n<!-- diff:",
        ),
    ] {
        let place = Release::new(changelog);
        place.edit(FIRST, "name: prdt_name", "name: prdt_abrv_name");
        let output = place.run(&["--into", "CHANGELOG.md"]);
        assert_eq!(output.status.code(), Some(1), "{changelog}");
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
        assert_eq!(place.changelog(), changelog);
    }
    let place = Release::new(HANDWRITTEN);
    let missing = place.run(&["--into", "NEWS.md"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).contains("NEWS.md: "), "{}", stderr(&missing));
}

#[test]
fn a_changelog_without_releases_and_without_a_last_line_end_is_one_too() {
    let place = Release::new("# Changelog\n\n## Unreleased\n- By hand");
    place.edit(FIRST, "name: prdt_name", "name: prdt_abrv_name");
    let text = place.keep();
    assert!(text.starts_with("# Changelog\n\n## Unreleased\n- By hand\n\n<!-- diff: "), "{text}");
    assert!(text.ends_with("<!-- end of diff -->\n"), "{text}");
    assert_eq!(place.keep(), text);
}

#[test]
fn breaking_changes_can_be_denied_all_the_same() {
    let place = Release::new(HANDWRITTEN);
    place.edit(FIRST, "name: prdt_name", "name: prdt_abrv_name");
    let output = place.run(&["--into", "CHANGELOG.md", "--deny-breaking"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("there are breaking changes"), "{}", stderr(&output));
    assert!(place.changelog().contains("#### Breaking"), "it is written before it is denied");
}

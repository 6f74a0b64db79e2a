//! `cargo xtask diff REV --into CHANGELOG.md`, run as a maintainer runs it before a release.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

const FILE: &str = "spec/domestic-bond/trading/first.yaml";

const DESCRIPTOR: &str = "documented:
  title: 예시 조회
  protocol: REST
  method: GET
  path: /uapi/domestic-bond/v1/trading/first
  domain: { real: \"\", paper: \"\" }
  tr_id: { real: CTSC1111R, paper: \"\" }
  request:
    query:
      - { name: PDNO, ko: 상품번호, length: \"12\" }
  response:
    body:
      - { name: rt_cd, ko: 성공 실패 여부, length: \"1\" }
      - { name: prdt_name, ko: 상품명, length: \"60\" }
";

const HANDWRITTEN: &str = "# Changelog

## [Unreleased]

### Fixed
- By hand: `## [0.1.0]` is no heading here.

## [0.1.0] - 2026-01-01
- Long ago.
";

/// A repository with a release `v0.1.0`, a descriptor and a changelog.
struct Place(TempDir);

impl Place {
    fn new(changelog: &str) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        place.write(FILE, DESCRIPTOR);
        place.write("CHANGELOG.md", changelog);
        for arguments in
            [&["init", "--quiet"][..], &["add", "."], &["commit", "--quiet", "--message", "x"], &["tag", "v0.1.0"]]
        {
            let mut git = clean("git");
            git.args(["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]);
            git.args(["-c", "tag.gpgsign=false"]).current_dir(place.0.path());
            assert!(git.args(arguments).status().unwrap().success());
        }
        place
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.0.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn edit(&self, file: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.0.path().join(file)).unwrap();
        assert!(text.contains(old), "{old:?} in {text}");
        self.write(file, &text.replacen(old, new, 1));
    }

    fn changelog(&self) -> String {
        fs::read_to_string(self.0.path().join("CHANGELOG.md")).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = clean(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(self.0.path()).args(["diff", "v0.1.0", "--spec", "spec"]).args(arguments).output().unwrap()
    }

    /// Writes it, and says what became of the changelog.
    fn keep(&self) -> String {
        let output = self.run(&["--into", "CHANGELOG.md"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        self.changelog()
    }
}

/// A command that knows nothing of a repository around the tests.
fn clean(program: &str) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    command
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn entries_stand_in_the_unreleased_section_beside_what_people_wrote() {
    let place = Place::new(HANDWRITTEN);
    assert_eq!(place.keep(), HANDWRITTEN, "nothing changed, so that nothing is to be said");

    place.edit(FILE, "name: prdt_name", "name: prdt_abrv_name");
    let output = place.run(&["--into", "CHANGELOG.md"]);
    assert_eq!(stdout(&output), "wrote the list of changed TRs into CHANGELOG.md\n", "{}", stderr(&output));
    insta::assert_snapshot!(place.changelog());
    let tables = stdout(&place.run(&["--markdown"])).replace("\n### ", "\n#### ");
    assert!(place.changelog().contains(&tables), "it is what --markdown prints, one level deeper: {tables}");
}

#[test]
fn a_second_run_changes_nothing_and_a_later_one_only_the_entries() {
    let place = Place::new(HANDWRITTEN);
    place.edit(FILE, "name: prdt_name", "name: prdt_abrv_name");
    let first = place.keep();
    assert_eq!(place.keep(), first);
    assert_eq!(place.run(&["--into", "CHANGELOG.md", "--check"]).status.code(), Some(0));

    place.edit("CHANGELOG.md", "- By hand", "- More by hand");
    place.edit("CHANGELOG.md", "<!-- end of diff -->\n", "<!-- end of diff -->\n\n### Also by hand\n");
    place.edit(FILE, "ko: 상품번호", "ko: 종목번호");
    let check = place.run(&["--into", "CHANGELOG.md", "--check"]);
    assert_eq!(check.status.code(), Some(1));
    let said = stderr(&check);
    assert!(said.contains("CHANGELOG.md is stale; run: cargo xtask diff v0.1.0 --into CHANGELOG.md"), "{said}");
    assert!(!place.changelog().contains("종목번호"), "--check writes nothing");
    let later = place.keep();
    assert!(later.contains("종목번호") && later.contains("- More by hand"), "{later}");
    assert!(later.contains("<!-- end of diff -->\n\n### Also by hand\n\n## [0.1.0]"), "{later}");

    place.write(FILE, DESCRIPTOR);
    let taken_back = place.keep();
    assert!(taken_back.contains("--into` -->\n<!-- end of diff -->\n"), "{taken_back}");
}

#[test]
fn a_release_takes_its_entries_along() {
    let place = Place::new(HANDWRITTEN);
    place.edit(FILE, "name: prdt_name", "name: prdt_abrv_name");
    place.keep();
    place.edit("CHANGELOG.md", "## [Unreleased]\n", "## [Unreleased]\n\n## [0.2.0] - 2026-02-02\n");
    let released = place.changelog();
    let (_, of_the_release) = released.split_once("## [0.2.0]").unwrap();
    place.edit(FILE, "ko: 상품번호", "ko: 종목번호");
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
        let place = Place::new(changelog);
        place.edit(FILE, "name: prdt_name", "name: prdt_abrv_name");
        let output = place.run(&["--into", "CHANGELOG.md"]);
        assert_eq!(output.status.code(), Some(1), "{changelog}");
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
        assert_eq!(place.changelog(), changelog);
    }
    let place = Place::new(HANDWRITTEN);
    let missing = place.run(&["--into", "NEWS.md"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).contains("NEWS.md: "), "{}", stderr(&missing));
}

#[test]
fn a_changelog_without_releases_and_without_a_last_line_end_is_one_too() {
    let place = Place::new("# Changelog\n\n## Unreleased\n- By hand");
    place.edit(FILE, "name: prdt_name", "name: prdt_abrv_name");
    let text = place.keep();
    assert!(text.starts_with("# Changelog\n\n## Unreleased\n- By hand\n\n<!-- diff: "), "{text}");
    assert!(text.ends_with("<!-- end of diff -->\n"), "{text}");
    assert_eq!(place.keep(), text);
}

#[test]
fn breaking_changes_can_be_denied_all_the_same() {
    let place = Place::new(HANDWRITTEN);
    place.edit(FILE, "name: prdt_name", "name: prdt_abrv_name");
    let output = place.run(&["--into", "CHANGELOG.md", "--deny-breaking"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("there are breaking changes"), "{}", stderr(&output));
    assert!(place.changelog().contains("#### Breaking"), "it is written before it is denied");
}

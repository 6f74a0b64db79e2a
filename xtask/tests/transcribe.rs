//! `cargo xtask transcribe`, run as a maintainer runs it, on pages that are printed from descriptors.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod pages;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use codegen::Sources;
use pages::with_classes;
use tempfile::TempDir;

const BOND: &str = "domestic-bond/trading/inquire-balance.yaml";
const PENSION: &str = "domestic-stock/trading/pension/inquire-balance.yaml";

/// The project's own descriptors.
fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

/// The page that a committed descriptor documents, in the vendor's form.
fn page_of(file: &str) -> String {
    pages::page_of(&committed(), file)
}

/// A specification with the project's header rows, and a folder of pages.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        place.write("spec/headers.yaml", fs::read(committed().join("headers.yaml")).unwrap());
        place
    }

    /// One with the bond page transcribed below our part of it.
    fn with_bond() -> Self {
        let place = Self::new();
        place.write(&format!("spec/{BOND}"), fs::read(committed().join(BOND)).unwrap());
        place.write("pages/bond.md", page_of(BOND));
        place
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    /// Replaces a part of a file that has to be there.
    fn edit(&self, file: &str, old: &str, new: &str) {
        let text = self.read(file);
        assert!(text.contains(old), "{old:?} in {text}");
        self.write(file, text.replace(old, new));
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(self.folder.path()).args(["transcribe", "--spec", "spec"]).args(arguments).output().unwrap()
    }

    /// Every descriptor with its text.
    fn spec(&self) -> Vec<(String, Vec<u8>)> {
        Sources::read(&self.path("spec"))
            .unwrap()
            .iter()
            .map(|(file, bytes)| (file.to_owned(), bytes.to_vec()))
            .collect()
    }
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn both_seed_pages_give_the_committed_descriptors() {
    for file in [BOND, PENSION] {
        let place = Place::new();
        place.write("pages/page.md", page_of(file));
        assert_eq!(place.run(&["pages"]).status.code(), Some(0));
        let committed = fs::read_to_string(committed().join(file)).unwrap();
        let (_, documented) = committed.split_once("\ndocumented:\n").unwrap();
        assert_eq!(place.read(&format!("spec/{file}")), format!("documented:\n{documented}"));
    }
}

#[test]
fn a_second_run_changes_nothing() {
    let place = Place::new();
    place.write("pages/bond.md", page_of(BOND));
    let output = place.run(&["--check", "pages"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("1 page: 1 descriptor to change, 1 of them new; 0 unchanged"), "{}", text(&output));
    assert!(!place.path("spec").join(BOND).exists());

    assert!(text(&place.run(&["pages/bond.md"])).contains("1 page: 1 descriptor written, 1 of them new"));
    let before = place.spec();
    assert!(text(&place.run(&["pages"])).contains("1 page: 0 descriptors written, 0 of them new; 1 unchanged"));
    assert_eq!(place.spec(), before);
    assert_eq!(place.run(&["--check", "pages"]).status.code(), Some(0));
    assert_eq!(place.run(&["--audit", "pages"]).status.code(), Some(0));
}

#[test]
fn a_changed_page_is_reported_cell_by_cell_and_our_part_stays() {
    let place = Place::with_bond();
    let file = format!("spec/{BOND}");
    let ours = "# 우리 것  \nsummary: \"Ours.\"\n\nfields: { INQR_CNDT: { values: { \"00\": all } } }\ncorrections:\n  \
        - { change: exdt, was: { length: \"8\" }, now: { length: \"10\" }, why: x, evidence: y }\n";
    let (_, documented) =
        place.read(&file).split_once("\ndocumented:\n").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    place.write(&file, format!("{ours}documented:\n{documented}"));
    for (old, new) in [
        ("실전 TR ID | CTSC8407R", "실전 TR ID | CTSC8408R"),
        ("PDNO | 상품번호 | String | Y | 12 | 공백", "PDNO | 상품번호 | String | N | 12 | 공백"),
        ("BUY_DT | 매수일자 | String | Y | 8 | 공백", "ISU_DT | 발행일자 | String | Y | 8 | 공백"),
        ("exdt  | 만기일 | String | Y | 8", "exdt  | 만기일 | String | Y | 9"),
        ("cblc_qty  | 잔고수량", "cblc_qty  | 잔고 수량"),
        ("custtype | 고객 타입 | String | Y", "custtype | 고객 타입 | String | N"),
    ] {
        place.edit("pages/bond.md", old, new);
    }
    // Two rows change places, and the classes follow.
    let (row, next) =
        ("agrx_qty  | 종합과세수량 | String | Y | 10 |   \n", "sprx_qty  | 분리과세수량 | String | Y | 10 |   \n");
    place.edit("pages/bond.md", &format!("{row}{next}"), &format!("{next}{row}"));
    let page = place.read("pages/bond.md");
    let (tables, _) = page.split_once("    @dataclass").unwrap();
    place.write("pages/bond.md", with_classes(tables));
    let output = place.run(&["pages"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(text(&output));
    assert!(place.read(&file).starts_with(&format!("{ours}documented:\n")));
    assert_eq!(place.run(&["--audit", "pages"]).status.code(), Some(0));
}

#[test]
fn an_audit_finds_what_a_descriptor_lost() {
    let place = Place::with_bond();
    assert_eq!(place.run(&["--audit", "pages"]).status.code(), Some(0));
    place.edit(&format!("spec/{BOND}"), "      - { name: PDNO, ko: 상품번호, length: \"12\", text: 공백 }\n", "");
    place.edit(&format!("spec/{BOND}"), "ko: 매수금액", "ko: 매수 금액");
    place.write("pages/pension.md", page_of(PENSION));
    let output = place.run(&["--audit", "pages"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(text(&output));
}

#[test]
fn damaged_pages_are_explained_and_nothing_is_written() {
    let good = page_of(BOND);
    let cut = &good[..good.find("buy_sqno").unwrap()];
    let without_path: String =
        good.lines().filter(|line| !line.starts_with('>')).flat_map(|line| [line, "\n"]).collect();
    let damaged: [(&str, Vec<u8>); 8] = [
        ("cut", cut.into()),
        ("cell-too-few", good.replace("PDNO | 상품번호 | String | Y", "PDNO | 상품번호 | Y").into()),
        ("unexplained", good.replace("### Query Parameter\n", "### Query Parameter\n웬 줄\n").into()),
        ("no-path", without_path.into()),
        ("html", b"<!DOCTYPE html>\n<html><body>x</body></html>".to_vec()),
        ("empty", Vec::new()),
        ("latin-1", b"# Abfrage f\xfcr Best\xe4nde".to_vec()),
        ("nowhere", good.replace("/uapi/domestic-bond/v1/trading/inquire-balance", "/../etc/passwd").into()),
    ];
    for (name, bytes) in damaged {
        let place = Place::with_bond();
        place.write("pages/damaged.md", bytes);
        place.edit("pages/bond.md", "매수금액", "매수 금액");
        let before = place.spec();
        let output = place.run(&["pages"]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        insta::assert_snapshot!(name, text(&output));
        assert_eq!(place.spec(), before, "{name}: the good page isn't written either");
    }
}

#[test]
fn two_pages_of_one_path_are_refused() {
    let place = Place::with_bond();
    place.write("pages/again.md", page_of(BOND));
    let before = place.spec();
    let output = place.run(&["pages"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("page-duplicate-path"), "{}", text(&output));
    assert_eq!(place.spec(), before);
    assert!(text(&place.run(&["nowhere.md"])).contains("no file nowhere.md"));
}

#[test]
fn a_descriptor_that_keeps_something_of_ours_below_is_refused() {
    let place = Place::with_bond();
    place.edit("pages/bond.md", "매수금액", "매수 금액");
    let file = format!("spec/{BOND}");
    place.write(&file, format!("{}summary: ours\n", place.read(&file).replacen("summary", "# summary", 1)));
    let before = place.spec();
    let output = place.run(&["pages"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("something of ours stands below `documented:`"), "{}", text(&output));
    assert_eq!(place.spec(), before);
}

/// A realtime page goes where its path is described already, else where its title says.
#[test]
fn realtime_pages_find_their_place() {
    let place = Place::new();
    let page = page_of(BOND)
        .replace("/uapi/domestic-bond/v1/trading/inquire-balance", "/tryitout/H0STCNT0")
        .replace("장내채권 잔고조회", "국내주식 실시간체결가 (KRX)")
        .replace("# REST", "# WEBSOCKET");
    place.write("pages/trade.md", &page);
    assert_eq!(place.run(&["pages"]).status.code(), Some(0));
    let proposed = place.path("spec/domestic-stock/realtime/trade-krx.yaml");
    assert!(proposed.exists(), "{:?}", place.spec().iter().map(|(file, _)| file.clone()).collect::<Vec<_>>());
    fs::rename(&proposed, place.path("spec/domestic-stock/realtime/ours.yaml")).unwrap();
    assert!(text(&place.run(&["pages"])).contains("1 unchanged"));
    assert!(!proposed.exists());
}

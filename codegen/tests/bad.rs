//! Every bad descriptor has an error that says what to write.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use codegen::{Options, Sources, Style, generate};

/// Where the bad descriptors claim to lie.
const FILE: &str = "domestic-bond/trading/example.yaml";

const HEADERS: &str = "request:
  - { name: appkey, ko: 앱키, length: \"36\" }
  - { name: appsecret, ko: 앱시크릿키, length: \"180\" }
";

fn rendered(sources: &Sources) -> String {
    match generate(sources, &Options::default()) {
        Ok(_) => panic!("this was generated"),
        Err(found) => found.render(sources, "spec", Style::Plain),
    }
}

#[test]
fn each_bad_descriptor_is_explained() {
    insta::glob!("bad/*.yaml", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let mut sources = Sources::new();
        if text.contains("appkey") {
            sources.insert("headers.yaml", HEADERS);
        }
        sources.insert(FILE, text);
        insta::assert_snapshot!(rendered(&sources));
    });
}

/// The lists of `codes.yaml` are as strict as descriptors.
#[test]
fn bad_lists_are_explained() {
    let mut sources = Sources::new();
    sources.insert(
        "codes.yaml",
        "side:
  summary: Not in camel case.
  codes:
    01: { name: sell, ko: 매도 }
    \"02\": { name: Buy, ko: 매수, say: 사다 }
Decimal:
  summary: The name of something else.
  codes:
    \"01\": { name: sell, ko: 매도 }
    \"02\": { name: sell, ko: 매수 }
Lonely:
  summary: \"\"
  codes:
    \"0\": { name: all, ko: 전체 }
Lonely:
  summary: Twice.
Nothing: {}
First:
  summary: One of two.
  codes:
    \"Y\": { name: included, ko: 포함 }
    \"N\": { name: excluded, ko: 제외 }
Second:
  summary: The other.
  codes:
    \"N\": { name: left_out, ko: 미포함, also: [제외] }
    \"Y\": { name: included, ko: 함 }
",
    );
    insta::assert_snapshot!(rendered(&sources));
}

/// One run shows all there is to mend, in both files, in their order.
#[test]
fn all_errors_of_all_files_come_at_once() {
    let bad = |name: &str, module: &str| {
        let path = format!("{}/tests/bad/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap().replace("trading/example", module)
    };
    let mut sources = Sources::new();
    sources.insert("domestic-bond/trading/second.yaml", bad("unquoted-scalar", "trading/second"));
    sources.insert("domestic-bond/trading/first.yaml", bad("undocumented-code", "trading/first"));
    insta::assert_snapshot!(rendered(&sources));
}

#[test]
fn bytes_that_are_no_text_are_explained() {
    let mut sources = Sources::new();
    sources.insert("domestic-bond/trading/cp949.yaml", b"summary: \xc1\xd6\xbd\xc4\n".to_vec());
    sources.insert("domestic-bond/trading/mark.yaml", "\u{feff}summary: x\n");
    sources.insert("domestic-bond/trading/empty.yaml", "");
    insta::assert_snapshot!(rendered(&sources));
}

#[test]
fn two_descriptors_of_one_path_and_two_files_of_one_module_are_refused() {
    let path = format!("{}/tests/bad/method-mismatch.yaml", env!("CARGO_MANIFEST_DIR"));
    let good = std::fs::read_to_string(path).unwrap().replace("method: POST", "method: GET");
    let mut sources = Sources::new();
    sources.insert("domestic-bond/trading/example.yaml", good.as_str());
    sources.insert("domestic-bond/trading/copy.yaml", good.as_str());
    sources.insert("domestic-bond/trading/a-b.yaml", good.replace("trading/example", "trading/a-b"));
    sources.insert("domestic-bond/trading/a_b.yaml", good.replace("trading/example", "trading/a_b"));
    sources.insert("domestic-bond/trading/a-b/c.yaml", good.replace("trading/example", "trading/a-b/c"));
    insta::assert_snapshot!(rendered(&sources));
}

/// The caret stands under what is meant even where letters are two columns wide.
#[test]
fn carets_stand_under_wide_letters() {
    let path = format!("{}/tests/bad/unknown-required.yaml", env!("CARGO_MANIFEST_DIR"));
    let mut sources = Sources::new();
    sources.insert(FILE, std::fs::read_to_string(path).unwrap());
    let text = rendered(&sources);
    let lines: Vec<_> = text.lines().collect();
    let at = lines.iter().position(|line| line.contains("required: 필수")).unwrap();
    let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let start = width(lines[at].split("필수").next().unwrap());
    assert_eq!(lines[at + 1].find('^'), Some(start), "{text}");
    assert_eq!(lines[at + 1].matches('^').count(), 4, "{text}");
}

/// The page about descriptors shows one that works, and an error as it comes.
#[test]
fn the_readme_says_what_is_so() {
    let folder = format!("{}/../spec", env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(format!("{folder}/README.md")).unwrap();
    let block = |fence: &str| readme.split(fence).nth(1).unwrap().split("```").next().unwrap();
    let example = block("```yaml\n");
    let mut sources = Sources::new();
    sources.insert("headers.yaml", std::fs::read(format!("{folder}/headers.yaml")).unwrap());
    sources.insert(FILE, example);
    let output = generate(&sources, &Options::default());
    assert!(output.is_ok(), "{}", output.err().unwrap().render(&sources, "spec", Style::Plain));
    let unquoted = example.replace("종합계좌번호, length: \"8\"", "종합계좌번호, length: 8");
    assert_ne!(unquoted, example);
    sources.insert(FILE, unquoted);
    let text = rendered(&sources);
    let error = block("```text\n").split("\n\n").next().unwrap();
    assert!(text.contains(error), "{text}");
}

//! Descriptors: each is generated or explained.

use codegen::{Options, Severity, Sources, Style, generate, load};

/// What only the paths of realtime pages have.
const REALTIME: &[u8] = b"/tryitout/";

/// Short ones in place of the project's own, which take longer to read than most descriptors.
const HEADERS: &str = r#"request:
  - { name: content-type, ko: 컨텐츠타입, length: "40" }
  - { name: authorization, ko: 접근토큰, length: "350" }
  - { name: appkey, ko: 앱키, length: "36" }
  - { name: appsecret, ko: 앱시크릿키, length: "180" }
  - { name: tr_id, ko: 거래ID, length: "13", text: "{tr_id.real}" }
  - { name: tr_cont, ko: 연속 거래 여부, required: "N", length: "1" }
  - { name: custtype, ko: 고객 타입, length: "1" }
  - { name: approval_key, ko: 웹소켓 접속키, length: "36" }
response:
  - { name: content-type, ko: 컨텐츠타입, length: "40" }
  - { name: tr_id, ko: 거래ID, length: "13" }
  - { name: tr_cont, ko: 연속 거래 여부, required: "N", length: "1" }
"#;
const GLOSSARY: &str = "전체: all\n지정가: limit\n시장가: market\n원화: won\n";

/// Generates the module of one descriptor.
pub fn check(data: &[u8]) {
    let mut sources = Sources::new();
    sources.insert(load::HEADERS_FILE, HEADERS);
    sources.insert(load::GLOSSARY_FILE, GLOSSARY);
    let is_realtime = data.windows(REALTIME.len()).any(|part| part == REALTIME);
    let file = if is_realtime { "domestic-bond/realtime/example.yaml" } else { "domestic-bond/trading/example.yaml" };
    sources.insert(file, data);
    match generate(&sources, &Options::default()) {
        // The modules were parsed on their way out.
        Ok(output) => {
            assert!(output.warnings.iter().all(|found| found.severity() == Severity::Warning));
            drop(output.warnings.render(&sources, "spec", Style::Plain));
        }
        Err(found) => {
            assert!(found.has_errors());
            let text = found.render(&sources, "spec", Style::Coloured);
            assert!(text.contains("error"), "{text}");
            drop(found.render_short(&sources, "spec"));
        }
    }
}

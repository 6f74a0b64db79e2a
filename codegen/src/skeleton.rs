//! The descriptor that `cargo xtask new` begins with.

/// What stands in a cell that has to be filled in.
pub const PLACEHOLDER: &str = "TODO";

/// Header rows that realtime requests have.
const REALTIME_HEADER: &[&str] = &["approval_key", "custtype", "tr_type", "content-type"];

/// The method of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// With a query table.
    Get,
    /// With a body table.
    Post,
}

/// The text of a new descriptor. `headers` are the names by which the rows of `headers.yaml` are listed: the request's,
/// then the answer's.
#[must_use]
pub fn skeleton(path: &str, method: Method, headers: (&[&str], &[&str])) -> String {
    match path.strip_prefix("/tryitout/") {
        Some(tr_id) => realtime(path, tr_id, headers.0),
        None => call(path, method, headers),
    }
}

const OURS: &str = "\
# Our part. Take out what isn't needed; spec/README.md describes every key.
# summary: One line in English: what it answers or does.
# fields:
#   INQR_CNDT: { values: { \"00\": all } }                  # English names for documented codes
#   buy_sqno: { type: decimal, why: it is compared by size } # against a convention, with the reason
# corrections: []                                           # what the page has wrong, with evidence
";

const ROWS: &str = "# A row: name (Element), ko (한글명), length, text (Description); type where it isn't String, required where it isn't Y:";

fn call(path: &str, method: Method, (request, response): (&[&str], &[&str])) -> String {
    let (method, table) = match method {
        Method::Get => ("GET", "query"),
        Method::Post => ("POST", "body"),
    };
    format!(
        "{OURS}
# The page, cell by cell. Every {PLACEHOLDER} has to be replaced; what the page leaves blank is \"\".
documented:
  title: {PLACEHOLDER}
  id: \"\"                        # the vendor's number, such as 국내주식-198
  protocol: REST
  method: {method}
  path: {path}
  domain: {{ real: \"https://openapi.koreainvestment.com:9443\", paper: \"https://openapivts.koreainvestment.com:29443\" }}
  tr_id: {{ real: {PLACEHOLDER}, paper: {PLACEHOLDER} }} # as printed, such as 모의투자 미지원 for paper
  request:
    # Take out what the page doesn't list; a row that differs from headers.yaml stands in full.
    header: [{request}]
    {table}:
      {ROWS}
      # - {{ name: CANO, ko: 종합계좌번호, length: \"8\" }}
      # - {{ name: INQR_CNDT, ko: 조회조건, length: \"2\", text: \"00: 전체, 01: 상품번호단위\" }}
      - {{ name: {PLACEHOLDER}, ko: {PLACEHOLDER}, length: \"\" }}
  response:
    header: [{response}]
    body:
      - {{ name: rt_cd, ko: 성공 실패 여부, length: \"1\" }}
      - {{ name: msg_cd, ko: 응답코드, length: \"8\" }}
      - {{ name: msg1, ko: 응답메세지, length: \"80\" }}
      - name: output
        ko: 응답상세
        type: Object Array           # or Object
        fields:
          - {{ name: {PLACEHOLDER}, ko: {PLACEHOLDER}, length: \"\" }}
",
        request = request.join(", "),
        response = response.join(", "),
    )
}

fn realtime(path: &str, tr_id: &str, headers: &[&str]) -> String {
    let header: Vec<_> = headers.iter().copied().filter(|name| REALTIME_HEADER.contains(name)).collect();
    format!(
        "{OURS}
# The page, cell by cell. Every {PLACEHOLDER} has to be replaced; what the page leaves blank is \"\".
documented:
  title: {PLACEHOLDER}
  id: \"\"                        # the vendor's number, such as 실시간-003
  protocol: WEBSOCKET
  method: POST
  path: {path}
  domain: {{ real: \"ws://ops.koreainvestment.com:21000\", paper: \"ws://ops.koreainvestment.com:31000\" }}
  tr_id: {{ real: {tr_id}, paper: {PLACEHOLDER} }} # as printed, such as 모의투자 미지원 for paper
  request:
    # Take out what the page doesn't list; a row that differs from headers.yaml stands in full.
    header: [{header}]
    body:
      - {{ name: tr_id, ko: 거래ID, length: \"1\" }}
      - {{ name: tr_key, ko: 구분값, length: \"1\" }}
  response:
    body:
      # In the order of the frame's columns.
      {ROWS}
      - {{ name: {PLACEHOLDER}, ko: {PLACEHOLDER}, length: \"\" }}
",
        header = header.join(", "),
    )
}

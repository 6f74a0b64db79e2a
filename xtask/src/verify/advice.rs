//! What could be written into the descriptor about a difference, ready to paste.

use codegen::descriptor::{Documented, Found};
use codegen::model::{Field, Shape, Transaction};
use kis_sdk::descriptor::{Difference, Finding};

/// A correction or a decision; `None` where there is nothing to write.
pub(crate) fn correction(
    transaction: &Transaction,
    page: &Documented,
    finding: &Finding,
    evidence: &str,
) -> Option<String> {
    let at = format!("response.{}", finding.at);
    let field = find(&transaction.response, &finding.at);
    Some(match &finding.difference {
        Difference::Malformed { example, .. } => {
            let why = quoted(&format!("the server sends {example:?} in {evidence}"));
            format!("fields:\n  {at}: {{ type: text, why: {why} }}")
        }
        Difference::Unknown { example } => {
            let why = quoted(&format!("the server sends it, such as {example:?}"));
            let evidence = quoted(evidence);
            format!(
                "corrections:\n  - add: {at}\n    row: {{ ko: \"\", length: \"\" }}\n    why: {why}\n    evidence: {evidence}"
            )
        }
        Difference::OtherCase { sent } | Difference::OtherName { sent } => {
            let address = field.map_or(at.as_str(), |field| &field.address);
            let name = field.map_or("", |field| &field.wire);
            change(address, "name", name, sent, "the server calls it so", evidence)
        }
        Difference::OtherShape { sent, .. } => {
            let field = field?;
            let now = match &field.shape {
                Shape::Array(_) if sent == "an object" => "Object",
                Shape::Object(_) => "Object Array",
                _ => return None,
            };
            let Found::One(section, positions, _) = page.find(&field.address) else { return None };
            let was = &page.row(section, &positions)?.kind.value;
            change(&field.address, "type", was, now, &format!("the server sends {sent}"), evidence)
        }
        // No answer, or a field that stays away: nothing that a descriptor could say.
        _ => return None,
    })
}

fn change(address: &str, cell: &str, was: &str, now: &str, why: &str, evidence: &str) -> String {
    let [was, now, why, evidence] = [was, now, why, evidence].map(quoted);
    format!(
        "corrections:\n  - change: {address}\n    was: {{ {cell}: {was} }}\n    now: {{ {cell}: {now} }}\n    why: {why}\n    \
         evidence: {evidence}",
    )
}

/// A YAML text in double quotes; JSON's escapes are YAML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The row with this path of wire names below the answer.
fn find<'m>(fields: &'m [Field], at: &str) -> Option<&'m Field> {
    let (name, rest) = at.split_once('.').map_or((at, None), |(name, rest)| (name, Some(rest)));
    let field = fields.iter().find(|field| field.wire == name)?;
    match rest {
        None => Some(field),
        Some(rest) => find(field.shape.fields()?, rest),
    }
}

#[cfg(test)]
mod tests {
    use codegen::Sources;

    use super::*;
    use crate::tables;

    const PAGE: &str = r#"summary: An example.
documented:
  title: 예시
  protocol: REST
  method: GET
  path: /uapi/domestic-bond/v1/trading/example
  domain: { real: "", paper: "" }
  tr_id: { real: CTSC1234R, paper: "" }
  request:
    query:
      - { name: PDNO, ko: 상품번호, length: "12" }
  response:
    body:
      - name: output
        ko: 응답상세
        type: Object Array
        fields:
          - { name: pdno, ko: 상품번호, length: "12" }
          - { name: evlu_amt, ko: 평가금액, length: "19" }
"#;

    /// A descriptor with this put before its page, whose container has this type.
    fn transaction(ours: &str, container: &str) -> (Transaction, Documented) {
        let mut sources = Sources::new();
        let page = PAGE.replace("Object Array", container);
        let text = page.replacen("summary: An example.\n", &format!("summary: An example.\n{ours}"), 1);
        sources.insert("domestic-bond/trading/example.yaml", text.into_bytes());
        let mut analysis = codegen::analyze(&sources);
        assert!(!analysis.diagnostics.has_errors(), "{ours}");
        let page = analysis.pages().next().expect("a page").1;
        (analysis.model.transactions.remove(0), page)
    }

    /// Whatever is proposed for an answer makes the answer fit.
    #[test]
    fn what_is_proposed_is_accepted_and_helps() {
        for (container, body) in [
            ("Array", r##"{"rt_cd":"0","output":{"pdno":"a","evlu_amt":"1"}}"##),
            ("Object", r##"{"rt_cd":"0","output":[{"pdno":"a","evlu_amt":"1"}]}"##),
        ]
        .into_iter()
        .chain(
            [
                r##"{"rt_cd":"0","output":{"pdno":"a","evlu_amt":"1"}}"##,
                r##"{"rt_cd":"0","output":[{"pdno":"a","evlu_amt":"7,780 억: \"#\""}]}"##,
                r##"{"rt_cd":"0","output":[{"pdno":"a","evlu_amt":"1","new":"- x: #"}]}"##,
                r##"{"rt_cd":"0","output":[{"PDNO":"a","evlu_amt":"1"}]}"##,
                r##"{"rt_cd":"0","output1":[{"pdno":"a","evlu_amt":"1"}]}"##,
            ]
            .map(|body| ("Object Array", body)),
        ) {
            let (before, page) = transaction("", container);
            let findings = kis_sdk::descriptor::inspect(tables::tr(&before), body.as_bytes());
            assert_eq!(findings.len(), 1, "{body}: {findings:?}");
            let advice = correction(&before, &page, &findings[0], "an answer").expect("something to write");
            let (after, _) = transaction(&format!("{advice}\n"), container);
            assert_eq!(kis_sdk::descriptor::inspect(tables::tr(&after), body.as_bytes()), [], "{advice}");
        }
    }
}

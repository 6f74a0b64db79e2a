//! Damaged pages: each has its own clear problem.

use super::super::{Rule, parse};
use super::{TABLE, page_with};

const ROWS: &str = "a | 가 | String | Y | 1 |   \nb | 나 | String | Y | 1 | 설명  \n";

fn rules(bytes: &[u8]) -> Vec<(Rule, usize)> {
    parse(bytes).unwrap_err().iter().map(|problem| (problem.rule, problem.line)).collect()
}

/// The line, from 1, on which `part` stands the `nth` time.
fn line_of(text: &str, part: &str, nth: usize) -> usize {
    text.match_indices(part).nth(nth).map(|(at, _)| text[..at].matches('\n').count() + 1).unwrap()
}

#[test]
fn files_that_are_no_pages() {
    assert_eq!(rules(b""), [(Rule::Empty, 0)]);
    assert_eq!(rules(b"\n  \n"), [(Rule::Empty, 0)]);
    assert_eq!(rules(b"\n<!DOCTYPE html>\n<html>"), [(Rule::Html, 2)]);
    assert_eq!(rules(b"\xef\xbb\xbf<html>"), [(Rule::Html, 1)]);
    assert_eq!(rules(b"# Caf\n\nna\xefve"), [(Rule::NotUtf8, 3)]);
    assert_eq!(rules(b"{\"a\": 1}\n# b"), [(Rule::NoTitle, 1)]);
    assert_eq!(rules(b"\0"), [(Rule::NoTitle, 1)]);
}

#[test]
fn pages_without_path_title_or_heading() {
    let text = page_with(Some(ROWS), Some(ROWS));
    assert_eq!(
        rules(text.replace("> API 경로: `/uapi/test/v1/quotations/inquire-test`\n", "").as_bytes()),
        [(Rule::NoPath, 4)]
    );
    assert_eq!(rules(text.replace("# 시험 조회\n", "").as_bytes()), [(Rule::NoTitle, 2)]);
    assert_eq!(rules(text.replace("# REST시험 조회[시험-001]\n", "").as_bytes()), [(Rule::NoHeading, 8)]);
    assert_eq!(rules(text.replace("# REST", "# SOAP").as_bytes()), [(Rule::NoHeading, 7)]);
    assert_eq!(rules(text.replace("`/uapi", "`uapi").as_bytes()), [(Rule::BadPath, 3)]);
}

#[test]
fn information_that_is_incomplete() {
    let text = page_with(Some(ROWS), Some(ROWS));
    let line = line_of(&text, "Format |", 0);
    assert_eq!(
        rules(text.replace("Format | JSON | Content-Type |   \n", "").as_bytes()),
        [(Rule::BadInformation, line - 1)]
    );
    assert_eq!(rules(text.replace("Format | JSON", "Form | JSON").as_bytes()), [(Rule::BadInformation, line)]);
    assert_eq!(rules(text.replace("Format | JSON", "Method | GET").as_bytes()), [(Rule::BadInformation, line)]);
    assert_eq!(rules(text.replace("Content-Type |   ", "").as_bytes()), [(Rule::BadInformation, line)]);
}

#[test]
fn pages_that_end_too_early() {
    let text = page_with(Some(ROWS), Some(ROWS));
    for cut in ["## 예시", "## 응답", "### Query", "## 요청", "---|---|---|---  \n실전"] {
        let cut = &text[..text.find(cut).unwrap()];
        let problems = parse(cut.as_bytes()).unwrap_err();
        assert!(problems.iter().any(|problem| problem.rule == Rule::MissingSection), "{problems:#?}");
    }
    let in_a_row = &text[..text.rfind("나 | String").unwrap() + 12];
    let problems = rules(in_a_row.as_bytes());
    assert_eq!(problems.iter().map(|(rule, _)| *rule).collect::<Vec<_>>(), [Rule::MissingSection, Rule::CellCount]);
}

#[test]
fn rows_with_too_few_or_too_many_cells() {
    let text = page_with(Some(ROWS), Some(ROWS));
    let line = line_of(&text, "b | 나", 1);
    let at = text.rfind("b | 나").unwrap();
    for damaged in
        ["b | 나 | String | Y | 1", "b | 나 | Y | 1 |", "b | 나", "b |", "b | 나 | 다 | String | Y | 1 | 설명"]
    {
        let (before, rest) = text.split_at(at);
        let (_, after) = rest.split_once('\n').unwrap();
        let damaged = format!("{before}{damaged}\n{after}");
        assert_eq!(rules(damaged.as_bytes()), [(Rule::CellCount, line)], "{damaged}");
    }
    assert_eq!(rules(text.replace("b | 나", " | 나").as_bytes()).len(), 2);
}

#[test]
fn tables_without_their_beginning() {
    let text = page_with(Some(ROWS), Some(ROWS));
    let at = text.rfind(TABLE).unwrap();
    let line = line_of(&text, TABLE, 2);
    let without = |cut: &str| format!("{}{}", &text[..at], text[at..].replacen(cut, "", 1));
    assert_eq!(rules(without(TABLE).as_bytes()), [(Rule::BadCaption, line)]);
    assert_eq!(rules(without("---|---|---|---|---|---  \n").as_bytes()), [(Rule::NoTableRule, line)]);
    assert_eq!(rules(without(" | Length").as_bytes())[0], (Rule::BadCaption, line));
    let prose = text.replacen(TABLE, &format!("안내\n{TABLE}"), 1);
    assert_eq!(rules(prose.as_bytes())[0].0, Rule::BadCaption);
    let text = text.replacen("a | 가", "안내\na | 가", 1);
    assert_eq!(rules(text.as_bytes()), [(Rule::Unexplained, line_of(&text, "안내", 0))]);
}

#[test]
fn sections_in_the_wrong_place() {
    let text = page_with(Some(ROWS), Some(ROWS));
    let rules_of = |text: &str| rules(text.as_bytes()).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    assert_eq!(rules_of(&text.replace("## 응답", "## 오류\n\n## 응답")), [Rule::UnknownSection]);
    assert_eq!(rules_of(&text.replace("## 응답", "### Header\n\n## 응답")), [Rule::SectionOrder]);
    assert_eq!(rules_of(&text.replace("## 개요", "설명\n\n## 개요")).first(), Some(&Rule::BadInformation));
    assert_eq!(rules_of(&text.replace("## 요청", "설명\n\n## 요청")), [Rule::Unexplained]);
    assert_eq!(rules_of(&text.replace("## 응답", "## 응답\n설명")), [Rule::Unexplained]);
}

#[test]
fn two_pages_in_one_file() {
    let text = page_with(Some(ROWS), Some(ROWS));
    assert!(rules(format!("{text}\n\n{text}").as_bytes()).iter().all(|(rule, _)| *rule == Rule::Unexplained));
}

#[test]
fn a_problem_says_where_what_and_what_to_do() {
    let text = page_with(None, Some("a | 가 | String | Y | 1\n"));
    let problems = parse(text.as_bytes()).unwrap_err();
    let line = line_of(&text, "a | 가", 0);
    assert_eq!(
        problems[0].to_string(),
        format!(
            "5 cells instead of 6 [page-wrong-cell-count]\n  {line} | a | 가 | String | Y | 1\n  \
             help: a row has Element, 한글명, Type, Required, Length and Description; fetch the page again"
        )
    );
}

#[test]
fn names_of_rules_are_stable_and_different() {
    let names: std::collections::BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    assert_eq!(names.len(), Rule::ALL.len());
    assert!(names.iter().all(|name| name.starts_with("page-")
        && name.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit())));
}

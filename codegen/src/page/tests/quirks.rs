//! The forms that pages have, one by one.

use super::super::{LineKind, ParameterKind, Protocol, audit, parse};
use super::{body, page, page_with};

fn names(rows: &[super::Row]) -> Vec<String> {
    rows.iter().map(|row| format!("{}/{}", row.name, names(&row.fields).join("+"))).collect()
}

#[test]
fn the_information_is_read_as_printed() {
    let page = page("A | 가 | String | Y | 1 |   \n", "");
    assert_eq!(page.title, "시험 조회");
    assert_eq!(page.id.as_deref(), Some("시험-001"));
    assert_eq!((page.protocol, page.method.as_str()), (Protocol::Rest, "GET"));
    assert_eq!(page.real_tr_id, "(매도) TEST0001R (매수) TEST0002R");
    assert_eq!((page.paper_tr_id.as_str(), page.paper_domain.as_str()), ("", "모의투자 미지원"));
    assert_eq!((page.format.as_str(), page.content_type.as_str()), ("JSON", ""));
    assert_eq!(page.parameters.unwrap().kind, ParameterKind::Query);
}

#[test]
fn headings_differ_from_titles_and_lack_ids() {
    let table = [
        ("# REST시험 조회[시험-001]", ("시험 조회", Some("시험-001"))),
        ("# REST시험 조회 [시험-001,002]", ("시험 조회", Some("시험-001,002"))),
        ("# REST시험 조회", ("시험 조회", None)),
        ("# REST시험  조회 (통합)", ("시험  조회 (통합)", None)),
        ("# REST다른 [것] 조회 [1]", ("다른 [것] 조회", Some("1"))),
        ("# REST시험 조회[]", ("시험 조회[]", None)),
    ];
    for (heading, (name, id)) in table {
        let text = page_with(None, None).replace("# REST시험 조회[시험-001]", heading);
        let page = parse(text.as_bytes()).unwrap().page;
        assert_eq!((page.heading.as_str(), page.id.as_deref()), (name, id), "{heading}");
    }
    let bracketed =
        page_with(None, None).replace("시험 조회[시험-001]", "시험 [조회]").replace("# 시험 조회", "# 시험 [조회]");
    let page = parse(bracketed.as_bytes()).unwrap().page;
    assert_eq!((page.heading.as_str(), page.id), ("시험 [조회]", None));
}

#[test]
fn the_menus_group_above_the_heading_is_noise_with_a_name() {
    let text = page_with(None, None).replace("# REST시험", "[시험]실시간시세\n\n# WEBSOCKET시험");
    let parsed = parse(text.as_bytes()).unwrap();
    assert_eq!(parsed.ledger.count(LineKind::Category), 1);
    assert_eq!(parsed.page.protocol, Protocol::Websocket);
}

#[test]
fn tables_can_be_missing_and_can_be_empty() {
    let parsed = parse(page_with(None, Some("")).as_bytes()).unwrap();
    assert_eq!(parsed.page.parameters, None);
    assert_eq!(parsed.page.response_header, None);
    assert_eq!(parsed.page.response_body, Some(Vec::new()));
}

#[test]
fn a_description_goes_on_below_blank_lines() {
    let rows = body(
        "a | 가 | String | Y | 1 | 첫째   \n둘째  \n  \n  \n* 넷째  \n  \nb | 나 | String | Y | 1 |   \n셋째  \n  \n",
    );
    assert_eq!(rows[0].text, "첫째\n둘째\n\n\n* 넷째");
    assert_eq!(rows[1].text, "\n셋째");
}

#[test]
fn lines_are_counted_by_what_they_are() {
    let rows = "a | 가 | String | Y | 1 | 첫째  \n  \n둘째  \n  \nb | 나 | String | Y | 1 |   \n";
    let text = page_with(None, Some(rows));
    let ledger = parse(text.as_bytes()).unwrap().ledger;
    assert_eq!(ledger.unexplained().count(), 0);
    assert_eq!(LineKind::ALL.iter().map(|kind| ledger.count(*kind)).sum::<usize>(), text.lines().count());
    let count = |kind| ledger.count(kind);
    assert_eq!((count(LineKind::Row), count(LineKind::Continuation), count(LineKind::InnerBlank)), (3, 1, 1));
    assert_eq!((count(LineKind::Information), count(LineKind::Caption), count(LineKind::TableRule)), (4, 2, 3));
}

#[test]
fn two_spaces_or_a_dash_put_a_row_into_the_object_above() {
    let rows = "rt_cd | 가 | String | Y | 1 |   
output1 | 가 | Object | Y |  |   
a  | 가 | String | Y | 1 |   
leaf  | 가 | Object | Y | 1 |   
b  | 가 | String | Y | 1 |   
output2 | 가 |  | Y |  | array  
a  | 가 |  | Y | 1 |   
output3 | 가 | Array | Y |  |   
-a | 가 | String | Y | 1 |   
-b | 가 | String | Y | 1 |   
end | 가 | String | Y | 1 |   
";
    assert_eq!(names(&body(rows)), ["rt_cd/", "output1/a/+leaf/+b/", "output2/a/", "output3/-a/+-b/", "end/"]);
}

#[test]
fn rows_marked_as_nested_below_no_object_say_so() {
    let rows = body("msg1 | 가 | String | Y | 1 |   \na  | 가 | String | Y | 1 |   \nb | 가 | String | Y | 1 |   \n");
    assert_eq!(rows.iter().map(|row| row.nested).collect::<Vec<_>>(), [false, true, false]);
}

#[test]
fn names_and_cells_stay_as_printed() {
    let rows = body(
        "SRS_CD_02… |  |  |  | null | -  \ntype | 한글 |  Number |  N  |  -  |  값   \n\
        output | 가 | Object | Y |  |   \noutput | 가 | Object | Y |  |   \n",
    );
    assert_eq!((rows[0].name.as_str(), rows[0].length.as_str(), rows[0].required.as_str()), ("SRS_CD_02…", "null", ""));
    assert_eq!((rows[1].kind.as_str(), rows[1].required.as_str(), rows[1].length.as_str()), ("Number", "N", "-"));
    assert_eq!(rows[1].text, "값");
    assert_eq!(rows.len(), 4);
}

#[test]
fn the_converters_backslashes_and_zero_width_characters_go() {
    let text = page_with(None, Some("a | 가\u{feff}나 | String | Y | 1 | \\- 첫째\u{200b}  \n1\\. 둘째 C:\\dir  \n"));
    let parsed = parse(text.as_bytes()).unwrap();
    let row = &parsed.page.response_body.as_ref().unwrap()[0];
    assert_eq!((row.ko.as_str(), row.text.as_str()), ("가나", "- 첫째\n1. 둘째 C:\\dir"));
    assert_eq!(parsed.ledger.zero_width(), 2);
    assert_eq!(audit(text.as_bytes(), &parsed.page), []);
}

#[test]
fn a_bar_without_spaces_around_it_is_text() {
    let rows = body("a | 가 | String | Y | 1 | A|B \\| C  \nA|B|C  \n");
    assert_eq!(rows[0].text, "A|B | C\nA|B|C");
}

#[test]
fn windows_line_ends_and_trimmed_lines_change_nothing() {
    let text = page_with(
        Some("a | 가 | String | Y |  | 첫째  \n  \n둘째  \n"),
        Some("o | 가 | Object | Y |  |   \nb  | 나 | String | Y | 1 |   \n"),
    );
    let page = parse(text.as_bytes()).unwrap().page;
    let windows = text.replace('\n', "\r\n");
    assert_eq!(parse(windows.as_bytes()).unwrap().page, page);
    assert_eq!(audit(windows.as_bytes(), &page), []);
    let trimmed: String = text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
    assert_eq!(parse(trimmed.as_bytes()).unwrap().page, page);
    assert_eq!(parse(format!("\u{feff}{text}").as_bytes()).unwrap().page, page);
}

#[test]
fn an_audit_tells_every_difference() {
    let rows = "a | 가 | String | Y | 1 | 첫째  \n둘째  \no | 가 | Object | Y |  |   \nb  | 나 | String | Y | 1 |   \n";
    let text = page_with(Some(rows), Some(rows));
    let page = parse(text.as_bytes()).unwrap().page;
    let changes: &[fn(&mut super::Page)] = &[
        |page| page.title.push('x'),
        |page| page.heading.push('x'),
        |page| page.id = None,
        |page| page.protocol = Protocol::Websocket,
        |page| page.method.push('x'),
        |page| page.url.push('x'),
        |page| page.path.push('x'),
        |page| page.real_domain.push('x'),
        |page| page.paper_domain.push('x'),
        |page| page.real_tr_id.push('x'),
        |page| page.paper_tr_id.push('x'),
        |page| page.format.push('x'),
        |page| page.content_type.push('x'),
        |page| page.request_header = None,
        |page| page.parameters = None,
        |page| page.parameters.as_mut().unwrap().kind = ParameterKind::Body,
        |page| page.response_header = Some(Vec::new()),
        |page| page.response_body.as_mut().unwrap()[0].name.push('x'),
        |page| page.response_body.as_mut().unwrap()[0].ko.push('x'),
        |page| page.response_body.as_mut().unwrap()[0].kind.push('x'),
        |page| page.response_body.as_mut().unwrap()[0].required.push('x'),
        |page| page.response_body.as_mut().unwrap()[0].length.push('x'),
        |page| page.response_body.as_mut().unwrap()[0].text.push('x'),
        |page| page.response_body.as_mut().unwrap()[0].text = "첫째".to_owned(),
        |page| page.response_body.as_mut().unwrap()[0].text.push_str("\n\nx"),
        |page| drop(page.response_body.as_mut().unwrap().remove(0)),
        |page| page.response_body.as_mut().unwrap()[1].fields.clear(),
        |page| {
            let rows = page.response_body.as_mut().unwrap();
            let inner = rows[1].fields.remove(0);
            rows.push(inner);
        },
        |page| page.response_body.as_mut().unwrap().swap(0, 1),
    ];
    assert_eq!(audit(text.as_bytes(), &page), []);
    for (index, change) in changes.iter().enumerate() {
        let mut changed = page.clone();
        change(&mut changed);
        assert_ne!(audit(text.as_bytes(), &changed), [], "change {index}");
    }
}

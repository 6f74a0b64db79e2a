//! The Python classes against the tables.

use super::super::{Sort, parse, witness};
use super::page_with;

const ROWS: &str = "rt_cd | 결과 | String | Y | 1 |   
count | 개수 | Number | N | 4 |   
output | 응답 | Object Array | Y |  |   
a  | 가 | String | Y | 1 |   
b  | 나 | String | N | 1 |   
";

const CLASSES: &str = "    @dataclass
    class RequestQueryParam:
    
    @dataclass
    class ResponseHeader:
    
    @dataclass
    class ResponseBody:
        rt_cd: str    #결과
        count: Optional[float] = None    #개수
        output: List[ResponseBodyoutput] = field(default_factory=list)    #응답
    
    @dataclass
    class ResponseBodyoutput:
        a: str    #가
        b: Optional[str] = None    #나

복사하기";

fn sorts(rows: &str, classes: &str) -> Vec<(Sort, String)> {
    let text = page_with(None, Some(rows)).replace("복사하기", classes);
    let found = witness(&parse(text.as_bytes()).unwrap());
    found.into_iter().map(|one| (one.sort, format!("{}.{}", one.class, one.name))).collect()
}

#[test]
fn they_agree() {
    assert_eq!(sorts(ROWS, CLASSES), []);
}

#[test]
fn every_sort_of_disagreement() {
    let one = |sort, at: &str| vec![(sort, at.to_owned())];
    let table = [
        ("결과", "결 과", one(Sort::Korean, "ResponseBody.rt_cd")),
        ("rt_cd: str", "rt_cd: float", one(Sort::Type, "ResponseBody.rt_cd")),
        ("rt_cd: str", "rt_cd: Optional[str] = None", one(Sort::Required, "ResponseBody.rt_cd")),
        ("        rt_cd: str    #결과\n", "", one(Sort::MissingField, "ResponseBody.rt_cd")),
        ("        a: str", "        c: str\n        a: str", one(Sort::ExtraField, "ResponseBodyoutput.c")),
        (
            "List[ResponseBodyoutput] = field(default_factory=list)",
            "ResponseBodyoutput",
            one(Sort::Type, "ResponseBody.output"),
        ),
        ("    class RequestQueryParam:\n", "", one(Sort::MissingClass, "RequestQueryParam.")),
        (
            "    class ResponseHeader:\n",
            "    class ResponseHeader:\n    class Other:\n",
            one(Sort::ExtraClass, "Other."),
        ),
    ];
    for (from, to, expected) in table {
        assert!(CLASSES.contains(from), "{from}");
        assert_eq!(sorts(ROWS, &CLASSES.replacen(from, to, 1)), expected, "{from} → {to}");
    }
    let swapped = CLASSES
        .replace("        rt_cd: str    #결과\n", "")
        .replace("    #개수\n", "    #개수\n        rt_cd: str    #결과\n");
    assert_eq!(sorts(ROWS, &swapped), one(Sort::Order, "ResponseBody.count"));
}

#[test]
fn a_row_in_an_object_whose_field_stands_outside() {
    let flat =
        CLASSES.replace("        a: str    #가\n", "").replace("    #응답\n", "    #응답\n        a: str    #가\n");
    assert_eq!(sorts(ROWS, &flat), [(Sort::Nesting, "ResponseBody.a".to_owned())]);
}

#[test]
fn of_an_object_that_comes_twice_the_right_one_has_the_class() {
    let other = "output | 응답 | Object Array | Y |  |   \nc  | 다 | String | Y | 1 |   \n";
    let fields = "        output: List[ResponseBodyoutput] = field(default_factory=list)    #응답\n";
    let classes = CLASSES.replace(fields, &fields.repeat(2));
    assert_eq!(sorts(&format!("{other}{}", ROWS), &classes)[0].0, Sort::MissingClass);
    let found = sorts(&format!("{ROWS}{other}"), &classes);
    assert_eq!(found, [(Sort::MissingClass, "ResponseBodyoutput.".to_owned())]);
}

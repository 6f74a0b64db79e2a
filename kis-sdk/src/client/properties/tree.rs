//! An answer as it is written: JSON that keeps the order of its members, doubled ones, and the digits of its numbers.

use std::fmt;

use proptest::prelude::*;
use serde_json::{Map, Value};

/// A JSON value, as written.
#[derive(Clone, Debug)]
pub(super) enum Tree {
    /// A number, `true`, `false` or `null`.
    Bare(String),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    pub(super) fn members(&self) -> &[(String, Tree)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// The rows of a container in any shape.
    pub(super) fn rows(&self) -> Vec<&[(String, Tree)]> {
        let rows = match self {
            Self::List(rows) => rows.as_slice(),
            other => std::slice::from_ref(other),
        };
        rows.iter().map(Tree::members).filter(|members| !members.is_empty()).collect()
    }

    /// The text that a single value stands for; blank where it is none.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Bare(word) if word == "null" => String::new(),
            Self::Bare(text) | Self::Text(text) => text.clone(),
            Self::List(_) | Self::Object(_) => String::new(),
        }
    }

    /// As JSON in memory, numbers as texts.
    pub(super) fn value(&self) -> Value {
        match self {
            Self::Bare(word) => match word.as_str() {
                "null" => Value::Null,
                "true" | "false" => Value::from(word == "true"),
                number => Value::from(number),
            },
            Self::Text(text) => Value::from(text.as_str()),
            Self::List(values) => values.iter().map(Tree::value).collect(),
            Self::Object(members) => {
                Value::from(Map::from_iter(members.iter().map(|(name, value)| (name.clone(), value.value()))))
            }
        }
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |parts: Vec<String>| parts.join(",");
        match self {
            Self::Bare(text) => f.write_str(text),
            Self::Text(text) => write!(f, "{}", Value::from(text.as_str())),
            Self::List(values) => write!(f, "[{}]", joined(values.iter().map(Tree::to_string).collect())),
            Self::Object(members) => {
                let member = |(name, value): &(String, Tree)| format!("{}:{value}", Value::from(name.as_str()));
                write!(f, "{{{}}}", joined(members.iter().map(member).collect()))
            }
        }
    }
}

/// The member that counts where a name comes twice: the last one, in whatever case.
pub(super) fn last<'a>(members: &'a [(String, Tree)], name: &str) -> Option<&'a Tree> {
    members.iter().rev().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// A number as the server writes it, and as it should not.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "-?(0|[1-9][0-9]{0,11})",
        4 => "-?(0|[1-9][0-9]{0,9})\\.[0-9]{1,8}",
        1 => "-?[1-9][0-9]{18,30}",
        1 => "0\\.[0-9]{25,32}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => " {0,8}",
        4 => number(),
        3 => (" {0,3}[+-]?0{0,4}", "[0-9]{1,9}(\\.[0-9]{0,8})? {0,3}").prop_map(|(sign, digits)| sign + &digits),
        1 => "(19|20)[0-9]{6}",
        2 => "\\PC{0,12}",
        1 => "[a-z\"\\\\\u{0}\u{7f}\n가힣 ]{0,8}",
    ]
}

fn scalar() -> impl Strategy<Value = Tree> {
    prop_oneof![
        6 => text().prop_map(Tree::Text),
        2 => number().prop_map(Tree::Bare),
        1 => prop::sample::select(vec!["true", "false", "null"]).prop_map(|word| Tree::Bare(word.to_owned())),
    ]
}

fn any_case(name: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![6 => Just(name.to_owned()), 1 => Just(name.to_ascii_uppercase())]
}

fn named(names: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![9 => prop::sample::select(names).prop_flat_map(any_case), 1 => "\\PC{0,6}"]
}

fn row() -> impl Strategy<Value = Tree> {
    const NAMES: &[&str] =
        &["pdno", "prdt_name", "cblc_qty", "buy_unpr", "buy_amt", "exdt", "ODNO", "ORD_TMD", "rt_cd", "output"];
    let value = prop_oneof![8 => scalar(), 1 => Just(Tree::Object(Vec::new())), 1 => Just(Tree::List(Vec::new()))];
    prop::collection::vec((named(NAMES), value), 0..6).prop_map(Tree::Object)
}

fn container() -> impl Strategy<Value = Tree> {
    prop_oneof![
        6 => prop::collection::vec(row(), 0..4).prop_map(Tree::List),
        3 => row(),
        1 => scalar(),
        1 => prop::collection::vec(scalar(), 0..3).prop_map(Tree::List),
    ]
}

fn code() -> impl Strategy<Value = Tree> {
    prop_oneof![
        8 => Just(Tree::Text("0".to_owned())),
        3 => prop::sample::select(vec!["1", "7", "", "00", " 0 ", "0.0", "+0", "-0"]).prop_map(|text| Tree::Text(text.to_owned())),
        2 => prop::sample::select(vec!["0", "1", "-0", "0.0", "1e-400", "0e5", "null", "false"])
            .prop_map(|text| Tree::Bare(text.to_owned())),
        1 => container(),
    ]
}

fn message_code() -> impl Strategy<Value = Tree> {
    let codes =
        vec!["KIOK0510", "KIOK0560", "APBK1631", "EGW00121", "EGW00201", "EGW00316", "SYDB0050", "APBK0013", ""];
    prop_oneof![4 => prop::sample::select(codes).prop_map(|text| Tree::Text(text.to_owned())), 1 => scalar()]
}

/// An answer, mostly one such as the server's, with its members in any order.
pub(super) fn answer() -> impl Strategy<Value = Tree> {
    let member = |name: &'static str, value: BoxedStrategy<Tree>| (any_case(name), value);
    let members = (
        prop::option::weighted(0.95, member("rt_cd", code().boxed())),
        prop::option::weighted(0.9, member("msg_cd", message_code().boxed())),
        prop::option::weighted(0.9, member("msg1", scalar().boxed())),
        prop::option::weighted(0.5, member("ctx_area_fk200", scalar().boxed())),
        prop::option::weighted(0.5, member("ctx_area_nk200", scalar().boxed())),
        prop::option::weighted(0.8, member("output", container().boxed())),
        prop::option::weighted(0.1, member("error_code", scalar().boxed())),
    );
    const MORE: &[&str] = &["rt_cd", "msg_cd", "ctx_area_nk200", "output1", "Output", "output2", "error_description"];
    let more = prop::collection::vec((named(MORE), prop_oneof![container(), scalar()]), 0..2);
    (members, more)
        .prop_map(|((a, b, c, d, e, f, g), more)| [a, b, c, d, e, f, g].into_iter().flatten().chain(more).collect())
        .prop_flat_map(|members: Vec<_>| Just(members).prop_shuffle())
        .prop_map(Tree::Object)
}

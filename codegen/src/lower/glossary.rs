//! One English name for one Korean word: constants of codes that a descriptor doesn't name itself.

use std::collections::BTreeMap;

use crate::model::{Code, Codes, Field, Model, Shape, Transaction, Value};

/// English names in snake case by the Korean words of the pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glossary(BTreeMap<String, String>);

impl Glossary {
    /// Adds a word; `false` where it has a name already.
    pub fn insert(&mut self, word: impl Into<String>, name: impl Into<String>) -> bool {
        self.0.insert(word.into(), name.into()).is_none()
    }

    /// The name of a word.
    #[must_use]
    pub fn name(&self, word: &str) -> Option<&str> {
        self.0.get(word).map(String::as_str)
    }

    /// Names every code whose whole label is a word of the glossary and that has no name yet; gives back the words that
    /// are no code's label.
    ///
    /// Within one list a name that two codes would share goes to neither: they keep the names made of their codes.
    pub fn apply(&self, model: &mut Model) -> Vec<String> {
        let mut unused = self.0.clone();
        for transaction in &mut model.transactions {
            each(transaction, &mut |_, codes| {
                codes.list.iter().for_each(|code| drop(unused.remove(&code.label)));
                self.fill(&mut codes.list);
            });
        }
        unused.into_keys().collect()
    }

    fn fill(&self, codes: &mut [Code]) {
        let proposed: Vec<_> =
            codes.iter().map(|code| code.name.clone().or_else(|| self.name(&code.label).map(str::to_owned))).collect();
        let shared =
            |name: &Option<String>| name.is_some() && proposed.iter().filter(|other| *other == name).count() > 1;
        for (code, name) in codes.iter_mut().zip(&proposed) {
            if code.name.is_none() && !shared(name) {
                code.name.clone_from(name);
            }
        }
    }
}

/// Every list of codes of a transaction, with the path of its row.
pub(super) fn each(transaction: &mut Transaction, visit: &mut impl FnMut(&str, &mut Codes)) {
    for parameter in &mut transaction.parameters {
        if let Value::Code(codes) = &mut parameter.value {
            visit(&parameter.address, codes);
        }
    }
    fields(&mut transaction.response, visit);
}

fn fields(rows: &mut [Field], visit: &mut impl FnMut(&str, &mut Codes)) {
    for row in rows {
        match &mut row.shape {
            Shape::Value(Value::Code(codes)) => visit(&row.address, codes),
            Shape::Value(_) => {}
            Shape::Object(inner) | Shape::Array(inner) => fields(inner, visit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_given_once_and_never_taken_away() {
        let mut glossary = Glossary::default();
        for (word, name) in [("전체", "all"), ("매수", "buy"), ("코스피", "kospi"), ("거래소", "kospi")] {
            assert!(glossary.insert(word, name));
        }
        let code = |label: &str, name: Option<&str>| Code {
            code: label.to_owned(),
            label: label.to_owned(),
            name: name.map(str::to_owned),
        };
        let mut codes = [
            code("전체", None),
            code("매수", Some("purchase")),
            code("코스피", None),
            code("거래소", None),
            code("모르는 말", None),
        ];
        glossary.fill(&mut codes);
        let names: Vec<_> = codes.iter().map(|code| code.name.as_deref()).collect();
        assert_eq!(names, [Some("all"), Some("purchase"), None, None, None]);
    }
}

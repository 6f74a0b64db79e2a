//! What a person reads where the conventions can't: codes among prose, and defaults that depend on the chosen TR id.
//!
//! Nothing is made up here: every code and every word that is read has to stand in the description.

use super::Lowering;
use super::conventions;
use crate::descriptor::{DefaultText, Row, Text};
use crate::diagnostics::{Diagnostic, Lint, closest};

/// The default that stands for every variant without one of its own.
const OTHERS: &str = "others";

/// Words by which a page says that nothing is sent.
const BLANK: &[&str] = &["공백", "공란", "빈칸", "빈값", "제거", "미입력", "\"\""];

/// A default: what is sent, and for each variant of the choice where that differs.
pub(super) type Default = (Option<String>, Vec<String>);

impl Lowering<'_> {
    /// The codes of a description: as decided, else as the conventions read them.
    pub(super) fn codes_of(&mut self, row: &Row, address: &str) -> Option<Vec<(String, String)>> {
        let read = conventions::codes(&row.text, &row.length);
        let Some(written) = self.decisions.codes(address) else { return read };
        for (code, words) in written {
            if !stands_in(&row.text, &code.value) {
                let what =
                    if code.is_empty() { "word for a blank".to_owned() } else { format!("code `{}`", code.value) };
                let message = format!("the description of `{}` has no {what}", row.name.value);
                let problem = Diagnostic::new(Lint::UndocumentedCode, self.file, &code.span, message);
                self.found.push(problem.note(format!("it says {:?}", row.text.value)));
            }
            if let Some(word) = words.split_whitespace().find(|word| !row.text.contains(*word)) {
                let message = format!("the description of `{}` has no word `{word}`", row.name.value);
                let problem = Diagnostic::new(Lint::UndocumentedCode, self.file, &words.span, message);
                self.found.push(problem.note(format!("it says {:?}", row.text.value)));
            }
        }
        let codes: Vec<_> = written.iter().map(|(code, words)| (code.value.clone(), words.value.clone())).collect();
        if read.as_ref() == Some(&codes) {
            let message = format!("the conventions read these codes of `{}` by themselves", row.name.value);
            self.found.push(
                Diagnostic::new(Lint::BadDecision, self.file, &written[0].0.span, message).help("remove `codes`"),
            );
        }
        Some(codes)
    }

    /// Our default of a parameter.
    pub(super) fn decided_default(&mut self, address: &str) -> Option<Default> {
        match self.decisions.default(address)? {
            DefaultText::Same(text) => Some((Some(text.value.clone()), Vec::new())),
            DefaultText::ByChoice(pairs) => Some(self.by_choice(pairs)),
        }
    }

    fn by_choice(&mut self, pairs: &[(Text, Text)]) -> Default {
        let others = pairs.iter().find(|(name, _)| name.value == OTHERS).map(|(_, default)| &default.value);
        for (name, _) in pairs.iter().filter(|(name, _)| name.value != OTHERS) {
            if self.variants.contains(&name.value) {
                continue;
            }
            let message = format!("`choice` has no id `{}`", name.value);
            let problem = Diagnostic::new(Lint::BadDecision, self.file, &name.span, message);
            let known = self.variants.iter().map(String::as_str).chain([OTHERS]);
            self.found.push(match closest(name, known) {
                Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                None if self.variants.is_empty() => problem.help("write the one default that there is"),
                None => problem.help(format!("it has {}", self.variants.join(", "))),
            });
        }
        let mut defaults = Vec::new();
        for variant in &self.variants {
            let own = pairs.iter().find(|(name, _)| name.value == *variant).map(|(_, default)| &default.value);
            if let Some(default) = own.or(others) {
                defaults.push(default.clone());
            } else if let Some((first, _)) = pairs.first() {
                let message = format!("no default for `{variant}`");
                let problem = Diagnostic::new(Lint::BadDecision, self.file, &first.span, message);
                self.found.push(problem.help(format!("write `{variant}: \"…\"`, or `{OTHERS}: \"…\"` for the rest")));
            }
        }
        (others.or(defaults.first()).cloned(), defaults)
    }
}

/// Whether a code stands in a text by itself; the blank one in words.
fn stands_in(text: &str, code: &str) -> bool {
    if code.is_empty() {
        return BLANK.iter().any(|word| text.contains(word));
    }
    let is_code = |c: char| c.is_ascii_alphanumeric() || c == '%';
    text.match_indices(code)
        .any(|(at, _)| !text[..at].ends_with(is_code) && !text[at + code.len()..].starts_with(is_code))
}

#[cfg(test)]
mod tests {
    use super::stands_in;

    #[test]
    fn codes_stand_by_themselves() {
        for (text, code) in
            [("%%전체 / 01 : 매도", "%%"), ("3. STOP, 4 S/L", "4"), ("한국 : KRX", "KRX"), ("[그외]\n제거", "")]
        {
            assert!(stands_in(text, code), "{text} {code}");
        }
        for (text, code) in [("%% : 전체", "%"), ("101 : 보통주", "01"), ("KRXB", "KRX"), ("01 : 매도", "")] {
            assert!(!stands_in(text, code), "{text} {code}");
        }
    }
}

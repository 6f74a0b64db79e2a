//! Which fields are shown.

use kis_sdk::descriptor::{Field, FieldKind, Tr};

use super::{WatchArguments, keys};
use crate::exit::{Failure, Outcome};
use crate::find;
use crate::suggest::did_you_mean;

/// How many fields people are shown unless they say which.
const FIRST: usize = 10;

/// Fields by their positions in a record.
pub(super) struct Fields {
    /// What machines get: everything, unless it was said.
    pub(super) whole: Vec<usize>,
    /// What people get: the first ones, unless it was said.
    pub(super) shown: Vec<usize>,
    tr: &'static Tr,
}

impl Fields {
    /// Reads `--columns`. A 한글명 stands for its field, `all` for all.
    pub(super) fn of(tr: &'static Tr, arguments: &WatchArguments) -> Outcome<Self> {
        let asked: Vec<&str> =
            arguments.columns.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
        let all: Vec<usize> = (0..tr.response.len()).collect();
        if asked.is_empty() {
            return Ok(Self::first(tr));
        }
        if asked.iter().any(|name| name.eq_ignore_ascii_case("all")) {
            return Ok(Self { whole: all.clone(), shown: all, tr });
        }
        let is = |field: &Field, name: &str| field.name.eq_ignore_ascii_case(name) || field.label == name;
        let position = |name: &&str| tr.response.iter().position(|field| is(field, name));
        let unknown: Vec<&str> = asked.iter().copied().filter(|name| position(name).is_none()).collect();
        if unknown.is_empty() {
            let chosen: Vec<usize> = asked.iter().filter_map(position).collect();
            return Ok(Self { whole: chosen.clone(), shown: chosen, tr });
        }
        let known = || tr.response.iter().flat_map(|field| [field.name, field.label]);
        let lines = unknown.iter().take(3).map(|name| format!("`{name}`{}", did_you_mean(name, known())));
        let noun = if unknown.len() == 1 { "a column that isn't" } else { "columns that aren't" };
        Err(Failure::usage(format!("--columns names {noun} in the records of {}", tr.title))
            .advise_all(lines)
            .advise(format!("`kis show {}` lists its fields", find::name(tr))))
    }

    /// What is shown where nobody says what.
    pub(super) fn first(tr: &'static Tr) -> Self {
        Self { whole: (0..tr.response.len()).collect(), shown: first(tr), tr }
    }

    pub(super) fn field(&self, position: usize) -> &'static Field {
        &self.tr.response[position]
    }

    pub(super) fn tr(&self) -> &'static Tr {
        self.tr
    }
}

/// The first fields that say something: not the key, which stands before them anyway, not what is hidden, and of numbered
/// ones (매도호가1, 매도호가2, …) the first.
fn first(tr: &'static Tr) -> Vec<usize> {
    let is_personal = keys::is_personal(tr);
    let says = |(position, field): &(usize, &Field)| {
        let is_key = *position == 0 && !is_personal;
        !is_key && !field.sensitive && !is_further(tr, field)
    };
    let mut shown: Vec<(usize, &Field)> = tr.response.iter().enumerate().filter(says).collect();
    // Numbers and times are what is watched; texts and codes only where there is room.
    if shown.len() > FIRST && !is_personal {
        let is_value = |field: &Field| matches!(field.kind, FieldKind::Decimal | FieldKind::Time);
        let mut values: Vec<_> = shown.iter().copied().filter(|(_, field)| is_value(field)).take(FIRST).collect();
        if values.len() == FIRST {
            std::mem::swap(&mut shown, &mut values);
        }
    }
    shown.into_iter().take(FIRST).map(|(position, _)| position).collect()
}

/// Whether a field is one of a row of numbered ones, and not the first.
fn is_further(tr: &Tr, field: &Field) -> bool {
    let base = field.name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let number = &field.name[base.len()..];
    let of_one = |other: &Field| other.name.strip_prefix(base) == Some("1");
    !matches!(number, "" | "1") && tr.response.iter().any(of_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(id: &str) -> Vec<&'static str> {
        let tr = find::find(id).expect(id).tr;
        first(tr).into_iter().map(|position| tr.response[position].name).collect()
    }

    #[test]
    fn the_first_ones_say_something() {
        let trade = names("H0STCNT0");
        assert_eq!(trade[..4], ["STCK_CNTG_HOUR", "STCK_PRPR", "PRDY_VRSS", "PRDY_CTRT"]);
        let quote = names("H0STASP0");
        assert_eq!(quote[..5], ["BSOP_HOUR", "ASKP1", "BIDP1", "ASKP_RSQN1", "BIDP_RSQN1"]);
        let notice = names("H0STCNI0");
        assert!(!notice.contains(&"ACNT_NO") && !notice.contains(&"CUST_ID"), "{notice:?}");
    }

    #[test]
    fn every_realtime_tr_has_some() {
        for tr in kis_sdk::TRANSACTIONS.iter().filter(|tr| tr.kind == kis_sdk::descriptor::Kind::Realtime) {
            assert!(!first(tr).is_empty(), "{}", tr.source);
        }
    }
}

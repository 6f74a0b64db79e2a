//! One record as it may be shown.

use kis_sdk::descriptor::{FieldKind, Tr};
use kis_sdk::realtime::Pushed;

use super::fields::Fields;
use super::keys::is_personal;
use crate::mask::Mask;

/// A record whose sensitive values are hidden.
pub(super) struct Shown {
    pub(super) key: String,
    /// A value for each field of the TR; `None` where the column is missing.
    values: Vec<Option<String>>,
    /// Whether the price is above (1) or below (-1) that of the day before.
    pub(super) trend: i8,
}

impl Shown {
    pub(super) fn value(&self, position: usize) -> Option<&str> {
        self.values.get(position).and_then(Option::as_deref)
    }

    /// A value as people read it: a code with what the page calls it.
    pub(super) fn cell(&self, fields: &Fields, position: usize) -> String {
        let text = self.value(position).unwrap_or_default();
        if let FieldKind::Code(codes) = fields.field(position).kind
            && let Some(value) = codes.iter().find(|value| value.code == text)
            && value.label != value.code
        {
            return format!("{text} {}", value.label);
        }
        text.to_owned()
    }
}

/// Makes records fit to be shown.
pub(super) struct Reader {
    mask: Mask,
    is_unmasked: bool,
    is_personal: bool,
    /// The field that says how the price differs from the day before.
    change: Option<&'static str>,
}

impl Reader {
    pub(super) fn new(tr: &'static Tr, is_unmasked: bool) -> Self {
        let is_change = |label: &str| {
            let label: String = label.split_whitespace().collect();
            label.contains("전일대비") && !label.contains("부호") && !label.contains("거래량")
        };
        let decimals = tr.response.iter().filter(|field| matches!(field.kind, FieldKind::Decimal));
        let change = decimals.map(|field| (field.name, field.label)).find(|(_, label)| is_change(label));
        Self {
            mask: Mask::new(tr, None, is_unmasked),
            is_unmasked,
            is_personal: is_personal(tr),
            change: change.map(|(name, _)| name),
        }
    }

    pub(super) fn read(&self, pushed: &Pushed) -> Shown {
        let mut values: Vec<Option<String>> = Vec::with_capacity(pushed.tr().response.len());
        values.extend(pushed.fields().map(|(field, column)| Some(self.mask.value(field.name, column))));
        let key = match self.is_unmasked || !self.is_personal {
            true => pushed.key().as_str().to_owned(),
            // Shown as `***`.
            false => pushed.key().to_string(),
        };
        let change = self.change.and_then(|name| pushed.decimal(name).ok().flatten());
        let trend = change.map_or(0, |change| change.cmp(&kis_sdk::Decimal::ZERO) as i8);
        Shown { key, values, trend }
    }
}

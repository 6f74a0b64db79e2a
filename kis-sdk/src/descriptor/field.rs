//! The static description of one answer field.

use super::CodeValue;

/// One row of an answer's table.
#[derive(Debug)]
#[non_exhaustive]
pub struct Field {
    /// The name as printed on the page.
    pub name: &'static str,
    /// 한글명.
    pub label: &'static str,
    /// The documented length; a hint, never a limit.
    pub length: &'static str,
    /// What its value means.
    pub kind: FieldKind,
    /// Whether it can hold an account number or the like: then `Debug` shows that it is there, never what it is.
    pub sensitive: bool,
}

/// What a field's value means; decides the Rust type of the generated field.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum FieldKind {
    /// Text, trailing blanks removed: `String`.
    Text,
    /// Money, price, quantity, rate: `Option<Decimal>`, `None` where the server sends blanks.
    Decimal,
    /// A day: `Option<Date>`, `None` where the server sends blanks or zeros.
    Date,
    /// A time of day: `Option<Time>`, `None` where the server sends blanks.
    Time,
    /// A coded value: a type of its own over the raw code.
    Code(&'static [CodeValue]),
    /// One object: `Option<…>`, `None` where the server sends none or an empty one.
    Object(&'static [Field]),
    /// Any number of objects: `Vec<…>`.
    Array(&'static [Field]),
}

impl Field {
    const fn new(name: &'static str, label: &'static str, length: &'static str, kind: FieldKind) -> Self {
        Self { name, label, length, kind, sensitive: false }
    }

    /// A field of [`FieldKind::Text`].
    #[must_use]
    pub const fn text(name: &'static str, label: &'static str, length: &'static str) -> Self {
        Self::new(name, label, length, FieldKind::Text)
    }

    /// A field of [`FieldKind::Decimal`].
    #[must_use]
    pub const fn decimal(name: &'static str, label: &'static str, length: &'static str) -> Self {
        Self::new(name, label, length, FieldKind::Decimal)
    }

    /// A field of [`FieldKind::Date`].
    #[must_use]
    pub const fn date(name: &'static str, label: &'static str, length: &'static str) -> Self {
        Self::new(name, label, length, FieldKind::Date)
    }

    /// A field of [`FieldKind::Time`].
    #[must_use]
    pub const fn time(name: &'static str, label: &'static str, length: &'static str) -> Self {
        Self::new(name, label, length, FieldKind::Time)
    }

    /// A field of [`FieldKind::Code`].
    #[must_use]
    pub const fn code(
        name: &'static str,
        label: &'static str,
        length: &'static str,
        codes: &'static [CodeValue],
    ) -> Self {
        Self::new(name, label, length, FieldKind::Code(codes))
    }

    /// A field of [`FieldKind::Object`].
    #[must_use]
    pub const fn object(name: &'static str, label: &'static str, fields: &'static [Field]) -> Self {
        Self::new(name, label, "", FieldKind::Object(fields))
    }

    /// A field of [`FieldKind::Array`].
    #[must_use]
    pub const fn array(name: &'static str, label: &'static str, fields: &'static [Field]) -> Self {
        Self::new(name, label, "", FieldKind::Array(fields))
    }

    /// Its value is never shown by `Debug`.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }
}

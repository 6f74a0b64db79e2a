//! Coded values: the raw code as the server knows it, with names for the documented ones.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use super::Wire;
use super::table::cells;

/// One documented code; as a line `code | name | label`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeValue {
    /// The code as it travels, e.g. `00`.
    pub code: &'static str,
    /// The name of its constant, e.g. `ALL`.
    pub name: &'static str,
    /// What the page calls it, e.g. `전체`.
    pub label: &'static str,
}

impl CodeValue {
    /// The codes of a list; a line that is none is a bug in generated code.
    fn all(list: &'static str) -> impl Iterator<Item = Self> {
        let lines = list.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| match *cells(line) {
            [code, name, label] => Self { code, name, label },
            _ => panic!("not a code: {line}"),
        })
    }

    pub(super) fn list(list: &'static str) -> &'static [Self] {
        Self::all(list).collect::<Vec<_>>().leak()
    }
}

/// The raw text of a [`Coded`] value; codes that no page documents are kept as they came.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(Cow<'static, str>);

impl Code {
    /// A documented code.
    #[must_use]
    pub const fn documented(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }

    /// Any code.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self(Cow::Owned(code.into()))
    }

    /// The code as it travels.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A generated list of codes. It is no value itself: [`Coded`] has one of them.
pub trait Codes: 'static {
    /// The documented codes, a [`CodeValue`] on each line, in the page's order.
    const VALUES: &'static str;
}

/// A code of a list, or any other text: a code that the page doesn't list yet must not need a new release.
///
/// `Debug` shows code and name (`00 ALL`), `Display` the bare code.
///
/// ```
/// use kis_sdk::Coded;
/// use kis_sdk::domestic_bond::trading::inquire_balance::InqrCndt;
///
/// let code: Coded<InqrCndt> = "01".into();
/// assert_eq!(code, InqrCndt::BY_PRODUCT);
/// assert_eq!((code.as_str(), code.label()), ("01", Some("상품번호단위")));
/// assert_eq!(Coded::<InqrCndt>::from("77").label(), None);
/// ```
pub struct Coded<T> {
    code: Code,
    list: PhantomData<fn() -> T>,
}

impl<T> Coded<T> {
    /// A documented code; what generated code calls.
    #[must_use]
    pub const fn documented(code: &'static str) -> Self {
        Self { code: Code::documented(code), list: PhantomData }
    }

    /// Any code.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: Code::new(code), list: PhantomData }
    }

    /// The code as it travels.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.code.as_str()
    }

    pub(super) fn code(&self) -> &Code {
        &self.code
    }
}

impl<T: Codes> Coded<T> {
    /// What the page says about this code; `None` where it doesn't know it.
    #[must_use]
    pub fn value(&self) -> Option<CodeValue> {
        CodeValue::all(T::VALUES).find(|value| value.code == self.as_str())
    }

    /// What the page calls it, e.g. `전체`; `None` where it doesn't know it.
    #[must_use]
    pub fn label(&self) -> Option<&'static str> {
        self.value().map(|value| value.label)
    }
}

impl<T> Clone for Coded<T> {
    fn clone(&self) -> Self {
        Self { code: self.code.clone(), list: PhantomData }
    }
}

impl<T> Default for Coded<T> {
    fn default() -> Self {
        Self::documented("")
    }
}

impl<T> PartialEq for Coded<T> {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl<T> Eq for Coded<T> {}

impl<T> Hash for Coded<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.code.hash(state);
    }
}

impl<T> AsRef<str> for Coded<T> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<T> From<&str> for Coded<T> {
    fn from(code: &str) -> Self {
        Self::new(code)
    }
}

impl<T> From<Code> for Coded<T> {
    fn from(code: Code) -> Self {
        Self { code, list: PhantomData }
    }
}

impl<T> fmt::Display for Coded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<T: Codes> fmt::Debug for Coded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())?;
        self.value().map_or(Ok(()), |value| write!(f, " {}", value.name))
    }
}

impl<T> Wire for Coded<T> {
    fn wire(self) -> Cow<'static, str> {
        self.code.0
    }
}

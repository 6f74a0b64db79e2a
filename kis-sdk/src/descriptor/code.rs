//! Coded values: the raw code as the server knows it, with names for the documented ones.

use std::borrow::Cow;
use std::fmt;

/// One documented code.
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
    /// Describes a code; what generated code calls.
    #[must_use]
    pub const fn new(code: &'static str, name: &'static str, label: &'static str) -> Self {
        Self { code, name, label }
    }
}

/// The raw text of a coded value. Generated types wrap it; codes that no page documents are kept as they came.
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

/// A generated type over a [`Code`].
pub trait Coded: AsRef<str> {
    /// The documented codes, in the page's order.
    const VALUES: &'static [CodeValue];

    /// The raw code, for the decoder.
    fn code_mut(&mut self) -> &mut Code;

    /// What the page says about this code; `None` where it doesn't know it.
    fn documented(&self) -> Option<&'static CodeValue> {
        Self::VALUES.iter().find(|value| value.code == self.as_ref())
    }
}

/// Implements the common traits of a generated coded type: `struct Name(Code)` with its table of values.
///
/// `Debug` shows code and name (`00 ALL`), `Display` the bare code, and every text can become the type: a code that the
/// page does not list yet must not need a new release.
#[doc(hidden)]
#[macro_export]
macro_rules! __coded {
    ($name:ident, $values:expr) => {
        impl $crate::descriptor::Coded for $name {
            const VALUES: &'static [$crate::descriptor::CodeValue] = $values;

            #[inline]
            fn code_mut(&mut self) -> &mut $crate::descriptor::Code {
                &mut self.0
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.0.as_str()
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(code: &str) -> Self {
                Self($crate::descriptor::Code::new(code))
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.0.as_str())
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                self.0.fmt_among(<Self as $crate::descriptor::Coded>::VALUES, f)
            }
        }

        impl $crate::descriptor::Wire for $name {
            #[inline]
            fn wire(self) -> ::std::borrow::Cow<'static, str> {
                self.0.into_wire()
            }
        }
    };
}

impl Code {
    /// `Debug` of every coded type.
    #[doc(hidden)]
    pub fn fmt_among(&self, values: &[CodeValue], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())?;
        match values.iter().find(|value| value.code == self.as_str()) {
            Some(value) => write!(f, " {}", value.name),
            None => Ok(()),
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub fn into_wire(self) -> Cow<'static, str> {
        self.0
    }
}

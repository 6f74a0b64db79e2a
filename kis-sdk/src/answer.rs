//! The shapes that nearly all answers have: an envelope, and outputs whose rows each page's module describes.
//!
//! A module's `Response` is one of them, with its own rows: `WithOutput<Vec<Output>>` has `envelope` and `output`, and
//! `WithOutput1And2<Option<Output1>, Vec<Output2>>` has `envelope`, `output1` and `output2`. An `Option` is an object that may
//! be missing, a `Vec` an array. Answers of any other shape are structs of their own.
//!
//! That they are shared lets a function take the answers of many TRs:
//!
//! ```
//! use kis_sdk::answer::WithOutput;
//!
//! /// How many rows came, and whether there are more.
//! fn progress<T>(answer: &WithOutput<Vec<T>>) -> (usize, bool) {
//!     (answer.output.len(), answer.envelope.continues())
//! }
//!
//! let body = br#"{"rt_cd":"0","output":[{"pdno":"KR103502GD61"}]}"#;
//! let bonds = kis_sdk::descriptor::decode::<kis_sdk::domestic_bond::trading::inquire_balance::Request>(body)?;
//! assert_eq!(progress(&bonds), (1, false));
//! # Ok::<(), kis_sdk::Error>(())
//! ```

use std::fmt;

use crate::Envelope;
use crate::descriptor::{Answer, Record, Walker};

/// What an output is: `Vec` of its rows where the page has an array, `Option` where it has an object.
pub trait Container: Default + Send + 'static {
    /// Hands it to the walker, as [`Record::walk`] does with fields.
    fn walk<'a>(&'a self, walker: &mut Walker<'a>) -> Self;
}

impl<T: Record> Container for Vec<T> {
    fn walk<'a>(&'a self, walker: &mut Walker<'a>) -> Self {
        walker.rows(self)
    }
}

impl<T: Record> Container for Option<T> {
    fn walk<'a>(&'a self, walker: &mut Walker<'a>) -> Self {
        walker.object(self)
    }
}

macro_rules! shape {
    ($(#[$docs:meta])* $name:ident { $($field:ident: $type:ident,)* }) => {
        $(#[$docs])*
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $name<$($type),*> {
            /// `rt_cd`, `msg_cd`, `msg1`, the continuation and the raw body.
            pub envelope: Envelope,
            $(
                #[doc = concat!("`", stringify!($field), "` of the body: the page's module says what it holds.")]
                pub $field: $type,
            )*
        }

        impl<$($type: Container),*> Record for $name<$($type),*> {
            fn walk<'a>(&'a self, walker: &mut Walker<'a>) -> Self {
                Self { $($field: self.$field.walk(walker),)* envelope: walker.envelope(&self.envelope) }
            }
        }

        impl<$($type: Container),*> Answer for $name<$($type),*> {
            fn envelope(&self) -> &Envelope {
                &self.envelope
            }
        }

        impl<$($type: fmt::Debug),*> fmt::Debug for $name<$($type),*> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct("Response")$(.field(stringify!($field), &self.$field))*.finish()
            }
        }
    };
}

shape! {
    /// An answer with `output`.
    WithOutput { output: A, }
}

shape! {
    /// An answer with `output1`.
    WithOutput1 { output1: A, }
}

shape! {
    /// An answer with `output2` and no other.
    WithOutput2 { output2: A, }
}

shape! {
    /// An answer with `output1` and `output2`.
    WithOutput1And2 { output1: A, output2: B, }
}

shape! {
    /// An answer with `output1`, `output2` and `output3`.
    WithOutput1To3 { output1: A, output2: B, output3: C, }
}

#[cfg(all(test, feature = "domestic-stock"))]
mod tests {
    use crate::Decimal;
    use crate::descriptor::decode;
    use crate::domestic_stock::trading::pension::inquire_balance::{Request, Response};

    fn answer() -> Response {
        let body = r#"{"rt_cd":"0","msg1":"ok","output1":[{"pdno":"005930","hldg_qty":"10"},{"pdno":"000660"}],
            "output2":[{"dnca_tot_amt":"5000"}]}"#;
        decode::<Request>(body.as_bytes()).expect("it is one")
    }

    #[test]
    fn a_copy_is_the_same_until_something_in_it_changes() {
        let answer = answer();
        assert_eq!(answer.clone(), answer);
        assert_eq!(answer.clone().envelope.raw_body(), answer.envelope.raw_body());
        type Change = fn(&mut Response);
        let changes: [(&str, Change); 4] = [
            ("a value", |answer| answer.output1[0].hldg_qty = Some(Decimal::ZERO)),
            ("a row less", |answer| drop(answer.output1.pop())),
            ("an object less", |answer| answer.output2 = None),
            ("the envelope", |answer| answer.envelope = crate::Envelope::default()),
        ];
        for (what, change) in changes {
            let mut copy = answer.clone();
            change(&mut copy);
            assert_ne!(copy, answer, "{what}");
        }
    }

    #[test]
    fn debug_shows_the_outputs_and_not_the_envelope() {
        let shown = format!("{:?}", answer());
        assert!(shown.starts_with("Response { output1: [Output1 { cblc_dvsn_name: "), "{shown}");
        assert!(shown.contains("output2: Some(Output2 {") && !shown.contains("msg1"), "{shown}");
    }
}

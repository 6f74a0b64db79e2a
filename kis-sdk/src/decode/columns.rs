//! Reads a record of a data frame: values by position instead of by name.

use super::scalar::excerpt;
use super::{Malformed, value};
use crate::descriptor::{Code, CodeValue, FieldKind, Record, Slot, Subscription, Tr};
use crate::{Error, ErrorKind};

/// What stands between two columns.
const SEPARATOR: u8 = b'^';

/// Reads one record from its columns, as a data frame has them: `005930^093001^71500`.
///
/// Columns have no names: the first belongs to the first field, and so on. Frames grow at their end, so that columns
/// beyond the documented ones are left alone; fields whose columns are missing stay absent (`None` or blank), and blank
/// columns are read as blanks of an answer are.
///
/// ```
/// use kis_sdk::Decimal;
/// use kis_sdk::descriptor::{self, Call, Kind, Method, Slot, Subscription, Tr, Value, columns};
///
/// // What generated modules have.
/// static TR: Tr = Tr::new(
///     "예시 체결가", "", "example/realtime/trade.yaml", Kind::Realtime, Method::Post, "/tryitout/H0ZZCNT0",
///     "H0ZZCNT0 |",
///     "tr_key | caller | 12 | | 구분값",
///     &[],
///     "
///     MKSC_SHRN_ISCD | text | 9 | 종목코드
///     STCK_PRPR | decimal | 10 | 현재가
///     ",
///     &[],
/// );
///
/// #[derive(Default)]
/// struct Record { mksc_shrn_iscd: String, stck_prpr: Option<Decimal> }
///
/// impl descriptor::Record for Record {
///     fn slot(&mut self, index: usize) -> Slot<'_> {
///         match index {
///             0 => Slot::Text(&mut self.mksc_shrn_iscd),
///             1 => Slot::Decimal(&mut self.stck_prpr),
///             _ => Slot::None,
///         }
///     }
///     fn value(&self, index: usize) -> Value<'_> {
///         match index {
///             0 => Value::Text(&self.mksc_shrn_iscd),
///             1 => Value::Decimal(&self.stck_prpr),
///             _ => Value::End(&TR, 0),
///         }
///     }
/// }
///
/// #[derive(Clone)]
/// struct Request(Call);
///
/// impl Subscription for Request {
///     type Record = Record;
///     const TR: &'static Tr = &TR;
///     fn call(&self) -> &Call { &self.0 }
/// }
///
/// let trade = columns::<Request>("005930^71500^a column that no page documents yet")?;
/// assert_eq!((trade.mksc_shrn_iscd.as_str(), trade.stck_prpr), ("005930", Some(Decimal::from(71500))));
/// assert_eq!(columns::<Request>("005930")?.stck_prpr, None);
///
/// let error = columns::<Request>("005930^seven").err().unwrap().to_string();
/// assert!(error.starts_with(r#"H0ZZCNT0 (예시 체결가): field STCK_PRPR 현재가 holds "seven""#));
/// # Ok::<(), kis_sdk::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Decode`] where a column is not what its field is documented to be.
pub fn columns<S: Subscription>(text: &str) -> Result<S::Record, Error> {
    let mut record = S::Record::default();
    read(S::TR, text, &mut record)?;
    Ok(record)
}

/// Fills a blank record.
fn read(tr: &'static Tr, text: &str, record: &mut dyn Record) -> Result<(), Error> {
    let mut rest = Some(text);
    for (index, field) in record.fields().iter().enumerate() {
        let Some(now) = rest else { break };
        if matches!(field.kind, FieldKind::Decimal)
            && let Some((number, length)) = value::before(now.as_bytes(), SEPARATOR)
            && let Slot::Decimal(place) = record.slot(index)
        {
            *place = number;
            rest = now.get(length + 1..);
            continue;
        }
        let length = now.bytes().position(|byte| byte == SEPARATOR).unwrap_or(now.len());
        let column = &now[..length];
        rest = now.get(length + 1..);
        let outcome = match (record.slot(index), field.kind) {
            (Slot::Code(place), FieldKind::Code(codes)) => {
                *place = code(codes, column.trim());
                Ok(())
            }
            (slot, _) => value::put(slot, column),
        };
        outcome.map_err(|expected| {
            let malformed = Malformed { field, container: None, row: None, raw: excerpt(column), expected };
            let message = format!("{malformed}; its descriptor ({}) needs a correction", tr.source);
            Error::new(ErrorKind::Decode, message).of_record(tr)
        })?;
    }
    Ok(())
}

/// A code; a documented one without a copy, because a record has many.
fn code(codes: &'static [CodeValue], text: &str) -> Code {
    match codes.iter().find(|value| value.code == text) {
        Some(value) => Code::documented(value.code),
        None if text.is_empty() => Code::default(),
        None => Code::new(text),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, Time};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::columns;
    use crate::ErrorKind;
    use crate::descriptor::{self, Call, Code, Kind, Method, Slot, Subscription, Tr, Value};

    static TR: Tr = Tr::new(
        "시험 체결가",
        "",
        "test/realtime/trade.yaml",
        Kind::Realtime,
        Method::Post,
        "/tryitout/H0ZZCNT0",
        "H0ZZCNT0 |",
        "tr_key | caller | 12 | | 구분값",
        &[],
        "
        ISCD | text | 9 | 종목코드
        PRPR | decimal | 10 | 현재가
        BSOP_DATE | date | 8 | 영업일자
        CNTG_HOUR | time | 6 | 체결시간
        SIGN | code | 1 | 부호
        ACNT_NO | decimal hidden | 10 | 계좌번호
        ",
        &[""],
    );

    #[derive(Debug, Default, PartialEq)]
    struct Trade {
        iscd: String,
        prpr: Option<Decimal>,
        bsop_date: Option<Date>,
        cntg_hour: Option<Time>,
        sign: Sign,
        acnt_no: Option<Decimal>,
    }

    /// A code that can be shown.
    #[derive(Default, PartialEq)]
    struct Sign(Code);

    impl std::fmt::Debug for Sign {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(self.0.as_str())
        }
    }

    impl descriptor::Record for Trade {
        fn slot(&mut self, index: usize) -> Slot<'_> {
            match index {
                0 => Slot::Text(&mut self.iscd),
                1 => Slot::Decimal(&mut self.prpr),
                2 => Slot::Date(&mut self.bsop_date),
                3 => Slot::Time(&mut self.cntg_hour),
                4 => Slot::Code(&mut self.sign.0),
                5 => Slot::Decimal(&mut self.acnt_no),
                _ => Slot::None,
            }
        }

        fn value(&self, index: usize) -> Value<'_> {
            match index {
                0 => Value::Text(&self.iscd),
                1 => Value::Decimal(&self.prpr),
                2 => Value::Date(&self.bsop_date),
                3 => Value::Time(&self.cntg_hour),
                4 => Value::Code(&self.sign.0),
                5 => Value::Decimal(&self.acnt_no),
                _ => Value::End(&TR, 0),
            }
        }
    }

    #[derive(Clone)]
    struct Request(Call);

    impl Subscription for Request {
        type Record = Trade;
        const TR: &'static Tr = &TR;

        fn call(&self) -> &Call {
            &self.0
        }
    }

    fn trade() -> Trade {
        Trade {
            iscd: "005930".to_owned(),
            prpr: Some(Decimal::new(-715, 1)),
            bsop_date: Some(Date::constant(2026, 5, 29)),
            cntg_hour: Some(Time::constant(9, 30, 7, 0)),
            sign: Sign(Code::new("2")),
            acnt_no: Some(Decimal::ONE),
        }
    }

    #[test]
    fn columns_are_read_by_position() {
        let text = "005930^-71.5^20260529^093007^2^1";
        assert_eq!(columns::<Request>(text).expect("as documented"), trade());
        let more = columns::<Request>(&format!("{text}^new^^")).expect("more than documented");
        assert_eq!(more, trade());
    }

    #[test]
    fn missing_and_blank_columns_are_absent() {
        assert_eq!(columns::<Request>("").expect("nothing"), Trade::default());
        let only = |iscd: &str| Trade { iscd: iscd.to_owned(), ..Trade::default() };
        assert_eq!(columns::<Request>("005930").expect("one"), only("005930"));
        assert_eq!(columns::<Request>("005930  ^  ^0^^ ^").expect("blanks"), only("005930"));
    }

    #[test]
    fn a_malformed_column_is_named() {
        let error = columns::<Request>("005930^71,500").expect_err("a comma");
        assert_eq!((error.kind(), error.tr_id()), (ErrorKind::Decode, Some("H0ZZCNT0")));
        assert_eq!(
            error.to_string(),
            "H0ZZCNT0 (시험 체결가): field PRPR 현재가 holds \"71,500\" where a decimal number is documented; \
             its descriptor (test/realtime/trade.yaml) needs a correction"
        );
        let error = columns::<Request>("^^^^^12-34").expect_err("no number").to_string();
        assert!(error.contains("ACNT_NO") && !error.contains("12-34"), "{error}");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}|([0-9.+^ -]{0,40})") {
            if let Err(error) = columns::<Request>(&text) {
                prop_assert_eq!(error.kind(), ErrorKind::Decode);
            }
        }

        #[test]
        fn as_many_fields_as_columns(count in 0_usize..9) {
            let all = ["005930", "-71.5", "20260529", "093007", "2", "1", "new", "", "x"];
            let read = columns::<Request>(&all[..count].join("^")).expect("as documented");
            let is_there = [
                !read.iscd.is_empty(),
                read.prpr.is_some(),
                read.bsop_date.is_some(),
                read.cntg_hour.is_some(),
                !read.sign.0.as_str().is_empty(),
                read.acnt_no.is_some(),
            ];
            prop_assert_eq!(is_there.map(usize::from).iter().sum::<usize>(), count.min(is_there.len()));
            prop_assert!(is_there.is_sorted_by(|a, b| a >= b), "{:?}", is_there);
        }
    }
}

//! Reads a record of a data frame: values by position instead of by name.

use jiff::civil::{Date, Time};
use rust_decimal::Decimal;

use super::scalar::excerpt;
use super::{Malformed, value};
use crate::descriptor::{Code, Field, FieldKind, Subscription, disagreement, fill_from_columns};
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
/// use kis_sdk::descriptor::{self, Call, Kind, Method, Subscription, Tr, Walker, columns};
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
///     fn walk<'a>(&'a self, walker: &mut Walker<'a>) -> Self {
///         Self { mksc_shrn_iscd: walker.text(&self.mksc_shrn_iscd), stck_prpr: walker.decimal(self.stck_prpr) }
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
    let fields = S::TR.response.rows();
    match fill_from_columns(Columns::new(fields, text)) {
        (record, None) => Ok(record),
        (_, Some(malformed)) => {
            let message = format!("{malformed}; its descriptor ({}) needs a correction", S::TR.source);
            Err(Error::new(ErrorKind::Decode, message).of_record(S::TR))
        }
    }
}

/// The columns of one record, one after the other.
pub(crate) struct Columns<'a> {
    fields: std::slice::Iter<'static, Field>,
    /// What is left; `None` after the last one.
    rest: Option<&'a str>,
    /// The first one that is not what its field is documented to be.
    failure: Option<Box<Malformed>>,
}

impl<'a> Columns<'a> {
    fn new(fields: &'static [Field], text: &'a str) -> Self {
        Self { fields: fields.iter(), rest: Some(text), failure: None }
    }

    /// The first column that is not what its field is documented to be.
    pub(crate) fn into_failure(mut self) -> Option<Box<Malformed>> {
        if self.fields.next().is_some() {
            disagreement();
        }
        self.failure
    }

    /// The next field, which is of this kind.
    fn field(&mut self, is_kind: impl FnOnce(&FieldKind) -> bool) -> &'static Field {
        self.fields.next().filter(|field| is_kind(&field.kind)).unwrap_or_else(|| disagreement())
    }

    /// The next column.
    fn column(&mut self) -> Option<&'a str> {
        self.rest.map(|rest| self.cut(rest))
    }

    /// Reads past a column.
    pub(crate) fn skip(&mut self) {
        self.field(|kind| kind.fields().is_some());
        self.column();
    }

    pub(crate) fn text(&mut self) -> String {
        self.field(|kind| matches!(kind, FieldKind::Text));
        self.column().map(|column| value::text(column).to_owned()).unwrap_or_default()
    }

    pub(crate) fn decimal(&mut self) -> Option<Decimal> {
        let field = self.field(|kind| matches!(kind, FieldKind::Decimal));
        let rest = self.rest?;
        if let Some((number, length)) = value::before(rest.as_bytes(), SEPARATOR) {
            self.rest = rest.get(length + 1..);
            return number;
        }
        self.read(field, value::decimal)
    }

    pub(crate) fn date(&mut self) -> Option<Date> {
        let field = self.field(|kind| matches!(kind, FieldKind::Date));
        self.read(field, value::date)
    }

    pub(crate) fn time(&mut self) -> Option<Time> {
        let field = self.field(|kind| matches!(kind, FieldKind::Time));
        self.read(field, value::time)
    }

    pub(crate) fn code(&mut self) -> Code {
        let field = self.field(|kind| matches!(kind, FieldKind::Code(_)));
        let FieldKind::Code(codes) = field.kind else { disagreement() };
        self.column().map(|column| value::code(codes, column)).unwrap_or_default()
    }

    /// What stands before the next separator; the rest comes after it.
    fn cut(&mut self, rest: &'a str) -> &'a str {
        let length = rest.bytes().position(|byte| byte == SEPARATOR).unwrap_or(rest.len());
        self.rest = rest.get(length + 1..);
        &rest[..length]
    }

    /// The next column as what its field means.
    fn read<T>(&mut self, field: &'static Field, read: fn(&str) -> Result<Option<T>, value::Expected>) -> Option<T> {
        let column = self.column()?;
        read(column).unwrap_or_else(|expected| {
            let malformed =
                || Box::new(Malformed { field, container: None, row: None, raw: excerpt(column), expected });
            self.failure.get_or_insert_with(malformed);
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, Time};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::columns;
    use crate::ErrorKind;
    use crate::descriptor::{self, Call, Coded, Codes, Kind, Method, Subscription, Tr, Walker};

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
        &[Sign::VALUES],
    );

    #[derive(Debug, Default, PartialEq)]
    struct Trade {
        iscd: String,
        prpr: Option<Decimal>,
        bsop_date: Option<Date>,
        cntg_hour: Option<Time>,
        sign: Coded<Sign>,
        acnt_no: Option<Decimal>,
    }

    /// 대비부호
    #[derive(Debug, PartialEq)]
    enum Sign {}

    impl Codes for Sign {
        const VALUES: &'static str = "2 | UP | 상승";
    }

    impl descriptor::Record for Trade {
        fn walk<'a>(&'a self, walker: &mut Walker<'a>) -> Self {
            Self {
                iscd: walker.text(&self.iscd),
                prpr: walker.decimal(self.prpr),
                bsop_date: walker.date(self.bsop_date),
                cntg_hour: walker.time(self.cntg_hour),
                sign: walker.code(&self.sign),
                acnt_no: walker.decimal(self.acnt_no),
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
            sign: "2".into(),
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

    /// Fields that the table doesn't have would be lost.
    #[test]
    #[should_panic(expected = "not those of its TR's table")]
    fn another_record_than_the_tables_is_a_bug() {
        static OTHER: Tr = Tr::new(
            "",
            "",
            "",
            Kind::Realtime,
            Method::Post,
            "",
            "H0ZZCNT0 |",
            "",
            &[],
            "ISCD | text | 9 | 종목코드",
            &[],
        );
        #[derive(Clone)]
        struct Other(Call);
        impl Subscription for Other {
            type Record = Trade;
            const TR: &'static Tr = &OTHER;
            fn call(&self) -> &Call {
                &self.0
            }
        }
        drop(columns::<Other>("005930"));
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
                !read.sign.as_str().is_empty(),
                read.acnt_no.is_some(),
            ];
            prop_assert_eq!(is_there.map(usize::from).iter().sum::<usize>(), count.min(is_there.len()));
            prop_assert!(is_there.is_sorted_by(|a, b| a >= b), "{:?}", is_there);
        }
    }
}

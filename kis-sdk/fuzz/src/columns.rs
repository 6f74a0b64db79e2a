//! Records of realtime frames: any text is read or refused, and a number is what its column says.

use kis_sdk::ErrorKind;
use kis_sdk::descriptor::{Subscription, Value, columns, values};
use kis_sdk::domestic_stock::realtime::{notice, quote_krx, trade_krx};

use super::number;

/// Reads the bytes as one record of each of three TRs.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    read::<trade_krx::Request>(text);
    read::<quote_krx::Request>(text);
    read::<notice::Request>(text);
}

fn read<S: Subscription>(text: &str) {
    let record = match columns::<S>(text) {
        Ok(record) => record,
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Decode);
            drop(format!("{error} {error:?}"));
            return;
        }
    };
    let columns = text.split('^').map(Some).chain(std::iter::repeat(None));
    for (value, column) in values(&record).into_iter().zip(columns) {
        let written = column.unwrap_or_default();
        match value {
            Value::Text(read) => assert_eq!(read, written.trim_end()),
            Value::Decimal(read) => number::check(written, read),
            Value::Date(read) => assert!(read.is_some() || written.trim().bytes().all(|byte| byte == b'0')),
            Value::Time(read) => assert!(read.is_some() || written.trim().is_empty()),
            _ => {}
        }
    }
}

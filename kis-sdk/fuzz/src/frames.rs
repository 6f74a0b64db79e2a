//! Data frames without a connection: whatever they announce, records are shared out evenly or refused.

use kis_sdk::realtime::frame::{self, Frame};

/// Reads the bytes as a message of the server.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let data = match frame::parse(text) {
        Ok(Frame::Data(data)) => data,
        Ok(Frame::Json(json)) => return assert!(text.starts_with(json)),
        Ok(_) => return,
        Err(error) => return assert!(!format!("{error} {error:?}").contains('\n')),
    };
    assert!(text.contains(data.payload()) && data.count() > 0);
    assert!(!format!("{data:?}").contains('^'), "records are not shown");
    // Records are slices: a frame that announces a million of them costs no more than its own length.
    match data.records() {
        Ok(records) => {
            let columns = records.columns();
            let all: Vec<&str> = records.collect();
            assert_eq!(all.len(), data.count());
            assert!(all.iter().all(|record| record.split('^').count() == columns));
            let payload = data.payload();
            let joined = all.join("^");
            assert!(joined == payload || format!("{joined}^") == payload, "nothing is lost or shifted");
        }
        Err(error) => assert_eq!(error.tr_id(), Some(data.tr_id())),
    }
}

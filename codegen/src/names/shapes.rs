//! Answers that share their struct: those that only differ in what their rows are.

use super::Names;
use crate::model::Transaction;

/// The structs of `kis_sdk::answer`, and the outputs that they have.
pub const SHAPES: [(&str, &[&str]); 5] = [
    ("WithOutput", &["output"]),
    ("WithOutput1", &["output1"]),
    ("WithOutput1And2", &["output1", "output2"]),
    ("WithOutput1To3", &["output1", "output2", "output3"]),
    ("WithOutput2", &["output2"]),
];

impl Names {
    /// The struct in `kis_sdk::answer` that an answer is: one with these containers in this order and nothing beside them.
    /// `None` where it has a struct of its own, and of a realtime record.
    #[must_use]
    pub fn shape(&self, transaction: &Transaction) -> Option<&'static str> {
        let rows = &transaction.response;
        if transaction.is_realtime() || !rows.iter().all(|row| row.shape.fields().is_some()) {
            return None;
        }
        let names = &self.record_of("")?.fields;
        SHAPES.iter().find(|(_, outputs)| names.iter().eq(*outputs)).map(|(shape, _)| *shape)
    }
}

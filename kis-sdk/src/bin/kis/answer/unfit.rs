//! Values that are not what the descriptor says: shown as they came, and named.

use kis_sdk::descriptor::{Difference, Tr, inspect};

use crate::mask::Mask;
use crate::terminal::Terminal;

/// How many are named; the rest is counted.
const MOST: usize = 5;

/// Warns of every value in the pages that the typed client would refuse.
pub(crate) fn warn_of_unfit<'b>(
    tr: &'static Tr,
    bodies: impl Iterator<Item = &'b [u8]>,
    mask: &Mask,
    terminal: Terminal,
) {
    let mut lines: Vec<String> = Vec::new();
    for body in bodies {
        for finding in inspect(tr, body).into_iter().filter(|finding| finding.difference.is_error()) {
            let name = finding.at.rsplit('.').next().unwrap_or_default();
            let line = match &finding.difference {
                Difference::Malformed { example, expected } => {
                    let shown = mask.value(name, example);
                    format!("{} holds {shown:?} where {expected} is documented; shown as it came", finding.at)
                }
                _ => mask.text(&finding.to_string()),
            };
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    for line in lines.iter().take(MOST) {
        terminal.warn(line);
    }
    if lines.len() > MOST {
        terminal.warn(&format!(
            "and {} values more; the descriptor {} needs corrections",
            lines.len() - MOST,
            tr.source
        ));
    }
}

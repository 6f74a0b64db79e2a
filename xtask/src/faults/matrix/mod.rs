//! The fault matrix: everything that can go wrong × everything that is asked for, tried against the mock server over real
//! sockets.
//!
//! [`measure`] gives what was seen and every rule that was broken. The rules are in [`rules`], not in the table that is
//! kept: whoever writes the table anew can't loosen them.

mod rules;
mod setting;
mod table;
mod trial;
mod trouble;

use std::io;

use futures_util::{StreamExt as _, stream};

pub(crate) use table::Table;
use trial::{Ask, Seen, Trial};
use trouble::{Times, Trouble};

/// How many trials run at once: most of them wait.
const AT_ONCE: usize = 32;

/// All trials, and what is wrong with them.
pub(crate) struct Matrix {
    seen: Vec<(Trial, Seen)>,
}

/// Tries everything, or only the troubles with these names.
pub(crate) async fn measure(only: &[String]) -> io::Result<Matrix> {
    let mut troubles = Trouble::every();
    if let Some(unknown) = only.iter().find(|name| troubles.iter().all(|trouble| trouble.to_string() != **name)) {
        let names: Vec<String> = troubles.iter().map(Trouble::to_string).collect();
        return Err(io::Error::other(format!("{unknown:?} is no trouble: write one of {}", names.join(", "))));
    }
    troubles.retain(|trouble| only.is_empty() || only.contains(&trouble.to_string()));
    let trials = troubles.into_iter().flat_map(|trouble| {
        let asks = Ask::ALL.into_iter().flat_map(|ask| Times::ALL.map(|times| (ask, times)));
        asks.map(move |(ask, times)| Trial { ask, trouble: trouble.clone(), times }).collect::<Vec<_>>()
    });
    let mut trials: Vec<(usize, Trial)> = trials.filter(Trial::is_possible).enumerate().collect();
    // Those that wait longest begin first.
    trials.sort_by_key(|(_, trial)| !trial.trouble.is_silent());
    let run = |(place, trial): (usize, Trial)| async move { trial.run().await.map(|seen| (place, trial, seen)) };
    let seen: Vec<_> = stream::iter(trials).map(run).buffer_unordered(AT_ONCE).collect().await;
    let mut seen = seen.into_iter().collect::<io::Result<Vec<_>>>()?;
    seen.sort_by_key(|(place, ..)| *place);
    Ok(Matrix { seen: seen.into_iter().map(|(_, trial, seen)| (trial, seen)).collect() })
}

impl Matrix {
    /// Every rule that a trial broke, one line each; none where all is well.
    pub(crate) fn broken(&self) -> Vec<String> {
        let tell = |(trial, seen): &(Trial, Seen)| {
            let lines = rules::broken(trial, seen).into_iter();
            lines.map(|rule| format!("{trial}: {rule}: {seen:?}")).collect::<Vec<_>>()
        };
        self.seen.iter().flat_map(tell).collect()
    }

    /// How many trials there were.
    pub(crate) fn trials(&self) -> usize {
        self.seen.len()
    }

    /// What was seen where a trouble is met once, or at every try.
    pub(crate) fn table(&self, times: Times) -> Table {
        Table::new(self.seen.iter().filter(|(trial, _)| trial.times == times && trial.trouble.is_certain()))
    }

    /// Both tables, as they are kept.
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::from(
            "<!-- Measured and written by `cargo xtask faults --into kis-sdk/src/faults.md`: never edited. -->\n",
        );
        for times in Times::ALL {
            text.push_str(&format!("\n## {}\n\n{}", times.title(), self.table(times).markdown()));
        }
        text
    }

    /// Both tables, for a terminal.
    pub(crate) fn plain(&self) -> String {
        let parts = Times::ALL.map(|times| format!("{}\n\n{}", times.title(), self.table(times).plain()));
        parts.join("\n")
    }
}

//! The table: medians and ratios.

use std::time::Duration;

use codegen::table::Table;

use super::Build;
use super::measure::Measured;

/// The whole report.
pub(crate) fn text(results: &[(Build, [Vec<Measured>; 2])], rustc: &str, runs: u32) -> String {
    let cores = std::thread::available_parallelism().map_or_else(|_| "unknown".to_owned(), |cores| cores.to_string());
    let mut table = Table::new(&["build", "", "kis-sdk", "serde-derived", "ratio"]).numbers_from(2);
    for (build, [ours, usual]) in results {
        for row in rows(*build) {
            let [a, b] = [ours, usual].map(|runs| median(runs, row.value));
            let shown = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), row.shown);
            let ratio = match (a, b) {
                (Some(a), Some(b)) if a > 0.0 => format!("{:.1}", b / a),
                _ => "-".to_owned(),
            };
            table.row(vec![build.name().to_owned(), row.name.to_owned(), shown(a), shown(b), ratio]);
        }
    }
    let runs = if runs == 1 { "1 run".to_owned() } else { format!("median of {runs} runs, taken in turn") };
    format!("{rustc}, cores: {cores}, {runs}, no incremental state, dependencies not counted\n{}", table.text(""))
}

/// A time as the table shows it.
pub(crate) fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

struct Row {
    name: &'static str,
    value: fn(&Measured) -> Option<f64>,
    shown: fn(f64) -> String,
}

/// What there is to show for a kind of build.
fn rows(build: Build) -> Vec<Row> {
    let time = |seconds: f64| format!("{seconds:.2} s");
    let size = |bytes: f64| format!("{:.1} MB", bytes / 1e6);
    let mut rows = vec![
        Row { name: "time", value: |run| Some(run.wall.as_secs_f64()), shown: time },
        Row { name: "user time", value: |run| run.user.map(|user| user.as_secs_f64()), shown: time },
        Row { name: "peak memory", value: |run| run.peak_memory.map(bytes), shown: size },
    ];
    match build {
        Build::Check => rows.push(Row { name: "rmeta", value: |run| run.rmeta.map(bytes), shown: size }),
        Build::Dev | Build::Release => rows.push(Row { name: "rlib", value: |run| run.rlib.map(bytes), shown: size }),
        Build::Program => {}
    }
    rows
}

#[expect(clippy::cast_precision_loss, reason = "a size for people")]
fn bytes(value: u64) -> f64 {
    value as f64
}

/// The value in the middle; `None` where one run doesn't have it.
fn median(runs: &[Measured], value: fn(&Measured) -> Option<f64>) -> Option<f64> {
    let mut values = runs.iter().map(value).collect::<Option<Vec<_>>>()?;
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    Some(if values.len() % 2 == 1 { upper } else { (values[middle - 1] + upper) / 2.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(millis: u64, rlib: Option<u64>) -> Measured {
        Measured { wall: Duration::from_millis(millis), rlib, ..Measured::default() }
    }

    #[test]
    fn medians_and_ratios() {
        let ours = vec![run(900, Some(2_000_000)), run(100, Some(2_000_000)), run(500, Some(2_000_000))];
        let usual = vec![run(5000, None), run(5000, None), run(6000, None)];
        let text = text(&[(Build::Dev, [ours, usual])], "rustc 1.95.0", 3);
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert!(text.starts_with("rustc 1.95.0, cores: "), "{text}");
        assert_eq!(lines[2], ["dev", "time", "0.50", "s", "5.00", "s", "10.0"]);
        assert_eq!(lines[3], ["dev", "user", "time", "-", "-", "-"]);
        assert_eq!(lines[5], ["dev", "rlib", "2.0", "MB", "-", "-"]);
    }

    #[test]
    fn an_even_number_of_runs_has_two_in_the_middle() {
        let runs = [run(100, None), run(250, None), run(750, None), run(900, None)];
        assert_eq!(median(&runs, |run| Some(run.wall.as_secs_f64())), Some(0.5));
        assert_eq!(median(&[], |run| Some(run.wall.as_secs_f64())), None);
    }
}

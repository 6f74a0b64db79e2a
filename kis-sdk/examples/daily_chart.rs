//! Daily prices as CSV (국내주식기간별시세): `cargo run --example daily_chart --features mock -- 005930 2025-01-01 2025-12-31`.
//!
//! Prints CSV, oldest day first; `--out FILE` writes a file instead, which is there as a whole or not at all. Without days
//! it takes the last twelve months. The server gives 100 days at most, so this asks for one span after the other. Whom it
//! asks: see `setting/mod.rs`.

#![expect(clippy::print_stdout, reason = "printing is what this example is for")]

mod setting;

use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::{Timestamp, ToSpan as _, tz};
use kis_sdk::domestic_stock::quotations::inquire_daily_itemchartprice::{
    self as chart, FidCondMrktDivCode, FidOrgAdjPrc, FidPeriodDivCode, Output2, Request,
};
use kis_sdk::{Client, Date, Decimal};
use tempfile::NamedTempFile;

use setting::Setting;

/// What the command line says.
struct Options {
    code: String,
    from: Date,
    to: Date,
    out: Option<PathBuf>,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let (mut given, mut out) = (Vec::new(), None);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--out" => out = Some(arguments.next().ok_or("--out wants a file")?.into()),
                option if option.starts_with('-') => {
                    return Err(format!("{option}: only CODE FROM TO --out FILE").into());
                }
                _ => given.push(argument),
            }
        }
        let mut given = given.into_iter();
        let code = given.next().unwrap_or_else(|| "005930".to_owned());
        let mut day = |otherwise: Date| match given.next() {
            Some(text) => text.parse().map_err(|_| format!("{text} is no day: write it as 2025-12-31")),
            None => Ok(otherwise),
        };
        let today = tz::offset(9).to_datetime(Timestamp::now()).date();
        let from = day(today.checked_sub(1.year())?)?;
        Ok(Self { code, from, to: day(today)?, out })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    setting::end(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let options = Options::read(std::env::args().skip(1))?;
    let setting = Setting::read().await?;
    let days = days(&setting.client()?, &options).await?;
    if days.is_empty() {
        return Err(format!("no prices of {} from {} to {}", options.code, options.from, options.to).into());
    }
    match &options.out {
        Some(file) => {
            write_whole(file, &days)?;
            println!("{} days in {}", days.len(), file.display());
        }
        None => match write(io::stdout().lock(), &days) {
            // Whoever reads has enough, such as `head`.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            outcome => outcome?,
        },
    }
    Ok(())
}

/// All days of the span, oldest first.
async fn days(client: &Client, options: &Options) -> Result<Vec<Output2>, Box<dyn Error>> {
    let mut all = Vec::new();
    let mut to = options.to;
    while to >= options.from {
        let request = Request::new(
            FidCondMrktDivCode::KRX,
            &options.code,
            &options.from.strftime("%Y%m%d").to_string(),
            &to.strftime("%Y%m%d").to_string(),
            FidPeriodDivCode::DAY,
            FidOrgAdjPrc::ADJUSTED,
        );
        let answer = chart::send(client, &request).await?;
        // Latest first, and padded with blank rows where there are fewer days than rows.
        let days = answer.output2.into_iter().filter(|day| day.stck_bsop_date.is_some_and(|date| date <= to));
        let known = all.len();
        all.extend(days);
        // The next span ends where this one began; one without a day in it is the last.
        let Some(oldest) = all[known..].iter().filter_map(|day: &Output2| day.stck_bsop_date).min() else { break };
        eprintln!("{} days, back to {oldest}", all.len());
        to = oldest.yesterday()?;
    }
    all.sort_by_key(|day| day.stck_bsop_date);
    Ok(all)
}

/// Writes a file beside the wanted one and renames it, so that nobody ever sees half of it.
fn write_whole(file: &Path, days: &[Output2]) -> Result<(), Box<dyn Error>> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |error: io::Error| format!("{} can't be written: {error}", file.display());
    let mut beside = NamedTempFile::new_in(folder).map_err(failed)?;
    write(&mut beside, days).map_err(failed)?;
    beside.as_file().sync_all().map_err(failed)?;
    beside.persist(file).map_err(|error| failed(error.error))?;
    Ok(())
}

fn write(out: impl Write, days: &[Output2]) -> io::Result<()> {
    // A value that the server left blank stays blank: it is not 0.
    let number = |number: Option<Decimal>| number.map_or_else(String::new, |number| number.to_string());
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["date", "open", "high", "low", "close", "volume", "value"])?;
    for day in days {
        let date = day.stck_bsop_date.map_or_else(String::new, |date| date.to_string());
        let numbers =
            [day.stck_oprc, day.stck_hgpr, day.stck_lwpr, day.stck_clpr, day.acml_vol, day.acml_tr_pbmn].map(number);
        csv.write_record(std::iter::once(&date).chain(&numbers))?;
    }
    csv.flush()
}

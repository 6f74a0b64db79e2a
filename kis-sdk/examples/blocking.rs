//! A script without `async`: `cargo run --example blocking --features blocking,mock`.
//!
//! Prints a quote and all bonds of the account. Requests, answers and errors are those of the async client; only the
//! waiting differs. Whom it asks: see `setting/mod.rs`.

mod setting;
mod shown;

use std::error::Error;
use std::io::{Write as _, stdout};
use std::process::ExitCode;

use kis_sdk::domestic_bond::trading::inquire_balance::{self as bond, InqrCndt};
use kis_sdk::domestic_stock::quotations::inquire_price::{self as price, FidCondMrktDivCode};

use setting::Setting;
use shown::{Table, day, number};

fn main() -> ExitCode {
    setting::end(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    // Only the mock server needs this: a script that asks the real one has no runtime of its own.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let setting = runtime.block_on(Setting::read())?;
    let client = setting.builder().build_blocking()?;

    let quote = client.send(&price::Request::new(FidCondMrktDivCode::KRX, "005930"))?;
    writeln!(stdout(), "005930  {}", number(quote.output.and_then(|quote| quote.stck_prpr)))?;

    let mut table = Table::of(&bond::TR, "output", &["prdt_name", "exdt", "cblc_qty", "buy_amt"]);
    for page in client.pages(bond::Request::new(&setting.account()?, InqrCndt::ALL)) {
        for lot in page?.output {
            table.add([lot.prdt_name, day(lot.exdt), number(lot.cblc_qty), number(lot.buy_amt)]);
        }
    }
    write!(stdout(), "\n{table}")?;
    Ok(())
}

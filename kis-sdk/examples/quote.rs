//! What stocks cost now (주식현재가 시세): `cargo run --example quote --features mock -- 005930 000660`.
//!
//! Prints a line for each code, and says of each that failed why; then the exit code is 1. A code that doesn't exist is no
//! error to the server: it answers with blanks, which this crate gives as `None`. Without codes it takes four well-known
//! ones. Whom it asks: see `setting/mod.rs`.

mod setting;
mod shown;

use std::error::Error;
use std::io::{Write as _, stdout};
use std::process::ExitCode;

use kis_sdk::Client;
use kis_sdk::domestic_stock::quotations::inquire_price::{self, FidCondMrktDivCode, Output, Request};

use setting::Setting;
use shown::{Table, number};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    setting::end(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let mut codes: Vec<String> = std::env::args().skip(1).collect();
    if codes.is_empty() {
        codes = ["005930", "000660", "035420", "005380"].map(str::to_owned).into();
    }
    let setting = Setting::read().await?;
    let client = setting.client()?;

    let mut table =
        Table::new(&["종목", ">현재가", ">전일대비", ">대비율", ">시가", ">고가", ">저가", ">거래량", ">PER"]);
    let mut failures = Vec::new();
    for code in &codes {
        match quote(&client, code).await {
            Ok(quote) => table.add([
                code.clone(),
                number(quote.stck_prpr),
                number(quote.prdy_vrss),
                quote.prdy_ctrt.map_or_else(|| "-".to_owned(), |rate| format!("{rate:+.2} %")),
                number(quote.stck_oprc),
                number(quote.stck_hgpr),
                number(quote.stck_lwpr),
                number(quote.acml_vol),
                number(quote.per),
            ]),
            // One that fails doesn't keep the others from being shown.
            Err(error) => failures.push(format!("{code}: {error}")),
        }
    }
    write!(stdout(), "{table}")?;
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\nerror: ").into()) }
}

/// The quote of one stock, on the KRX.
async fn quote(client: &Client, code: &str) -> Result<Output, Box<dyn Error>> {
    let request = Request::new(FidCondMrktDivCode::KRX, code);
    let answer = inquire_price::send(client, &request).await?;
    let quote = answer.output.filter(|quote| quote.stck_prpr.is_some_and(|price| !price.is_zero()));
    Ok(quote.ok_or("no such stock: a code has six characters, such as 005930")?)
}

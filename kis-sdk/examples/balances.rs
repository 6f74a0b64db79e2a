//! Both balances, all pages, as tables: `cargo run --example balances --features mock`.
//!
//! Without an account it starts the mock server on this machine and asks that. With `KIS_APP_KEY` and `KIS_APP_SECRET`
//! set it asks the real server, for the accounts named in `KIS_ACCOUNT` (bonds, such as 12345678-01) and
//! `KIS_PENSION_ACCOUNT` (pension, such as 12345678-29); one of the two is enough.

mod setting;
mod shown;

use std::error::Error;
use std::io::{Write as _, stdout};
use std::process::ExitCode;

use kis_sdk::domestic_bond::trading::inquire_balance::{self as bond, InqrCndt};
use kis_sdk::domestic_stock::trading::pension::inquire_balance as pension;
use kis_sdk::{Account, Client, Decimal};

use setting::Setting;
use shown::{Table, day, number};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    setting::end(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let setting = Setting::read().await?;
    let client = setting.client()?;
    let (bonds, pension) = match setting.mock() {
        Some(server) => (Some(server.account("01")), Some(server.account("29"))),
        None => (account("KIS_ACCOUNT")?, account("KIS_PENSION_ACCOUNT")?),
    };
    if bonds.is_none() && pension.is_none() {
        return Err("set KIS_ACCOUNT (such as 12345678-01) or KIS_PENSION_ACCOUNT (such as 12345678-29)".into());
    }
    if let Some(account) = bonds {
        print_bonds(&client, &account).await?;
    }
    if let Some(account) = pension {
        print_pension(&client, &account).await?;
    }
    Ok(())
}

/// The account in a variable, if it is set.
fn account(variable: &str) -> Result<Option<Account>, kis_sdk::Error> {
    std::env::var(variable).ok().map(|text| text.parse()).transpose()
}

async fn print_bonds(client: &Client, account: &Account) -> Result<(), Box<dyn Error>> {
    const COLUMNS: [&str; 8] =
        ["prdt_name", "buy_dt", "exdt", "cblc_qty", "buy_unpr", "buy_amt", "buy_erng_rt", "ord_psbl_qty"];
    let mut table = Table::of(&bond::TR, "output", &COLUMNS);
    let (mut rows, mut quantity, mut amount) = (0, Decimal::ZERO, Decimal::ZERO);
    let mut pages = client.pages(bond::Request::new(account, InqrCndt::ALL));
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += 1;
        for lot in page?.output {
            table.add([
                lot.prdt_name,
                day(lot.buy_dt),
                day(lot.exdt),
                number(lot.cblc_qty),
                number(lot.buy_unpr),
                number(lot.buy_amt),
                number(lot.buy_erng_rt),
                number(lot.ord_psbl_qty),
            ]);
            rows += 1;
            quantity += lot.cblc_qty.unwrap_or_default();
            amount += lot.buy_amt.unwrap_or_default();
        }
    }
    table.add(total([3, 5], [quantity, amount]));
    let (title, id) = (bond::TR.title, bond::TR.tr_ids[0].real);
    write!(stdout(), "\n{title} ({id}): {rows} lots on {count} pages\n{table}")?;
    Ok(())
}

async fn print_pension(client: &Client, account: &Account) -> Result<(), Box<dyn Error>> {
    const COLUMNS: [&str; 8] =
        ["prdt_name", "pdno", "hldg_qty", "pchs_avg_pric", "prpr", "evlu_amt", "evlu_pfls_amt", "evlu_erng_rt"];
    let mut table = Table::of(&pension::TR, "output1", &COLUMNS);
    let (mut rows, mut worth, mut gain, mut totals) = (0, Decimal::ZERO, Decimal::ZERO, None);
    let mut pages = client.pages(pension::Request::new(account));
    let mut count = 0;
    while let Some(page) = pages.next().await {
        let page = page?;
        count += 1;
        for row in page.output1 {
            table.add([
                row.prdt_name,
                row.pdno,
                number(row.hldg_qty),
                number(row.pchs_avg_pric),
                number(row.prpr),
                number(row.evlu_amt),
                number(row.evlu_pfls_amt),
                number(row.evlu_erng_rt),
            ]);
            rows += 1;
            worth += row.evlu_amt.unwrap_or_default();
            gain += row.evlu_pfls_amt.unwrap_or_default();
        }
        totals = page.output2.or(totals);
    }
    table.add(total([5, 6], [worth, gain]));
    let (title, id) = (pension::TR.title, pension::TR.tr_ids[0].real);
    write!(stdout(), "\n{title} ({id}): {rows} holdings on {count} pages\n{table}")?;
    if let Some(totals) = totals {
        const COLUMNS: [&str; 5] =
            ["dnca_tot_amt", "nxdy_excc_amt", "prvs_rcdl_excc_amt", "scts_evlu_amt", "tot_evlu_amt"];
        let mut table = Table::of(&pension::TR, "output2", &COLUMNS);
        table.add(
            [
                totals.dnca_tot_amt,
                totals.nxdy_excc_amt,
                totals.prvs_rcdl_excc_amt,
                totals.scts_evlu_amt,
                totals.tot_evlu_amt,
            ]
            .map(number),
        );
        write!(stdout(), "\n{table}")?;
    }
    Ok(())
}

/// The last row: sums in these columns.
fn total(columns: [usize; 2], sums: [Decimal; 2]) -> [String; 8] {
    let mut row: [String; 8] = Default::default();
    "합계".clone_into(&mut row[0]);
    for (column, sum) in columns.into_iter().zip(sums) {
        row[column] = number(Some(sum));
    }
    row
}

//! Asks a mock server on this machine for both TRs: `cargo run --package own-descriptors`.

#![expect(clippy::print_stdout, reason = "printing is what this example is for")]

use std::error::Error;

use kis_sdk::{Client, Decimal, mock};
use own_descriptors::TRANSACTIONS;
use own_descriptors::domestic_gold::trading::inquire_balance::{self, InqrDvsn};
use own_descriptors::domestic_gold::trading::order::{self, OrdDvsn, Side};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // The mock server answers from the very tables that were generated.
    let server = mock::Server::builder().transactions(TRANSACTIONS).start().await?;
    let client = Client::builder(server.environment(), server.credentials()).build()?;
    let account = server.account("01");

    let mut pages = client.pages(inquire_balance::Request::new(&account, InqrDvsn::ALL));
    println!("{} ({}):", inquire_balance::TR.title, inquire_balance::TR.tr_ids[0].real);
    while let Some(page) = pages.next().await {
        for row in page?.output {
            println!("  {} {}, {} held, {:?}", row.pdno, row.prdt_name, shown(row.hldg_qty), row.crcy_dvsn);
        }
    }

    let request =
        order::Request::new(Side::Buy, &account, "GOLD1KG", OrdDvsn::LIMIT, Decimal::TEN, Decimal::from(152_300));
    let answer = order::send(&client, &request).await?;
    let number = answer.output.map(|receipt| receipt.odno);
    println!("{}: {} as number {}", order::TR.title, answer.envelope.msg1(), number.unwrap_or_default());
    Ok(())
}

fn shown(number: Option<Decimal>) -> String {
    number.map_or_else(|| "none".to_owned(), |number| number.to_string())
}

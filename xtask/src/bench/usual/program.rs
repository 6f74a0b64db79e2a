//! Sends one request.

use serde_derived::domestic_bond::trading::inquire_balance::{self, InqrCndt};
use serde_derived::{Account, Client};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), serde_derived::Error> {
    let client = Client::new("https://openapi.koreainvestment.com:9443", false, "key", "secret", "token");
    let account = Account { number: "12345678".to_owned(), product: "01".to_owned() };
    let request = inquire_balance::Request::new(&account, InqrCndt::ALL);
    let answer = inquire_balance::send(&client, &request).await?;
    for lot in &answer.output {
        println!("{} {:?}", lot.prdt_name, lot.cblc_qty);
    }
    Ok(())
}

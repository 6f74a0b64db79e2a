//! Sends one request.

use kis_sdk::domestic_bond::trading::inquire_balance::{self, InqrCndt};
use kis_sdk::{Account, Client, Credentials, Environment};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), kis_sdk::Error> {
    let client = Client::builder(Environment::Real, Credentials::from_env()?).build()?;
    let account: Account = "12345678-01".parse()?;
    let request = inquire_balance::Request::new(&account, InqrCndt::ALL);
    let answer = inquire_balance::send(&client, &request).await?;
    for lot in &answer.output {
        println!("{} {:?}", lot.prdt_name, lot.cblc_qty);
    }
    Ok(())
}

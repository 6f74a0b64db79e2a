//! What goes wrong, and what the client makes of it: `cargo run --example errors --features mock`.
//!
//! Lets the mock server fail in one way after the other and prints the kind of each error, what a program should do about
//! it, and the error's own text. Always on the mock server.

#![expect(clippy::print_stdout, reason = "printing is what this example is for")]

mod setting;

use std::error::Error;
use std::process::ExitCode;

use kis_sdk::domestic_stock::quotations::inquire_price::{self, FidCondMrktDivCode};
use kis_sdk::domestic_stock::trading::order_cash::{self, OrdDvsn, Side};
use kis_sdk::mock::{self, Fault, Target};
use kis_sdk::{Client, ErrorKind, Retries};

/// The call, and what the server does to it.
const CASES: [(Call, &str); 10] = [
    (Call::Quote, "EGW00201"),
    (Call::Quote, "EGW00123"),
    (Call::Quote, "EGW02006"),
    (Call::Quote, "OPSQ2001"),
    (Call::Quote, "503"),
    (Call::Quote, "reset-before"),
    (Call::Quote, "blank-numbers"),
    (Call::Order, "APBK0918"),
    (Call::Order, "reset-after"),
    (Call::Order, "503-processed"),
];

/// What is called.
#[derive(Clone, Copy, Debug)]
enum Call {
    /// A question: it may be asked again.
    Quote,
    /// An order: it may not.
    Order,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    setting::end(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    for (call, fault) in CASES {
        let server = mock::Server::start().await?;
        server.fault_always(Target::Calls, fault.parse::<Fault>()?);
        // By default a question is asked again after what may pass; here each error is to be seen.
        let builder = Client::builder(server.environment(), server.credentials());
        let client = builder.retries(Retries::none()).build()?;
        println!("{call:?}, {fault}");
        match ask(&client, &server, call).await {
            Ok(said) => println!("  answered: {said}"),
            Err(error) => println!("  {:?}: {}\n  {error}", error.kind(), advice(error.kind())),
        }
    }
    Ok(())
}

async fn ask(client: &Client, server: &mock::Server, call: Call) -> Result<String, kis_sdk::Error> {
    match call {
        Call::Quote => {
            let request = inquire_price::Request::new(FidCondMrktDivCode::KRX, "005930");
            let price = inquire_price::send(client, &request).await?.output.and_then(|quote| quote.stck_prpr);
            // What the server leaves blank is no 0.
            Ok(format!("the price is {price:?}"))
        }
        Call::Order => {
            let account = server.account("01");
            let (quantity, price) = (10.into(), 71_500.into());
            let request = order_cash::Request::new(Side::Buy, &account, "005930", OrdDvsn::LIMIT, quantity, price);
            Ok(order_cash::send(client, &request).await?.envelope.msg1().to_owned())
        }
    }
}

/// What a program does, by the kind alone.
fn advice(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Input | ErrorKind::NotOnPaper => "mend the program or its settings",
        ErrorKind::Auth => "check app key, app secret and environment",
        ErrorKind::RateLimited | ErrorKind::Unavailable | ErrorKind::Network | ErrorKind::Timeout => "ask again later",
        ErrorKind::Refused => "read code and message",
        ErrorKind::OutcomeUnknown => "look the order up before anything else",
        ErrorKind::Decode => "read the body: the descriptor needs a correction",
        ErrorKind::Paging => "begin the walk again",
        // Kinds that a later version adds.
        _ => "read the text",
    }
}

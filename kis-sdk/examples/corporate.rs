//! A corporate customer (법인) and the headers that go with it: `cargo run --example corporate --features mock`.
//!
//! Asks twice for a quote and prints the headers of both requests as the mock server received them: the four that stay the
//! same, and `gt_uid`, which is another one each time. Secrets are masked. With an app key set it asks the real server
//! (see `setting/mod.rs`); then it also needs `KIS_PERSONALSECKEY`, `KIS_PHONE_NUMBER` and `KIS_IP_ADDR`.

#![expect(clippy::print_stdout, reason = "printing is what this example is for")]

mod setting;
mod shown;

use std::error::Error;
use std::process::ExitCode;

use kis_sdk::domestic_stock::quotations::inquire_price::{self, FidCondMrktDivCode, Request};
use kis_sdk::mock::Received;
use kis_sdk::{Corporate, Customer};

use setting::Setting;
use shown::{Table, number};

/// The headers that the pages mark 법인 필수, and whether their values are anybody else's business.
const HEADERS: [(&str, bool); 6] = [
    ("custtype", true),
    ("personalseckey", false),
    ("seq_no", true),
    ("phone_number", false),
    ("ip_addr", true),
    ("gt_uid", true),
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    setting::end(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let setting = Setting::read().await?;
    let corporate = match setting.mock() {
        Some(_) => Corporate::new("a-personal-security-key", "010-1234-5678", "203.0.113.7")?,
        None => {
            let variable = |name: &str| std::env::var(name).map_err(|_| format!("set {name}"));
            let phone_number = variable("KIS_PHONE_NUMBER")?;
            Corporate::new(&variable("KIS_PERSONALSECKEY")?, &phone_number, &variable("KIS_IP_ADDR")?)?
        }
    };
    let client = setting.builder().customer(Customer::Corporate(corporate)).build()?;

    for code in ["005930", "000660"] {
        let answer = inquire_price::send(&client, &Request::new(FidCondMrktDivCode::KRX, code)).await?;
        println!("{code}  {}", number(answer.output.and_then(|quote| quote.stck_prpr)));
    }
    if let Some(server) = setting.mock() {
        let received = server.received();
        let calls: Vec<&Received> = received.iter().filter(|received| received.header("tr_id").is_some()).collect();
        print_headers(&calls);
    }
    Ok(())
}

fn print_headers(calls: &[&Received]) {
    let mut table = Table::new(&["헤더", "1", "2"]);
    for (name, is_public) in HEADERS {
        let value = |index: usize| match calls.get(index).and_then(|call| call.header(name)) {
            Some(value) if is_public => value.to_owned(),
            Some(value) => format!("*** ({} characters)", value.len()),
            None => "missing".to_owned(),
        };
        table.add([name.to_owned(), value(0), value(1)]);
    }
    println!("\nWhat arrived:");
    print!("{table}");
}

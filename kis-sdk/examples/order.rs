//! Buys or sells a stock for cash, once (주식주문): `cargo run --example order --features mock -- buy 005930 10 71500`.
//!
//! It shows the order and asks before it sends (`--yes` doesn't ask), and prints the order number. Where no answer says
//! what became of the order it doesn't send it again: it looks it up in the order list (주식일별주문체결조회) and says
//! whether the order stands (exit code 0), doesn't (1) or can't be told (2). To see that on the mock server:
//! `--lose-answer`; `--lose-order` for an order that is lost on its way; `--lose-list` beside them for a list that can't be
//! read either. Whom it asks: see `setting/mod.rs`.

#![expect(clippy::print_stdout, reason = "printing is what this example is for")]

#[path = "order/lookup.rs"]
mod lookup;
mod setting;
mod shown;

use std::error::Error;
use std::io::{IsTerminal as _, Write as _, stdin, stdout};
use std::process::ExitCode;

use kis_sdk::domestic_stock::trading::order_cash::{self, ExcgIdDvsnCd, OrdDvsn, Request, Side};
use kis_sdk::mock::{Fault, Target};
use kis_sdk::{Account, Decimal};

use lookup::Verdict;
use setting::Setting;
use shown::{left, number};

/// What the command line says.
struct Options {
    side: Side,
    code: String,
    quantity: Decimal,
    price: Decimal,
    is_sure: bool,
    /// What the mock server is to lose.
    loses: Vec<(Target, Fault)>,
}

const USAGE: &str = "write buy|sell CODE QUANTITY PRICE [--yes], such as: buy 005930 10 71500";

impl Options {
    fn read(arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let (options, given): (Vec<_>, Vec<_>) = arguments.partition(|argument| argument.starts_with("--"));
        let [side, code, quantity, price] = <[String; 4]>::try_from(given).map_err(|_| USAGE)?;
        let side = match side.as_str() {
            "buy" => Side::Buy,
            "sell" => Side::Sell,
            _ => return Err(format!("{side}: {USAGE}").into()),
        };
        // Korean stocks go by whole shares and whole won.
        let positive = |text: &str| match text.parse::<u32>() {
            Ok(number) if number > 0 => Ok(Decimal::from(number)),
            _ => Err(format!("{text} is no whole number above 0: {USAGE}")),
        };
        let (quantity, price) = (positive(&quantity)?, positive(&price)?);
        let mut read = Self { side, code, quantity, price, is_sure: false, loses: Vec::new() };
        for option in options {
            match option.as_str() {
                "--yes" => read.is_sure = true,
                "--lose-answer" => read.loses.push((Target::Orders, Fault::ResetAfter)),
                "--lose-order" => read.loses.push((Target::Orders, Fault::Html(504))),
                "--lose-list" => read.loses.push((Target::Queries, Fault::code("OPSQ0002"))),
                _ => return Err(format!("{option}: {USAGE}").into()),
            }
        }
        Ok(read)
    }

    /// What is about to be sent, for a person to read.
    fn show(&self, setting: &Setting, account: &Account) {
        let side = match self.side {
            Side::Buy => "매수 (buy)",
            Side::Sell => "매도 (sell)",
        };
        let lines = [
            ("환경", setting.name().to_owned()),
            ("계좌", masked(account)),
            ("구분", side.to_owned()),
            ("종목", self.code.clone()),
            ("수량", number(Some(self.quantity))),
            ("가격", format!("{} (지정가)", number(Some(self.price)))),
            ("금액", number(Some(self.quantity * self.price))),
        ];
        for (name, value) in lines {
            println!("  {}{value}", left(name, 6));
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<ExitCode, Box<dyn Error>> {
    let options = Options::read(std::env::args().skip(1))?;
    let setting = Setting::read().await?;
    let (client, account) = (setting.client()?, setting.account()?);
    for (target, fault) in &options.loses {
        let server = setting.mock().ok_or("only the mock server loses what it is told to (--lose-…)")?;
        server.fault(target.clone(), fault.clone());
    }
    options.show(&setting, &account);
    if !options.is_sure && !is_confirmed()? {
        println!("Nothing was sent.");
        return Ok(ExitCode::FAILURE);
    }

    let Options { side, code, quantity, price, .. } = &options;
    let request = Request::new(*side, &account, code, OrdDvsn::LIMIT, *quantity, *price);
    let request = request.excg_id_dvsn_cd(ExcgIdDvsnCd::KRX);
    // Once: the client never sends an order a second time, and neither does this program.
    let error = match order_cash::send(&client, &request).await {
        Ok(answer) => {
            let number = answer.output.map(|receipt| receipt.odno).unwrap_or_default();
            println!("{} 주문번호 {number}", answer.envelope.msg1());
            return Ok(ExitCode::SUCCESS);
        }
        Err(error) => error,
    };
    // Of every other error it is certain whether the order stands, and its text says so.
    let Some(sent) = error.sent() else { return Err(error.into()) };
    println!("{error}");
    println!("Looking it up in the order list …");
    let verdict = lookup::what_became_of(&client, &account, *side, sent).await;
    println!("{verdict}");
    Ok(match verdict {
        Verdict::Stands(_) => ExitCode::SUCCESS,
        Verdict::DoesNotStand => ExitCode::FAILURE,
        Verdict::CanNotTell(_) => ExitCode::from(2),
    })
}

/// Asks on the terminal; where there is none, nobody can say yes.
fn is_confirmed() -> Result<bool, Box<dyn Error>> {
    if !stdin().is_terminal() {
        return Err("nobody is there to ask: write --yes to send the order without being asked".into());
    }
    print!("Send this order? Type yes: ");
    stdout().flush()?;
    let mut line = String::new();
    stdin().read_line(&mut line)?;
    Ok(line.trim() == "yes")
}

/// An account for people to recognise and for nobody to use: `12****78-01`.
fn masked(account: &Account) -> String {
    let number = account.number();
    format!("{}****{}-{}", &number[..2], &number[6..], account.product())
}

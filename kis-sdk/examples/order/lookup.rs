//! What became of an order whose answer is missing: by what was sent, in the list of the account's orders.

use std::fmt;
use std::time::{Duration, SystemTime};

use jiff::civil::DateTime;
use jiff::{Timestamp, ToSpan as _, tz};
use kis_sdk::domestic_stock::trading::inquire_daily_ccld::{ExcgIdDvsnCd, Output1, Period, Request, SllBuyDvsnCd};
use kis_sdk::domestic_stock::trading::order_cash::Side;
use kis_sdk::{Account, Client, Decimal, Error, Sent};

/// How often the list is read before an order that isn't there counts as lost: an order list can lag behind.
const LOOKS: [Duration; 2] = [Duration::from_secs(1), Duration::ZERO];

/// How far this machine's clock may be from the server's.
const DRIFT_SECONDS: i64 = 60;

/// What is known in the end.
pub(crate) enum Verdict {
    /// The order stands, under this number.
    Stands(String),
    /// The server took no such order.
    DoesNotStand,
    /// Nobody knows, for this reason.
    CanNotTell(String),
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stands(number) => write!(f, "The order stands: 주문번호 {number}. Don't send it again."),
            Self::DoesNotStand => {
                f.write_str("The order doesn't stand: no order of the list is like it. It may be sent again.")
            }
            Self::CanNotTell(why) => {
                write!(f, "It can't be told whether the order stands: {why}. Look at your orders in the HTS.")
            }
        }
    }
}

/// An order of the list that is like the one that was sent.
struct Alike {
    number: String,
    /// Whether it came before the other one left, if both clocks are right.
    is_earlier: bool,
}

/// Looks for an order that is like the one that was sent.
pub(crate) async fn what_became_of(client: &Client, account: &Account, side: Side, sent: &Sent) -> Verdict {
    for pause in LOOKS {
        let alike = match alike(client, account, side, sent).await {
            Ok(alike) => alike,
            Err(error) => return Verdict::CanNotTell(error.to_string()),
        };
        match alike.as_slice() {
            [] => tokio::time::sleep(pause).await,
            [Alike { number, is_earlier: false }] => return Verdict::Stands(number.clone()),
            // An order of the same kind from a moment before: only a person knows whether it is this one.
            several => {
                let numbers: Vec<&str> = several.iter().map(|order| order.number.as_str()).collect();
                return Verdict::CanNotTell(format!("it could be {}", numbers.join(" or ")));
            }
        }
    }
    Verdict::DoesNotStand
}

/// The orders that are like it: stock, side, quantity, price, and not much earlier than it left.
async fn alike(client: &Client, account: &Account, side: Side, sent: &Sent) -> Result<Vec<Alike>, Error> {
    let left = korean(sent.at);
    let earliest = left.saturating_sub(DRIFT_SECONDS.seconds());
    let today = korean(SystemTime::now()).saturating_add(DRIFT_SECONDS.seconds()).date();
    let stock = sent.parameter("PDNO").unwrap_or_default();
    let (side, side_code) = match side {
        Side::Sell => (SllBuyDvsnCd::SELL, "01"),
        Side::Buy => (SllBuyDvsnCd::BUY, "02"),
    };
    // Filled or not (00), latest first (00), of all sorts (00).
    let period = Period::WithinThreeMonths;
    let request =
        Request::new(period, account, earliest.date(), today, side, "", "00", "00", "", "00", ExcgIdDvsnCd::KRX);
    let orders = client.pages(request.pdno(stock)).items(|page| page.output1).collect_all().await?;
    let number = |name: &str| sent.parameter(name).and_then(|text| text.parse::<Decimal>().ok());
    let is_alike = |order: &&Output1| {
        order.pdno == stock
            && order.sll_buy_dvsn_cd == side_code
            && order.ord_qty == number("ORD_QTY")
            && order.ord_unpr == number("ORD_UNPR")
    };
    let came = |order: &Output1| order.ord_dt.zip(order.ord_tmd).map(|(day, time)| day.to_datetime(time));
    let alike = orders.iter().filter(is_alike).filter(|order| came(order).is_none_or(|came| came >= earliest));
    Ok(alike
        .map(|order| Alike { number: order.odno.clone(), is_earlier: came(order).is_none_or(|came| came < left) })
        .collect())
}

/// A moment as a clock in Korea shows it, in whole seconds, as the list has them.
fn korean(moment: SystemTime) -> DateTime {
    let moment = Timestamp::try_from(moment).unwrap_or_default();
    let shown = tz::offset(9).to_datetime(moment);
    shown.with().subsec_nanosecond(0).build().unwrap_or(shown)
}

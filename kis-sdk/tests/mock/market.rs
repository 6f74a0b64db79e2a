//! Quotations look like prices of the stock and the days that are asked for.

use kis_sdk::domestic_stock::quotations::inquire_daily_itemchartprice as chart;
use kis_sdk::domestic_stock::quotations::inquire_price::{self as price, FidCondMrktDivCode};
use kis_sdk::{Client, Date, Decimal};

use super::*;

fn client(server: &mock::Server) -> Client {
    Client::builder(server.environment(), server.credentials()).build().expect("a client")
}

async fn quote(client: &Client, code: &str) -> price::Output {
    let request = price::Request::new(FidCondMrktDivCode::KRX, code);
    price::send(client, &request).await.expect("an answer").output.unwrap_or_default()
}

/// The days and closing prices of a chart.
async fn days(client: &Client, from: &str, to: &str, period: &str) -> Vec<(Date, Decimal)> {
    days_of(client, "005930", from, to, period).await
}

async fn days_of(client: &Client, code: &str, from: &str, to: &str, period: &str) -> Vec<(Date, Decimal)> {
    let market = chart::FidCondMrktDivCode::KRX;
    let request = chart::Request::new(market, code, from, to, period.into(), "0".into());
    let answer = chart::send(client, &request).await.expect("an answer");
    let rows = answer.output2.into_iter();
    rows.map(|row| (row.stck_bsop_date.expect("a day"), row.stck_clpr.expect("a price"))).collect()
}

#[tokio::test]
async fn a_quote_is_about_the_stock_that_is_asked_for() {
    let server = start().await;
    let client = client(&server);
    let samsung = quote(&client, "005930").await;
    let [now, high, low, yesterday, change] =
        [samsung.stck_prpr, samsung.stck_hgpr, samsung.stck_lwpr, samsung.stck_sdpr, samsung.prdy_vrss]
            .map(|number| number.expect("a number"));
    assert!(low <= now && now <= high && low > Decimal::ZERO, "{low} {now} {high}");
    assert_eq!(now - yesterday, change);
    assert_eq!(samsung.stck_shrn_iscd, "005930");
    assert_ne!(quote(&client, "000660").await.stck_prpr, samsung.stck_prpr);
    assert_eq!(quote(&client, "005930").await.stck_prpr, samsung.stck_prpr);
}

#[tokio::test]
async fn a_code_that_is_none_gets_blanks() {
    let server = start().await;
    let client = client(&server);
    let quote = quote(&client, "5930").await;
    assert_eq!((quote.stck_prpr, quote.stck_shrn_iscd.as_str()), (None, ""));
    assert_eq!(days_of(&client, "5930", "20260501", "20260531", "D").await, []);
}

#[tokio::test]
async fn a_chart_has_the_days_that_are_asked_for() {
    let server = start().await;
    let client = client(&server);
    let may = days(&client, "20260501", "20260531", "D").await;
    assert_eq!(may.len(), 21);
    assert!(may.iter().rev().is_sorted_by_key(|(day, _)| *day), "latest first: {may:?}");
    assert_eq!((may[0].0, may[20].0), (Date::constant(2026, 5, 29), Date::constant(2026, 5, 1)));
    let year = days(&client, "20250601", "20260531", "D").await;
    assert_eq!(year.len(), 100, "at most so many at once");
    assert_eq!(year[..21], may, "a day has one price, whatever is asked for with it");
    let months = days(&client, "20260101", "20260531", "M").await;
    let last: Vec<_> = months.iter().map(|(day, _)| (day.month(), day.day())).collect();
    assert_eq!(last, [(5, 29), (4, 30), (3, 31), (2, 27), (1, 30)]);
    assert_eq!(days(&client, "20260531", "20260501", "D").await, []);
    assert_eq!(days(&client, "29990101", "29990131", "D").await, [], "no day that is yet to come");
}

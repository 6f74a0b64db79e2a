//! How fast records are read: typed records of data frames beside two ways of reading them by hand, and from the socket
//! to the stream.
//!
//! `cargo bench --bench realtime --features mock`. Each figure is records a second on one core, but for the last: there the
//! server that sends has a thread of its own.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use kis_sdk::descriptor::columns;
use kis_sdk::domestic_stock::realtime::trade_krx::{Request, TR};
use kis_sdk::realtime::frame::{self, Frame};
use kis_sdk::realtime::{Buffer, Update};
use kis_sdk::{Client, Credentials, Decimal, Environment, mock};
use tokio::runtime::{Builder, Runtime};

/// How often a batch of frames is sent from the socket.
const TIMES: u64 = 20_000;

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// A record of 46 columns, shaped as the server's are; price and volume move.
fn record(number: u64) -> String {
    let price = 71_500 + number % 40 * 100;
    format!(
        "005930^0930{:02}^{price}^2^1350^1.91^71690.50^71000^72300^70600^72000^71900^{}^{}^595403999350^21115^28170^7055^\
         136.06^3060313^4163762^5^0.51^29.46^090014^2^950^090708^5^-350^090030^2^1350^20250730^20^N^93994^113056^1668973^\
         822214^0.14^10584139^78.47^0^^71000",
        number % 60,
        number % 90 + 1,
        8_305_216 + number,
    )
}

/// A frame with so many records.
fn frame(records: u64) -> String {
    let records: Vec<String> = (0..records).map(record).collect();
    format!("0|H0STCNT0|{:03}|{}", records.len(), records.join("^"))
}

fn records(text: &str) -> frame::Records<'_> {
    match frame::parse(text).expect("a frame") {
        Frame::Data(data) => data.records().expect("even"),
        _ => panic!("no data"),
    }
}

/// Does something with each record of a frame; gives how many there were.
fn each(text: &str, mut read: impl FnMut(&str)) -> usize {
    let records = records(text);
    let count = records.len();
    records.for_each(&mut read);
    count
}

/// What this crate does.
fn typed(text: &str) -> usize {
    each(text, |record| drop(black_box(columns::<Request>(record).expect("as documented"))))
}

/// What most programs do: texts, and nothing is known of them.
fn split(text: &str) -> usize {
    each(text, |record| drop(black_box(record.split('^').map(str::to_owned).collect::<Vec<String>>())))
}

/// What a derive makes of it: a tuple of the same types by position, blanks as `None`.
fn derived(text: &str) -> usize {
    each(text, |record| drop(black_box(serde_frame::read(record).expect("as documented"))))
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for size in [1, 5, 20] {
        let text = frame(size);
        assert_eq!(typed(&text), derived(&text));
        let mut group = criterion.benchmark_group(format!("H0STCNT0, {size} in a frame"));
        group.throughput(Throughput::Elements(size));
        group.bench_function("typed", |bencher| bencher.iter(|| typed(black_box(&text))));
        group.bench_function("split into Vec<String>", |bencher| bencher.iter(|| split(black_box(&text))));
        group.bench_function("serde derive", |bencher| bencher.iter(|| derived(black_box(&text))));
        group.finish();
    }
    criterion.final_summary();
    for size in [1, 5, 20] {
        from_the_socket(size);
    }
}

/// A server on a thread of its own, as long as the program runs.
fn serve() -> (mock::Feed, String) {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        runtime().block_on(async move {
            let server = mock::Server::start().await.expect("a free port");
            send.send((server.feed(), server.url())).expect("somebody waits");
            std::future::pending::<()>().await;
        });
    });
    receive.recv().expect("a server")
}

fn from_the_socket(size: u64) {
    let (feed, url) = serve();
    let credentials = Credentials::new(mock::Server::APP_KEY, mock::Server::APP_SECRET).expect("usable");
    let client = Client::builder(Environment::url(&url).expect("loopback"), credentials).build().expect("a client");
    let (took, sum) = runtime().block_on(async {
        let realtime = client.realtime().idle_timeout(Duration::from_secs(60));
        let mut updates =
            realtime.subscribe_with(Request::new("005930"), Buffer::wait(10_000)).await.expect("subscribed");
        let begun = Instant::now();
        feed.flood(&[frame(size)], TIMES);
        let (mut count, mut sum) = (0, Decimal::ZERO);
        while count < TIMES * size {
            match updates.next().await.expect("not at its end").expect("readable") {
                Update::Record(trade) => {
                    count += 1;
                    sum += trade.stck_prpr.unwrap_or_default();
                }
                other => panic!("lost: {other:?}"),
            }
        }
        (begun.elapsed(), sum)
    });
    let all = Decimal::from(TIMES) * (0..size).map(|number| Decimal::from(71_500 + number % 40 * 100)).sum::<Decimal>();
    assert_eq!(sum, all, "each record once");
    let rate = (TIMES * size) as f64 / took.as_secs_f64();
    eprintln!(
        "{}, {size} in a frame, from the socket to the stream: {rate:.0} records/s, none lost",
        TR.tr_ids[0].real
    );
}

/// Decoding with `#[derive(Deserialize)]` over a deserializer of columns.
mod serde_frame {
    use kis_sdk::{Date, Decimal, Time};
    use serde::de::value::{BorrowedStrDeserializer, Error, SeqDeserializer};
    use serde::{Deserialize, Deserializer};

    fn parsed<'de, D: Deserializer<'de>, T>(
        deserializer: D,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, D::Error> {
        let text = <&str>::deserialize(deserializer)?.trim();
        match text {
            "" => Ok(None),
            text => read(text).map(Some).ok_or_else(|| serde::de::Error::custom(format!("{text:?} can't be read"))),
        }
    }

    fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
        parsed(deserializer, |text| text.parse().ok())
    }

    fn two(text: &str) -> Option<i8> {
        text.parse().ok()
    }

    fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Time>, D::Error> {
        let read = |text: &str| Time::new(two(text.get(..2)?)?, two(text.get(2..4)?)?, two(text.get(4..)?)?, 0).ok();
        parsed(deserializer, read)
    }

    fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        parsed(deserializer, |text| {
            Date::new(text.get(..4)?.parse().ok()?, two(text.get(4..6)?)?, two(text.get(6..)?)?).ok()
        })
    }

    macro_rules! record {
        ($($name:ident: $kind:ty $(= $with:literal)?,)*) => {
            /// The columns in their order.
            #[derive(Deserialize)]
            #[allow(dead_code, reason = "they are read, and that is all")]
            pub(super) struct Record { $($(#[serde(deserialize_with = $with)])? $name: $kind,)* }
        };
    }

    record! {
        mksc_shrn_iscd: String, stck_cntg_hour: Option<Time> = "time", stck_prpr: Option<Decimal> = "number",
        prdy_vrss_sign: String, prdy_vrss: Option<Decimal> = "number", prdy_ctrt: Option<Decimal> = "number",
        wghn_avrg_stck_prc: Option<Decimal> = "number", stck_oprc: Option<Decimal> = "number",
        stck_hgpr: Option<Decimal> = "number", stck_lwpr: Option<Decimal> = "number", askp1: Option<Decimal> = "number",
        bidp1: Option<Decimal> = "number", cntg_vol: Option<Decimal> = "number", acml_vol: Option<Decimal> = "number",
        acml_tr_pbmn: Option<Decimal> = "number", seln_cntg_csnu: Option<Decimal> = "number",
        shnu_cntg_csnu: Option<Decimal> = "number", ntby_cntg_csnu: Option<Decimal> = "number",
        cttr: Option<Decimal> = "number", seln_cntg_smtn: Option<Decimal> = "number",
        shnu_cntg_smtn: Option<Decimal> = "number", ccld_dvsn: String, shnu_rate: Option<Decimal> = "number",
        prdy_vol_vrss_acml_vol_rate: Option<Decimal> = "number", oprc_hour: Option<Time> = "time",
        oprc_vrss_prpr_sign: String, oprc_vrss_prpr: Option<Decimal> = "number", hgpr_hour: Option<Time> = "time",
        hgpr_vrss_prpr_sign: String, hgpr_vrss_prpr: Option<Decimal> = "number", lwpr_hour: Option<Time> = "time",
        lwpr_vrss_prpr_sign: String, lwpr_vrss_prpr: Option<Decimal> = "number", bsop_date: Option<Date> = "date",
        new_mkop_cls_code: String, trht_yn: String, askp_rsqn1: Option<Decimal> = "number",
        bidp_rsqn1: Option<Decimal> = "number", total_askp_rsqn: Option<Decimal> = "number",
        total_bidp_rsqn: Option<Decimal> = "number", vol_tnrt: Option<Decimal> = "number",
        prdy_smns_hour_acml_vol: Option<Decimal> = "number", prdy_smns_hour_acml_vol_rate: Option<Decimal> = "number",
        hour_cls_code: String, mrkt_trtm_cls_code: String, vi_stnd_prc: Option<Decimal> = "number",
    }

    pub(super) fn read(record: &str) -> Result<Record, Error> {
        let columns = record.split('^').map(BorrowedStrDeserializer::new);
        Record::deserialize(SeqDeserializer::new(columns.map(Column)))
    }

    /// One column.
    struct Column<'a>(BorrowedStrDeserializer<'a, Error>);

    impl<'a> serde::de::IntoDeserializer<'a, Error> for Column<'a> {
        type Deserializer = BorrowedStrDeserializer<'a, Error>;

        fn into_deserializer(self) -> Self::Deserializer {
            self.0
        }
    }
}

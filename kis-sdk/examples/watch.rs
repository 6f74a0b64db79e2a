//! A few stocks as they trade, and the notices of an HTS ID, in a table that lives: `cargo run --example watch --features mock`.
//!
//! Without an account it starts the mock server on this machine, which makes prices up. With `KIS_APP_KEY` and
//! `KIS_APP_SECRET` set it asks the real server (or paper, with `KIS_ENV=paper`); `KIS_HTS_ID` adds notices. Codes and a time
//! can be given: `… -- 005930 000660 --seconds 10`. Ctrl-C ends it. Where the output is no terminal each change is a line.

#![expect(clippy::print_stdout, reason = "printing is what this example is for")]

mod setting;
mod shown;

use std::error::Error;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use kis_sdk::Decimal;
use kis_sdk::domestic_stock::realtime::{notice, quote_krx, trade_krx};
use kis_sdk::realtime::{Buffer, Event, Realtime};
use tokio::time::{Instant, interval, sleep_until};
use unicode_width::UnicodeWidthStr as _;

use setting::Setting;
use shown::{left, number, right};

/// What the command line says.
struct Options {
    codes: Vec<String>,
    seconds: Option<u64>,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let (mut codes, mut seconds) = (Vec::new(), None);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--seconds" => {
                    let number = arguments.next().and_then(|number| number.parse().ok());
                    seconds = Some(number.ok_or("--seconds wants a number, as in --seconds 10")?);
                }
                option if option.starts_with('-') => return Err(format!("{option}: only codes and --seconds N").into()),
                code if codes.iter().any(|known| known == code) => {}
                code if is_code(code) => codes.push(argument),
                code => {
                    return Err(format!(
                        "{code} is no stock code: six digits or capitals such as 005930 (삼성전자), or Q and six digits of an ETN"
                    )
                    .into());
                }
            }
        }
        if codes.is_empty() {
            codes = ["005930", "000660", "035420", "005380"].map(str::to_owned).into();
        }
        Ok(Self { codes, seconds })
    }
}

/// Whether a code is one of a stock (`005930`, `0005A0`) or an ETN (`Q500001`).
fn is_code(code: &str) -> bool {
    let rest = code.strip_prefix('Q').filter(|_| code.len() == 7).unwrap_or(code);
    let is_digit_or_capital = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    rest.len() == 6 && rest.bytes().all(is_digit_or_capital) && rest.starts_with(|first: char| first.is_ascii_digit())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    setting::end(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let options = Options::read(std::env::args().skip(1))?;
    let setting = Setting::read().await?;
    let client = setting.client()?;
    let hts_id = match setting.mock() {
        Some(server) => {
            server.feed().every(Duration::from_millis(250));
            Some("mock".to_owned())
        }
        None => std::env::var("KIS_HTS_ID").ok(),
    };
    let realtime = client.realtime();
    let mut screen = Screen::new(&options.codes);
    // Only what is latest is shown; notices have a stream of their own, where each counts.
    let mut all = realtime.clone().buffer(Buffer::latest()).all();
    let _streams = subscribe(&realtime, &options.codes).await?;
    let mut notices = match &hts_id {
        Some(id) => Some(realtime.subscribe(notice::Request::new(id)).await?.records()),
        None => None,
    };
    let end = options.seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut redraw = interval(Duration::from_millis(200));
    // One for the whole loop: one that is made anew in each turn misses a Ctrl-C between two turns.
    let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
    screen.open();
    let outcome = loop {
        tokio::select! {
            _ = &mut interrupted => break Ok(()),
            () = sleep_until(end.unwrap_or_else(Instant::now)), if end.is_some() => break Ok(()),
            event = all.next() => match event {
                None => break Ok(()),
                Some(Event::Closed(Some(failure))) => break Err(failure.error().into()),
                Some(event) => screen.take(&event),
            },
            Some(Some(notice)) = async { Some(notices.as_mut()?.next().await) }, if notices.is_some() => match notice {
                Ok(notice) => screen.note(&notice),
                Err(error) => screen.say(error.to_string()),
            },
            _ = redraw.tick() => screen.draw()?,
        }
    };
    screen.close();
    outcome
}

/// The streams keep the subscriptions; what comes is read from the stream of everything.
async fn subscribe(realtime: &Realtime, codes: &[String]) -> Result<impl Sized + use<>, kis_sdk::Error> {
    let mut streams = Vec::new();
    for code in codes {
        let trades = realtime.subscribe_with(trade_krx::Request::new(code), Buffer::latest()).await?;
        let quotes = realtime.subscribe_with(quote_krx::Request::new(code), Buffer::latest()).await?;
        streams.push((trades, quotes));
    }
    Ok(streams)
}

/// One stock.
#[derive(Default)]
struct Line {
    code: String,
    price: Option<Decimal>,
    change: Option<Decimal>,
    rate: Option<Decimal>,
    volume: Option<Decimal>,
    ask: Option<Decimal>,
    bid: Option<Decimal>,
    is_new: bool,
}

/// What is shown.
struct Screen {
    lines: Vec<Line>,
    said: String,
    noticed: String,
    is_terminal: bool,
    is_drawn: bool,
    /// What is to be printed where the table isn't.
    pending: Vec<String>,
}

const HEADING: [&str; 7] = ["종목", "현재가", "전일대비", "대비율", "거래량", "매도1", "매수1"];
/// Together less than the 80 columns of a terminal: a line that wraps would be drawn over.
const WIDTHS: [usize; 7] = [7, 12, 11, 10, 15, 12, 12];

/// The widest line.
const WIDEST: usize = 79;

impl Screen {
    fn new(codes: &[String]) -> Self {
        let lines = codes.iter().map(|code| Line { code: code.clone(), ..Line::default() }).collect();
        let is_terminal = std::io::stdout().is_terminal();
        Self { lines, said: String::new(), noticed: String::new(), is_terminal, is_drawn: false, pending: Vec::new() }
    }

    fn open(&self) {
        if self.is_terminal {
            // Without the cursor, which would jump about.
            print!("\x1b[?25l");
        }
    }

    fn close(&self) {
        if self.is_terminal {
            println!("\x1b[?25h");
        }
    }

    fn take(&mut self, event: &Event) {
        let Event::Record(pushed) = event else {
            if !matches!(event, Event::Acknowledged { .. }) {
                self.say(format!("{event:?}"));
            }
            return;
        };
        let Some(line) = self.lines.iter_mut().find(|line| line.code == pushed.key().as_str()) else { return };
        match (pushed.read::<trade_krx::Request>(), pushed.read::<quote_krx::Request>()) {
            (Some(Ok(trade)), _) => {
                (line.price, line.change) = (trade.stck_prpr, trade.prdy_vrss);
                (line.rate, line.volume) = (trade.prdy_ctrt, trade.acml_vol);
                line.is_new = true;
            }
            (_, Some(Ok(quote))) => (line.ask, line.bid) = (quote.askp1, quote.bidp1),
            (Some(Err(error)), _) | (_, Some(Err(error))) => self.say(error.to_string()),
            _ => {}
        }
    }

    fn note(&mut self, notice: &notice::Record) {
        let [quantity, price] = [notice.cntg_qty, notice.cntg_unpr].map(number);
        self.noticed = format!("{} {} × {quantity} @ {price}", notice.cntg_isnm40, notice.oder_no);
        self.pending.push(format!("체결통보 {}", self.noticed));
    }

    fn say(&mut self, text: String) {
        self.pending.push(text.clone());
        self.said = text;
    }

    /// The whole table over the last one; where there is no terminal the lines that changed.
    fn draw(&mut self) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        let pending = std::mem::take(&mut self.pending);
        if !self.is_terminal {
            for text in pending {
                writeln!(out, "{text}")?;
            }
            for line in self.lines.iter_mut().filter(|line| line.is_new) {
                line.is_new = false;
                writeln!(out, "{}", row(&line.cells()).trim_end())?;
            }
            return out.flush();
        }
        if std::mem::replace(&mut self.is_drawn, true) {
            write!(out, "\x1b[{}A", self.lines.len() + 3)?;
        }
        writeln!(out, "\x1b[2K\x1b[1m{}\x1b[0m", row(&HEADING.map(str::to_owned)))?;
        for line in &self.lines {
            // Red is up and blue is down, as on every Korean screen.
            let colour = match line.change {
                Some(change) if change > Decimal::ZERO => "31",
                Some(change) if change < Decimal::ZERO => "34",
                _ => "0",
            };
            writeln!(out, "\x1b[2K\x1b[{colour}m{}\x1b[0m", row(&line.cells()))?;
        }
        writeln!(out, "\x1b[2K{}", cut(&format!("체결통보  {}", self.noticed)))?;
        writeln!(out, "\x1b[2K{}", cut(&self.said))?;
        out.flush()
    }
}

impl Line {
    fn cells(&self) -> [String; 7] {
        let rate = self.rate.map_or_else(|| "-".to_owned(), |rate| format!("{rate:+.2} %"));
        let [price, change, volume] = [self.price, self.change, self.volume].map(number);
        [self.code.clone(), price, change, rate, volume, number(self.ask), number(self.bid)]
    }
}

fn row(cells: &[String; 7]) -> String {
    let cells = cells.iter().zip(WIDTHS).enumerate();
    cells.map(|(index, (cell, width))| if index == 0 { left(cell, width) } else { right(cell, width) }).collect()
}

/// As much as a line shows.
fn cut(text: &str) -> String {
    let mut width = 0;
    let fits = |letter: &char| {
        width += letter.to_string().width();
        width <= WIDEST
    };
    text.chars().take_while(fits).collect()
}

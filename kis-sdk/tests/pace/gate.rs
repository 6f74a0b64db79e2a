//! A server with a strict sliding window, independent of the mock: its verdicts decide these tests, not a clock in them.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use kis_sdk::domestic_bond::trading::inquire_balance::{InqrCndt, Request};
use kis_sdk::{Client, ClientBuilder, Credentials, Environment, ErrorKind, Retries};

const OVER: &str = r#"{"rt_cd":"1","msg_cd":"EGW00201","msg1":"초당 거래건수를 초과하였습니다."}"#;
const TOKEN: &str = r#"{"access_token":"pace-token","token_type":"Bearer","expires_in":86400}"#;
const EMPTY: &str = r#"{"rt_cd":"0","msg_cd":"KIOK0510","msg1":"","output":[]}"#;

/// The least that must be used of the budget, in parts of 1.
pub(crate) const LEAST: f64 = 0.97;

/// What the server saw.
#[derive(Debug, Default)]
pub(crate) struct Record {
    /// The calls that were let through.
    pub(crate) arrivals: Vec<Instant>,
    pub(crate) refused: usize,
    window: VecDeque<Instant>,
}

impl Record {
    /// Any second holds `limit` calls at most: one that arrives 1000 ms after another still meets it.
    fn admit(&mut self, limit: usize) -> bool {
        let now = Instant::now();
        while self.window.front().is_some_and(|first| now.duration_since(*first) > Duration::from_secs(1)) {
            self.window.pop_front();
        }
        if self.window.len() >= limit {
            self.refused += 1;
            return false;
        }
        self.window.push_back(now);
        self.arrivals.push(now);
        true
    }

    /// The calls made, of those that the span from the first to the last and the last one's second allowed.
    pub(crate) fn utilisation(&self, limit: usize) -> f64 {
        let (Some(first), Some(last)) = (self.arrivals.first(), self.arrivals.last()) else { return 0.0 };
        let span = last.duration_since(*first) + Duration::from_secs(1);
        self.arrivals.len() as f64 / (limit as f64 * span.as_secs_f64())
    }
}

/// A running server. Its threads end with the process.
pub(crate) struct Gate {
    pub(crate) url: String,
    pub(crate) limit: usize,
    record: Arc<Mutex<Record>>,
}

impl Gate {
    pub(crate) fn start(limit: usize) -> Self {
        crate::watch::the_log();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let record = Arc::<Mutex<Record>>::default();
        let shared = Arc::clone(&record);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let record = Arc::clone(&shared);
                std::thread::spawn(move || serve(&stream, limit, &record));
            }
        });
        Self { url, limit, record }
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        builder(&self.url)
    }

    /// What it saw until now.
    pub(crate) fn take_record(&self) -> Record {
        std::mem::take(&mut self.record.lock().expect("not poisoned"))
    }
}

pub(crate) fn builder(url: &str) -> ClientBuilder {
    let environment = Environment::url(url).expect("loopback");
    // A refusal has to be seen, not mended.
    Client::builder(environment, Credentials::new("pace-app-key", "pace-app-secret").expect("usable"))
        .retries(Retries::none())
}

/// Makes one call; says whether it was let through.
pub(crate) async fn call(client: &Client) -> bool {
    let account = "12345678-01".parse().expect("an account");
    match client.send(&Request::new(&account, InqrCndt::ALL)).await {
        Ok(_) => true,
        Err(error) if error.kind() == ErrorKind::RateLimited => false,
        Err(error) => panic!("{error}"),
    }
}

/// Answers the requests of one connection.
fn serve(mut stream: &TcpStream, limit: usize, record: &Mutex<Record>) {
    let _ = stream.set_nodelay(true);
    let mut reader = BufReader::new(stream);
    while let Some((line, length)) = read_head(&mut reader) {
        let is_call = !line.contains("/oauth2/");
        let admitted = is_call && record.lock().expect("not poisoned").admit(limit);
        if reader.read_exact(&mut vec![0; length]).is_err() {
            return;
        }
        let (status, body) = match (is_call, admitted) {
            (false, _) => (200, TOKEN),
            (true, true) => (200, EMPTY),
            (true, false) => (500, OVER),
        };
        let reply = format!("HTTP/1.1 {status} -\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        if stream.write_all(reply.as_bytes()).is_err() {
            return;
        }
    }
}

/// The request line and the length of the body.
fn read_head(reader: &mut impl BufRead) -> Option<(String, usize)> {
    let mut lines = reader.lines().map_while(Result::ok).take_while(|line| !line.is_empty());
    let request = lines.next()?;
    let length = lines
        .filter_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:").map(str::trim).map(str::to_owned))
        .last();
    Some((request, length.and_then(|length| length.parse().ok()).unwrap_or(0)))
}

/// Heavy tests run one after the other.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Runs `run`, which makes `calls` calls, against a new server: none may be refused, ever; and at least [`LEAST`] of the
/// budget must be used. A machine that stalls makes calls later, so a loaded one gets two more chances for the second.
pub(crate) fn assert_paced(limit: usize, calls: usize, mut run: impl FnMut(&Gate)) {
    let _alone = alone();
    let mut seen = Vec::new();
    for _ in 0..3 {
        let gate = Gate::start(limit);
        run(&gate);
        let record = gate.take_record();
        assert_eq!((record.arrivals.len(), record.refused), (calls, 0), "calls let through and refused");
        let utilisation = record.utilisation(limit);
        eprintln!("{calls} calls, 0 refused, {:.2} % of the budget", utilisation * 100.0);
        if utilisation >= LEAST {
            return;
        }
        seen.push(utilisation);
    }
    panic!("of the budget of {limit} calls a second only {seen:?} was used");
}

//! What takes a minute or more by default, with times of its own; the rest is in `tests/token`.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use secrecy::ExposeSecret as _;

use super::format::Reading;
use super::record::{Record, Standing};
use super::*;
use crate::client::Connections;
use crate::client::http::Http;
use crate::mock;

struct Setting {
    server: mock::Server,
    http: Http,
    store: Arc<dyn TokenStore>,
    tokens: Tokens,
}

async fn setting(waits: Waits) -> Setting {
    let server = mock::Server::start().await.expect("a free port");
    let http = Http::new(&server.environment(), &Connections::default()).expect("a client");
    let store: Arc<dyn TokenStore> = Arc::new(MemoryTokenStore::new());
    let tokens = Tokens::new(&server.environment(), &server.credentials(), &store, waits);
    Setting { server, http, store, tokens }
}

impl Setting {
    async fn get(&self) -> Result<Token, Error> {
        self.tokens.get(&self.http, &self.server.credentials()).await
    }

    fn key(&self) -> TokenKey {
        TokenKey::new(&self.server.environment(), &self.server.credentials(), Purpose::AccessToken)
    }

    async fn record(&self) -> Record {
        let entry = self.store.load(&self.key()).await.expect("memory").expect("kept");
        match Record::read(&entry, &self.key()) {
            Reading::Record(record) => record,
            other => panic!("{other:?}"),
        }
    }

    async fn keep(&self, record: &Record) {
        let entry = record.to_entry(&self.key(), SystemTime::now());
        self.store.save(&self.key(), &entry).await.expect("memory");
    }
}

/// A refused token that comes back is tried again after a minute: the server may have recovered, and for six hours it
/// gives no other.
#[tokio::test]
async fn a_token_that_came_back_is_tried_again_after_a_minute() {
    let setting = setting(Waits { minute: Duration::ZERO, ..Waits::default() }).await;
    let token = setting.get().await.expect("a token");
    setting.tokens.forget(&token).await;
    assert_eq!(setting.record().await.standing, Standing::Refused);
    let same = setting.get().await.expect("the same, for one more try");
    assert_eq!((same.value(), setting.record().await.standing), (token.value(), Standing::Good));
    setting.tokens.forget(&same).await;
    assert_eq!(setting.record().await.standing, Standing::Stuck);
    let again = setting.get().await.expect("the minute is over");
    assert_eq!(again.value(), token.value());
    // Refused once more before it worked: another minute.
    setting.tokens.forget(&again).await;
    assert_eq!(setting.record().await.standing, Standing::Stuck);
    // It worked, and was lost later: news.
    let third = setting.get().await.expect("the minute is over");
    third.accepted();
    setting.tokens.forget(&third).await;
    assert_eq!(setting.record().await.standing, Standing::Refused);
}

/// A process that was stopped in the middle of its request holds the lock for ever.
#[tokio::test]
async fn a_lock_that_is_never_freed_stops_nobody() {
    let setting = setting(Waits { lock: Duration::from_millis(50), ..Waits::default() }).await;
    let _held = setting.store.lock(&setting.key()).await.expect("free");
    let token = setting.get().await.expect("a token without the lock");
    assert_eq!(setting.record().await.value(), Some(token.value()), "kept all the same: a file is replaced as a whole");
}

/// The clock was ahead when the token was kept, and was put right since: a token of unknown age is used, for a day at
/// most. It is dead, is replaced once, and what is kept fits the clock again.
#[tokio::test]
async fn a_clock_that_was_wrong() {
    let setting = setting(Waits::default()).await;
    let now = SystemTime::now();
    for wrong in [now + DAY * 400, now - DAY * 400] {
        let record = Record { secret: Some("dead".into()), lifetime: DAY, ..Record::without_token(wrong) };
        setting.keep(&record).await;
        let token = setting.get().await.expect("a token");
        if wrong > now {
            assert_eq!(token.secret().expose_secret(), "dead");
            assert!(token.remaining() <= DAY);
            setting.tokens.forget(&token).await;
            assert_eq!(setting.get().await.expect("another").value(), "mock-token-1");
        } else {
            assert_eq!(token.value(), "mock-token-1", "expired, by all that is known");
        }
        let kept = setting.record().await;
        assert_eq!(kept.value(), Some("mock-token-1"));
        assert!(kept.remaining(SystemTime::now()) > DAY - Duration::from_secs(600));
        let token = setting.get().await.expect("at hand");
        setting.tokens.access.forget(&token, false).await;
    }
    let asked = setting.server.received().len();
    assert_eq!(asked, 2, "once for each wrong time");
}

#[tokio::test]
async fn a_token_near_its_end_is_replaced() {
    let setting = setting(Waits::default()).await;
    let nearly = SystemTime::now() - DAY + Duration::from_secs(50);
    let record = Record { secret: Some("old".into()), lifetime: DAY, ..Record::without_token(nearly) };
    setting.keep(&record).await;
    assert_eq!(setting.get().await.expect("a token").value(), "mock-token-1");
}

/// A mock server can get the port of an old one, whose tokens it doesn't know.
#[tokio::test]
async fn a_server_that_is_gone_is_forgotten() {
    let store = MemoryTokenStore::new();
    let key = |host| TokenKey::of(host, "k", Purpose::AccessToken);
    let (old, other) = (key("http://127.0.0.1:1"), key("http://127.0.0.1:2"));
    for key in [&old, &other] {
        store.save(key, &Entry::from_bytes(b"x".to_vec())).await.expect("memory");
    }
    store.forget_host("http://127.0.0.1:1");
    assert!(store.load(&old).await.expect("memory").is_none());
    assert!(store.load(&other).await.expect("memory").is_some());
}

/// The cell is found by all who want the same, and is gone with them.
#[tokio::test]
async fn cells_are_shared_and_let_go() {
    let setting = setting(Waits::default()).await;
    let (environment, credentials) = (setting.server.environment(), setting.server.credentials());
    let waits = Waits::default();
    let second = Tokens::new(&environment, &credentials, &setting.store, waits);
    assert!(Arc::ptr_eq(&second.access, &setting.tokens.access));
    assert!(!Arc::ptr_eq(&second.access, &second.approval));
    let other = Credentials::new("PSmock00000000000000000000000000mock", "another").expect("usable");
    let third = Tokens::new(&environment, &other, &setting.store, waits);
    assert!(!Arc::ptr_eq(&third.access, &setting.tokens.access), "another secret");
    let cell = Arc::downgrade(&second.access);
    drop((second, third, setting));
    assert!(cell.upgrade().is_none());
}

#[test]
fn a_server_on_this_machine_gets_no_files() {
    let key = |environment: &Environment| {
        let credentials = Credentials::new("k", "s").expect("usable");
        let key = TokenKey::new(environment, &credentials, Purpose::AccessToken);
        default_store(environment).place(&key)
    };
    for url in ["http://127.0.0.1:1", "http://localhost:1", "https://[::1]:1"] {
        assert_eq!(key(&Environment::url(url).expect("loopback")), "the memory of this process");
    }
    let proxy = Environment::url("https://kis-proxy.example.com").expect("an address");
    for environment in [Environment::Real, Environment::Paper, proxy] {
        assert_ne!(key(&environment), "the memory of this process");
    }
}

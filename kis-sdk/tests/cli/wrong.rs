//! What people get wrong, and what they are told: one to five lines that say what to do, in one snapshot.

use std::path::PathBuf;
use std::process::Stdio;

use kis_sdk::domestic_bond::trading::inquire_balance as bonds;
use kis_sdk::mock::{Fault, Reply, Server, Target};

use super::{ACCOUNT, Mock, User, redacted};

/// A command line that is wrong, or meets something that is.
struct Case {
    what: &'static str,
    line: &'static str,
    /// What the server does, where it takes part.
    server: Option<fn(&Server)>,
    /// What is different about the user.
    user: fn(User) -> User,
}

/// A wrong line of somebody who has everything else.
fn case(what: &'static str, line: &'static str) -> Case {
    Case { what, line, server: None, user: |user| user }
}

impl Case {
    fn server(mut self, server: fn(&Server)) -> Self {
        self.server = Some(server);
        self
    }

    fn user(mut self, user: fn(User) -> User) -> Self {
        self.user = user;
        self
    }
}

const BONDS: &str = "call CTSC8407R INQR_CNDT=all --env mock --url URL";
const OWN: &str = "call CTSC8407R INQR_CNDT=all --env real --url URL";

/// A user without any variables.
fn bare(user: User) -> User {
    User { variables: user.variables.into_iter().filter(|(name, _)| name == "TEST_URL").collect(), ..user }
}

fn with_file(user: User, text: &str) -> User {
    let user = bare(user);
    user.write("config/kis-sdk/credentials.toml", text);
    user
}

fn words() -> Vec<Case> {
    vec![
        case("an unknown command", "lst"),
        case("an unknown flag", "list --oders"),
        case("an unknown product", "list --product domestic-stok"),
        case("a word that nothing is about", "list qqqqqq"),
        case("a word with a typo", "list inqire-balance"),
        case("filters that exclude each other", "list 잔고 --orders --realtime"),
        case("an unknown TR", "show zzzz"),
        case("a TR with a typo", "show CTSC8407"),
        case("a path with a typo", "show domestic-bond/trading/inquire-balanc"),
        case("a TR that several share", "call inquire-balance"),
        case("a realtime TR", "call H0STCNT0 tr_key=005930 --env mock"),
        case("a key with a typo", "call CTSC8407R INQR_CNTD=00 --env mock"),
        case("a key of another TR", "call CTSC8407R INQR_CNDT=00 FID_INPUT_ISCD=005930 --env mock"),
        case("a word without =", "call CTSC8407R all --env mock"),
        case("a key twice", "call CTSC8407R INQR_CNDT=00 inqr_cndt=01 --env mock"),
        case("a key that paging fills", "call CTSC8407R INQR_CNDT=00 CTX_AREA_NK200=1 --env mock"),
        case("a code with a typo", "call CTSC8407R INQR_CNDT=by_prodct --env mock"),
        case("a code that the page doesn't list", "call CTSC8407R INQR_CNDT=77 --env mock"),
        case("missing parameters", "call TTTC8434R --env mock"),
        case("a missing choice", "call order-cash PDNO=005930 ORD_DVSN=00 ORD_QTY=1 ORD_UNPR=71500 --env mock"),
        case("a wrong choice", "call order-cash side=byu PDNO=005930 ORD_DVSN=00 ORD_QTY=1 ORD_UNPR=71500 --env mock"),
        case("many things at once", "call order-cash sid=buy PDNO=005930 ORD_QTY=ten --env mock"),
        case("a bad day", "call CTSC8407R INQR_CNDT=00 BUY_DT=2026-02-30 --env mock"),
        case("a bad number", "call TTTC0012U PDNO=005930 ORD_DVSN=00 ORD_QTY=1,000 ORD_UNPR=71500 --env mock"),
        case("a column with a typo", "call CTSC8407R INQR_CNDT=00 --columns pdno,cblc_qyt --env mock"),
        case("CSV of several containers", "call TTTC2208R --csv --env mock"),
        case("a container with a typo", "call TTTC2208R --csv --output output3 --env mock"),
        case("CSV and JSON", "call TTTC2208R --csv --json --env mock"),
        case("--most without --all-pages", "call TTTC2208R --most 3 --env mock"),
        case("an unknown environment", "call TTTC2208R --env papre"),
        case("an unknown environment in KIS_ENV", "call TTTC2208R").user(|user| user.with("KIS_ENV", "papre")),
        case("an account that is too short", "call CTSC8407R INQR_CNDT=00 --account 1234567-01 --env mock"),
        case("an account without its product", "call CTSC8407R INQR_CNDT=00 --account 11223344 --env mock"),
        case("a bad account in the environment", OWN).user(|user| {
            bare(user)
                .with("KIS_APP_KEY", "PSsecret")
                .with("KIS_APP_SECRET", "sEcReT")
                .with("KIS_ACCOUNT", "8765432101x")
        }),
        case("a stock account for a pension", "call TTTC2208R --env real --url URL"),
        case(
            "an order that nobody can confirm",
            "call TTTC0012U PDNO=005930 ORD_DVSN=00 ORD_QTY=1 ORD_UNPR=71500 --env mock",
        ),
        case("a TR that isn't on paper", "call CTSC8407R INQR_CNDT=00 --env paper --url URL"),
        case(
            "a number as other programs write it",
            "call TTTC0012U PDNO=005930 ORD_DVSN=00 ORD_QTY=1e3 ORD_UNPR=.5 --env mock",
        ),
        case(
            "an order with a blank",
            "call TTTC0012U PDNO=005930 ORD_DVSN=00 ORD_QTY= ORD_UNPR=71500 --yes --env mock",
        ),
        case("all pages of an order", "call TTTC0012U --all-pages --yes --env mock"),
        case("a dry run that isn't on paper", "call CTSC8407R INQR_CNDT=00 --env paper --dry-run"),
        case("a dry run of a pension", "call TTTC2208R --env real --dry-run"),
        case(
            "mock on the vendor's real host",
            "call CTSC8407R INQR_CNDT=00 --env mock --url https://OpenAPI.koreainvestment.com:9443",
        ),
        case(
            "paper on the vendor's real host",
            "call FHKST01010100 FID_COND_MRKT_DIV_CODE=J FID_INPUT_ISCD=005930 --env paper --url https://openapi.koreainvestment.com.:9443",
        ),
        case(
            "real on the vendor's paper host",
            "token get --env real --url https://openapivts.koreainvestment.com:29443",
        ),
        case("an unknown shell", "completions csh"),
        case("a fault that is none", "mock --fault nonsens"),
    ]
}

fn credentials() -> Vec<Case> {
    let shown = |_: &Server| {};
    vec![
        case("no credentials", "call CTSC8407R INQR_CNDT=00").user(bare),
        case("no credentials on paper", "token --env paper").user(bare),
        case("a key without its secret", OWN).user(|user| bare(user).with("KIS_APP_KEY", "PSsecret")),
        case("a blank key", OWN).user(|user| bare(user).with("KIS_APP_KEY", "  ").with("KIS_APP_SECRET", "sEcReT")),
        case("a key with a line break", OWN)
            .user(|user| bare(user).with("KIS_APP_KEY", "PSsecret\n2").with("KIS_APP_SECRET", "sEcReT")),
        case("a blank key in the file", OWN)
            .user(|user| with_file(user, "[real]\napp_key = \"\"\napp_secret = \"sEcReT\"\n")),
        case("a credentials file that isn't there", "call CTSC8407R INQR_CNDT=00 --credentials nowhere.toml"),
        case("a folder as credentials file", "call CTSC8407R INQR_CNDT=00 --credentials ."),
        case("a file that is no TOML", OWN)
            .user(|user| with_file(user, "[real]\napp_key = \"PSsecret\"\napp_secret = sEcReT\n")),
        case("a file with other keys", OWN).user(|user| {
            with_file(user, "app_key = \"PSsecret\"\n[real]\napp_secert = \"sEcReT\"\naccount = 8765432101\n")
        }),
        case("no account", OWN)
            .user(|user| bare(user).with("KIS_APP_KEY", Server::APP_KEY).with("KIS_APP_SECRET", Server::APP_SECRET)),
        case("a wrong secret", OWN).server(shown).user(|user| {
            bare(user)
                .with("KIS_APP_KEY", Server::APP_KEY)
                .with("KIS_APP_SECRET", "sEcReT")
                .with("KIS_ACCOUNT", ACCOUNT)
        }),
        case("a token that is asked for too soon", OWN)
            .server(|server| server.fault_always(Target::Tokens, Fault::code("EGW00133"))),
        case("a key of the other environment", OWN)
            .server(|server| server.fault_always(Target::Calls, Fault::code("EGW02004"))),
        case("a token that is never taken", OWN)
            .server(|server| server.fault_always(Target::Calls, Fault::code("EGW00123"))),
    ]
}

fn servers() -> Vec<Case> {
    vec![
        case("a refusal", BONDS).server(|server| server.fault(Target::Calls, Fault::code("OPSQ2000"))),
        case("too many calls", BONDS).server(|server| server.fault_always(Target::Calls, Fault::code("EGW00201"))),
        case("maintenance", BONDS).server(|server| server.fault_always(Target::Calls, Fault::Html(503))),
        case("a body that is half", BONDS).server(|server| server.fault_always(Target::Calls, Fault::Malformed)),
        case("no envelope", BONDS).server(|server| server.fault_always(Target::Calls, Fault::NoEnvelope)),
        case("a broken text in the answer", BONDS).server(|server| {
            server.reply(
                &bonds::TR,
                Reply::text("{\"rt_cd\":\"0\",\"msg_cd\":\"KIOK0510\",\"output\":[{\"pdno\":\"\\ud800\"}]}"),
            );
        }),
        case("pages whose data changed", "call CTSC8407R INQR_CNDT=00 --all-pages --env mock --url URL")
            .server(|server| server.fault_always(Target::NextPages, Fault::code("SYDB0050"))),
        case(
            "an order in doubt",
            "call TTTC0012U PDNO=005930 ORD_DVSN=00 ORD_QTY=1 ORD_UNPR=71500 --yes --env mock --url URL",
        )
        .server(|server| server.fault_always(Target::Orders, Fault::ResetAfter)),
        case("a server that isn't there", "call CTSC8407R INQR_CNDT=00 --env mock --url http://127.0.0.1:1"),
        case(
            "plain http to another machine",
            "call CTSC8407R INQR_CNDT=00 --env mock --url http://kis.example.com:9443",
        ),
        case("no URL", "call CTSC8407R INQR_CNDT=00 --env mock --url localhost"),
        case("a URL with a path", "call CTSC8407R INQR_CNDT=00 --env mock --url https://kis.example.com/uapi"),
        case("something else that answers HTML", "call CTSC8407R INQR_CNDT=00 --env mock --url URL")
            .server(|server| server.fault_always(Target::All, Fault::Html(404))),
    ]
}

/// Runs a case; gives what is shown of it.
fn shown(case: &Case) -> String {
    let mock = Mock::start();
    if let Some(server) = case.server {
        server(&mock.server);
    }
    let user = (case.user)(User::of(&mock));
    let ran = user.kis(case.line);
    let said = redacted(&ran.err, user.home.path(), &mock.server.url());
    let said = times_redacted(&said);
    assert_eq!(ran.out, "", "{}: nothing on standard output", case.what);
    assert_ne!(ran.code, Some(0), "{}: {said}", case.what);
    // A case may show its order first.
    let message = &said[said.find("error:").unwrap_or_default()..];
    let lines = message.lines().count();
    assert!((1..=5).contains(&lines), "{}: {lines} lines\n{said}", case.what);
    assert!(message.starts_with("error: "), "{}\n{said}", case.what);
    assert!(lines > 1 || message.contains(':'), "{}: what to do?\n{said}", case.what);
    for word in ["panicked", "backtrace", "Some(", "Err(", "Os {"] {
        assert!(!said.contains(word), "{}\n{said}", case.what);
    }
    let line = case.line.replace('·', " ");
    format!("# {}\n$ kis {line}\n{said}[{}]\n\n", case.what, ran.code.unwrap())
}

/// `2026-01-31 09:10:10` as `<time>`.
fn times_redacted(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("it left at ") {
        let (before, after) = rest.split_at(at + "it left at ".len());
        out.push_str(before);
        out.push_str("<time>");
        rest = after.split_once(" KST").map_or("", |(_, rest)| rest);
    }
    out + rest
}

#[test]
fn everything_that_is_wrong_is_answered_with_what_to_do() {
    let cases: Vec<Case> = words().into_iter().chain(credentials()).chain(servers()).collect();
    assert!(cases.len() >= 30, "{}", cases.len());
    // Some of them wait between their tries: side by side they wait together.
    let shown: Vec<String> = std::thread::scope(|scope| {
        let mut all = Vec::new();
        for group in cases.chunks(8) {
            let running: Vec<_> = group.iter().map(|case| scope.spawn(move || shown(case))).collect();
            all.extend(
                running.into_iter().map(|run| run.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))),
            );
        }
        all
    });
    insta::assert_snapshot!("wrong_inputs", shown.concat());
}

#[cfg(unix)]
#[test]
fn a_file_that_is_too_open_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;

    let mock = Mock::start();
    let user = bare(User::of(&mock));
    let path: PathBuf = user.write("config/kis-sdk/credentials.toml", "[real]\n");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = redacted(&user.kis(OWN).failed(3), user.home.path(), "");
    insta::assert_snapshot!("too_open", said);
}

/// A disk that is full is said; a pipe that was closed isn't.
#[cfg(target_os = "linux")]
#[test]
fn output_that_can_not_be_written_is_said() {
    let user = User::new();
    let mut command = user.command(&["list"]);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command.stdout(Stdio::from(full)).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.starts_with("error: standard output can't be written"), "{said}");
}

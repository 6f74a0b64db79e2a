//! `kis mock`, run as a user runs it, asked over a socket.

use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

const KEY: &str = "PSmock00000000000000000000000000mock";
const SECRET: &str = "mock-app-secret-that-opens-nothing-but-the-mock-server==";

/// A running server. It ends with the test, however that ends.
struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    address: String,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kis"));
        let mut child = command.args(["mock", "--port", "0"]).args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut line = |beginning: &str| loop {
            let line = lines.next().unwrap().unwrap();
            if let Some(rest) = line.trim().strip_prefix(beginning) {
                return rest.trim().to_owned();
            }
        };
        let address = line("base URL").strip_prefix("http://").unwrap().to_owned();
        assert_eq!((line("app key").as_str(), line("app secret").as_str()), (KEY, SECRET), "those that it takes");
        line("a token");
        line("");
        Self { child, lines, address }
    }

    fn line(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }

    /// Sends a request; gives status line, headers and body.
    fn ask(&self, line: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let head =
            format!("{line} HTTP/1.1\r\nhost: mock\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}");
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn token(&self) -> String {
        let body = format!(r#"{{"grant_type":"client_credentials","appkey":"{KEY}","appsecret":"{SECRET}"}}"#);
        self.ask("POST /oauth2/tokenP", "", &body)
    }

    fn bonds(&self, tr_id: &str) -> String {
        let query = "CANO=50001234&ACNT_PRDT_CD=01&INQR_CNDT=00&PDNO=&BUY_DT=&CTX_AREA_FK200=&CTX_AREA_NK200=";
        let headers = format!(
            "authorization: Bearer mock-token-1\r\nappkey: {KEY}\r\nappsecret: {SECRET}\r\ntr_id: {tr_id}\r\ncusttype: P\r\n"
        );
        self.ask(&format!("GET /uapi/domestic-bond/v1/trading/inquire-balance?{query}"), &headers, "")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_request_has_a_line_without_secrets() {
    let mut server = Running::start(&["--limit", "1", "--fault", "tokens=EGW00133*1", "--rows", "2", "--pages", "1"]);
    assert!(server.token().starts_with("HTTP/1.1 403 "));
    assert!(server.token().contains("mock-token-1"));
    let answer = server.bonds("CTSC8407R");
    assert!(answer.contains("tr_cont: D") && answer.matches("\"pdno\"").count() == 2, "{answer}");
    server.bonds("TTTC2208R");
    let mut said: Vec<String> = (0..4).map(|_| server.line()).collect();
    // The machine may be so slow that a second went by.
    let last = said.pop().unwrap();
    assert!(last.contains("EGW00201 (over the limit)") || last.contains("OPSQ0002 (the header tr_id"), "{last}");
    let ends = [
        "POST /oauth2/tokenP 403 EGW00133 (on purpose: EGW00133)",
        "POST /oauth2/tokenP 200",
        "GET /uapi/domestic-bond/v1/trading/inquire-balance CTSC8407R 200 KIOK0510",
    ];
    for (line, end) in said.iter().zip(ends) {
        assert!(line.ends_with(end), "{line}");
        assert!(![KEY, SECRET, "mock-token", "50001234"].iter().any(|secret| line.contains(secret)), "{line}");
    }
}

#[test]
fn paper_refuses_real_ids() {
    let server = Running::start(&["--paper"]);
    server.token();
    assert!(server.bonds("CTSC8407R").contains("EGW02006"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_with_a_summary() {
    let mut server = Running::start(&["--chaos", "7"]);
    server.bonds("CTSC8407R");
    server.line();
    let interrupted = Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    assert_eq!(server.line(), "");
    assert!(server.line().starts_with("calls: 1, over the limit: 0, in the busiest second: 1; token requests: 0;"));
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[test]
fn what_can_t_be_done_is_said() {
    let server = Running::start(&[]);
    let port = server.address.rsplit_once(':').unwrap().1;
    for (arguments, status, said) in [
        (["--port", port], 1, "choose another one with --port"),
        (["--fault", "nonsense"], 2, "reset-after"),
        (["--limit", "fast"], 2, "calls a second"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_kis")).arg("mock").args(arguments).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(status), "{stderr}");
        assert!(stderr.contains(said), "{stderr}");
    }
}

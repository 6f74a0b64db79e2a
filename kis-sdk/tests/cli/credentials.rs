//! Where app key, app secret and account come from.

use kis_sdk::mock::Server;

use super::{Mock, User};

const BONDS: &str = "call CTSC8407R INQR_CNDT=all --env real --url URL";

fn file(key: &str, secret: &str, account: &str) -> String {
    format!("[real]\napp_key = \"{key}\"\napp_secret = \"{secret}\"\naccount = \"{account}\"\n")
}

/// The account that the server got.
fn sent(mock: &Mock) -> String {
    mock.server.received().pop().unwrap().parameter("CANO").unwrap_or_default().to_owned()
}

#[test]
fn a_file_says_all_that_is_needed() {
    let mock = Mock::start();
    let user = User::new().with("TEST_URL", &mock.server.url());
    user.write("config/kis-sdk/credentials.toml", &file(Server::APP_KEY, Server::APP_SECRET, "87654321-01"));
    user.kis(BONDS).ok();
    assert_eq!(sent(&mock), "87654321");
    user.kis(&format!("{BONDS} --account 11112222-01")).ok();
    assert_eq!(sent(&mock), "11112222", "the command line goes first");
    let user = user.with("KIS_ACCOUNT", "33334444-01");
    user.kis(BONDS).ok();
    assert_eq!(sent(&mock), "33334444", "then the environment");
    let other = user.write("other.toml", &file(Server::APP_KEY, Server::APP_SECRET, "55556666-01"));
    user.kis(&format!("{BONDS} --credentials {}", other.display())).ok();
    assert_eq!(sent(&mock), "55556666", "a file that is asked for goes before the environment");
}

#[test]
fn paper_has_variables_of_its_own() {
    let mock = Mock::with(Server::builder().paper());
    let user = User::new()
        .with("TEST_URL", &mock.server.url())
        .with("KIS_APP_KEY", "PSreal")
        .with("KIS_APP_SECRET", "sEcReT")
        .with("KIS_APP_KEY_PAPER", Server::APP_KEY)
        .with("KIS_APP_SECRET_PAPER", Server::APP_SECRET)
        .with("KIS_ACCOUNT_PAPER", "87654321-01");
    let line = "call FHKST01010100 FID_COND_MRKT_DIV_CODE=J FID_INPUT_ISCD=005930 --env paper --url URL";
    user.kis(line).ok();
    let said = user.kis("call CTSC8407R INQR_CNDT=all --env paper --url URL").failed(2);
    assert!(said.contains("모의투자 미지원") && said.contains("--env real"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_refused_with_the_command_that_mends_it() {
    use std::os::unix::fs::PermissionsExt as _;

    let mock = Mock::start();
    let user = User::new().with("TEST_URL", &mock.server.url());
    let path = user.write("my keys/credentials.toml", &file(Server::APP_KEY, Server::APP_SECRET, "87654321-01"));
    let run = || {
        let url = mock.server.url();
        let path = path.display().to_string();
        user.run(&["call", "CTSC8407R", "INQR_CNDT=00", "--url", &url, "--credentials", &path])
    };
    for mode in [0o644, 0o640, 0o604, 0o620, 0o660] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let said = run().failed(3);
        let command = said.lines().find(|line| line.trim().starts_with("chmod")).unwrap().trim();
        assert_eq!(command, format!("chmod 600 '{}'", path.display()));
        assert!(said.contains(&format!("{mode:03o}")), "{said}");
    }
    let said = run().failed(3);
    let command = said.lines().find(|line| line.trim().starts_with("chmod")).unwrap();
    assert!(std::process::Command::new("sh").args(["-c", command]).status().unwrap().success());
    run().ok();
}

#[test]
fn init_begins_a_file_that_is_the_owners_alone_and_check_reads_it() {
    let user = User::new();
    let path = user.kis("credentials path").ok();
    user.kis("credentials init").ok();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path.trim()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let said = user.kis("credentials init").failed(1);
    assert!(said.contains("stays as it is"), "{said}");
    let said = user.kis("credentials check").failed(3);
    assert!(said.contains(&format!("fill in [real] of {}", path.trim())) && !said.contains("init"), "{said}");
    std::fs::write(path.trim(), file("PSsecret", "sEcReT", "87654321-01")).unwrap();
    let out = user.kis("credentials check").ok();
    assert!(out.contains("account 87****21-01"), "{out}");
}

//! `kis token`.

use super::{Mock, Ran, User};

#[test]
fn a_token_is_kept_told_of_and_revoked_without_being_shown() {
    let mock = Mock::start();
    let user = User::of(&mock);
    let token = |words: &str| -> Ran { user.kis(&format!("token {words} --env real --url URL")) };
    assert!(token("").ok().contains("no access token is kept"));
    assert_eq!(mock.server.arrived("/oauth2/tokenP"), 0, "to look is not to ask");
    user.kis("call CTSC8407R INQR_CNDT=all --url URL").ok();
    let status = token("").ok();
    assert!(
        status.contains("an access token is kept; it ends 2") && status.contains("KST, in 23 h 59 min"),
        "{status}"
    );
    token("get").ok();
    user.kis("call CTSC8407R INQR_CNDT=all --url URL").ok();
    assert_eq!(mock.server.arrived("/oauth2/tokenP"), 1, "one for all programs of the user");
    assert!(token("revoke").ok().contains("is revoked"));
    assert!(token("status").ok().contains("no access token is kept"));
    assert!(token("revoke").ok().contains("there was no access token"));
    assert!(token("refresh").ok().contains("is kept"));
    assert_eq!(mock.server.arrived("/oauth2/tokenP"), 2);
}

/// A mock server that runs by itself issues no second token within a minute either, if it is told to.
#[test]
fn the_token_of_a_mock_server_is_kept_for_the_next_command() {
    let mock = Mock::start();
    let user = User::new().with("TEST_URL", &mock.server.url());
    for _ in 0..3 {
        user.kis("call CTSC8407R INQR_CNDT=all --env mock --url URL").ok();
    }
    assert_eq!(mock.server.arrived("/oauth2/tokenP"), 1);
}

#[test]
fn a_token_is_shown_on_purpose_only_and_with_a_warning() {
    let mock = Mock::start();
    let user = User::of(&mock);
    let url = mock.server.url();
    let output = user.command(&["token", "get", "--show", "--url", &url]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "mock-token-1\n");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("warning: this is the token itself"));
}

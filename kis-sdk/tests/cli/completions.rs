//! `kis completions`, and what the program answers a shell that asks.

use super::User;

#[test]
fn every_shell_has_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = User::new().kis(&format!("completions {shell}")).ok();
        assert!(script.len() > 100 && script.contains("kis") && script.contains("KIS_COMPLETE"), "{shell}: {script}");
    }
}

/// What bash would be given for the last of these words.
fn candidates(words: &[&str]) -> Vec<String> {
    let user = User::new()
        .with("KIS_COMPLETE", "bash")
        .with("_CLAP_COMPLETE_INDEX", &(words.len() - 1).to_string())
        .with("_CLAP_COMPLETE_COMP_TYPE", "9")
        .with("_CLAP_COMPLETE_SPACE", "false")
        .with("_CLAP_IFS", "\n");
    let line: Vec<&str> = std::iter::once("--").chain(words.iter().copied()).collect();
    user.run(&line).ok().lines().map(str::to_owned).collect()
}

#[test]
fn commands_trs_keys_and_codes_are_completed() {
    assert!(candidates(&["kis", "sh"]).contains(&"show".to_owned()));
    assert_eq!(candidates(&["kis", "show", "CTSC8407"]), ["CTSC8407R"]);
    assert!(candidates(&["kis", "call", "order-c"]).contains(&"order-cash".to_owned()));
    assert!(candidates(&["kis", "call", ""]).len() > 200);
    let keys = candidates(&["kis", "call", "CTSC8407R", ""]);
    assert!(keys.contains(&"INQR_CNDT=".to_owned()) && !keys.contains(&"CANO=".to_owned()), "{keys:?}");
    assert_eq!(candidates(&["kis", "call", "order-cash", "side="]), ["side=sell", "side=buy"]);
    let codes = candidates(&["kis", "call", "CTSC8407R", "inqr_cndt="]);
    assert_eq!(codes, ["inqr_cndt=00", "inqr_cndt=01"]);
}

/// What bash itself puts behind the words that it was given. It ends words at `=` and `:`, and so does this line.
#[cfg(unix)]
fn in_bash(words: &[&str], current: &str) -> String {
    let user = User::new();
    let script = user.write("completions.bash", &user.kis("completions bash").ok());
    let words = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
    let program = format!(
        "kis() {{ {} \"$@\"; }}; source {} && COMP_WORDS=({words}) && COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 )) &&
         COMP_TYPE=9 && _kis_whole_words kis '{current}' '' && echo \"${{COMPREPLY[*]}}\"",
        env!("CARGO_BIN_EXE_kis"),
        script.display()
    );
    let output = std::process::Command::new("bash").args(["-c", &program]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[cfg(unix)]
#[test]
fn bash_completes_behind_an_equals_sign() {
    assert_eq!(in_bash(&["kis", "call", "CTSC8407R", "INQR"], "INQR"), "INQR_CNDT=");
    assert_eq!(in_bash(&["kis", "call", "CTSC8407R", "INQR_CNDT", "="], ""), "00 01");
    assert_eq!(in_bash(&["kis", "call", "CTSC8407R", "INQR_CNDT", "=", "by"], "by"), "BY_PRODUCT");
    assert_eq!(in_bash(&["kis", "call", "order-cash", "side", "=", "buy", "ORD_Q"], "ORD_Q"), "ORD_QTY=");
}

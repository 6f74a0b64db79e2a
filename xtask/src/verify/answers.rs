//! Finds answers: the TR id in a file's name, the body in what was recorded around it.

use std::path::Path;

use serde_json::Value;

/// The TR id at the beginning of a file's name: all before the first character that no id has.
pub(crate) fn tr_id(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let id: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
    (id.len() >= 8).then_some(id)
}

/// The answers in a recording: the outermost objects that have `rt_cd`; where there is none, the whole.
pub(crate) fn bodies(recording: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let value: Value = serde_json::from_slice(recording).map_err(|error| format!("no JSON ({error})"))?;
    let mut found = Vec::new();
    collect(&value, &mut found);
    // As recorded where it is the answer itself: the digits of a bare number are part of what is looked at.
    if found.is_empty() || std::ptr::eq(found[0], &raw const value) {
        return Ok(vec![recording.to_vec()]);
    }
    Ok(found.into_iter().map(|body| body.to_string().into_bytes()).collect())
}

fn collect<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(members) if members.contains_key("rt_cd") => found.push(value),
        Value::Object(members) => members.values().for_each(|member| collect(member, found)),
        Value::Array(elements) => elements.iter().for_each(|element| collect(element, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_begins_with_the_id() {
        for (name, id) in [
            ("CTSC8407R.json", Some("CTSC8407R")),
            ("TTTC0081R__2.json", Some("TTTC0081R")),
            ("CTRP6504R.repaired.json", Some("CTRP6504R")),
            ("oauth2-tokenP.json", None),
            ("잔고.json", None),
        ] {
            assert_eq!(tr_id(Path::new("x").join(name).as_path()).as_deref(), id, "{name}");
        }
    }

    #[test]
    fn an_answer_is_found_in_what_was_recorded_around_it() {
        let plain = br#"{"rt_cd":"0","output":{"rt_cd":"inner"},"n":1.50}"#;
        assert_eq!(bodies(plain), Ok(vec![plain.to_vec()]));
        let wrapped = br#"[{"status":200,"response":{"rt_cd":"0"}},{"response":{"rt_cd":"1"}}]"#;
        assert_eq!(bodies(wrapped), Ok(vec![br#"{"rt_cd":"0"}"#.to_vec(), br#"{"rt_cd":"1"}"#.to_vec()]));
        assert_eq!(bodies(b"[]"), Ok(vec![b"[]".to_vec()]));
        assert!(bodies(b"<html>").is_err_and(|why| why.starts_with("no JSON")));
    }
}

//! The documented part in its file, beside ours.

use super::{Problem, Rule};

/// Replaces the `documented:` part, which goes to the end of the file; all before it stays byte for byte.
///
/// # Errors
/// The file has lines of ours and no `documented:` below them, or something of ours below it.
pub fn splice(old: Option<&str>, documented: &str) -> Result<String, Problem> {
    let Some(old) = old.filter(|old| !old.trim().is_empty()) else { return Ok(documented.to_owned()) };
    let mut ours = String::with_capacity(old.len());
    let mut lines = old.split_inclusive('\n').zip(1..);
    for (line, _) in lines.by_ref() {
        if is_key(line, "documented") {
            for (below, number) in lines.by_ref() {
                if below.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\'' | '_')) {
                    let help = "move it above `documented:`; that part is replaced as a whole";
                    let message = "something of ours stands below `documented:`";
                    return Err(Problem::new(Rule::BadDescriptor, message, help).at(number, below));
                }
            }
            return Ok(ours + documented);
        }
        ours.push_str(line);
    }
    let is_ours = |line: &str| !line.trim().is_empty() && !line.starts_with('#');
    if old.lines().any(is_ours) && old.lines().any(|line| line.trim_start().starts_with("documented")) {
        let help = "it stands alone in a line, `documented:`, without spaces before it";
        return Err(Problem::new(Rule::BadDescriptor, "no line `documented:` to replace", help));
    }
    if !ours.ends_with('\n') {
        ours.push('\n');
    }
    Ok(ours + documented)
}

/// `key:`, perhaps with spaces or a comment behind it.
fn is_key(line: &str, key: &str) -> bool {
    line.strip_prefix(key).and_then(|rest| rest.strip_prefix(':')).is_some_and(|rest| {
        let rest = rest.trim();
        rest.is_empty() || rest.starts_with('#') || rest == "{}" || rest == "~"
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::splice;

    const NEW: &str = "documented:\n  title: 새\n";

    #[test]
    fn our_part_stays_byte_for_byte() {
        let ours = "# 주석\r\nsummary: \"a\"  \n\n\nfields:\n  documented: { why: x }\n";
        let old = format!("{ours}documented:\n  title: 옛\n\n");
        assert_eq!(splice(Some(&old), NEW).unwrap(), format!("{ours}{NEW}"));
        assert_eq!(splice(Some(&splice(Some(&old), NEW).unwrap()), NEW).unwrap(), format!("{ours}{NEW}"));
    }

    #[test]
    fn a_new_file_has_only_the_documented_part() {
        for old in [None, Some(""), Some("\n"), Some(NEW)] {
            assert_eq!(splice(old, NEW).unwrap(), NEW);
        }
    }

    #[test]
    fn a_file_that_has_only_our_part_gets_the_other() {
        assert_eq!(splice(Some("summary: x"), NEW).unwrap(), format!("summary: x\n{NEW}"));
    }

    #[test]
    fn nothing_of_ours_is_lost() {
        let below = splice(Some("documented:\n  title: a\nsummary: x\n"), NEW).unwrap_err();
        assert_eq!((below.line, below.text.as_str()), (3, "summary: x"));
        assert!(splice(Some("summary: x\n documented:\n"), NEW).is_err());
        assert!(splice(Some("summary: x\ndocumented: { title: a }\n"), NEW).is_err());
    }
}

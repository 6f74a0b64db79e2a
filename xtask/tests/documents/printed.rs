//! What a document says that a command prints, against what it prints.

/// Compares them line by line; blank lines don't count, and a line `…` stands for any lines.
pub(crate) fn compare(said: &[String], came: &str) -> Result<(), String> {
    let said: Vec<&str> = said.iter().map(|line| line.trim_end()).filter(|line| !line.is_empty()).collect();
    let came: Vec<&str> = came.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    if said.is_empty() {
        return Ok(());
    }
    match matches(&said, &came) {
        Ok(()) => Ok(()),
        Err(at) => {
            let line = said.get(at).map_or("(the end)", |line| line);
            Err(format!("not found in its place: {line}\nwhat came:\n{}", came.join("\n")))
        }
    }
}

/// Or the line of the document that isn't there: the furthest that could be reached.
fn matches(said: &[&str], came: &[&str]) -> Result<(), usize> {
    let Some((first, rest)) = said.split_first() else {
        return if came.is_empty() { Ok(()) } else { Err(0) };
    };
    if first.trim() == "…" {
        let mut furthest = 0;
        for skipped in 0..=came.len() {
            match matches(rest, &came[skipped..]) {
                Ok(()) => return Ok(()),
                Err(at) => furthest = furthest.max(at),
            }
        }
        return Err(1 + furthest);
    }
    match came.split_first() {
        Some((line, others)) if line == first => matches(rest, others).map_err(|at| 1 + at),
        _ => Err(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn an_ellipsis_stands_for_any_lines_and_nothing_else_does() {
        let came = "a\n\nb\nc\nd\n";
        for fine in ["", "a\nb\nc\nd", "a\n  …\nd", "…\nd", "a\n…", "…", "a\n…\nb\nc\n…\nd"] {
            assert_eq!(compare(&said(fine), came), Ok(()), "{fine}");
        }
        for (wrong, missing) in
            [("a\nb", "(the end)"), ("a\nc", "c"), ("a\n…\nx\n…", "x"), ("b\n…", "b"), ("a\n…\nd\ne", "e")]
        {
            let found = compare(&said(wrong), came).unwrap_err();
            assert!(found.starts_with(&format!("not found in its place: {missing}\n")), "{wrong}: {found}");
        }
    }
}

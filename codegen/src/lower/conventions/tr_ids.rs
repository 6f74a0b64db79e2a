//! The TR id cells.

/// Ways to say that there is no paper TR, without spaces.
const NO_PAPER: &[&str] = &["", "모의투자미지원", "미지원", "미지", "제공안함", "-"];

/// What the cell 모의 TR ID says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paper {
    /// There is none: 모의투자 미지원, 미지원, 미지, 제공 안함, a dash, blank.
    None,
    /// This one.
    Id(String),
    /// Something else.
    Other,
}

/// Reads the cell 모의 TR ID.
#[must_use]
pub fn paper(cell: &str) -> Paper {
    let bare: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    if NO_PAPER.contains(&bare.as_str()) {
        Paper::None
    } else if is_tr_id(cell.trim()) {
        Paper::Id(cell.trim().to_owned())
    } else {
        Paper::Other
    }
}

/// Whether a text looks like a TR id: 6 to 13 upper-case letters and digits, a letter first, a digit somewhere.
#[must_use]
pub fn is_tr_id(text: &str) -> bool {
    (6..=13).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        && text.contains(|c: char| c.is_ascii_digit())
}

/// The TR ids in a text with the label in brackets before or after each: `(매도) TTTC0011U (매수) TTTC0012U`,
/// `TTTC2201R(기존 KRX만 가능), TTTC2210R (KRX,NXT/SOR)`. Labels can be blank.
#[must_use]
pub fn labelled_ids(text: &str) -> Vec<(String, String)> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(inside) = rest.strip_prefix('(')
            && let Some(end) = inside.find(')')
        {
            words.push((false, &inside[..end]));
            rest = &inside[end + 1..];
        } else if c.is_ascii_alphanumeric() {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            words.push((true, &rest[..end]));
            rest = &rest[end..];
        } else {
            rest = &rest[c.len_utf8()..];
        }
    }
    let words: Vec<_> = words.into_iter().filter(|(bare, word)| !bare || is_tr_id(word)).collect();
    let leads = words.first().is_some_and(|(bare, _)| !bare);
    let label = |at: Option<usize>| match at.and_then(|at| words.get(at)) {
        Some((false, label)) => label.trim().to_owned(),
        _ => String::new(),
    };
    let ids = words.iter().enumerate().filter(|(_, (bare, _))| *bare);
    ids.map(|(at, (_, id))| (label(if leads { at.checked_sub(1) } else { Some(at + 1) }), (*id).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::{Paper, is_tr_id, labelled_ids, paper};

    #[test]
    fn paper_cells() {
        for cell in ["모의투자 미지원", "미지원", "미지", "제공 안함", "", " ", "모의투자\n미지원"]
        {
            assert_eq!(paper(cell), Paper::None, "{cell:?}");
        }
        assert_eq!(paper(" VTTC0011U "), Paper::Id("VTTC0011U".to_owned()));
        for cell in ["추후 제공", "vttc0011u", "(매도) VTTC0011U (매수) VTTC0012U"] {
            assert_eq!(paper(cell), Paper::Other, "{cell:?}");
        }
    }

    #[test]
    fn tr_ids() {
        for id in ["CTSC8407R", "FHKST01010100", "H0STCNT0", "TTTC2208R"] {
            assert!(is_tr_id(id), "{id}");
        }
        for id in ["", "KRX", "TTTC", "NXTSOR", "00000000", "tttc2208r", "TTTC2208R "] {
            assert!(!is_tr_id(id), "{id}");
        }
    }

    #[test]
    fn several_ids_with_their_labels() {
        let table: [(&str, &[(&str, &str)]); 5] = [
            ("(매도) TTTC0011U (매수) TTTC0012U", &[("매도", "TTTC0011U"), ("매수", "TTTC0012U")]),
            (
                "TTTC2201R(기존 KRX만 가능), TTTC2210R (KRX,NXT/SOR)",
                &[("기존 KRX만 가능", "TTTC2201R"), ("KRX,NXT/SOR", "TTTC2210R")],
            ),
            ("(3개월이내) TTTC0081R (3개월이전) CTSC9215R", &[("3개월이내", "TTTC0081R"), ("3개월이전", "CTSC9215R")]),
            ("CTSC8407R", &[("", "CTSC8407R")]),
            ("", &[]),
        ];
        for (text, expected) in table {
            let found = labelled_ids(text);
            let found: Vec<_> = found.iter().map(|(label, id)| (label.as_str(), id.as_str())).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}

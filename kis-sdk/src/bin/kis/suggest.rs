//! The names that are nearest to one that isn't there.

/// How alike two names have to be, from 0 to 1.
const ALIKE: f64 = 0.66;
/// How much less alike than the best one a further name may be to be worth a word.
const FURTHER: f64 = 0.12;

/// The names most like `word`, best first, three at most. Case, dashes and underscores don't matter.
pub(crate) fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let wanted = plain(word);
    let mut ranked: Vec<(f64, &str)> = Vec::new();
    for name in names {
        let score = likeness(&wanted, &plain(name));
        if score >= ALIKE && !ranked.iter().any(|(_, known)| *known == name) {
            ranked.push((score, name));
        }
    }
    ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    best(ranked)
}

/// The first three of those that are about as good as the first.
pub(crate) fn best<T>(ranked: Vec<(f64, T)>) -> Vec<T> {
    let least = ranked.first().map_or(0.0, |(score, _)| score - FURTHER);
    ranked.into_iter().take(3).filter(|(score, _)| *score >= least).map(|(_, name)| name).collect()
}

/// ``; did you mean `PDNO` or `ODNO`?``, or nothing where nothing is near.
pub(crate) fn did_you_mean<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    match nearest(word, names).as_slice() {
        [] => String::new(),
        names => format!("; did you mean {}?", quoted(names)),
    }
}

/// A suggestion, and then what there is: `` ; did you mean `a`? There are a, b`` or `; there are a, b`.
pub(crate) fn suggest_among<'n>(
    word: &str,
    names: impl IntoIterator<Item = &'n str>,
    verb: (&str, &str),
    all: &str,
) -> String {
    let (capital, small) = verb;
    match did_you_mean(word, names) {
        near if near.is_empty() => format!("; {small} {all}"),
        near => format!("{near} {capital} {all}"),
    }
}

/// `` `a`, `b` or `c` ``
fn quoted(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => names.concat(),
    }
}

/// How alike two plain names are: the best of edits apart, letters swapped, and one being in the other.
pub(crate) fn likeness(a: &str, b: &str) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let contains = match a.chars().count() >= 3 && (b.contains(a) || a.contains(b)) && b.chars().count() >= 3 {
        true => 0.85,
        false => 0.0,
    };
    strsim::normalized_damerau_levenshtein(a, b).max(contains).max(strsim::jaro_winkler(a, b) - 0.13)
}

/// A name without what people get wrong most.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|letter| !matches!(letter, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_come_first() {
        let names = ["PDNO", "ORD_QTY", "ORD_UNPR", "ORD_DVSN"];
        assert_eq!(nearest("ordqty", names), ["ORD_QTY"]);
        assert_eq!(nearest("ORD_QYT", names).first(), Some(&"ORD_QTY"));
        assert_eq!(nearest("zzz", names), Vec::<&str>::new());
        assert_eq!(did_you_mean("pdon", names), "; did you mean `PDNO`?");
        assert_eq!(quoted(&["a", "b", "c"]), "`a`, `b` or `c`");
    }
}

//! Which of two lists' items are the same.

/// The items of two lists, by position.
pub(super) struct Pairs {
    /// On both sides, in the order of the second.
    pub(super) both: Vec<(usize, usize)>,
    /// On the first only.
    pub(super) removed: Vec<usize>,
    /// On the second only.
    pub(super) added: Vec<usize>,
}

impl Pairs {
    /// Pairs what has the same first key; of what is left over what has the same second key; and so on.
    pub(super) fn new(before: &[Vec<Option<String>>], after: &[Vec<Option<String>>]) -> Self {
        let mut removed: Vec<usize> = (0..before.len()).collect();
        let mut added: Vec<usize> = (0..after.len()).collect();
        let mut both = Vec::new();
        let keys = before.iter().chain(after).map(Vec::len).max().unwrap_or(0);
        for key in 0..keys {
            let of = |items: &[Vec<Option<String>>], at: usize| items[at].get(key).cloned().flatten();
            removed.retain(|old| {
                let Some(name) = of(before, *old) else { return true };
                let Some(at) = added.iter().position(|new| of(after, *new).as_ref() == Some(&name)) else {
                    return true;
                };
                both.push((*old, added.remove(at)));
                false
            });
        }
        both.sort_by_key(|(_, new)| *new);
        Self { both, removed, added }
    }

    /// Whether what is on both sides comes in another order.
    pub(super) fn are_reordered(&self) -> bool {
        !self.both.is_sorted_by_key(|(old, _)| *old)
    }
}

#[cfg(test)]
mod tests {
    use super::Pairs;

    fn keys(items: &[(&str, &str)]) -> Vec<Vec<Option<String>>> {
        items.iter().map(|(a, b)| vec![Some((*a).to_owned()), Some((*b).to_owned())]).collect()
    }

    #[test]
    fn the_first_key_goes_before_the_second() {
        let before = keys(&[("a", "1"), ("b", "2"), ("c", "3")]);
        let after = keys(&[("d", "4"), ("B", "2"), ("a", "3")]);
        let pairs = Pairs::new(&before, &after);
        assert_eq!(
            (pairs.both.as_slice(), &pairs.removed[..], &pairs.added[..]),
            (&[(1, 1), (0, 2)][..], &[2][..], &[0][..])
        );
        assert!(pairs.are_reordered());
    }
}

//! The features of a crate that has its products behind them: a part of its manifest that `cargo xtask codegen` writes.

use std::io;
use std::path::{Path, PathBuf};

/// The lines between which the features stand.
const BEGIN: &str = "# Products, written by `cargo xtask codegen`.";
const END: &str = "# End of products.";

/// A manifest whose crate has each product behind a feature.
pub(crate) struct Manifest {
    pub(crate) path: PathBuf,
    text: String,
}

/// The manifest beside the `src` that the folder lies in, if it has the two lines.
pub(crate) fn of(out: &Path) -> io::Result<Option<Manifest>> {
    let source = out.ancestors().find(|folder| folder.file_name().is_some_and(|name| name == "src"));
    let Some(path) = source.map(|source| source.with_file_name("Cargo.toml")).filter(|path| path.is_file()) else {
        return Ok(None);
    };
    let text = std::fs::read_to_string(&path)?;
    let has_lines = text.lines().any(|line| line == BEGIN) && text.lines().any(|line| line == END);
    Ok(has_lines.then_some(Manifest { path, text }))
}

impl Manifest {
    /// Whether there is a feature of this name.
    pub(crate) fn has_feature(&self, name: &str) -> bool {
        let features = self.text.lines().skip_while(|line| *line != "[features]").skip(1);
        let mut features = features.take_while(|line| !line.starts_with('['));
        features.any(|line| line.split_once(" =").is_some_and(|(feature, _)| feature == name))
    }

    /// The manifest with these products, all of them on by default beside what was and is no product; `None` where it says
    /// so already.
    pub(crate) fn with(&self, products: &[&str]) -> Option<String> {
        let mut written = String::new();
        let mut is_inside = false;
        let others = self.other_defaults();
        for line in self.text.lines() {
            is_inside &= line != END;
            if !is_inside {
                written.push_str(line);
                written.push('\n');
            }
            if line == BEGIN {
                is_inside = true;
                let defaults = products.iter().chain(&others);
                let names: Vec<_> = defaults.map(|product| format!("{product:?}")).collect();
                written.push_str(&format!("default = [{}]\n", names.join(", ")));
                products.iter().for_each(|product| written.push_str(&format!("{product} = []\n")));
            }
        }
        (written != self.text).then_some(written)
    }

    /// The features that are on by default and are no products.
    fn other_defaults(&self) -> Vec<&str> {
        let block = || self.text.lines().skip_while(|line| *line != BEGIN).take_while(|line| *line != END);
        let products: Vec<&str> = block().filter_map(|line| line.strip_suffix(" = []")).collect();
        let defaults = block().find_map(|line| line.strip_prefix("default = [")?.strip_suffix(']')).unwrap_or_default();
        let names = defaults.split(',').map(|name| name.trim().trim_matches('"')).filter(|name| !name.is_empty());
        names.filter(|name| !products.contains(name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lines_between_change() {
        let text = format!("[features]\n{BEGIN}\ndefault = []\nold = []\n{END}\nmock = []\n");
        let manifest = Manifest { path: PathBuf::new(), text };
        let written = manifest.with(&["a-b", "c"]).expect("it changes");
        let expected = format!("[features]\n{BEGIN}\ndefault = [\"a-b\", \"c\"]\na-b = []\nc = []\n{END}\nmock = []\n");
        assert_eq!(written, expected);
        assert_eq!(Manifest { path: PathBuf::new(), text: written }.with(&["a-b", "c"]), None);
    }

    #[test]
    fn what_is_no_product_stays_on_by_default() {
        let text = format!("{BEGIN}\ndefault = [\"old\", \"live\"]\nold = []\n{END}\nlive = []\n");
        let written = Manifest { path: PathBuf::new(), text }.with(&["a"]).expect("it changes");
        assert_eq!(written, format!("{BEGIN}\ndefault = [\"a\", \"live\"]\na = []\n{END}\nlive = []\n"));
    }
}

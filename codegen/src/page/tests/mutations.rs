//! Mutated pages: the reader says something about each and never falls over.

use super::super::{audit, parse, print, witness};
use super::page_with;

/// A small generator of numbers, so that a run can be repeated from its seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (bound.max(1) as u64)).unwrap()
    }
}

const SNIPPETS: &[&str] = &[
    "|",
    " | ",
    "\n",
    "\r\n",
    "  ",
    "#",
    "## ",
    "### Header\n",
    "### Body\n",
    "## 응답\n",
    "## 예시\n",
    "---|---",
    "`",
    "\\",
    "\\|",
    "- ",
    "\u{feff}",
    "\u{200b}",
    "\u{a0}",
    "\u{2028}",
    "\t",
    "\0",
    "<",
    "[",
    "]",
    "**",
    "** ",
    "    class X:\n",
    "        a: str    #가\n",
    "output  | 가 | Object | Y |  |   \n",
    "a   | 가 | String | Y | 1 | 설명  \n",
    "-a | 가 | String | Y | 1 |   \n",
    " | | | | | |\n",
    "가",
    "\u{1f600}",
];

fn mutate(page: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = page.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(8) {
            0 if !bytes.is_empty() => drop(bytes.remove(at)),
            1 if !bytes.is_empty() => bytes[at] = u8::try_from(random.below(256)).unwrap(),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..(at + random.below(200)).min(bytes.len()))),
            4 => {
                let part = bytes[at..(at + random.below(200)).min(bytes.len())].to_vec();
                let to = random.below(bytes.len());
                drop(bytes.splice(to..to, part));
            }
            5 => {
                // A whole line moves.
                let mut lines: Vec<_> = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
                let line = lines.remove(random.below(lines.len()));
                lines.insert(random.below(lines.len()), line);
                bytes = lines.join(&b'\n');
            }
            _ => {
                // At the beginning of a character, so that most mutations stay text.
                let at = (at..bytes.len()).find(|at| bytes[*at] & 0xc0 != 0x80).unwrap_or(bytes.len());
                drop(bytes.splice(at..at, SNIPPETS[random.below(SNIPPETS.len())].bytes()));
            }
        }
    }
    bytes
}

/// Reads a mutation; if it is a page, everything else has to hold for it as for every page.
fn check(bytes: &[u8]) -> bool {
    let Ok(parsed) = parse(bytes).map_err(|problems| assert!(!problems.is_empty())) else { return false };
    assert_eq!(parsed.ledger.unexplained().count(), 0);
    assert_eq!(audit(bytes, &parsed.page), [], "{}", String::from_utf8_lossy(bytes));
    let printed = print(&parsed.page);
    let again = parse(printed.as_bytes()).unwrap_or_else(|problems| panic!("{problems:#?}\n{printed}"));
    assert_eq!(again.page.without_lines(), parsed.page.clone().without_lines(), "{}", String::from_utf8_lossy(bytes));
    drop(witness(&parsed));
    true
}

fn run(page: &[u8], seed: u64, count: usize) -> usize {
    let mut random = Random(seed | 1);
    (0..count).filter(|_| check(&mutate(page, &mut random))).count()
}

fn own_page() -> String {
    let parameters = "CANO | 계좌 | String | Y | 8 |   \nDVSN | 구분 | String | N | 2 | 00 : 전체  \n  \n01 : 일부  \n";
    let body = "rt_cd | 결과 | String | Y | 1 |   \noutput | 응답 | Object Array | Y |  |   \n\
        a  | 가 | String | Y | 8 | \\- 설명  \n둘째  \n-b | 나 | Number | Y | - |   \n";
    page_with(Some(parameters), Some(body))
}

/// As many mutations as `PAGE_MUTATIONS` says, of the pages in the folder `PAGE_FOLDER` beside our own.
#[test]
fn mutated_pages_are_read_or_refused() {
    let count = std::env::var("PAGE_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(20_000);
    let mut pages = vec![own_page().into_bytes()];
    if let Ok(folder) = std::env::var("PAGE_FOLDER") {
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        pages.extend(files.filter(|path| path.is_file()).map(|path| std::fs::read(path).unwrap()));
    }
    let count = count / pages.len();
    let read = (1..).zip(&pages).map(|(seed, page)| run(page, seed * 0x9e37_79b9, count)).collect::<Vec<_>>();
    assert!((count / 10..count - count / 10).contains(&read[0]), "{} of {count} mutations were still pages", read[0]);
}

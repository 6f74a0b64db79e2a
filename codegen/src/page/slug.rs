//! English names for realtime pages, whose paths say nothing but a TR id: from the words of their Korean titles.

/// Words that say the product; the first one in a title decides.
const PRODUCTS: &[(&[&str], &str)] = &[
    (&["해외선물", "해외옵션"], "overseas-futureoption"),
    (&["해외"], "overseas-stock"),
    (&["채권"], "domestic-bond"),
    (&["ELW"], "elw"),
    (&["ETF", "ETN"], "etfetn"),
    (&["선물", "옵션"], "domestic-futureoption"),
    (&["국내", "지수", "업종", "주식"], "domestic-stock"),
];

/// Beginnings of TR ids, for titles that don't say.
const TR_IDS: &[(&str, &str)] = &[
    ("HDFFF", "overseas-futureoption"),
    ("HDFS", "overseas-stock"),
    ("H0GS", "overseas-stock"),
    ("H0B", "domestic-bond"),
    ("H0EW", "elw"),
    ("H0MF", "domestic-futureoption"),
    ("H0EU", "domestic-futureoption"),
    ("H0I", "domestic-futureoption"),
    ("H0CF", "domestic-futureoption"),
    ("H0Z", "domestic-futureoption"),
];

/// Words of titles and where their English stands: 0 what is traded, 1 when, 2 what is told, 3 on which market. Of two
/// words that fit the longer one counts; a word without English is said by the product or the folder.
const WORDS: &[(&str, u8, &str)] = &[
    ("실시간", 0, ""),
    ("국내", 0, ""),
    ("해외", 0, ""),
    ("주식", 0, ""),
    ("선물옵션", 0, ""),
    ("일반채권", 0, ""),
    ("장내채권", 0, ""),
    ("채권", 0, ""),
    ("ELW", 0, ""),
    ("ETF", 0, ""),
    ("ETN", 0, ""),
    ("선물", 0, "futures"),
    ("옵션", 0, "options"),
    ("지수", 0, "index"),
    ("업종", 0, "sector"),
    ("지수선물", 0, "index-futures"),
    ("지수옵션", 0, "index-options"),
    ("주식선물", 0, "stock-futures"),
    ("주식옵션", 0, "stock-options"),
    ("상품선물", 0, "commodity-futures"),
    ("야간선물", 0, "night-futures"),
    ("야간옵션", 0, "night-options"),
    ("KRX야간선물", 0, "night-futures"),
    ("KRX야간옵션", 0, "night-options"),
    ("시간외", 1, "after-hours"),
    ("체결가", 2, "trade"),
    ("체결", 2, "trade"),
    ("종목체결", 2, "trade"),
    ("지연체결가", 2, "delayed-trade"),
    ("예상체결", 2, "expected-trade"),
    ("예상체결가", 2, "expected-trade"),
    ("호가", 2, "quote"),
    ("지연호가", 2, "delayed-quote"),
    ("체결통보", 2, "notice"),
    ("주문내역통보", 2, "order-notice"),
    ("체결내역통보", 2, "execution-notice"),
    ("프로그램매매", 2, "program-trade"),
    ("회원사", 2, "member"),
    ("장운영정보", 2, "market-status"),
    ("NAV추이", 2, "nav"),
    ("(KRX)", 3, "krx"),
    ("(NXT)", 3, "nxt"),
    ("(통합)", 3, "unified"),
    ("(아시아)", 3, "asia"),
];

/// The folder of a realtime page.
pub(super) fn product(title: &str, tr_id: &str) -> &'static str {
    let by_title = PRODUCTS.iter().find(|(words, _)| words.iter().any(|word| title.contains(word)));
    let by_title = by_title.map(|(_, product)| *product);
    let by_tr_id = || TR_IDS.iter().find(|(start, _)| tr_id.starts_with(start)).map(|(_, product)| *product);
    by_title.or_else(by_tr_id).unwrap_or("domestic-stock")
}

/// The file's name; `None` where the title has a word that isn't known, or none that says what is told.
pub(super) fn slug(title: &str) -> Option<String> {
    let title: String = title.split_whitespace().collect();
    let mut rest = title.as_str();
    let mut words = Vec::new();
    while !rest.is_empty() {
        let fits = WORDS.iter().filter(|(word, ..)| rest.starts_with(word));
        let (word, rank, english) = fits.max_by_key(|(word, ..)| word.len())?;
        words.push((*rank, *english));
        rest = rest.strip_prefix(word)?;
    }
    words.sort_by_key(|(rank, _)| *rank);
    let tells = words.iter().any(|(rank, _)| *rank == 2);
    let words: Vec<_> = words.iter().map(|(_, english)| *english).filter(|english| !english.is_empty()).collect();
    tells.then(|| words.join("-"))
}

#[cfg(test)]
mod tests {
    use super::{product, slug};

    #[test]
    fn titles_row_by_row() {
        let table = [
            ("국내주식 실시간체결가 (KRX)", "domestic-stock", Some("trade-krx")),
            ("국내주식 시간외 실시간호가 (KRX)", "domestic-stock", Some("after-hours-quote-krx")),
            ("국내지수 실시간프로그램매매", "domestic-stock", Some("index-program-trade")),
            ("지수옵션  실시간체결가", "domestic-futureoption", Some("index-options-trade")),
            ("KRX야간옵션실시간체결통보", "domestic-futureoption", Some("night-options-notice")),
            ("채권지수 실시간체결가", "domestic-bond", Some("index-trade")),
            ("해외선물옵션 실시간체결내역통보", "overseas-futureoption", Some("execution-notice")),
            ("해외주식 지연호가(아시아)", "overseas-stock", Some("delayed-quote-asia")),
            ("ELW 실시간예상체결", "elw", Some("expected-trade")),
            ("국내주식 새소식", "domestic-stock", None),
            ("국내주식", "domestic-stock", None),
        ];
        for (title, folder, name) in table {
            assert_eq!((product(title, "X"), slug(title).as_deref()), (folder, name), "{title}");
        }
        assert_eq!(product("새소식", "HDFFF999"), "overseas-futureoption");
    }
}

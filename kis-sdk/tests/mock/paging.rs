//! 연속조회 that doesn't go as the page says.

use super::*;

fn of(seen: &Seen) -> (String, Option<String>, Option<String>) {
    let key = |name: &str| seen.json().get(name).map(|key| key.as_str().expect("a text").to_owned());
    (seen.header("tr_cont").expect("sent"), key("ctx_area_fk200"), key("ctx_area_nk200"))
}

/// The request for the page after this one.
fn next(ask: &Ask, seen: &Seen) -> Ask {
    let (_, search, key) = of(seen);
    let escape = |key: Option<String>| key.expect("a key").replace(' ', "%20").replace('^', "%5E");
    let target = ask.target.replace("CTX_AREA_FK200=", &format!("CTX_AREA_FK200={}", escape(search)));
    let target = target.replace("CTX_AREA_NK200=", &format!("CTX_AREA_NK200={}", escape(key)));
    Ask { target, ..ask.clone() }.header("tr_cont", Some("N"))
}

#[tokio::test]
async fn pages_follow_each_other_to_the_last() {
    let server = start().await;
    let ask = bonds(&server).await;
    let first = ask.send(&server).await;
    let second = next(&ask, &first).send(&server).await;
    let third = next(&ask, &second).send(&server).await;
    let conts = [&first, &second, &third].map(|seen| of(seen).0);
    assert_eq!(conts, ["F", "M", "E"]);
    assert_eq!(of(&third).2.map(|key| key.trim().to_owned()), Some(String::new()));
}

#[tokio::test]
async fn more_pages_without_a_way_to_them() {
    let server = start().await;
    let ask = bonds(&server).await;
    server.fault(&bond::TR, Fault::MoreWithoutKeys);
    assert_eq!(of(&ask.send(&server).await), ("F".to_owned(), None, None));
    server.fault(&bond::TR, Fault::BlankNextKey);
    let (cont, _, key) = of(&ask.send(&server).await);
    assert_eq!((cont.as_str(), key), ("F", Some(" ".repeat(200))));
    for odd in ["0", "", "Z"] {
        server.fault(&bond::TR, Fault::TrCont(odd.to_owned()));
        assert_eq!(of(&ask.send(&server).await).0, odd);
    }
}

#[tokio::test]
async fn keys_that_stay_where_they_are() {
    let server = start().await;
    let ask = bonds(&server).await;
    let first = ask.send(&server).await;
    server.fault_always(Target::NextPages, Fault::RepeatedKeys);
    let onward = next(&ask, &first);
    for _ in 0..3 {
        let seen = onward.send(&server).await;
        assert_eq!((of(&seen).0.as_str(), of(&seen).2), ("M", of(&first).2));
    }
    server.clear_faults();
    assert_ne!(of(&onward.send(&server).await).2, of(&first).2);
}

#[tokio::test]
async fn the_data_change_in_the_middle() {
    let server = start().await;
    let ask = bonds(&server).await;
    server.fault(Target::NextPages, Fault::code("SYDB0050"));
    let first = ask.send(&server).await;
    assert_eq!(first.status(), 200, "the first page is no next page");
    let changed = next(&ask, &first).send(&server).await;
    assert_eq!((changed.code().1.as_str(), &changed.json()["rt_cd"]), ("SYDB0050", &json!("7")));
    server.fault(Target::NextPages, Fault::TokenLost);
    assert_eq!(next(&ask, &first).send(&server).await.code().1, "EGW00123");
}

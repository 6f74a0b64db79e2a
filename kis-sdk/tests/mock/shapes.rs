//! What each fault makes of the answer to a query and to a token request.

use kis_sdk::descriptor::inspect;

use super::*;

/// The answer of a pension account, which has a list and an object, without and with a fault.
async fn both(fault: Fault) -> (Seen, Seen) {
    let server = start().await;
    let ask = Ask::call(&pension::TR, "TTTC2208R", &token(&server).await);
    let plain = ask.send(&server).await;
    server.fault(Target::Queries, fault);
    let bent = ask.send(&server).await;
    assert_eq!(ask.send(&server).await.json(), plain.json(), "the next one is as ever");
    (plain, bent)
}

#[tokio::test]
async fn containers_come_in_every_shape() {
    let (plain, bent) = both(Fault::ObjectForArray).await;
    assert_eq!(bent.json()["output1"], plain.json()["output1"][0]);
    let (plain, bent) = both(Fault::ArrayForObject).await;
    assert_eq!(bent.json()["output2"], json!([plain.json()["output2"]]));
    let (plain, bent) = both(Fault::OtherCase).await;
    assert_eq!((bent.json()["Output1"].clone(), bent.json().get("output1")), (plain.json()["output1"].clone(), None));
    let (plain, bent) = both(Fault::OtherContainer).await;
    assert_eq!((bent.json()["output"].clone(), bent.json().get("output1")), (plain.json()["output1"].clone(), None));
    let (_, bent) = both(Fault::NoContainer).await;
    assert_eq!((bent.json().get("output1"), bent.json()["rt_cd"].clone()), (None, json!("0")));
    let (_, bent) = both(Fault::BlankContainer).await;
    assert_eq!((bent.json()["output1"].clone(), bent.json()["output2"].clone()), (json!(""), json!("")));
    let (_, bent) = both(Fault::NullContainer).await;
    assert_eq!((bent.json()["output1"].clone(), bent.json()["output2"].clone()), (Value::Null, Value::Null));
    let (_, bent) = both(Fault::UpperCaseKeys).await;
    let keys: Vec<String> = bent.json()["output2"].as_object().expect("an object").keys().cloned().collect();
    assert!(!keys.is_empty() && keys.iter().all(|key| *key == key.to_uppercase()), "{keys:?}");
}

#[tokio::test]
async fn values_come_padded_blank_and_with_company() {
    let (plain, bent) = both(Fault::Padded).await;
    let row = |seen: &Seen, name: &str| seen.json()["output1"][0][name].as_str().expect("a text").to_owned();
    let (number, padded) = (row(&plain, "hldg_qty"), row(&bent, "hldg_qty"));
    assert_ne!(padded, number);
    assert_eq!(padded.trim_start_matches([' ', '0']), number);
    assert_eq!(row(&bent, "prdt_name"), format!("{}   ", row(&plain, "prdt_name")));
    assert!(inspect(&pension::TR, bent.body().as_bytes()).is_empty(), "the client's decoder doesn't mind");

    let (_, bent) = both(Fault::BlankNumbers).await;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let blanks: Vec<String> = ["hldg_qty", "prpr", "evlu_amt"].map(|name| row(&bent, name)).into();
    assert!(blanks.iter().all(|value| value.trim().is_empty()), "{blanks:?}");
    assert!(text(&bent.json()["output2"]["tot_evlu_amt"]).trim().is_empty());
    assert!(!row(&bent, "prdt_name").trim().is_empty(), "names are no numbers");

    let (plain, bent) = both(Fault::UnknownKeys).await;
    for row in [&bent.json(), &bent.json()["output1"][0], &bent.json()["output2"]] {
        assert!(row["zz_new_list"].is_array() && row["zz_new_number"].is_number(), "{row}");
    }
    assert_eq!(row(&bent, "pdno"), row(&plain, "pdno"));
}

#[tokio::test]
async fn bodies_that_are_no_answer() {
    let (plain, bent) = both(Fault::Malformed).await;
    assert!(serde_json::from_str::<Value>(&bent.body()).is_err());
    assert!(plain.body().starts_with(&bent.body()) && !bent.body().is_empty());
    assert_eq!(bent.content_length(), bent.body().len(), "the length fits");
    let (_, bent) = both(Fault::EmptyBody).await;
    assert_eq!((bent.status(), bent.content_length(), bent.body().as_str()), (200, 0, ""));
    let (plain, bent) = both(Fault::NoEnvelope).await;
    assert_eq!(bent.json()["output1"], plain.json()["output1"]);
    assert!(["rt_cd", "msg_cd", "msg1"].iter().all(|name| bent.json().get(name).is_none()));
    let (_, bent) = both(Fault::Html(503)).await;
    assert_eq!((bent.status(), bent.header("content-type").as_deref()), (503, Some("text/html; charset=utf-8")));
    assert!(bent.body().contains("<html>"));
    let (_, bent) = both(Fault::CutOff).await;
    assert_eq!((bent.end, bent.body().is_empty()), (End::Closed, false));
    assert!(bent.body().len() < bent.content_length());
}

#[tokio::test]
async fn every_fault_of_a_token_request() {
    for fault in Fault::every() {
        let server = start().await;
        let first = token(&server).await;
        server.fault(Target::Tokens, fault.clone());
        if fault == Fault::Silent {
            continue;
        }
        let seen = grant(KEY, SECRET).send(&server).await;
        let issued = serde_json::from_str::<Value>(&seen.body()).unwrap_or_default()["access_token"].clone();
        match &fault {
            Fault::Code(code) => {
                assert_eq!(seen.code(), (403, code.clone()));
                assert!(seen.json()["error_description"].is_string() && seen.json().get("rt_cd").is_none(), "{fault}");
            }
            Fault::Html(status) | Fault::HtmlProcessed(status) => assert_eq!(seen.status(), *status),
            Fault::Close => assert_eq!((seen.bytes.len(), seen.end), (0, End::Closed)),
            Fault::ResetBefore | Fault::ResetAfter => assert_eq!((seen.bytes.len(), seen.end), (0, End::Reset)),
            Fault::CutOff => assert!(seen.body().len() < seen.content_length()),
            Fault::Malformed => assert!(serde_json::from_str::<Value>(&seen.body()).is_err()),
            Fault::EmptyBody => assert_eq!(seen.body(), ""),
            Fault::NoEnvelope => assert_eq!(seen.json(), json!({})),
            Fault::TokenLost => assert!(issued.is_string() && issued != json!(first), "another token"),
            _ => assert_eq!(issued, json!(first), "{fault}"),
        }
    }
}

//! Containers as they come, which is not always as they are documented.

use kis_sdk::ErrorKind;

use super::*;

/// How many bond lots an answer with these members has.
async fn lots(members: &str) -> Result<usize, Error> {
    let body = format!(r#"{{"rt_cd":"0",{members}"msg_cd":"x"}}"#);
    read(&bond::TR, bonds, &body).await.map(|answer| answer.output.len())
}

#[tokio::test]
async fn a_documented_array_in_every_shape() {
    for (members, rows) in [
        (r#""output":[{"pdno":"a"},{"pdno":"b"}],"#, 2),
        (r#""output":{"pdno":"a"},"#, 1),
        (r#""output":[],"#, 0),
        (r#""output":{},"#, 0),
        (r#""output":[{}],"#, 0),
        (r#""output":"","#, 0),
        (r#""output":"   ","#, 0),
        (r#""output":null,"#, 0),
        ("", 0),
        (r#""Output":[{"PDNO":"a"}],"#, 1),
        (r#""OUTPUT":[{"pdno":"a"}],"#, 1),
        (r#""output1":[{"pdno":"a"}],"#, 1),
        (r#""output2":[{"pdno":"a"}],"#, 0),
        // Never mixed: the documented name wins, whatever comes first.
        (r#""output":[{"pdno":"a"}],"output1":[{"pdno":"b"},{"pdno":"c"}],"#, 1),
        (r#""output1":[{"pdno":"b"},{"pdno":"c"}],"output":[{"pdno":"a"}],"#, 1),
    ] {
        assert_eq!(lots(members).await.expect(members), rows, "{members}");
    }
}

#[tokio::test]
async fn a_documented_object_in_every_shape() {
    for (members, present) in [
        (r#""output2":{"tot_evlu_amt":"5"},"#, true),
        (r#""output2":[{"tot_evlu_amt":"5"}],"#, true),
        (r#""OUTPUT2":{"TOT_EVLU_AMT":"5"},"#, true),
        (r#""output2":{},"#, false),
        (r#""output2":[],"#, false),
        (r#""output2":[{}],"#, false),
        (r#""output2":"","#, false),
        (r#""output2":null,"#, false),
        ("", false),
    ] {
        let body = format!(r#"{{"rt_cd":"0",{members}"msg_cd":"x"}}"#);
        let answer = read(&pension::TR, pension, &body).await.expect(members);
        let total = answer.output2.and_then(|totals| totals.tot_evlu_amt);
        assert_eq!(total, present.then(|| 5.into()), "{members}");
    }
}

#[tokio::test]
async fn a_row_that_has_no_place_is_an_error_not_lost() {
    let body = r#"{"rt_cd":"0","output2":[{"tot_evlu_amt":"5"},{"tot_evlu_amt":"6"}]}"#;
    let error = read(&pension::TR, pension, body).await.expect_err("two where one is documented");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("output2 응답상세2"), "{error}");
}

#[tokio::test]
async fn a_container_that_holds_a_word_is_an_error() {
    for value in [r#""없음""#, "5", "true", r#"["x"]"#] {
        let error = lots(&format!(r#""output":{value},"#)).await.expect_err(value);
        assert_eq!(error.kind(), ErrorKind::Decode, "{value}");
    }
}

#[tokio::test]
async fn keys_in_another_order_and_case_are_found() {
    let body =
        r#"{"output":[{"CBLC_QTY":"3","zzz":{"deep":[1.5,{"x":null}]},"pdno":"a","Prdt_Name":"n"}],"rt_cd":"0"}"#;
    let answer = read(&bond::TR, bonds, body).await.expect("decodes");
    let lot = &answer.output[0];
    assert_eq!((lot.pdno.as_str(), lot.prdt_name.as_str(), lot.cblc_qty), ("a", "n", Some(3.into())));
}

#[tokio::test]
async fn escapes_in_keys_and_values() {
    let body = r#"{"output":[{"\u0070dno":"\uc0bc\uc131\"","prdt_name":"\ud83d\ude00"}],"rt_cd":"0"}"#;
    let answer = read(&bond::TR, bonds, body).await.expect("decodes");
    assert_eq!((answer.output[0].pdno.as_str(), answer.output[0].prdt_name.as_str()), ("삼성\"", "😀"));
}

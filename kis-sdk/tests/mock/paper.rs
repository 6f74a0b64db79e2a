//! The paper environment.

use kis_sdk::{Account, Client, ErrorKind};

use super::*;

#[tokio::test]
async fn paper_takes_paper_ids_only() {
    let server = mock::Server::builder().paper().start().await.expect("a free port");
    let token = token(&server).await;
    let code = async |tr: &Tr, id: &str| Ask::call(tr, id, &token).send(&server).await.code();
    assert_eq!(code(&order_cash::TR, "VTTC0012U").await, (200, "APBK0013".to_owned()));
    assert_eq!(code(&order_cash::TR, "TTTC0012U").await, (500, "EGW02006".to_owned()));
    assert_eq!(code(&bond::TR, "CTSC8407R").await, (500, "EGW02006".to_owned()), "it has no paper id");
    assert_eq!(code(&bond::TR, "VTSC8407R").await, (200, "OPSQ0002".to_owned()), "nobody ever heard of it");
    let corporate = Ask::call(&order_cash::TR, "VTTC0012U", &token).header("custtype", Some("B"));
    assert_eq!(corporate.send(&server).await.code().1, "EGW00210");

    let real = start().await;
    let ask = Ask::call(&order_cash::TR, "VTTC0012U", &super::token(&real).await);
    assert_eq!(ask.send(&real).await.code(), (500, "EGW02005".to_owned()));
}

#[tokio::test]
async fn the_other_environment_s_app_key_gets_a_token_and_nothing_else() {
    for (builder, tr_id, code) in
        [(mock::Server::builder(), "TTTC0012U", "EGW02004"), (mock::Server::builder().paper(), "VTTC0012U", "EGW02007")]
    {
        let server = builder.start().await.expect("a free port");
        let client = Client::builder(server.environment(), server.foreign_credentials()).build().expect("a client");
        let account: Account = server.account("01");
        let request =
            order_cash::Request::new(order_cash::Side::Buy, &account, "005930", "00".into(), 1.into(), 1.into());
        let error = client.send(&request).await.expect_err("refused");
        assert_eq!((error.kind(), error.code()), (ErrorKind::Auth, Some(code)));
        assert_eq!(
            server.received().last().and_then(|received| received.header("tr_id").map(str::to_owned)),
            Some(tr_id.to_owned()),
            "the client asks with the ids of the environment"
        );
    }
}

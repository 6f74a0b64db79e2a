//! The codes that the server refuses with, each with the HTTP status and the form in which it comes.

use super::message::{Reply, object, pad, text};

/// One code as the server sends it.
struct Refusal {
    code: &'static str,
    status: u16,
    rt_cd: &'static str,
    message: &'static str,
}

const fn refusal(code: &'static str, status: u16, rt_cd: &'static str, message: &'static str) -> Refusal {
    Refusal { code, status, rt_cd, message }
}

const REFUSALS: [Refusal; 30] = [
    refusal("EGW00102", 403, "1", "AppKey는 필수입니다."),
    refusal("EGW00103", 500, "1", "유효하지 않은 AppKey입니다."),
    refusal("EGW00104", 403, "1", "AppSecret은 필수입니다."),
    refusal("EGW00105", 500, "1", "유효하지 않은 AppSecret입니다."),
    refusal("EGW00121", 500, "1", "유효하지 않은 token 입니다."),
    refusal("EGW00123", 500, "1", "기간이 만료된 token 입니다."),
    refusal("EGW00133", 403, "1", "접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)"),
    refusal("EGW00201", 500, "1", "초당 거래건수를 초과하였습니다."),
    refusal("EGW00205", 500, "1", "credentials_type이 유효하지 않습니다."),
    refusal("EGW00210", 500, "1", "모의투자에서는 법인 고객을 지원하지 않습니다."),
    refusal("EGW00215", 500, "1", "원장 초당 거래건수를 초과하였습니다."),
    refusal("EGW00304", 500, "1", "고객식별키가 유효하지 않습니다."),
    refusal("EGW00316", 500, "1", "일시적으로 처리할 수 없습니다."),
    refusal("EGW02004", 500, "1", "실전투자 도메인에 모의투자 AppKey를 사용하였습니다."),
    refusal("EGW02005", 500, "1", "실전투자에서 제공하지 않는 TR 입니다."),
    refusal("EGW02006", 500, "1", "모의투자에서 제공하지 않는 TR 입니다."),
    refusal("EGW02007", 500, "1", "모의투자 도메인에 실전투자 AppKey를 사용하였습니다."),
    refusal("OPSQ0002", 200, "1", "없는 서비스 코드 입니다."),
    refusal("OPSQ0003", 500, "1", "서비스 연결에 실패하였습니다."),
    refusal("OPSQ1002", 500, "1", "서비스 처리 중 오류가 발생하였습니다."),
    refusal("OPSQ2000", 200, "2", "ERROR : INPUT INVALID_CHECK_ACNO"),
    refusal("OPSQ2001", 200, "2", "ERROR INPUT FIELD NOT FOUND"),
    refusal("OPSQ2002", 200, "2", "ERROR INPUT FIELD SIZE"),
    refusal("MCA00124", 200, "1", "없는 서비스 입니다."),
    refusal("SYDB0050", 200, "7", "조회 이후 자료가 변경되었습니다.(다시 조회하세요)"),
    refusal("KIOK0560", 200, "0", "조회할 내용이 없습니다"),
    refusal("APBK1631", 200, "", "조회할 내역이 없습니다"),
    refusal("APBK0918", 200, "1", "주문가능금액을 초과 했습니다"),
    refusal("APBK0919", 400, "1", "장운영일자가 주문일과 상이합니다"),
    refusal("40100000", 200, "1", "모의투자 영업일이 아닙니다."),
];

/// Every code that is known here.
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    REFUSALS.iter().map(|refusal| refusal.code)
}

/// The refusal of a call; a code that is not known here comes as a business refusal (HTTP 200, `rt_cd` 1).
pub(super) fn of_call(code: &str) -> Reply {
    let Some(known) = REFUSALS.iter().find(|refusal| refusal.code == code) else {
        return Reply::refusal("1", code, "처리할 수 없습니다.");
    };
    let mut members =
        vec![("rt_cd", text(known.rt_cd)), ("msg_cd", text(known.code)), ("msg1", text(&pad(known.message, 80)))];
    if known.code == "EGW00201" {
        members.push(("message", text(known.code)));
    }
    Reply::json(object(&members)).status(known.status)
}

/// The refusal of a token request or the like, which has another form: HTTP 403, no `rt_cd`.
pub(super) fn of_oauth(code: &str) -> Reply {
    let known = REFUSALS.iter().find(|refusal| refusal.code == code);
    let message = known.map_or("처리할 수 없습니다.", |refusal| refusal.message);
    Reply::oauth_refusal(code, message).status(403)
}

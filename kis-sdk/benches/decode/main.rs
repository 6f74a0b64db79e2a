//! Typed decoding of a balance of 100 bonds (장내채권 잔고조회): the client's one decoder beside structs with serde derives
//! that have the same types, and where the time goes.
//!
//! Both read the bytes of a body. The third line is for the derives alone: a text that is known to be UTF-8, as no answer is
//! that comes from a socket.
//!
//! `cargo bench -p kis-sdk --bench decode`

#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]

mod derived;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kis_sdk::descriptor::decode;
use kis_sdk::domestic_bond::trading::inquire_balance;

const ROWS: usize = 100;

/// An answer as the server writes it: everything text, names padded, some fields blank.
fn body() -> String {
    let rows = (0..ROWS).map(|row| {
        let quantity = 1_000 + row * 37;
        let (year, day) = (2027 + row % 20, 1 + row % 28);
        let name = format!("{:<40}", format!("국고채권03250-{:02}06(23-{})", row % 100, row % 9));
        format!(
            r#"{{"pdno":"KR103502GD{:02}","prdt_name":"{name}","buy_dt":"202501{day:02}","buy_sqno":"{:010}",
            "cblc_qty":"{quantity}","agrx_qty":"{:09}","sprx_qty":"{}","exdt":"{year}06{day:02}",
            "buy_erng_rt":"3.28{:02}0000","buy_unpr":"{}.{}","buy_amt":"{:>19}","ord_psbl_qty":"{quantity}"}}"#,
            row % 100,
            row + 1,
            row * 11,
            if row % 3 == 0 { "" } else { "0" },
            row % 100,
            9_480 + row,
            row % 10,
            quantity * 948,
        )
        .replace("\n            ", "")
    });
    let rows: Vec<_> = rows.collect();
    format!(
        r#"{{"ctx_area_fk200":"{:<200}","ctx_area_nk200":"{:<200}","output":[{}],"rt_cd":"0","msg_cd":"KIOK0510","msg1":"{:<80}"}}"#,
        "12345678^01^",
        "",
        rows.join(","),
        "조회가 완료되었습니다",
    )
}

/// Both read the same: what is compared is the same work.
fn agree(body: &str) {
    let ours = decode::<inquire_balance::Request>(body.as_bytes()).unwrap();
    let derived: derived::Response = serde_json::from_str(body).unwrap();
    assert_eq!((ours.output.len(), derived.output.len()), (ROWS, ROWS));
    for (ours, derived) in ours.output.iter().zip(&derived.output) {
        assert_eq!((&ours.pdno, &ours.prdt_name), (&derived.pdno, &derived.prdt_name));
        assert_eq!((&ours.buy_sqno, ours.buy_dt, ours.exdt), (&derived.buy_sqno, derived.buy_dt, derived.exdt));
        let numbers = [ours.cblc_qty, ours.agrx_qty, ours.sprx_qty, ours.buy_erng_rt, ours.buy_unpr, ours.buy_amt];
        let others = [
            derived.cblc_qty,
            derived.agrx_qty,
            derived.sprx_qty,
            derived.buy_erng_rt,
            derived.buy_unpr,
            derived.buy_amt,
        ];
        assert_eq!((numbers, ours.ord_psbl_qty), (others, derived.ord_psbl_qty));
    }
    assert_eq!(ours.envelope.msg_cd(), derived.msg_cd);
}

fn whole(criterion: &mut Criterion) {
    let body = body();
    agree(&body);
    let mut group = criterion.benchmark_group("balance of 100 bonds");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("kis-sdk", |bench| {
        bench.iter(|| decode::<inquire_balance::Request>(black_box(body.as_bytes())).unwrap());
    });
    group.bench_function("serde derives", |bench| {
        bench.iter(|| serde_json::from_slice::<derived::Response>(black_box(body.as_bytes())).unwrap());
    });
    group.bench_function("serde derives, from text", |bench| {
        bench.iter(|| serde_json::from_str::<derived::Response>(black_box(&body)).unwrap());
    });
    group.finish();
}

/// The parts of the work, each on the same bytes or on as many values as the answer has.
fn parts(criterion: &mut Criterion) {
    let body = body();
    let answer: derived::Response = serde_json::from_str(&body).unwrap();
    let mut group = criterion.benchmark_group("parts");
    group.bench_function("JSON without values", |bench| {
        bench.iter(|| serde_json::from_str::<serde::de::IgnoredAny>(black_box(&body)).unwrap());
    });
    group.bench_function("300 texts copied", |bench| {
        let texts = || answer.output.iter().flat_map(|row| [&row.pdno, &row.prdt_name, &row.buy_sqno]);
        bench.iter(|| texts().for_each(|text| drop(black_box(black_box(text.as_str()).to_owned()))));
    });
    group.bench_function("700 decimals", |bench| {
        let texts = ["4740000", "000005000", "", "3.28500000", "9480.0", "            4740000", "1037"];
        bench.iter(|| {
            (0..ROWS).for_each(|_| {
                texts.iter().for_each(|text| {
                    black_box(derived::decimal(black_box(text)));
                })
            })
        });
    });
    group.bench_function("200 days", |bench| {
        bench.iter(|| {
            (0..2 * ROWS).for_each(|_| {
                black_box(derived::date(black_box("20330610")));
            })
        });
    });
    group.finish();
}

criterion_group!(benches, whole, parts);
criterion_main!(benches);

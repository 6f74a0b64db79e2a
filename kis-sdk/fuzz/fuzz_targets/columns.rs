//! A record of a realtime frame.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kis_sdk_fuzz::columns::check(data));

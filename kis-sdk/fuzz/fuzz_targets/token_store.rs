//! What a token store hands back.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kis_sdk_fuzz::token_store::check(data));

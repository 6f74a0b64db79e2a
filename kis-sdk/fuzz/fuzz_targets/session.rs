//! What the server says in a realtime session.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kis_sdk_fuzz::session::check(data));

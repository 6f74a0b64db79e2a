//! An answer's body through the whole client, as three typed answers.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kis_sdk_fuzz::decode::check(data));

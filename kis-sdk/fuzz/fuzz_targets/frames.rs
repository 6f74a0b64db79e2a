//! A data frame as text.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kis_sdk_fuzz::frames::check(data));

//! An answer's body through the whole client, without a descriptor.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kis_sdk_fuzz::untyped::check(data));

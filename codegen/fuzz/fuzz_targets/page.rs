//! A documentation page, to its descriptor and back.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| codegen_fuzz::page::check(data));

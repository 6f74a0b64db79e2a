//! A descriptor, from its bytes to its module.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| codegen_fuzz::descriptor::check(data));

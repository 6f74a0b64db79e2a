//! Puts quotes around the bare numbers of a JSON text, so that their digits can be read as written.
//!
//! The server sends numbers as text. Where one comes bare and has a fraction, a JSON parser hands it on as binary floating
//! point, and its digits are lost; this is the way back to them. It runs only for a body that has such a number.

/// The same JSON with every number outside a string in quotes.
pub(super) fn quote(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len() + 64);
    let mut rest = json;
    while let Some((&byte, after)) = rest.split_first() {
        let length = match byte {
            b'"' => string_length(rest),
            b'-' | b'0'..=b'9' => {
                let length = rest.iter().take_while(|byte| is_number_byte(**byte)).count();
                out.push(b'"');
                out.extend_from_slice(&rest[..length]);
                out.push(b'"');
                rest = &rest[length..];
                continue;
            }
            _ => {
                out.push(byte);
                rest = after;
                continue;
            }
        };
        out.extend_from_slice(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

fn is_number_byte(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
}

/// How many bytes the string at the beginning of `json` takes, both quotes included.
fn string_length(json: &[u8]) -> usize {
    let mut escaped = false;
    for (index, byte) in json.iter().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_outside_strings() {
        let json = br#"{"a":-1.50,"b\"2":"3 \\","c":[1e5,0.1,true,null],"d":"4.5"}"#;
        let quoted = br#"{"a":"-1.50","b\"2":"3 \\","c":["1e5","0.1",true,null],"d":"4.5"}"#;
        assert_eq!(quote(json), quoted);
        assert_eq!(quote(br#"{"cut":"#), br#"{"cut":"#);
        assert_eq!(quote(br#"{"cut":"a\"#), br#"{"cut":"a\"#);
    }
}

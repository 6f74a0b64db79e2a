//! A record as it is kept: versioned JSON with a checksum.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Map, Value};

use super::TokenKey;
use super::key::digest;
use super::record::{LONGEST, Record, Standing};
use super::store::Entry;

/// The version of the format that this release writes, and the only one there is.
const VERSION: u64 = 1;

/// What reading an entry gave.
#[derive(Debug)]
pub(super) enum Reading {
    Record(Record),
    /// Not an entry of this key, or not what was written.
    Unreadable(&'static str),
    /// Written by a later release.
    Newer(u64),
}

impl Record {
    /// As it is kept.
    pub(super) fn to_entry(&self, key: &TokenKey, now: SystemTime) -> Entry {
        let token = self.value().map_or(Value::Null, Value::from);
        let standing = Standing::ALL.iter().find(|(standing, _)| *standing == self.standing).map(|(_, name)| *name);
        let members = [
            ("version", VERSION.into()),
            ("what", key.purpose().to_string().into()),
            ("host", key.host().into()),
            ("key", key.id().into()),
            ("token", token),
            ("asked_at", time_text(self.asked_at).into()),
            ("expires_in", self.lifetime.as_secs().into()),
            ("standing", standing.into()),
            ("replacement", self.is_replacement.into()),
            ("denied_at", self.denied_at.map(time_text).into()),
        ];
        let checksum = checksum(members.iter().map(|(name, value)| (*name, value)));
        let members = members.into_iter().chain([("checksum", checksum.into())]);
        let lines: Vec<String> = members.map(|(name, value)| format!("  \"{name}\": {value}")).collect();
        let text = format!("{{\n{}\n}}\n", lines.join(",\n"));
        // A record without a token is of use for as long as anybody waits.
        Entry::new(text.into_bytes(), self.remaining(now).max(Duration::from_secs(120)))
    }

    /// Reads what was kept. Whatever the bytes are, a token comes only from what this crate wrote for this key.
    pub(super) fn read(entry: &Entry, key: &TokenKey) -> Reading {
        if entry.as_bytes().trim_ascii().is_empty() {
            return Reading::Unreadable("it is empty");
        }
        let Ok(Value::Object(members)) = serde_json::from_slice(entry.as_bytes()) else {
            return Reading::Unreadable("it is no JSON object, or only half of one");
        };
        match members.get("version").and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(version) if version > VERSION => return Reading::Newer(version),
            _ => return Reading::Unreadable("it has no version that this release knows"),
        }
        let is = |name, value: &str| members.get(name).and_then(Value::as_str) == Some(value);
        let others = members.iter().filter(|(name, _)| *name != "checksum");
        if !is("checksum", &checksum(others.map(|(name, value)| (name.as_str(), value)))) {
            return Reading::Unreadable("its checksum doesn't fit: it was changed or damaged");
        }
        if !is("host", key.host()) || !is("key", key.id()) {
            return Reading::Unreadable("it is for another server or app key");
        }
        members_to_record(&members)
            .map_or(Reading::Unreadable("a member is missing or not what it should be"), Reading::Record)
    }
}

fn members_to_record(members: &Map<String, Value>) -> Option<Record> {
    let secret = match members.get("token")? {
        Value::Null => None,
        Value::String(token) if is_token(token) => Some(SecretString::from(token.as_str())),
        _ => return None,
    };
    let lifetime = Duration::from_secs(members.get("expires_in")?.as_u64()?);
    let standing = members.get("standing")?.as_str()?;
    Some(Record {
        secret,
        asked_at: time(members.get("asked_at")?)?,
        lifetime: Some(lifetime).filter(|lifetime| *lifetime <= LONGEST)?,
        standing: Standing::ALL.iter().find(|(_, name)| *name == standing)?.0,
        is_replacement: members.get("replacement")?.as_bool()?,
        denied_at: match members.get("denied_at")? {
            Value::Null => None,
            value => Some(time(value)?),
        },
    })
}

/// Whether a header can carry it.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.len() <= 8192 && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Over names and values in the order of their names: a damaged file must not give a token that the server never issued.
fn checksum<'a>(members: impl Iterator<Item = (&'a str, &'a Value)>) -> String {
    let mut texts: Vec<String> = members.map(|(name, value)| format!("{name}={value}")).collect();
    texts.sort_unstable();
    digest(&texts.iter().map(String::as_str).collect::<Vec<_>>())[..16].to_owned()
}

/// To the millisecond.
fn time_text(time: SystemTime) -> String {
    let time = Timestamp::try_from(time).unwrap_or(Timestamp::UNIX_EPOCH);
    format!("{time:.3}")
}

fn time(value: &Value) -> Option<SystemTime> {
    value.as_str()?.parse::<Timestamp>().ok().map(SystemTime::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::record::tests::{TOKEN, good, noon};
    use super::super::waits::Waits;
    use super::super::{DAY, Purpose};
    use super::*;

    const HOST: &str = "https://openapi.koreainvestment.com:9443";

    fn key() -> TokenKey {
        TokenKey::of(HOST, "PSabc", Purpose::AccessToken)
    }

    fn text(record: &Record) -> String {
        String::from_utf8(record.to_entry(&key(), noon()).as_bytes().to_vec()).expect("text")
    }

    fn read(bytes: &[u8]) -> Reading {
        Record::read(&Entry::from_bytes(bytes.to_vec()), &key())
    }

    #[test]
    fn the_format() {
        let text = text(&good());
        for line in [
            "  \"version\": 1,\n",
            "  \"what\": \"access token\",\n",
            "  \"host\": \"https://openapi.koreainvestment.com:9443\",\n",
            "  \"token\": \"eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzUxMiJ9.x\",\n",
            "  \"asked_at\": \"2026-11-20T12:00:00.000Z\",\n",
            "  \"expires_in\": 86400,\n",
            "  \"standing\": \"good\",\n",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
        assert!(!text.contains("PSabc"), "the app key stays out: {text}");
    }

    #[test]
    fn what_was_written_is_read() {
        let at = noon() + Duration::from_millis(123);
        for standing in [Standing::Good, Standing::Refused, Standing::Stuck] {
            for denied_at in [None, Some(at)] {
                let record = Record { standing, denied_at, is_replacement: true, asked_at: at, ..good() };
                let Reading::Record(back) = read(text(&record).as_bytes()) else { panic!("{record:?}") };
                assert_eq!(back.value(), Some(TOKEN));
                assert_eq!((back.standing, back.denied_at, back.is_replacement), (standing, denied_at, true));
                assert_eq!((back.asked_at, back.lifetime), (at, DAY));
            }
        }
        let Reading::Record(back) = read(text(&Record::without_token(at)).as_bytes()) else { panic!("no token") };
        assert!(back.value().is_none());
    }

    #[test]
    fn every_part_of_an_entry_is_no_entry() {
        let text = text(&good());
        let end = text.trim_end().len();
        for length in 0..end {
            assert!(matches!(read(&text.as_bytes()[..length]), Reading::Unreadable(_)), "{length}");
        }
        assert!(matches!(read(&text.as_bytes()[..end]), Reading::Record(_)), "without its line break");
    }

    #[test]
    fn other_versions_and_other_keys() {
        let text = text(&good());
        let newer = text.replace("\"version\": 1", "\"version\": 2");
        assert!(matches!(read(newer.as_bytes()), Reading::Newer(2)));
        for version in ["0", "\"1\"", "null", "-1", "1.5"] {
            let other = text.replace("\"version\": 1", &format!("\"version\": {version}"));
            assert!(matches!(read(other.as_bytes()), Reading::Unreadable(_)), "{version}");
        }
        // Nothing of the world before this format either.
        assert!(matches!(read(br#"{"access_token":"abc","expires_in":86400}"#), Reading::Unreadable(_)));
        for key in [
            TokenKey::of("https://openapivts.koreainvestment.com:29443", "PSabc", Purpose::AccessToken),
            TokenKey::of(HOST, "PSabd", Purpose::AccessToken),
            TokenKey::of(HOST, "PSabc", Purpose::ApprovalKey),
        ] {
            let reading = Record::read(&Entry::from_bytes(text.clone().into_bytes()), &key);
            assert!(matches!(reading, Reading::Unreadable(reason) if reason.contains("another")), "{key:?}");
        }
    }

    /// What a wrong release of ours could write: right by its checksum, and still no token.
    #[test]
    fn values_that_make_no_sense() {
        let forge = |name: &str, value: Value| {
            let Ok(Value::Object(mut members)) = serde_json::from_str(&text(&good())) else { panic!("an object") };
            members.remove("checksum");
            members.insert(name.to_owned(), value);
            let sum = checksum(members.iter().map(|(name, value)| (name.as_str(), value)));
            members.insert("checksum".to_owned(), sum.into());
            read(Value::from(members).to_string().as_bytes())
        };
        assert!(matches!(forge("extra", 1.into()), Reading::Record(_)), "the forgery itself is right");
        for (name, value) in [
            ("token", "".into()),
            ("token", "a b".into()),
            ("token", "a\nb".into()),
            ("token", "토큰".into()),
            ("token", 7.into()),
            ("expires_in", (-1).into()),
            ("expires_in", u64::MAX.into()),
            ("expires_in", "86400".into()),
            ("asked_at", "yesterday".into()),
            ("asked_at", 0.into()),
            ("asked_at", "+999999-01-01T00:00:00Z".into()),
            ("standing", "splendid".into()),
            ("replacement", Value::Null),
            ("denied_at", true.into()),
        ] {
            assert!(matches!(forge(name, value.clone()), Reading::Unreadable(_)), "{name} {value}");
        }
        for asked_at in ["-009998-01-01T00:00:00Z", "9999-12-30T00:00:00Z"] {
            // Far off, but a time: no panic in the reckoning.
            let Reading::Record(record) = forge("asked_at", asked_at.into()) else { panic!("{asked_at}") };
            let _ = record.verdict(None, noon(), &Waits::default());
        }
    }

    proptest! {
        #[test]
        fn garbage_gives_no_token(bytes in prop::collection::vec(any::<u8>(), 0..2048)) {
            prop_assert!(!matches!(read(&bytes), Reading::Record(_)));
        }

        #[test]
        fn json_of_others_gives_no_token(
            members in prop::collection::vec(
                (
                    prop::sample::select(vec!["version", "host", "key", "token", "asked_at", "expires_in", "standing",
                        "replacement", "denied_at", "checksum", "access_token"]),
                    prop::sample::select(vec!["1", "null", "true", "\"good\"", "86400", "\"abc\"",
                        "\"2026-11-20T12:00:00Z\"", "\"https://openapi.koreainvestment.com:9443\"", "[]", "{}", "1e999"]),
                ),
                0..12,
            ),
        ) {
            let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            let text = format!("{{{}}}", members.join(","));
            prop_assert!(!matches!(read(text.as_bytes()), Reading::Record(_)), "{text}");
        }

        /// A disk's fault gives the token that was issued, or none.
        #[test]
        fn a_damaged_entry_gives_the_same_token_or_none(
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        ) {
            let mut bytes = text(&good()).into_bytes();
            for (index, byte) in damage {
                let index = index.index(bytes.len());
                bytes[index] = byte;
            }
            if let Reading::Record(record) = read(&bytes) {
                prop_assert_eq!(record.value(), Some(TOKEN));
                prop_assert_eq!((record.asked_at, record.lifetime, record.standing), (noon(), DAY, Standing::Good));
            }
        }
    }
}

//! Who is calling: a person or a corporation.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::Error;

/// The customer type (고객 타입, header `custtype`) with the headers that go with it.
#[derive(Clone, Debug, Default)]
pub enum Customer {
    /// A person (`P`).
    #[default]
    Individual,
    /// A corporation (`B`), with the headers that the pages mark 법인 필수.
    Corporate(Corporate),
}

/// The headers of a corporate customer. Every request also carries a fresh `gt_uid`.
///
/// ```
/// use kis_sdk::{Corporate, Customer};
///
/// let customer = Customer::Corporate(Corporate::new("personal-sec-key", "01011112222", "203.0.113.7")?);
/// # Ok::<(), kis_sdk::Error>(())
/// ```
#[derive(Clone)]
pub struct Corporate {
    personalseckey: SecretString,
    seq_no: String,
    phone_number: SecretString,
    ip_addr: String,
}

impl Corporate {
    /// The three headers that have no default: 고객식별키, the user's phone number, the user's public IP address.
    ///
    /// Dashes in the phone number are removed: the server wants digits only.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) that names the header which is blank or holds a character that no
    /// header can carry.
    pub fn new(personalseckey: &str, phone_number: &str, ip_addr: &str) -> Result<Self, Error> {
        let phone_number = phone_number.replace('-', "");
        for (name, value) in [("personalseckey", personalseckey), ("phone_number", &phone_number), ("ip_addr", ip_addr)]
        {
            check_header(name, value)?;
        }
        Ok(Self {
            personalseckey: personalseckey.into(),
            seq_no: "001".to_owned(),
            phone_number: phone_number.into(),
            ip_addr: ip_addr.to_owned(),
        })
    }

    /// Sets 일련번호 (`seq_no`); `001` by default, as the pages say.
    ///
    /// # Errors
    /// As [`Corporate::new`].
    pub fn seq_no(mut self, seq_no: &str) -> Result<Self, Error> {
        check_header("seq_no", seq_no)?;
        self.seq_no = seq_no.to_owned();
        Ok(self)
    }

    /// Header names and values, in the pages' order.
    pub(crate) fn headers(&self) -> [(&'static str, &str); 4] {
        [
            ("personalseckey", self.personalseckey.expose_secret()),
            ("seq_no", &self.seq_no),
            ("phone_number", self.phone_number.expose_secret()),
            ("ip_addr", &self.ip_addr),
        ]
    }
}

/// Makes sure that a header can carry the value; never repeats it.
pub(crate) fn check_header(name: &str, value: &str) -> Result<(), Error> {
    if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::input(format!(
            "the header {name} needs a value of visible ASCII characters without blanks; this one has {} characters",
            value.chars().count()
        )));
    }
    Ok(())
}

impl fmt::Debug for Corporate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Corporate").field("seq_no", &self.seq_no).finish_non_exhaustive()
    }
}

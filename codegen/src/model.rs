//! What the API means: plain data, without YAML, places or Rust.

/// Every transaction that descriptors describe, in the order of their paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// The transactions.
    pub transactions: Vec<Transaction>,
    /// The lists of codes that have a name of their own, because several pages share them; in the order of their names.
    pub shared: Vec<SharedCodes>,
}

/// A list of codes that several pages share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedCodes {
    /// Its name, in camel case, e.g. `Side`.
    pub name: String,
    /// What it is, in one line of ours.
    pub summary: String,
    /// The codes; every one has a name.
    pub codes: Vec<Code>,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// The page's title.
    pub title: String,
    /// The vendor's number for it; can be blank.
    pub id: String,
    /// One line in our words; can be blank.
    pub summary: String,
    /// The descriptor's file below the specification folder.
    pub source: String,
    /// Whether it is asked for or pushed, and whether it changes anything at the broker.
    pub kind: Kind,
    /// The HTTP method.
    pub method: Method,
    /// The path on the host.
    pub path: String,
    /// Its TR ids.
    pub tr_ids: Vec<TrId>,
    /// What the page says in place of a paper TR id.
    pub paper_note: String,
    /// What the caller chooses by choosing an id; its variants are in the order of `tr_ids`.
    pub choice: Option<Choice>,
    /// What it takes.
    pub parameters: Vec<Parameter>,
    /// What it answers beside the envelope; of a realtime page the columns of a record, in their order.
    pub response: Vec<Field>,
}

/// How a transaction is used, and whether it changes anything at the broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It only reads.
    Query,
    /// It changes something, and must never be sent twice.
    Order,
    /// Its records are pushed until the subscription ends.
    Realtime,
}

/// The HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Parameters in the query.
    Get,
    /// Parameters in a JSON body.
    Post,
}

/// A TR id and its counterpart on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrId {
    /// On the real environment.
    pub real: String,
    /// On the paper environment.
    pub paper: Option<String>,
}

/// What the caller chooses by choosing a TR id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name, in camel case, e.g. `Side`.
    pub name: String,
    /// The variants: name in snake case and what the page calls it.
    pub variants: Vec<(String, String)>,
}

/// One query parameter or body key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its row's path.
    pub address: String,
    /// The wire name.
    pub wire: String,
    /// 한글명.
    pub label: String,
    /// The documented length.
    pub length: String,
    /// The description.
    pub text: String,
    /// Whether the page doesn't mark it as not required.
    pub required: bool,
    /// Who fills it.
    pub role: Role,
    /// What is sent when the caller says nothing.
    pub default: Option<String>,
    /// The same for each variant of the choice, in their order; none where it is the same for all.
    pub chosen_defaults: Vec<String>,
    /// What its value means.
    pub value: Value,
    /// Whether it can hold an account number or the like.
    pub sensitive: bool,
    /// A Rust name of ours.
    pub name: Option<String>,
}

/// Who fills a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The caller.
    Caller,
    /// The account's number.
    AccountNumber,
    /// The account's product code.
    AccountProduct,
    /// Paging.
    Continuation,
}

/// What a value means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Text,
    /// Money, price, quantity, rate.
    Decimal,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// One of these codes, or one that the page doesn't know.
    Code(Codes),
}

/// A documented list of codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codes {
    /// The codes, in the page's order.
    pub list: Vec<Code>,
    /// The name of the list that this one is, where several pages share it.
    pub shared: Option<String>,
}

/// One documented code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// As it travels.
    pub code: String,
    /// What the page calls it.
    pub label: String,
    /// Our name for it in snake case.
    pub name: Option<String>,
}

/// One row of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its row's path.
    pub address: String,
    /// The wire name.
    pub wire: String,
    /// 한글명.
    pub label: String,
    /// The documented length.
    pub length: String,
    /// The description.
    pub text: String,
    /// Whether it can hold an account number or the like.
    pub sensitive: bool,
    /// What it holds.
    pub shape: Shape,
    /// A Rust name of ours.
    pub name: Option<String>,
}

/// What a row of an answer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A value.
    Value(Value),
    /// One object at most.
    Object(Vec<Field>),
    /// Any number of objects.
    Array(Vec<Field>),
}

impl Model {
    /// Every product that has a transaction, in order.
    #[must_use]
    pub fn products(&self) -> Vec<&str> {
        let products: std::collections::BTreeSet<_> = self.transactions.iter().map(Transaction::product).collect();
        products.into_iter().collect()
    }
}

impl Transaction {
    /// The product that it belongs to, e.g. `domestic-bond`.
    #[must_use]
    pub fn product(&self) -> &str {
        self.source.split('/').next().unwrap_or_default()
    }

    /// Every list of codes with the path of its row, in the page's order.
    #[must_use]
    pub fn codes(&self) -> Vec<(&str, &Codes)> {
        let mut found = Vec::new();
        for parameter in &self.parameters {
            if let Value::Code(codes) = &parameter.value {
                found.push((parameter.address.as_str(), codes));
            }
        }
        self.response.iter().for_each(|field| field.codes(&mut found));
        found
    }

    /// Whether its records are pushed.
    #[must_use]
    pub fn is_realtime(&self) -> bool {
        self.kind == Kind::Realtime
    }

    /// Whether the request names an account.
    #[must_use]
    pub fn takes_account(&self) -> bool {
        self.parameters.iter().any(|parameter| matches!(parameter.role, Role::AccountNumber | Role::AccountProduct))
    }
}

impl Parameter {
    /// Whether only the caller can know it, so that the constructor asks for it.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.role == Role::Caller && self.default.is_none()
    }

    /// Whether it has a setter.
    #[must_use]
    pub fn is_settable(&self) -> bool {
        self.default.is_some() && matches!(self.role, Role::Caller | Role::AccountProduct)
    }
}

impl Field {
    fn codes<'f>(&'f self, found: &mut Vec<(&'f str, &'f Codes)>) {
        match &self.shape {
            Shape::Value(Value::Code(codes)) => found.push((&self.address, codes)),
            Shape::Value(_) => {}
            Shape::Object(inner) | Shape::Array(inner) => inner.iter().for_each(|field| field.codes(found)),
        }
    }
}

impl Shape {
    /// The rows inside.
    #[must_use]
    pub fn fields(&self) -> Option<&[Field]> {
        match self {
            Self::Value(_) => None,
            Self::Object(fields) | Self::Array(fields) => Some(fields),
        }
    }
}

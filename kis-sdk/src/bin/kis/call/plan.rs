//! What is to be sent, from the words of the command line and the tables; everything that is wrong is said at once.

use std::collections::BTreeMap;

use kis_sdk::Account;
use kis_sdk::descriptor::{Call, Choice, Kind, Meaning, Method, Parameter, Role, Tr};

use super::{CallArguments, assign, choice, value};
use crate::answer::Grid;
use crate::arguments::Global;
use crate::exit::{Exit, Failure, Outcome};
use crate::find::{self, Found};
use crate::session::{self, Session};
use crate::show::example;
use crate::terminal::{Terminal, print};
use crate::{credentials, mask};

/// A call as far as the command line says it: everything but the account.
pub(super) struct Plan {
    tr: &'static Tr,
    chosen: usize,
    values: BTreeMap<usize, String>,
}

impl Plan {
    /// Reads the command line.
    pub(super) fn read(found: Found, arguments: &CallArguments) -> Outcome<Self> {
        let tr = found.tr;
        let words = tr.words();
        let of_page = words.and_then(|words| words.choice);
        let mut problems = Vec::new();
        let mut chosen = Vec::from_iter(found.choice);
        let mut is_said = false;
        let mut values = BTreeMap::new();
        if let Some(id) = &arguments.tr_id {
            is_said = true;
            match choice::read(tr, of_page, id) {
                Ok(index) => chosen.push(index),
                Err(problem) => problems.push(problem),
            }
        }
        for text in &arguments.assignments {
            let outcome = assign::read(tr, of_page, text).and_then(|(key, text)| match key {
                assign::Key::Choice => {
                    is_said = true;
                    choice::read(tr, of_page, text).map(|index| chosen.push(index))
                }
                assign::Key::Parameter(index) => {
                    let parameter = &tr.parameters[index];
                    if values.contains_key(&index) {
                        return Err(format!("{} is given twice", parameter.name));
                    }
                    let meaning = words.map_or(Meaning::Text, |words| words.meaning(parameter.name));
                    let read = match text {
                        "" if is_needed(tr, parameter) => Err(needed(parameter)),
                        _ => value::read(parameter, meaning, text),
                    };
                    let read =
                        read.or_else(|problem| if arguments.force_values { Ok(text.to_owned()) } else { Err(problem) });
                    values.insert(index, read.clone().unwrap_or_default());
                    read.map(drop)
                }
            });
            problems.extend(outcome.err());
        }
        chosen.sort_unstable();
        chosen.dedup();
        let chosen = match chosen.as_slice() {
            [index] => *index,
            [] if tr.tr_ids.len() == 1 || is_said => 0,
            [] => {
                let name = of_page.map_or("--tr-id ", |choice| choice.name);
                let what = if of_page.is_some() { format!("{name}=") } else { name.to_owned() };
                problems.push(format!("{what} is missing: {}", choice::list(tr, of_page)));
                0
            }
            _ => {
                problems.push(format!("two of its ids are asked for: say one of {}", choice::list(tr, of_page)));
                0
            }
        };
        let plan = Self { tr, chosen, values };
        problems.extend(plan.missing(of_page));
        plan.judged(problems)
    }

    fn judged(self, problems: Vec<String>) -> Outcome<Self> {
        let name = find::name(self.tr);
        match problems.as_slice() {
            [] => Ok(self),
            [only] => {
                Err(Failure::usage(only.clone())
                    .advise(format!("`kis show {name}` shows what {} takes", self.tr.title)))
            }
            several => {
                let count = several.len();
                let text = format!("{count} things keep {name} ({}) from being sent", self.tr.title);
                Err(Failure::usage(text).advise_all(lines(several)))
            }
        }
    }

    /// A line for everything that only the caller knows and that was not given.
    fn missing(&self, choice: Option<Choice>) -> Vec<String> {
        let has_default = |parameter: &Parameter| {
            let chosen = choice.is_some_and(|choice| choice.defaults.iter().any(|(name, _)| *name == parameter.name));
            chosen || parameter.default.is_some()
        };
        let is_missing = |(index, parameter): &(usize, &Parameter)| {
            matches!(parameter.role, Role::Caller) && !has_default(parameter) && !self.values.contains_key(index)
        };
        let missing = self.tr.parameters.iter().enumerate().filter(is_missing);
        let line = |(_, parameter): (usize, &Parameter)| match parameter.codes {
            [] => format!("{}= is missing: {}", parameter.name, parameter.label),
            codes => format!("{}= is missing: {}: {}", parameter.name, parameter.label, value::list(codes)),
        };
        missing.map(line).collect()
    }

    /// The product code that the TR's account has to have, if the page names one.
    pub(super) fn product(&self) -> Option<&'static str> {
        let mut rows = self.tr.parameters.iter();
        rows.find(|parameter| parameter.role == Role::AccountProduct).and_then(|parameter| parameter.default)
    }

    fn takes_account(&self) -> bool {
        let is_given = |role: Role| {
            let index = self.tr.parameters.iter().position(|parameter| parameter.role == role);
            index.is_none_or(|index| self.values.contains_key(&index))
        };
        !is_given(Role::AccountNumber) || !is_given(Role::AccountProduct)
    }

    /// The call, with the account of the session.
    pub(super) fn call(&self, session: &Session) -> Outcome<Call> {
        self.check_id(session.client.environment().uses_paper_ids())?;
        let account = session.account_for(self.product());
        if self.takes_account() {
            let Some(account) = &account else {
                return Err(self.needs_account());
            };
            self.check_product(account)?;
        }
        Ok(self.filled(account.as_ref()))
    }

    fn check_id(&self, is_paper: bool) -> Outcome {
        let id = self.tr.tr_ids[self.chosen];
        match is_paper && id.paper.is_none() {
            true => Err(Failure::usage(format!(
                "{} ({}) doesn't exist on the paper environment (모의투자 미지원); nothing was sent",
                id.real, self.tr.title
            ))
            .advise("use --env real, or --env mock to try it; `kis list --paper` shows what paper offers")),
            false => Ok(()),
        }
    }

    fn needs_account(&self) -> Failure {
        let file = credentials::default_path()
            .map_or_else(|| "the credentials file".to_owned(), |path| path.display().to_string());
        let product = self.product().unwrap_or("01");
        Failure::new(Exit::Usage, format!("{} is about an account, and none is known", find::name(self.tr)))
            .advise(format!("say --account 12345678-{product}, set KIS_ACCOUNT, or write account = \"…\" into {file}"))
    }

    /// A pension TR is for a pension account: another one would be refused by the server in other words.
    fn check_product(&self, account: &Account) -> Outcome {
        let mut rows =
            self.tr.parameters.iter().enumerate().filter(|(_, parameter)| parameter.role == Role::AccountProduct);
        let insists = rows.any(|(index, _)| self.values.contains_key(&index));
        match self.product() {
            Some(product) if product != account.product() && !insists => Err(Failure::usage(format!(
                "{} is for accounts that end in -{product}, and this one ends in -{}; nothing was sent",
                find::name(self.tr),
                account.product()
            ))
            .advise(format!("say --account …-{product}, or ACNT_PRDT_CD={} to insist", account.product()))),
            _ => Ok(()),
        }
    }

    fn filled(&self, account: Option<&Account>) -> Call {
        let mut call = Call::new(self.tr).choose(self.chosen);
        if let Some(account) = account {
            call = call.account(account);
        }
        let choice = self.tr.words().and_then(|words| words.choice);
        for (name, defaults) in choice.iter().flat_map(|choice| choice.defaults) {
            if let (Some(index), Some(default)) = (self.tr.parameter(name), defaults.get(self.chosen)) {
                call = call.with(index, *default);
            }
        }
        self.values.iter().fold(call, |call, (index, value)| call.with(*index, value.as_str()))
    }

    /// `--dry-run`: what would be sent, with most of the account hidden. What would be refused before it is sent is refused.
    pub(super) fn show(&self, arguments: &CallArguments, global: &Global) -> Outcome {
        let name = session::environment(global)?;
        let paper = name == crate::arguments::EnvironmentName::Paper;
        self.check_id(paper)?;
        let known = credentials::account_only(name, global, self.product())?;
        if let Some(account) = known.as_ref().filter(|_| self.takes_account()) {
            self.check_product(account)?;
        }
        let call = self.filled(known.as_ref());
        let id = call.tr_id();
        let id = if paper { id.paper.unwrap_or(id.real) } else { id.real };
        let method = if self.tr.method == Method::Get { "GET" } else { "POST" };
        let mut text = format!("dry run, {}: {method} {}\n  tr_id {id}\n", name.name(), self.tr.path);
        text.push_str(
            &parameters(&call, arguments.unmask, known.is_none() && self.takes_account()).render(Terminal::plain()),
        );
        print(&text)
    }
}

/// Whether an order can't go without a value: the page names none to go by default, and doesn't say that blank means something.
fn is_needed(tr: &Tr, parameter: &Parameter) -> bool {
    let means_something = || parameter.codes.iter().any(|value| value.code.trim().is_empty());
    tr.kind == Kind::Order && example::is_asked(tr, parameter) && !means_something()
}

/// In a script a blank is a variable that isn't set more often than it is meant.
fn needed(parameter: &Parameter) -> String {
    let (name, label) = (parameter.name, parameter.label);
    format!("{name} {label} is blank, and an order needs it (--force-values sends it all the same)")
}

/// Names, labels and values of what is sent, with what the codes mean. `is_open`: account numbers in full.
pub(super) fn parameters(call: &Call, is_open: bool, lacks_account: bool) -> Grid {
    let mut grid = Grid::new(vec![Vec::new(); 3]);
    for (parameter, (name, value)) in call.tr().parameters.iter().zip(call.pairs()) {
        let shown = match parameter.role {
            Role::AccountNumber | Role::AccountProduct if lacks_account && value.is_empty() => {
                "(no account is known)".to_owned()
            }
            Role::AccountNumber if !is_open => mask::number(value),
            Role::Continuation => continue,
            _ if parameter.sensitive && !is_open && !value.is_empty() => mask::HIDDEN.to_owned(),
            _ => match parameter.codes.iter().find(|code| code.code == value) {
                Some(code) if !value.is_empty() => format!("{value} {}", code.label),
                _ if value.is_empty() => "(blank)".to_owned(),
                _ => value.to_owned(),
            },
        };
        grid.push(vec![format!("  {name}"), parameter.label.to_owned(), shown]);
    }
    grid
}

/// The problems in four lines at most, none left out.
fn lines(problems: &[String]) -> Vec<String> {
    const MOST: usize = 4;
    if problems.len() <= MOST {
        return problems.to_vec();
    }
    let each = problems.len().div_ceil(MOST);
    let joined = |chunk: &[String]| {
        let mut line = String::new();
        for problem in chunk {
            let gap = if line.is_empty() || line.ends_with('?') { " " } else { "; " };
            line.push_str(gap);
            line.push_str(problem);
        }
        line.trim_start().to_owned()
    };
    problems.chunks(each).map(joined).collect()
}

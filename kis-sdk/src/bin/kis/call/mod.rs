//! `kis call`: any TR that can be asked for.

mod assign;
mod choice;
mod confirm;
mod plan;
mod shown;
mod value;
mod walk;

use clap::Args;
use clap_complete::ArgValueCompleter;
use kis_sdk::descriptor::Kind;

use crate::answer::{Columns, choose};
use crate::arguments::Global;
use crate::completions;
use crate::exit::{Failure, Outcome};
use crate::find;
use crate::mask::Mask;
use crate::session::Session;
use crate::terminal::Terminal;
use plan::Plan;
use shown::Answered;

/// What `kis call` takes.
#[derive(Args)]
pub(crate) struct CallArguments {
    /// A TR id (real or paper), a path or module, its last part where only one TR has it, or the Korean title
    #[arg(value_name = "TR", add = ArgValueCompleter::new(completions::transactions))]
    tr: String,
    /// What to send: names in any case; values as the code, its English name or its Korean label; days as 2026-01-31,
    /// 20260131, today or yesterday (in Korea)
    #[arg(value_name = "KEY=VALUE", add = ArgValueCompleter::new(completions::assignments))]
    assignments: Vec<String>,
    /// Which of the TR's ids, where it has several; SIDE=NAME does the same (see `kis show TR`)
    #[arg(long, value_name = "ID")]
    tr_id: Option<String>,
    /// Send values that don't fit the page: codes that it doesn't list, other forms of days and numbers
    #[arg(long)]
    force_values: bool,
    /// Show what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Send an order without asking; needed where nobody can be asked
    #[arg(long)]
    yes: bool,
    /// Read all pages (연속조회) and show them as one answer
    #[arg(long)]
    all_pages: bool,
    /// With --all-pages: read this many pages at most, and say if there are more
    #[arg(long, value_name = "PAGES", requires = "all_pages", value_parser = clap::value_parser!(u32).range(1..))]
    most: Option<u32>,
    /// One JSON document: envelope and outputs as the server sent them
    #[arg(long, group = "format", help_heading = "Output")]
    json: bool,
    /// The rows of one container as CSV, with the wire names as header
    #[arg(long, group = "format", help_heading = "Output")]
    csv: bool,
    /// The body as it came, account numbers included; of several pages one after the other
    #[arg(long, group = "format", help_heading = "Output")]
    raw: bool,
    /// The container for --csv, such as output2
    #[arg(long, value_name = "NAME", requires = "csv", help_heading = "Output")]
    output: Option<String>,
    /// These fields only, in this order
    #[arg(long, value_name = "A,B,C", value_delimiter = ',', conflicts_with_all = ["json", "raw"], help_heading = "Output")]
    columns: Vec<String>,
    /// Show account numbers in full
    #[arg(long, help_heading = "Output")]
    unmask: bool,
}

pub(crate) async fn run(arguments: &CallArguments, global: &Global, terminal: Terminal) -> Outcome {
    let found = find::find(&arguments.tr)?;
    let tr = found.tr;
    if tr.kind == Kind::Realtime {
        return Err(Failure::usage(format!("{} is pushed, not asked for", tr.title))
            .advise(format!("subscribe to it: kis watch {}", find::name(tr))));
    }
    if arguments.all_pages && tr.kind == Kind::Order {
        return Err(Failure::usage("an order has no pages").advise("leave out --all-pages"));
    }
    let columns = Columns::of(tr, &arguments.columns)?;
    let container = if arguments.csv { choose(tr, arguments.output.as_deref())? } else { None };
    // What is wrong with the words is said before anything is asked of credentials or network.
    let plan = Plan::read(found, arguments)?;
    if arguments.dry_run {
        return plan.show(arguments, global);
    }
    let session = Session::open(global).await?;
    let call = plan.call(&session)?;
    let account = session.account_for(plan.product());
    let mask = Mask::new(tr, account.as_ref(), arguments.unmask);
    if tr.kind == Kind::Order {
        confirm::confirm(&call, &session, arguments.yes, terminal)?;
    }
    let masked = |mut failure: Failure| {
        failure.text = mask.text(&failure.text);
        failure.advice.iter_mut().for_each(|line| *line = mask.text(line));
        failure
    };
    let pages = walk::ask(call, &session, arguments).await.map_err(masked)?;
    let answered = Answered { tr, pages, mask, columns, container };
    answered.show(arguments, terminal)
}

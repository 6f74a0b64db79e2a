//! One transaction on both sides: its information table, then its parts.

use super::changes::Changes;
use super::{Class, Fate, Side, TransactionDiff, codes, request, response, tr_ids};
use crate::model::{Kind, Method};

/// What changed; no changes where nothing did.
pub(super) fn compare(before: &Side<'_>, after: &Side<'_>) -> TransactionDiff {
    let mut changes = Changes::default();
    information(before, after, &mut changes);
    tr_ids::compare(before.transaction, after.transaction, &mut changes);
    request::compare(before, after, &mut changes);
    codes::compare(before, after, &mut changes);
    response::compare(before, after, &mut changes);
    // Other names of the same arguments are nothing to a caller.
    let arguments = |side: &Side<'_>| -> Vec<_> {
        let arguments = side.names.arguments(side.transaction).into_iter();
        arguments.map(|argument| (argument.address, argument.kind)).collect()
    };
    let is_another = arguments(before) != arguments(after);
    TransactionDiff {
        constructor: is_another.then(|| (before.constructor(), after.constructor())),
        changes: changes.sorted(),
        ..after.diff(Fate::Changed)
    }
}

fn information(before: &Side<'_>, after: &Side<'_>, changes: &mut Changes) {
    let (old, new) = (before.transaction, after.transaction);
    changes.differs(Class::Breaking, "module", "module", &before.module(), &after.module());
    changes.differs(Class::Breaking, "path", "path: sends elsewhere", &old.path, &new.path);
    let method = |method| match method {
        Method::Get => "GET",
        Method::Post => "POST",
    };
    changes.differs(Class::Breaking, "method", "method: sends differently", method(old.method), method(new.method));
    let kind = |kind| match kind {
        Kind::Query => "query",
        Kind::Order => "order",
        Kind::Realtime => "realtime",
    };
    let what = match new.kind {
        Kind::Realtime => "kind: subscribed to instead of sent",
        Kind::Query if old.kind == Kind::Realtime => "kind: sent instead of subscribed to",
        Kind::Query => "kind: may be sent again after a failure",
        Kind::Order => "kind: never sent again after a failure",
    };
    changes.differs(Class::Breaking, "kind", what, kind(old.kind), kind(new.kind));
    changes.documented("title", "title", &old.title, &new.title);
    changes.documented("id", "id", &old.id, &new.id);
    changes.documented("summary", "summary", &old.summary, &new.summary);
    if before.names.module == after.names.module {
        changes.documented("source", "file", &old.source, &new.source);
    }
}

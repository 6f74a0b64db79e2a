//! `allow`: warnings that were looked at and are fine.

use crate::descriptor::{Descriptor, Documented, Found, Text};
use crate::diagnostics::{Diagnostic, Diagnostics, Lint, Severity, closest};

/// Takes out what is allowed; an `allow` that silences nothing is an error.
#[must_use]
pub fn allowed(pages: &[(&Descriptor, Documented)], diagnostics: Diagnostics) -> Diagnostics {
    let mut left: Vec<Diagnostic> = diagnostics.into_iter().collect();
    let mut found = Vec::new();
    for (descriptor, page) in pages {
        for allow in &descriptor.allow {
            let Some(lint) = known(descriptor, &allow.lint, &mut found) else { continue };
            let at = allow.at.as_ref().map(|at| match page.find(at) {
                Found::One(.., path) => path,
                _ => at.value.clone(),
            });
            let before = left.len();
            left.retain(|diagnostic| {
                let is_meant = diagnostic.lint == lint
                    && diagnostic.file == descriptor.file
                    && (at.is_none() || diagnostic.at == at);
                !is_meant
            });
            if left.len() == before {
                let message = format!("this `allow` of `{}` silences nothing", lint.name());
                let problem = Diagnostic::new(Lint::UnusedAllow, &descriptor.file, &allow.lint.span, message);
                found.push(problem.help("remove it"));
            }
        }
    }
    left.extend(found);
    left.into_iter().collect()
}

fn known(descriptor: &Descriptor, name: &Text, found: &mut Vec<Diagnostic>) -> Option<Lint> {
    let file = &descriptor.file;
    match Lint::named(name) {
        Some(lint) if lint.severity() == Severity::Warning => Some(lint),
        Some(lint) => {
            let message = format!("`{}` is an error and can't be allowed", lint.name());
            found.push(Diagnostic::new(Lint::UnknownLint, file, &name.span, message));
            None
        }
        None => {
            let message = format!("no lint `{}`", name.value);
            let problem = Diagnostic::new(Lint::UnknownLint, file, &name.span, message);
            let warnings = Lint::ALL.iter().filter(|lint| lint.severity() == Severity::Warning);
            found.push(match closest(name, warnings.map(|lint| lint.name())) {
                Some(meant) => problem.help(format!("did you mean `{meant}`?")),
                None => problem,
            });
            None
        }
    }
}

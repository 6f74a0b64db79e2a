//! Every rule a descriptor can break, with its stable name.

/// Whether a finding stops the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It does.
    Error,
    /// It doesn't, and `allow` can silence it.
    Warning,
}

macro_rules! lints {
    ($(#[doc = $doc:literal] $variant:ident = $name:literal, $severity:ident;)*) => {
        /// A rule; its name is stable, for `allow` and for searching.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Lint {
            $(#[doc = $doc] $variant,)*
        }

        impl Lint {
            /// All rules.
            pub const ALL: &'static [Lint] = &[$(Lint::$variant,)*];

            /// Its name, e.g. `unquoted-scalar`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Lint::$variant => $name,)*
                }
            }

            /// What it finds, in one line.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self {
                    $(Lint::$variant => $doc.trim_ascii(),)*
                }
            }

            /// Whether breaking it stops the generator.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Lint::$variant => Severity::$severity,)*
                }
            }
        }
    };
}

lints! {
    /// A file that isn't UTF-8.
    NotUtf8 = "not-utf8", Error;
    /// A file that isn't YAML, or uses parts of it that descriptors do without.
    YamlSyntax = "yaml-syntax", Error;
    /// A key that stands twice in one mapping.
    DuplicateKey = "duplicate-key", Error;
    /// A key that nothing reads.
    UnknownKey = "unknown-key", Error;
    /// A key that has to be there.
    MissingKey = "missing-key", Error;
    /// Text that YAML would read as a number, a truth value or nothing.
    UnquotedScalar = "unquoted-scalar", Error;
    /// A list where a mapping belongs, and the like.
    WrongShape = "wrong-shape", Error;
    /// A word that isn't one of those that can stand here.
    BadValue = "bad-value", Error;
    /// A header listed by a name that `headers.yaml` doesn't have.
    UnknownHeader = "unknown-header", Error;
    /// A Type cell that no page has.
    UnknownType = "unknown-type", Error;
    /// A Required cell other than Y, N and blank.
    UnknownRequired = "unknown-required", Error;
    /// Rows inside a row that isn't an object.
    NestingUnderValue = "nesting-under-value", Error;
    /// Rows nested deeper than the server answers.
    TooDeep = "too-deep", Error;
    /// One wire name twice in one table.
    DuplicateField = "duplicate-field", Error;
    /// A file that doesn't lie where its path says.
    PathMismatch = "path-mismatch", Error;
    /// Two descriptors of one path.
    DuplicatePath = "duplicate-path", Error;
    /// A query on a POST, a body on a GET.
    MethodMismatch = "method-mismatch", Error;
    /// A TR id that doesn't look like one.
    BadTrId = "bad-tr-id", Error;
    /// Several TR ids on a page, and no choice among them.
    SeveralTrIds = "several-tr-ids", Error;
    /// A choice of a TR id that the page doesn't have.
    UnknownTrId = "unknown-tr-id", Error;
    /// An address that no row has, or several.
    UnknownAddress = "unknown-address", Error;
    /// A correction of something that the page no longer says.
    StaleCorrection = "stale-correction", Error;
    /// A correction without its reason or its evidence.
    CorrectionWithoutWhy = "correction-without-why", Error;
    /// A decision against the conventions without its reason.
    DecisionWithoutWhy = "decision-without-why", Error;
    /// A decision that can't stand on this row.
    BadDecision = "bad-decision", Error;
    /// A name for a code that the page doesn't document.
    UndocumentedCode = "undocumented-code", Error;
    /// One constant name for two codes.
    CodeNamedTwice = "code-named-twice", Error;
    /// Two names for one list of `codes.yaml`.
    DuplicateCodes = "duplicate-codes", Error;
    /// Two things with one Rust name.
    NameCollision = "name-collision", Error;
    /// A Rust keyword as a name of ours.
    RustKeyword = "rust-keyword", Error;
    /// A name of ours that is no identifier.
    BadName = "bad-name", Error;
    /// An `allow` of a rule that doesn't exist or can't be silenced.
    UnknownLint = "unknown-lint", Error;
    /// An `allow` that silences nothing.
    UnusedAllow = "unused-allow", Error;
    /// A cell that `cargo xtask new` left open.
    Unfilled = "unfilled", Error;
    /// A page without a TR id, which gets no module.
    NoTrId = "no-tr-id", Warning;
    /// A field whose length says that it has decimals, read as text.
    NumberAsText = "number-as-text", Warning;
    /// A description that looks like a list of codes and can't be read as one in its entirety.
    UnreadCodes = "unread-codes", Warning;
    /// An answer whose `tr_cont` announces further pages, and a request without continuation keys.
    MissingPagingKey = "missing-paging-key", Warning;
    /// A row of `headers.yaml` that no descriptor lists.
    UnusedHeaderRow = "unused-header-row", Warning;
    /// A word of `glossary.yaml` that is no code's label.
    UnusedTerm = "unused-term", Warning;
    /// A list or a word of `codes.yaml` that no page has.
    UnusedCodes = "unused-codes", Warning;
    /// One list of codes on many pages, and no name for it in `codes.yaml`.
    SharedCodesUnnamed = "shared-codes-unnamed", Warning;
    /// One of the two continuation keys without the other.
    UnpairedPaging = "unpaired-paging", Warning;
    /// The Python classes at a page's end contradict its tables.
    ClassesDisagree = "classes-disagree", Warning;
}

impl Lint {
    /// The rule with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|lint| lint.name() == name)
    }
}

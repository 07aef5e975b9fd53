//! The stable identifiers of messages.

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// The kind of a message. Its text form is stable and meant for scripts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The stable text form.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)+ }
            }

            /// What the code means.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc, "\n",)+),)+ }
            }
        }
    };
}

codes! {
    /// A file or folder that is named does not exist or cannot be read.
    FileUnreadable = "file-unreadable",
    /// The text is not YAML.
    MalformedYaml = "malformed-yaml",
    /// A mapping has the same key twice.
    DuplicateKey = "duplicate-key",
    /// A document is nested deeper, or expands to more, than the limit allows.
    LimitExceeded = "limit-exceeded",
    /// A value cannot be written as JSON: a key that is not a string, an infinity.
    UnsupportedValue = "unsupported-value",
    /// A folder has no kustomization file.
    MissingKustomization = "missing-kustomization",
    /// A folder has more than one kustomization file.
    AmbiguousKustomization = "ambiguous-kustomization",
    /// A kustomization or another configuration file has a field that does not exist.
    UnknownField = "unknown-field",
    /// A field has a value of the wrong type.
    WrongType = "wrong-type",
    /// A field has a value that is not allowed.
    InvalidValue = "invalid-value",
    /// A path leads outside the root of its kustomization.
    OutsideRoot = "outside-root",
    /// A kustomization includes itself.
    Cycle = "cycle",
    /// A resource lacks a field that every resource must have.
    InvalidResource = "invalid-resource",
    /// Two resources have the same identity.
    DuplicateId = "duplicate-id",
    /// Something that must be found was not: the target of a patch, of a merge, of a replacement.
    NotFound = "not-found",
    /// More than one resource fits where one is needed.
    Ambiguous = "ambiguous",
    /// A patch is not a valid patch.
    InvalidPatch = "invalid-patch",
    /// A patch cannot be applied to its target.
    PatchFailed = "patch-failed",
    /// A selector is not valid.
    InvalidSelector = "invalid-selector",
    /// A generator is not valid or its input is not.
    InvalidGenerator = "invalid-generator",
    /// A transformer is not valid.
    InvalidTransformer = "invalid-transformer",
    /// A field path leads where nothing can be set.
    InvalidFieldPath = "invalid-field-path",
    /// A variable is not valid or is declared twice.
    InvalidVar = "invalid-var",
    /// A function or plugin cannot be run or failed.
    FunctionFailed = "function-failed",
    /// A helm chart cannot be fetched or rendered.
    HelmFailed = "helm-failed",
    /// A remote cannot be fetched.
    RemoteFailed = "remote-failed",
    /// Something asked for needs a flag or a part that this build does not have.
    NotEnabled = "not-enabled",
    /// A file cannot be changed in place safely.
    EditRefused = "edit-refused",
    /// A deprecated field is used.
    Deprecated = "deprecated",
    /// A declared variable is never used.
    UnusedVar = "unused-var",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

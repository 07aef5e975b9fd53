//! The stable identifiers of messages.

use crate::kustomization::nearest;

/// The long explanations, a section for each code.
const EXPLANATIONS: &str = include_str!("explanations.md");

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

            /// What the code means, in one sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

impl Code {
    /// True for warnings of what has no effect on the resources that are there.
    pub(crate) fn is_idle(self) -> bool {
        use Code::{UnmatchedImage, UnmatchedPatch, UnmatchedReplacement, UnmatchedSelector, UnusedVar};
        matches!(self, UnusedVar | UnmatchedPatch | UnmatchedImage | UnmatchedReplacement | UnmatchedSelector)
    }

    /// What the code means, why it is so and what to do, as Markdown.
    pub fn explanation(self) -> &'static str {
        let mut sections = EXPLANATIONS.split("\n## ").skip(1);
        let text = sections.find_map(|s| s.strip_prefix(self.as_str())?.strip_prefix('\n'));
        text.map_or(self.summary(), str::trim)
    }

    /// The code of this text form.
    pub fn from_text(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// The code whose text form is nearest to this, if one is near.
    pub fn nearest(text: &str) -> Option<Code> {
        Code::from_text(nearest(text, Code::ALL.iter().map(|code| code.as_str()))?)
    }
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
    /// A patch has no effect because its target selects no resource.
    UnmatchedPatch = "unmatched-patch",
    /// An entry of images changes no image.
    UnmatchedImage = "unmatched-image",
    /// A target of a replacement selects no resource.
    UnmatchedReplacement = "unmatched-replacement",
    /// A selector that is to except resources excepts none.
    UnmatchedSelector = "unmatched-selector",
    /// A strategic merge patch replaced a whole list of a custom resource.
    ReplacedList = "replaced-list",
    /// An item of a list got lost in a strategic merge.
    LostItem = "lost-item",
    /// A patch sets a field that the kind of its target does not have.
    SuspectField = "suspect-field",
    /// A patch adds an item to a list that looks like a misspelled one of the object.
    SuspectItem = "suspect-item",
    /// A value is printed otherwise than it was written.
    ChangedValue = "changed-value",
    /// A field of a manifest that must be text holds something else.
    TextNeeded = "text-needed",
    /// A word that means something else to people than to YAML 1.1.
    YamlTrap = "yaml-trap",
    /// A kustomization file has the same field twice; only the last one counts.
    RepeatedField = "repeated-field",
    /// A kustomization file has more than one document; only the first one is read.
    IgnoredDocument = "ignored-document",
    /// A reference names the namespace that a resource was moved away from.
    NamespaceLeftBehind = "namespace-left-behind",
    /// A resource has no apiVersion.
    MissingApiVersion = "missing-api-version",
    /// A file that is listed holds nothing.
    EmptyFile = "empty-file",
    /// A file lies in the folder of a kustomization, but nothing lists it.
    UnlistedFile = "unlisted-file",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, EXPLANATIONS};

    #[test]
    fn every_code_is_explained_once_and_in_order() {
        let sections: Vec<&str> =
            EXPLANATIONS.split("\n## ").skip(1).map(|s| s.split('\n').next().unwrap_or("")).collect();
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(sections, codes);
        for code in Code::ALL {
            assert!(code.explanation().len() > code.summary().len(), "{code} is not explained");
            assert_eq!(Code::from_text(code.as_str()), Some(*code));
        }
        assert_eq!(Code::nearest("unknwon-field"), Some(Code::UnknownField));
    }
}

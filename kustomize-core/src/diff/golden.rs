//! A text that should be another one.

use super::{Difference, Identity, Item, Secrets, compare, items_of_text};
use crate::source::FileId;
use crate::yaml::Limits;
use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

/// How a text with resources differs from the one that is expected.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Mismatch {
    /// What differs between the resources; nothing when only the text does.
    pub difference: Difference,
    /// What differs besides.
    pub remark: Option<String>,
}

/// Compares a text with the one that is expected, byte for byte, and tells the difference resource by
/// resource. `None` when they are the same. Values of Secrets are not shown.
///
/// What is expected may end its lines as Windows does: git checks files out like that there, and what is
/// built holds no carriage return but as `\r` in quotes.
///
/// ```
/// use kustomize_core::diff::compare_texts;
/// let map = |data: &str| format!("apiVersion: v1\ndata:\n  a: {data}\nkind: ConfigMap\nmetadata:\n  name: m\n");
/// assert!(compare_texts(&map("x"), &map("x")).is_none());
/// let mismatch = compare_texts(&map("x"), &map("y")).unwrap();
/// assert_eq!(mismatch.to_string(), "changed: v1 ConfigMap m\n  data.a\n    - x\n    + \"y\"\n");
/// ```
pub fn compare_texts(expected: &str, actual: &str) -> Option<Mismatch> {
    let expected = &*unix_lines(expected);
    if expected == actual {
        return None;
    }
    let read = |text: &str| items_of_text(text, FileId::NONE, &Limits::default());
    let (before, after) = match (read(expected), read(actual)) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(e), _) => {
            let remark = format!("what is expected cannot be read: {}", e.diagnostic().message);
            return Some(Mismatch { difference: Difference::default(), remark: Some(remark) });
        }
        (_, Err(e)) => {
            let remark = format!("the result cannot be read: {}", e.diagnostic().message);
            return Some(Mismatch { difference: Difference::default(), remark: Some(remark) });
        }
    };
    let difference = compare(&before, &after, Secrets::Masked);
    let remark = difference.is_empty().then(|| match order(&before, &after) {
        Some(remark) => remark,
        None => {
            let lines = || expected.split('\n').zip(actual.split('\n'));
            match lines().position(|(a, b)| a != b) {
                Some(same) => format!("the same resources are written otherwise, from line {} on", same + 1),
                None => "the same resources are written, with another end".to_owned(),
            }
        }
    });
    Some(Mismatch { difference, remark })
}

/// A text whose lines end as Unix ends them.
pub fn unix_lines(text: &str) -> Cow<'_, str> {
    match text.contains("\r\n") {
        true => Cow::Owned(text.replace("\r\n", "\n")),
        false => Cow::Borrowed(text),
    }
}

/// Where the order of the same resources differs.
fn order(before: &[Item], after: &[Item]) -> Option<String> {
    let mut pairs = before.iter().zip(after).map(|(a, b)| (Identity::of(&a.value), Identity::of(&b.value)));
    let (expected, found) = pairs.find(|(a, b)| a != b)?;
    Some(format!("the order differs: {found} stands where {expected} is expected"))
}

impl Display for Mismatch {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.remark {
            Some(remark) => writeln!(f, "{remark}"),
            None => write!(f, "{}", self.difference),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::compare_texts;

    #[test]
    fn texts_are_compared_to_the_byte() {
        let map = |name: &str| format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n");
        let (a, b) = (map("a"), map("b"));
        let said = |expected: &str, actual: &str| compare_texts(expected, actual).map(|m| m.to_string());
        assert_eq!(said(&a, &a), None);
        assert_eq!(
            said(&format!("{a}---\n{b}"), &format!("{b}---\n{a}")).unwrap(),
            "the order differs: v1 ConfigMap b stands where v1 ConfigMap a is expected\n"
        );
        assert_eq!(
            said(&a, &a.replace("name: a", "name: \"a\"")).unwrap(),
            "the same resources are written otherwise, from line 4 on\n"
        );
        assert_eq!(said(&a.replace('\n', "\r\n"), &a), None);
        assert_eq!(said(a.trim_end(), &a).unwrap(), "the same resources are written, with another end\n");
        assert!(said("a: [", &a).unwrap().starts_with("what is expected cannot be read: "));
        assert!(said("", &a).unwrap().starts_with("added: v1 ConfigMap a\n"));
    }
}

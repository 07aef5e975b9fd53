//! Which fields the objects of Kubernetes have, in any of its releases of the last years.
//!
//! This serves warnings only; merges go by the facts of one release.

use super::{Schema, fields, find};
use std::collections::VecDeque;

/// The fields of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct KnownFields(u16);

/// What is known of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// The type has no such field.
    No,
    /// The field holds a plain value, or names of the user's own.
    Plain,
    /// The field, or each item of its list, has these fields.
    Fields(KnownFields),
}

/// Fields that were asked for before: patches mostly name the same ones.
#[derive(Debug)]
pub(crate) struct Asked([Option<(KnownFields, &'static str, Known)>; Asked::SLOTS]);

impl Asked {
    const SLOTS: usize = 64;

    /// Where the answer is kept, or another one.
    fn slot(&mut self, fields: KnownFields, name: &str) -> &mut Option<(KnownFields, &'static str, Known)> {
        let byte = |byte: Option<&u8>| usize::from(byte.copied().unwrap_or(0));
        let (first, last) = (byte(name.as_bytes().first()), byte(name.as_bytes().last()));
        let at = usize::from(fields.0) * 7 + name.len() * 5 + first * 3 + last;
        // The remainder is in bounds.
        #[allow(clippy::indexing_slicing)]
        &mut self.0[at % Self::SLOTS]
    }
}

impl Default for Asked {
    fn default() -> Self {
        Asked([None; Self::SLOTS])
    }
}

impl Schema {
    /// The fields of the objects of a kind; none for other kinds than those of Kubernetes, and when the
    /// user has stated facts of their own.
    pub(crate) fn known_fields(&self, api_version: &str, kind: &str) -> Option<KnownFields> {
        match self.custom {
            Some(_) => None,
            None => find(fields::KINDS, api_version, kind).map(KnownFields),
        }
    }
}

impl KnownFields {
    /// The names of the fields between spaces, each with the number of its own fields behind a colon.
    fn line(self) -> &'static str {
        fields::TYPES.get(usize::from(self.0)).copied().unwrap_or("")
    }

    fn entries(self) -> impl Iterator<Item = (&'static str, Option<KnownFields>)> {
        self.line().split(' ').map(|entry| match entry.split_once(':') {
            Some((name, number)) => (name, number.parse().ok().map(KnownFields)),
            None => (entry, None),
        })
    }

    /// The names of the fields.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        self.entries().map(|(name, _)| name)
    }

    /// What is known of a field.
    pub(crate) fn field(self, name: &str) -> Known {
        self.find(name).map_or(Known::No, |(_, known)| known)
    }

    /// As [`Self::field`], for who asks often.
    pub(crate) fn field_again(self, name: &str, asked: &mut Asked) -> Known {
        let slot = asked.slot(self, name);
        match slot {
            Some((fields, known_name, known)) if *fields == self && *known_name == name => *known,
            _ => match self.find(name) {
                Some((found, known)) => slot.insert((self, found, known)).2,
                None => Known::No,
            },
        }
    }

    /// A field, as it is written in the table, and what is known of it.
    fn find(self, name: &str) -> Option<(&'static str, Known)> {
        if name.bytes().any(|b| matches!(b, b' ' | b':')) {
            return None;
        }
        let first = name.as_bytes().first()?;
        // Most fields that are passed on the way are told apart by their first letters.
        let line = self.line();
        for at in memchr::memchr_iter(*first, line.as_bytes()) {
            let before = at.checked_sub(1).and_then(|at| line.as_bytes().get(at));
            if before.is_some_and(|b| *b != b' ') {
                continue;
            }
            let Some(found) = line.get(at..at + name.len()).filter(|found| *found == name) else { continue };
            let behind = line.get(at + name.len()..).unwrap_or("");
            match behind.as_bytes().first() {
                None | Some(b' ') => return Some((found, Known::Plain)),
                Some(b':') => {
                    let number = behind.get(1..).and_then(|n| n.split(' ').next()).unwrap_or("");
                    let known = number.parse().map_or(Known::Plain, |n| Known::Fields(KnownFields(n)));
                    return Some((found, known));
                }
                _ => {}
            }
        }
        None
    }

    /// The way to the nearest field of this name below, if there is only one as near.
    pub(crate) fn find_below(self, name: &str) -> Option<String> {
        let mut seen = vec![self];
        let mut left = VecDeque::from([(self, String::new(), 0_usize)]);
        let mut found: Option<(String, usize)> = None;
        while let Some((fields, way, depth)) = left.pop_front() {
            if depth > 5 || found.as_ref().is_some_and(|(_, at)| *at < depth) {
                break;
            }
            for (field, below) in fields.entries() {
                let way = if way.is_empty() { field.to_owned() } else { format!("{way}.{field}") };
                if field == name {
                    if found.is_some() {
                        return None;
                    }
                    found = Some((way, depth));
                } else if let Some(below) = below.filter(|below| field != "status" && !seen.contains(below)) {
                    seen.push(below);
                    left.push_back((below, way, depth + 1));
                }
            }
        }
        found.map(|(way, _)| way)
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Known, KnownFields, Schema, fields};

    #[test]
    fn fields_are_known_along_a_way() {
        let deployment = Schema::builtin().known_fields("apps/v1", "Deployment").unwrap();
        let Known::Fields(spec) = deployment.field("spec") else { panic!("there is no spec") };
        assert_eq!(spec.field("replicas"), Known::Plain);
        assert_eq!(spec.field("replica"), Known::No);
        let mut asked = Asked::default();
        for at in 0..fields::TYPES.len() {
            let fields = KnownFields(u16::try_from(at).unwrap());
            for (name, below) in fields.entries() {
                let known = below.map_or(Known::Plain, Known::Fields);
                assert_eq!(fields.field(name), known, "{name}");
                assert_eq!(fields.field_again(name, &mut asked), known, "{name}");
                assert_eq!(fields.field_again(name, &mut asked), known, "{name}");
            }
        }
        assert_eq!(deployment.find_below("replicas").as_deref(), Some("spec.replicas"));
        assert_eq!(spec.find_below("containers").as_deref(), Some("template.spec.containers"));
        assert_eq!(spec.find_below("nonsense"), None);
        assert_eq!(Schema::builtin().known_fields("example.com/v1", "Deployment"), None);
    }

    #[test]
    fn the_table_can_be_searched() {
        assert!(fields::KINDS.windows(2).all(|pair| matches!(pair, [a, b] if (a.0, a.1) < (b.0, b.1))));
        assert!(fields::KINDS.iter().all(|kind| usize::from(kind.2) < fields::TYPES.len()));
    }
}

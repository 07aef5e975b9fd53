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
        if name.bytes().any(|b| matches!(b, b' ' | b':')) {
            return Known::No;
        }
        let Some(first) = name.as_bytes().first() else { return Known::No };
        // Most fields that are passed on the way are told apart by their first letters.
        let line = self.line();
        for at in memchr::memchr_iter(*first, line.as_bytes()) {
            let before = at.checked_sub(1).and_then(|at| line.as_bytes().get(at));
            if before.is_some_and(|b| *b != b' ') {
                continue;
            }
            let behind = line.get(at..).and_then(|rest| rest.strip_prefix(name));
            match behind.map(|behind| (behind.as_bytes().first(), behind)) {
                Some((None | Some(b' '), _)) => return Known::Plain,
                Some((Some(b':'), behind)) => {
                    let number = behind.get(1..).and_then(|n| n.split(' ').next()).unwrap_or("");
                    return number.parse().map_or(Known::Plain, |n| Known::Fields(KnownFields(n)));
                }
                _ => {}
            }
        }
        Known::No
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
    use super::{Known, KnownFields, Schema, fields};

    #[test]
    fn fields_are_known_along_a_way() {
        let deployment = Schema::builtin().known_fields("apps/v1", "Deployment").unwrap();
        let Known::Fields(spec) = deployment.field("spec") else { panic!("there is no spec") };
        assert_eq!(spec.field("replicas"), Known::Plain);
        assert_eq!(spec.field("replica"), Known::No);
        for at in 0..fields::TYPES.len() {
            let fields = KnownFields(u16::try_from(at).unwrap());
            for (name, below) in fields.entries() {
                assert_eq!(fields.field(name), below.map_or(Known::Plain, Known::Fields), "{name}");
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

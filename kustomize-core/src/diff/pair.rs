//! Which resource of one set is which of the other.

use super::{Identity, Item};
use crate::hash::HashMap;
use std::collections::VecDeque;

/// Which resources belong together.
pub(super) struct Pairs {
    /// For each resource of the second set its place in the first.
    pub(super) of_after: Vec<Option<usize>>,
    /// Those of the first set that have no partner.
    pub(super) left: Vec<usize>,
}

/// Group, kind, namespace and a name.
type Key = (String, String, String, String);

/// Pairs resources by identity, and what is left by the name without the hash of its content.
pub(super) fn pairs(before: &[Item], after: &[Item]) -> Pairs {
    let before: Vec<Known> = before.iter().map(Known::of).collect();
    let after: Vec<Known> = after.iter().map(Known::of).collect();
    let mut of_after = vec![None; after.len()];
    let mut taken = vec![false; before.len()];
    match_by(&before, &after, &mut of_after, &mut taken, |known| {
        known.key(&known.id.namespace, &known.id.name)
    });
    match_by(&before, &after, &mut of_after, &mut taken, |known| {
        known.key(&known.id.namespace, stem(&known.id.name))
    });
    match_only(&before, &after, &mut of_after, &mut taken);
    let left = taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(at, _)| at).collect();
    Pairs { of_after, left }
}

/// What is known of a resource.
struct Known<'i> {
    id: Identity,
    original_name: Option<&'i str>,
}

impl<'i> Known<'i> {
    fn of(item: &'i Item) -> Self {
        Known { id: Identity::of(&item.value), original_name: item.original_name.as_deref() }
    }

    fn key(&self, namespace: &str, name: &str) -> Key {
        (self.id.group().to_owned(), self.id.kind.clone(), namespace.to_owned(), name.to_owned())
    }

    fn original_key(&self) -> Key {
        self.key("", self.original_name.unwrap_or_else(|| stem(&self.id.name)))
    }
}

/// Pairs what is left where only one of each set has the original name.
fn match_only(before: &[Known<'_>], after: &[Known<'_>], of_after: &mut [Option<usize>], taken: &mut [bool]) {
    let mut left: HashMap<Key, (Vec<usize>, Vec<usize>)> = HashMap::default();
    for (at, known) in before.iter().enumerate().filter(|(at, _)| taken.get(*at) == Some(&false)) {
        left.entry(known.original_key()).or_default().0.push(at);
    }
    for (at, known) in after.iter().enumerate().filter(|(at, _)| of_after.get(*at) == Some(&None)) {
        left.entry(known.original_key()).or_default().1.push(at);
    }
    for (old, new) in left.into_values() {
        if let ([old], [new]) = (old.as_slice(), new.as_slice())
            && let (Some(place), Some(taken)) = (of_after.get_mut(*new), taken.get_mut(*old))
        {
            *place = Some(*old);
            *taken = true;
        }
    }
}

fn match_by(
    before: &[Known<'_>],
    after: &[Known<'_>],
    of_after: &mut [Option<usize>],
    taken: &mut [bool],
    key: impl Fn(&Known<'_>) -> Key,
) {
    let mut known: HashMap<Key, VecDeque<usize>> = HashMap::default();
    for (at, id) in before.iter().enumerate().filter(|(at, _)| taken.get(*at) == Some(&false)) {
        known.entry(key(id)).or_default().push_back(at);
    }
    for (id, place) in after.iter().zip(of_after).filter(|(_, place)| place.is_none()) {
        let found = known.get_mut(&key(id)).and_then(VecDeque::pop_front);
        if let Some(taken) = found.and_then(|at| taken.get_mut(at)) {
            *taken = true;
        }
        *place = found;
    }
}

/// A name without the hash of a generator's content: a dash and ten characters of the alphabet that
/// hashes are written in.
fn stem(name: &str) -> &str {
    let is_hash = |hash: &str| hash.len() == 10 && hash.bytes().all(|b| b"2456789bcdfghkmt".contains(&b));
    match name.rsplit_once('-') {
        Some((stem, hash)) if is_hash(hash) => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn only_hashes_are_taken_off_names() {
        for (name, expected) in [
            ("app-9mgt7t8h2k", "app"),
            ("app-config-9mgt7t8h2k", "app-config"),
            ("app-9mgt7t8h2", "app-9mgt7t8h2"),
            ("app-controller", "app-controller"),
            ("9mgt7t8h2k", "9mgt7t8h2k"),
        ] {
            assert_eq!(stem(name), expected);
        }
    }
}

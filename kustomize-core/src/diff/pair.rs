//! Which resource of one set is which of the other.

use super::Identity;
use crate::hash::HashMap;
use serde_json::Value as Json;
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
pub(super) fn pairs(before: &[Json], after: &[Json]) -> Pairs {
    let before: Vec<Identity> = before.iter().map(Identity::of).collect();
    let after: Vec<Identity> = after.iter().map(Identity::of).collect();
    let mut of_after = vec![None; after.len()];
    let mut taken = vec![false; before.len()];
    match_by(&before, &after, &mut of_after, &mut taken, |id| key(id, &id.name));
    match_by(&before, &after, &mut of_after, &mut taken, |id| key(id, stem(&id.name)));
    let left = taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(at, _)| at).collect();
    Pairs { of_after, left }
}

fn key(id: &Identity, name: &str) -> Key {
    (id.group().to_owned(), id.kind.clone(), id.namespace.clone(), name.to_owned())
}

fn match_by(
    before: &[Identity],
    after: &[Identity],
    of_after: &mut [Option<usize>],
    taken: &mut [bool],
    key: impl Fn(&Identity) -> Key,
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

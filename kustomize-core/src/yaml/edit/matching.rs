//! Which entries of a changed list are entries of the list before.

use crate::yaml::{Map, Node, Tag, Value};

/// Equality of meaning: styles, positions and the order of keys do not count.
pub(crate) fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Scalar(x), Value::Scalar(y)) => {
            let text = |tag| matches!(tag, Tag::Str | Tag::Timestamp | Tag::Merge);
            match (x.tag, y.tag) {
                (Tag::Null, Tag::Null) => true,
                (s, t) => (s == t || (text(s) && text(t))) && x.text == y.text,
            }
        }
        (Value::Seq(x), Value::Seq(y)) => x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same(x, y)),
        (Value::Map(x), Value::Map(y)) => {
            x.len() == y.len() && x.iter().all(|e| y.get(&e.key.text).is_some_and(|v| same(&e.value, v)))
        }
        _ => false,
    }
}

/// The key when `new` is a mapping with a single entry whose value is `old`.
pub(super) fn wrapped<'n>(old: &Node, new: &'n Node) -> Option<&'n str> {
    match new.as_map().map(Map::iter).map(|mut entries| (entries.next(), entries.next())) {
        Some((Some(entry), None)) if old.as_scalar().is_some() && same(old, &entry.value) => {
            Some(entry.key.text.as_str())
        }
        _ => None,
    }
}

/// For each new entry the old entry that it continues: an equal one, else one of the same name, else
/// an unnamed one between the same neighbours.
pub(super) fn continued(old: &[Node], new: &[Node]) -> Vec<Option<usize>> {
    let mut from = vec![None; new.len()];
    let mut free: Vec<bool> = vec![true; old.len()];
    let take = |from: &mut Vec<Option<usize>>, free: &mut Vec<bool>, fits: &dyn Fn(&Node, &Node) -> bool| {
        let mut hint = 0;
        for (slot, node) in from.iter_mut().zip(new) {
            if slot.is_some() {
                continue;
            }
            // Most entries follow the one found last.
            let order = (hint..old.len()).chain(0..hint);
            let found = order
                .into_iter()
                .find(|&i| free.get(i) == Some(&true) && old.get(i).is_some_and(|o| fits(o, node)));
            if let Some(i) = found {
                *slot = Some(i);
                hint = i + 1;
                if let Some(flag) = free.get_mut(i) {
                    *flag = false;
                }
            }
        }
    };
    take(&mut from, &mut free, &same);
    take(&mut from, &mut free, &|o, n| identity(n).is_some() && identity(o) == identity(n));
    take(&mut from, &mut free, &|o, n| wrapped(o, n).is_some());
    take(&mut from, &mut free, &|o, n| {
        let unnamed_map = |node: &Node| node.as_map().is_some() && identity(node).is_none();
        unnamed_map(o) && unnamed_map(n)
    });
    from
}

/// What an entry is known by: its name, or the key of a `key=value` text.
fn identity(node: &Node) -> Option<(&str, &str)> {
    match &node.value {
        Value::Map(map) => {
            map.get_text("name").map(|name| (name, map.get_text("namespace").unwrap_or_default()))
        }
        Value::Scalar(s) => s.text.split_once('=').map(|(key, _)| (key, "=")),
        Value::Seq(_) => None,
    }
}

/// Of the entries that continue old ones, a longest choice that keeps their order: these stay in
/// place, the others are moved.
pub(super) fn staying(from: &[Option<usize>]) -> Vec<bool> {
    // `best[n]` is the new index that ends an increasing run of `n + 1` entries with the least old index.
    let mut best: Vec<(usize, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; from.len()];
    for (at, old) in from.iter().enumerate() {
        let Some(old) = *old else { continue };
        let n = best.partition_point(|(least, _)| *least < old);
        if let Some(slot) = before.get_mut(at) {
            *slot = n.checked_sub(1).and_then(|n| best.get(n)).map(|(_, index)| *index);
        }
        match best.get_mut(n) {
            Some(slot) => *slot = (old, at),
            None => best.push((old, at)),
        }
    }
    let mut stays = vec![false; from.len()];
    let mut next = best.last().map(|(_, index)| *index);
    while let Some(at) = next {
        if let Some(flag) = stays.get_mut(at) {
            *flag = true;
        }
        next = before.get(at).copied().flatten();
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::staying;

    #[test]
    fn the_longest_ordered_choice_stays() {
        let from = [Some(2), Some(0), None, Some(1), Some(3)];
        assert_eq!(staying(&from), [false, true, false, true, true]);
        assert_eq!(staying(&[None, None]), [false, false]);
        assert_eq!(staying(&[Some(1), Some(0)]).iter().filter(|s| **s).count(), 1);
    }
}

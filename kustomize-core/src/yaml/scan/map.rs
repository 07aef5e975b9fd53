//! Putting mappings together from the stack of entries.

use super::{Document, text};
use crate::yaml::dialect::Dialect;
use crate::yaml::map::Map;
use crate::yaml::node::{Entry, Key, Node, Scalar, Str, Style, Tag, Value};
use crate::yaml::token::Written;
use crate::yaml::{resolve, scalar};

/// Up to so many keys are compared each with each.
const FEW: usize = 24;

impl Document<'_, '_, '_> {
    /// The key of an entry; not sure about merge keys and, in a configuration, keys that are not
    /// strings.
    #[inline]
    pub(super) fn make_key(&self, text: &str, written: Written, at: usize) -> Option<Key> {
        let tag = match (written, self.own.dialect) {
            (Written::Plain, Dialect::Resource) => resolve::resolve_plain(text),
            (Written::Plain, Dialect::Config) => {
                let tag = resolve::resolve_plain_config(text);
                if tag != Tag::Str {
                    return None;
                }
                tag
            }
            _ => Tag::Str,
        };
        if text == "<<" || text.is_empty() {
            return None;
        }
        let style = scalar::style(written, self.own.dialect);
        Some(Key { text: Str::new(text), tag, style, repeated: false, pos: self.pos(at).read() })
    }

    #[inline]
    pub(super) fn push_entry(&mut self, key: Key, value: Node) {
        self.own.prints.push(text::print(&key.text));
        self.own.entries.push(Entry { key, value });
    }

    /// The mapping of all entries from `first` on; not sure when two keys may be the same.
    pub(super) fn finish_map(&mut self, first: usize, at: usize) -> Option<Node> {
        let prints = self.own.prints.get_mut(first..)?;
        let differ = if prints.len() <= FEW {
            (1..prints.len()).all(|n| {
                let (before, rest) = prints.split_at(n);
                rest.first().is_none_or(|print| !before.contains(print))
            })
        } else {
            prints.sort_unstable();
            prints.windows(2).all(|pair| pair.first() != pair.last())
        };
        if !differ {
            return None;
        }
        self.own.prints.truncate(first);
        let entries = top_of(&mut self.own.entries, first);
        Some(Node::read(Value::Map(Map::from_entries(entries)), self.pos(at)))
    }

    /// The sequence of all items from `first` on.
    pub(super) fn finish_seq(&mut self, first: usize, at: usize) -> Node {
        let items = top_of(&mut self.own.items, first);
        Node::read(Value::Seq(items), self.pos(at))
    }

    /// Nothing where a value could be.
    pub(super) fn nothing(&self, at: usize) -> Node {
        let scalar = Scalar::new("", Tag::Null, Style::Plain);
        Node::read(Value::Scalar(scalar), self.pos(at))
    }
}

/// From so many elements on a vector is handed on instead of copied.
const MANY: usize = 4096;

/// Takes the elements from `first` on off a stack.
fn top_of<T>(stack: &mut Vec<T>, first: usize) -> Vec<T> {
    if stack.len() - first.min(stack.len()) < MANY.max(first) {
        return stack.split_off(first);
    }
    let below = stack.drain(..first).collect();
    let mut top = std::mem::replace(stack, below);
    top.shrink_to_fit();
    top
}

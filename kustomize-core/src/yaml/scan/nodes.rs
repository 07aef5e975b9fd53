//! Nodes, put together on stacks.

use super::Scanner;
use super::build::{Build, Kind, Read, note, tell_apart};
use crate::source::Pos;
use crate::yaml::dialect::Dialect;
use crate::yaml::map::Map;
use crate::yaml::node::{Entry, Key, Node, Scalar, Str, Tag, Value};
use crate::yaml::scalar;

/// Makes nodes.
pub(super) struct Nodes;

impl Build for Nodes {
    type Key = Key;
    type Value = Node;
    /// How many entries, or items, belong to collections around it.
    type Open = usize;

    /// Not sure about merge keys and, in a configuration, keys that are not strings.
    #[inline(always)]
    fn key(own: &mut Scanner<'_>, read: Read<'_>) -> Option<Key> {
        let Read { text, written, pos, .. } = read;
        let tag = scalar::meaning(text, written, own.dialect);
        let is_other = own.dialect == Dialect::Config && tag != Tag::Str;
        if is_other || text == "<<" || text.is_empty() {
            return None;
        }
        let style = scalar::style(written, own.dialect);
        Some(Key { text: Str::new(text), tag, style, repeated: false, pos: pos.read() })
    }

    #[inline(always)]
    fn spares(own: &Scanner<'_>, key: &Key) -> bool {
        own.spare.as_ref().is_some_and(|spare| spare.wants(key))
    }

    fn spared(own: &mut Scanner<'_>, pos: Pos) -> Option<Node> {
        let lazy = own.spare.as_mut()?.take(own.file)?;
        Some(Node::read(Value::Map(Map::lazy(lazy)), pos))
    }

    #[inline(always)]
    fn scalar(own: &mut Scanner<'_>, read: Read<'_>) -> Node {
        Node::read(Value::Scalar(scalar::untagged(read.text, read.written, own.dialect)), read.pos)
    }

    fn nothing(_: &mut Scanner<'_>, pos: Pos) -> Node {
        Node::read(Value::Scalar(Scalar::nothing()), pos)
    }

    #[inline(always)]
    fn open(own: &mut Scanner<'_>, kind: Kind, _: Pos) -> usize {
        match kind {
            Kind::Map => own.entries.len(),
            Kind::Seq => own.items.len(),
        }
    }

    #[inline(always)]
    fn entry(own: &mut Scanner<'_>, key: Key, value: Node) {
        note(own, &key.text);
        own.entries.push(Entry { key, value });
    }

    #[inline(always)]
    fn item(own: &mut Scanner<'_>, value: Node) {
        own.items.push(value);
    }

    #[inline]
    fn close(own: &mut Scanner<'_>, open: usize, kind: Kind, pos: Pos, brackets: bool) -> Option<Node> {
        let value = match kind {
            Kind::Map => {
                tell_apart(own, open)?;
                Value::Map(Map::from_entries(top_of(&mut own.entries, open)))
            }
            Kind::Seq => Value::Seq(top_of(&mut own.items, open)),
        };
        let node = Node::read(value, pos);
        Some(if brackets { Node { pos: node.pos.in_brackets(true), ..node } } else { node })
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

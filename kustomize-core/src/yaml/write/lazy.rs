//! Writing mappings that nobody has looked into.

use super::Writer;
use crate::diagnostic::Result;
use crate::yaml::lazy::{Lazy, Slot, What};
use crate::yaml::node::{Style, Tag};
use crate::yaml::order;

impl Writer<'_> {
    /// As a mapping of nodes is written.
    pub(super) fn lazy(&mut self, lazy: &Lazy, indent: usize, here: bool) -> Result<()> {
        self.lazy_map(lazy, 0, indent, here, &mut Vec::new())
    }

    /// `keys` holds the keys of the mappings around this one, which stay as they are.
    fn lazy_map(
        &mut self,
        lazy: &Lazy,
        map: usize,
        indent: usize,
        here: bool,
        keys: &mut Vec<usize>,
    ) -> Result<()> {
        let first = keys.len();
        keys.extend(lazy.inner(map));
        let text = |key: usize| lazy.slot(key).map_or("", |slot| lazy.text(slot));
        if let Some(keys) = keys.get_mut(first..) {
            keys.sort_by(|a, b| order::compare(text(*a), text(*b)));
        }
        for at in first..keys.len() {
            let Some(&key) = keys.get(at) else { break };
            self.start(indent, here && at == first);
            // Only what is written as it stands there is a key in a lazy mapping.
            let text = text(key);
            self.put(text, text.len());
            self.put(":", 1);
            self.lazy_value(lazy, key + 1, indent, false, keys)?;
        }
        keys.truncate(first);
        Ok(())
    }

    fn lazy_value(
        &mut self,
        lazy: &Lazy,
        at: usize,
        indent: usize,
        here: bool,
        keys: &mut Vec<usize>,
    ) -> Result<()> {
        let Some(slot) = lazy.slot(at) else { return Ok(()) };
        let outside = self.inside;
        self.inside |= slot.is_in_brackets();
        let written = match slot.what {
            What::Map if slot.is_empty(at) => {
                self.put(" {}", 3);
                Ok(())
            }
            What::Seq if slot.is_empty(at) => {
                self.put(" []", 3);
                Ok(())
            }
            What::Map => self.lazy_map(lazy, at, indent + 2, here, keys),
            What::Seq => {
                let indent = if here { indent + 2 } else { indent };
                lazy.inner(at).enumerate().try_for_each(|(i, item)| {
                    self.start(indent, here && i == 0);
                    self.put("-", 1);
                    self.lazy_value(lazy, item, indent, true, keys)
                })
            }
            What::Key | What::Scalar | What::Composed => {
                self.put(" ", 1);
                self.lazy_scalar(lazy, slot, indent)
            }
        };
        self.inside = outside;
        written
    }

    fn lazy_scalar(&mut self, lazy: &Lazy, slot: &Slot, indent: usize) -> Result<()> {
        let text = lazy.text(slot);
        if slot.is_simple() {
            self.put(text, text.len());
            return Ok(());
        }
        let is_read_as_it_is = slot.tag == Tag::Str && slot.style != Style::Folded && !self.inside;
        if is_read_as_it_is && !text.starts_with('\t') {
            return self.string(text, lazy.pos(slot), indent);
        }
        self.scalar(&lazy.scalar(slot), lazy.pos(slot), indent)
    }
}

//! Strategic merge: a patch that looks like the object, merged by the types of Kubernetes.
//!
//! Fields that both have are merged, `null` deletes, lists are replaced unless the type says by
//! which keys their items are told apart. `$patch: delete`, `replace` and `merge` are understood in
//! mappings and lists. As in the reference the whole object is visited, so that an empty `key:` of
//! the object disappears and a merged list loses repeated items. What the patch adds is visited as
//! if it were object and patch at once: its nulls go and its directives are obeyed.

use super::associative::{self, Lists};
use super::word::is_word;
use crate::diagnostic::{Code, Error, Result};
use crate::hash::HashMap;
use crate::schema::{Schema, TypeRef};
use crate::yaml::{Entry, Map, Node, Str, Style, Tag, Value, nameless_key, quote_where_ambiguous};

/// What became of the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was changed.
    Kept,
    /// The patch deletes it.
    Deleted,
}

/// Merges `patch` into `target`.
///
/// As in the reference `$patch: replace` at the top leaves the object as it is.
///
/// # Errors
/// [`Code::PatchFailed`] where one has a mapping, list or value and the other something else, and
/// [`Code::InvalidPatch`] for an unknown `$patch`.
pub fn apply(target: &mut Node, patch: &Node, schema: &Schema) -> Result<Outcome> {
    // Directives are taken out of the patch while it is read.
    apply_whole(target, patch.clone(), schema)
}

/// As [`apply`], for a patch that nobody else needs.
///
/// # Errors
/// As [`apply`].
pub(crate) fn apply_whole(target: &mut Node, mut patch: Node, schema: &Schema) -> Result<Outcome> {
    Ok(match walk(Pair::Both(target, &mut patch), None, schema)? {
        Took::Nothing => Outcome::Deleted,
        Took::Own | Took::Patch => Outcome::Kept,
    })
}

/// The key of a directive.
pub(super) const DIRECTIVE: &str = "$patch";

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Directive {
    Merge,
    Replace,
    Delete,
}

/// What is merged at one place.
pub(super) enum Pair<'a> {
    /// The patch is silent.
    Own(&'a mut Node),
    /// The object has nothing.
    Patch(&'a mut Node),
    /// Both have something.
    Both(&'a mut Node, &'a mut Node),
    /// Inside something that the patch added.
    Same(&'a mut Node),
}

/// Which of the two nodes, changed in place, is the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Took {
    /// Nothing is left.
    Nothing,
    /// The object's node, or the only one.
    Own,
    /// The patch's node.
    Patch,
}

/// Merges what is at one place. `field_type` is what the schema knows of it.
pub(super) fn walk(pair: Pair<'_>, field_type: Option<TypeRef<'_>>, schema: &Schema) -> Result<Took> {
    match pair {
        Pair::Own(own) => walk_own(own, field_type, schema),
        Pair::Patch(patch) => walk_added(patch, field_type, schema),
        Pair::Both(own, patch) if own.is_null() => walk_added(patch, field_type, schema),
        Pair::Both(_, patch) if patch.is_null() => Ok(Took::Nothing),
        Pair::Both(own, patch) => walk_both(own, patch, field_type, schema),
        Pair::Same(node) => walk_same(node, field_type, schema),
    }
}

/// A null written out stays where the patch is silent, an empty value goes.
fn walk_own(own: &mut Node, field_type: Option<TypeRef<'_>>, schema: &Schema) -> Result<Took> {
    let kind = field_type.or_else(|| type_of(own, schema));
    match &mut own.value {
        Value::Scalar(s) if s.is_null() && s.text.is_empty() => return Ok(Took::Nothing),
        Value::Scalar(_) => {}
        Value::Map(map) => retain_fields(map, kind, |value, t| walk(Pair::Own(value), t, schema))?,
        Value::Seq(items) => {
            if let Some(list) = field_type.filter(TypeRef::is_merged) {
                associative::merge(Lists::Own(items), list, schema)?;
            }
        }
    }
    Ok(Took::Own)
}

/// What the object does not have yet: an unknown directive on top of it is not looked at.
fn walk_added(patch: &mut Node, field_type: Option<TypeRef<'_>>, schema: &Schema) -> Result<Took> {
    if patch.is_null() {
        return Ok(Took::Nothing);
    }
    if let Value::Map(map) = &mut patch.value
        && matches!(take_directive(map), Ok(Directive::Delete))
    {
        return Ok(Took::Nothing);
    }
    visit_same(patch, field_type, schema)?;
    if matches!(&patch.value, Value::Seq(items) if !items.is_empty()) && is_merged(field_type) {
        // The reference puts the items into a list of its own.
        patch.pos = patch.pos.in_brackets(false);
    }
    Ok(Took::Patch)
}

fn walk_same(node: &mut Node, field_type: Option<TypeRef<'_>>, schema: &Schema) -> Result<Took> {
    let directive = match &mut node.value {
        Value::Scalar(s) if s.is_null() => return Ok(Took::Nothing),
        Value::Scalar(_) => Directive::Merge,
        Value::Map(map) => take_directive(map)?,
        Value::Seq(items) if is_merged(field_type) => associative::take_directive(items)?,
        Value::Seq(_) => Directive::Merge,
    };
    if directive == Directive::Delete {
        return Ok(Took::Nothing);
    }
    visit_same(node, field_type, schema)?;
    Ok(Took::Own)
}

fn visit_same(node: &mut Node, field_type: Option<TypeRef<'_>>, schema: &Schema) -> Result<()> {
    let kind = field_type.or_else(|| type_of(node, schema));
    match &mut node.value {
        Value::Map(map) => retain_fields(map, kind, |value, t| walk(Pair::Same(value), t, schema)),
        Value::Seq(items) => match field_type.filter(TypeRef::is_merged) {
            Some(list) => associative::merge(Lists::Same(items), list, schema),
            None => Ok(()),
        },
        Value::Scalar(_) => Ok(()),
    }
}

fn walk_both(
    own: &mut Node,
    patch: &mut Node,
    field_type: Option<TypeRef<'_>>,
    schema: &Schema,
) -> Result<Took> {
    check_same_kind(own, patch)?;
    // What is empty says nothing about how its fields are to be written.
    if own.is_null_or_empty() {
        own.pos = own.pos.in_brackets(patch.is_in_brackets());
    }
    let kind = field_type.or_else(|| type_of(own, schema)).or_else(|| type_of(patch, schema));
    let directive = match &mut patch.value {
        Value::Map(map) => take_directive(map)?,
        Value::Seq(items) if is_merged(field_type) => associative::take_directive(items)?,
        Value::Seq(_) | Value::Scalar(_) => return Ok(Took::Patch),
    };
    match directive {
        Directive::Delete => return Ok(Took::Nothing),
        Directive::Replace => {
            visit_same(patch, kind, schema)?;
            return Ok(Took::Patch);
        }
        Directive::Merge => {}
    }
    match (&mut own.value, &mut patch.value) {
        (Value::Map(own), Value::Map(patch)) => merge_fields(own, patch, kind, schema)?,
        (Value::Seq(own), Value::Seq(patch)) => {
            if let Some(list) = field_type {
                associative::merge(Lists::Both(own, patch), list, schema)?;
            }
        }
        _ => {}
    }
    Ok(Took::Own)
}

fn is_merged(field_type: Option<TypeRef<'_>>) -> bool {
    field_type.is_some_and(|t| t.is_merged())
}

fn check_same_kind(own: &Node, patch: &Node) -> Result<()> {
    if std::mem::discriminant(&own.value) == std::mem::discriminant(&patch.value) {
        return Ok(());
    }
    let nameless = patch.as_map().into_iter().flatten().find(|entry| entry.key.is_nameless());
    if let Some(entry) = nameless {
        return Err(nameless_key(entry).at(patch.pos).related(own.pos, "the object's value is here"));
    }
    let message = format!("the patch has {} where the object has {}", patch.kind_name(), own.kind_name());
    Err(Error::new(Code::PatchFailed, message)
        .at(patch.pos)
        .related(own.pos, "the object's value is here")
        .hint("to change what kind of value it is, delete the field with null in one patch and set it in the next"))
}

/// The type of an object by the kind that it states.
fn type_of<'s>(node: &Node, schema: &'s Schema) -> Option<TypeRef<'s>> {
    let map = node.as_map()?;
    let text = |key| map.get(key).filter(|n| !n.is_null()).and_then(Node::text).filter(|t| !t.is_empty());
    schema.kind(text("apiVersion")?, text("kind")?)
}

/// The directive of this text.
pub(super) fn directive_of(value: &Node) -> Result<Directive> {
    match value.text() {
        Some("merge") => Ok(Directive::Merge),
        Some("replace") => Ok(Directive::Replace),
        Some("delete") => Ok(Directive::Delete),
        other => {
            let message = format!("there is no patch strategy \"{}\"", other.unwrap_or_default());
            Err(Error::new(Code::InvalidPatch, message)
                .at(value.pos)
                .hint("$patch is merge, replace or delete"))
        }
    }
}

/// Takes the directive out of a mapping; one that is not known is left there, and so is a second one, as a field.
fn take_directive(map: &mut Map) -> Result<Directive> {
    let Some(value) = map.get(DIRECTIVE) else { return Ok(Directive::Merge) };
    let directive = directive_of(value)?;
    map.remove(DIRECTIVE);
    if map.contains(DIRECTIVE) {
        map.mark_repeated();
    }
    Ok(directive)
}

/// Visits each field and drops those of which nothing is left.
fn retain_fields(
    map: &mut Map,
    kind: Option<TypeRef<'_>>,
    mut visit: impl FnMut(&mut Node, Option<TypeRef<'_>>) -> Result<Took>,
) -> Result<()> {
    retain_entries(map, |entry| {
        if settle(&mut entry.value) {
            return Ok(Took::Own);
        }
        visit(&mut entry.value, kind.and_then(|t| t.field(&entry.key.text)))
    })
}

/// Visits each entry and drops those of which nothing is left.
fn retain_entries(map: &mut Map, mut visit: impl FnMut(&mut Entry) -> Result<Took>) -> Result<()> {
    let mut result = Ok(());
    let mut repeated = false;
    map.entries_mut().retain_mut(|entry| {
        if result.is_err() {
            return true;
        }
        if entry.key.text.is_empty() {
            result = Err(empty_key(entry));
            return true;
        }
        if entry.key.repeated {
            // Only the first one is visited. The later one stays, and is refused at the end.
            repeated = true;
            return true;
        }
        match visit(entry) {
            Ok(took) => took != Took::Nothing,
            Err(error) => {
                result = Err(error);
                true
            }
        }
    });
    if repeated {
        map.mark_repeated();
    }
    result
}

fn empty_key(entry: &Entry) -> Error {
    if entry.key.is_nameless() {
        return nameless_key(entry).at(entry.key.pos);
    }
    Error::new(Code::PatchFailed, "a strategic merge patch cannot be applied where a field has no name")
        .at(entry.key.pos)
}

/// Visits a scalar without a patch. False when it is none, or null.
fn settle(node: &mut Node) -> bool {
    match &mut node.value {
        Value::Scalar(s) if !s.is_null() => {
            if !is_word(&s.text) {
                quote_where_ambiguous(s);
            }
            true
        }
        _ => false,
    }
}

/// Above this many comparisons the fields of the patch are found through a hash table.
const FEW: usize = 256;

fn merge_fields(own: &mut Map, patch: &mut Map, kind: Option<TypeRef<'_>>, schema: &Schema) -> Result<()> {
    let mut new = std::mem::take(patch.entries_mut());
    let index: Option<HashMap<Str, usize>> = (own.len().saturating_mul(new.len()) > FEW).then(|| {
        let first = new.iter().enumerate().rev().filter(|(_, e)| !e.key.repeated);
        first.map(|(i, e)| (e.key.text.clone(), i)).collect()
    });
    // Of a key that stands twice in the patch the first one counts. What was taken is marked in the same way.
    let take = |key: &Str, new: &mut [Entry]| -> Option<usize> {
        let at = match &index {
            Some(index) => *index.get(key)?,
            None => new.iter().position(|e| e.key.is(key) && !e.key.repeated)?,
        };
        let taken = &mut new.get_mut(at)?.key.repeated;
        (!std::mem::replace(taken, true)).then_some(at)
    };

    retain_entries(own, |entry| {
        let field_type = |key: &Str| kind.and_then(|t| t.field(key));
        match take(&entry.key.text, &mut new).and_then(|at| new.get_mut(at)) {
            None if settle(&mut entry.value) => Ok(Took::Own),
            None => walk(Pair::Own(&mut entry.value), field_type(&entry.key.text), schema),
            Some(new) => {
                let pair = Pair::Both(&mut entry.value, &mut new.value);
                let took = walk(pair, field_type(&entry.key.text), schema)?;
                if took == Took::Patch {
                    put(&mut entry.value, std::mem::take(&mut new.value));
                }
                Ok(took)
            }
        }
    })?;

    // New fields come in the order of their names.
    new.retain(|e| !e.key.repeated);
    if new.is_empty() {
        return Ok(());
    }
    new.sort_by(|a, b| a.key.text.cmp(&b.key.text));
    own.entries_mut().reserve_exact(new.len());
    for mut entry in new {
        if entry.key.text.is_empty() {
            return Err(empty_key(&entry));
        }
        let field_type = kind.and_then(|t| t.field(&entry.key.text));
        if walk(Pair::Patch(&mut entry.value), field_type, schema)? != Took::Nothing {
            settle(&mut entry.value);
            own.entries_mut().push(entry);
        }
    }
    Ok(())
}

/// Puts a value of the patch in the place of an old one. It keeps the way in which the old one was
/// written, in quotes or in brackets, so that a number in the place of a quoted text becomes a text, as
/// in the reference, and the link of the old one.
fn put(old: &mut Node, mut new: Node) {
    if let (Value::Scalar(old), Value::Scalar(new)) = (&old.value, &mut new.value) {
        new.link = old.link;
        if old.style.is_marked() {
            if new.style == Style::Untagged {
                new.tag = Tag::Str;
            }
            new.style = old.style;
        } else if new.style != Style::Untagged {
            new.style = Style::Plain;
        }
    }
    if new.as_scalar().is_none() {
        new.pos = new.pos.in_brackets(old.is_in_brackets());
    }
    *old = new;
}

#[cfg(test)]
#[path = "strategic_tests.rs"]
mod tests;

//! From tokens to nodes: the grammar, tags, anchors and aliases.
//!
//! This way reads every document there is; [`super::scan`] reads most of them sooner. The places
//! of nodes are those of their first token, of nothing at all the end of the colon or dash.

use super::advice;
use super::dialect::{Dialect, Repeats};
use super::grammar::{Context, Directives, Place};
use super::mapping::MapBuilder;
use super::node::{Node, Scalar, Value};
use super::scalar;
use super::token::{Kind, Refusal, Scan, Scanner, Written};
use crate::diagnostic::{Code, Error, Result};
use crate::hash::HashMap;
use crate::limits::{Limits, exceeded};
use crate::source::{FileId, Pos};

/// Reads the first document of a text; `None` when there is none. `base` is where the text starts in
/// its file.
///
/// # Errors
/// [`Code::MalformedYaml`], [`Code::DuplicateKey`], [`Code::UnsupportedValue`] and
/// [`Code::LimitExceeded`], at their places.
pub(super) fn first_document(
    text: &str,
    file: FileId,
    base: usize,
    limits: &Limits,
    dialect: Dialect,
    repeats: Repeats,
) -> Result<Option<Node>> {
    let (place, text) = Place::of(text, file, base);
    let mut composer = Composer {
        scanner: Scanner::new(text, dialect),
        place,
        limits,
        dialect,
        repeats,
        anchors: HashMap::default(),
        collections: 0,
        directives: Directives::default(),
        nodes: 0,
        copied: 0,
    };
    composer.document().map_err(|error| advice::improve(error, text, place.base()))
}

struct Composer<'r, 't> {
    scanner: Scanner<'t>,
    place: Place,
    limits: &'r Limits,
    dialect: Dialect,
    repeats: Repeats,
    anchors: HashMap<&'t str, Anchor>,
    /// Collections with an anchor so far; tells them apart.
    collections: usize,
    directives: Directives<'t>,
    /// Nodes so far, with those that aliases brought in.
    nodes: usize,
    /// Nodes that aliases brought in.
    copied: usize,
}

/// What an alias of this name stands for.
enum Anchor {
    /// The collection of this number, which has not ended yet.
    Open(usize),
    /// A node and how many nodes it is made of.
    Done(Node, usize),
}

impl<'t> Composer<'_, 't> {
    fn pos(&self, at: usize) -> Pos {
        self.place.pos(at)
    }

    /// The place of a collection in brackets. What becomes of a configuration does not depend on them.
    fn in_brackets(&self, pos: Pos) -> Pos {
        pos.in_brackets(self.dialect == Dialect::Resource)
    }

    fn refuse(&self, refusal: Refusal) -> Error {
        self.place.refuse(refusal)
    }

    fn scanned<T>(&self, scanned: Scan<T>) -> Result<T> {
        scanned.map_err(|refusal| self.refuse(refusal))
    }

    /// Looks at the next token: where it starts, and what `look` says about it.
    fn peek<T>(&mut self, look: impl FnOnce(&Kind<'t>) -> T) -> Result<(T, usize)> {
        match self.scanner.peek() {
            Ok(token) => Ok((look(&token.kind), token.start)),
            Err(refusal) => Err(self.refuse(refusal)),
        }
    }

    /// Takes the next token: what it is, where it starts and ends.
    fn take(&mut self) -> Result<(Kind<'t>, usize, usize)> {
        let token = self.scanner.next();
        let token = self.scanned(token)?;
        Ok((token.kind, token.start, token.end))
    }

    fn document(&mut self) -> Result<Option<Node>> {
        let (explicit, _) = self.peek(|kind| match kind {
            Kind::StreamEnd => None,
            Kind::VersionDirective(..) | Kind::TagDirective { .. } | Kind::DocumentStart => Some(true),
            _ => Some(false),
        })?;
        let Some(explicit) = explicit else { return Ok(None) };
        let node = if explicit {
            self.directives()?;
            let (empty, start) = self.peek(|kind| {
                matches!(
                    kind,
                    Kind::VersionDirective(..)
                        | Kind::TagDirective { .. }
                        | Kind::DocumentStart
                        | Kind::DocumentEnd
                        | Kind::StreamEnd
                )
            })?;
            if empty { self.empty(start) } else { self.node(Context::Block, 0)? }
        } else {
            self.node(Context::Block, 0)?
        };
        // What follows is not looked at, but for the tokens that the reference looks ahead.
        self.peek(|_| ())?;
        Ok(Some(node))
    }

    fn directives(&mut self) -> Result<()> {
        loop {
            let (kind, start, _) = self.take()?;
            match self.directives.take(kind) {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(message) => return Err(self.refuse(Refusal::new(start, message))),
            }
        }
    }

    /// Nothing where a value could be.
    fn empty(&mut self, at: usize) -> Node {
        self.nodes += 1;
        Node::read(Value::Scalar(scalar::untagged("", Written::Plain, self.dialect)), self.pos(at))
    }

    /// As [`Self::empty`], inside brackets.
    fn empty_in_flow(&mut self, at: usize) -> Node {
        match self.dialect {
            Dialect::Resource => Node::read(Value::Scalar(Scalar::flow_nothing()), self.pos(at)),
            Dialect::Config => self.empty(at),
        }
    }

    /// Counts what an alias brings in.
    fn copy(&mut self, nodes: usize, at: usize) -> Result<()> {
        self.nodes += nodes;
        self.copied += nodes;
        if self.copied > self.limits.nodes {
            let message =
                format!("the aliases of the document expand to more than {} nodes", self.limits.nodes);
            return Err(exceeded("nodes", message).at(self.pos(at)));
        }
        Ok(())
    }

    fn node(&mut self, context: Context, depth: usize) -> Result<Node> {
        let ((), start) = self.peek(|_| ())?;
        if depth > self.limits.depth {
            let message = format!("the document is nested deeper than {} levels", self.limits.depth);
            return Err(exceeded("depth", message).at(self.pos(start)));
        }
        self.nodes += 1;
        if self.peek(|kind| matches!(kind, Kind::Alias(_)))?.0 {
            return self.alias();
        }
        let (anchor, tag) = self.properties()?;
        match anchor {
            None => self.content(context, depth, tag, false, start),
            Some(name) => {
                self.collections += 1;
                let number = self.collections;
                self.anchors.insert(name, Anchor::Open(number));
                let before = self.nodes;
                let node = self.content(context, depth, tag, true, start)?;
                // The name may have been given anew inside.
                if matches!(self.anchors.get(name), Some(Anchor::Open(n)) if *n == number) {
                    self.anchors.insert(name, Anchor::Done(node.clone(), self.nodes - before + 1));
                }
                Ok(node)
            }
        }
    }

    fn alias(&mut self) -> Result<Node> {
        let (kind, start, _) = self.take()?;
        let Kind::Alias(name) = kind else { return Ok(self.empty(start)) };
        let message = match self.anchors.get(name) {
            Some(Anchor::Done(node, size)) => {
                let (node, size) = (node.clone(), *size);
                self.copy(size, start)?;
                return Ok(node);
            }
            Some(Anchor::Open(_)) => format!("the anchor {name} contains itself here"),
            None => {
                return Err(Error::new(
                    Code::MalformedYaml,
                    format!("there is no anchor {name} before this alias"),
                )
                .at(self.pos(start))
                .hint(format!("write &{name} before the value that is meant, or put the text in quotes")));
            }
        };
        Err(Error::new(Code::MalformedYaml, message).at(self.pos(start)))
    }

    /// The anchor and the tag before a node, in any order.
    fn properties(&mut self) -> Result<(Option<&'t str>, Option<String>)> {
        let (mut anchor, mut tag) = (None, None);
        loop {
            let (wanted, _) = self.peek(|kind| match kind {
                Kind::Anchor(_) => anchor.is_none(),
                Kind::Tag { .. } => tag.is_none(),
                _ => false,
            })?;
            if !wanted {
                return Ok((anchor, tag));
            }
            match self.take()? {
                (Kind::Anchor(name), ..) => anchor = Some(name),
                (Kind::Tag { handle, suffix }, start, _) => tag = Some(self.tag_name(handle, suffix, start)?),
                _ => {}
            }
        }
    }

    fn tag_name(&self, handle: &str, suffix: String, start: usize) -> Result<String> {
        self.directives.tag_name(handle, suffix, start).map_err(|refusal| self.refuse(refusal))
    }

    /// A node after its properties.
    fn content(
        &mut self,
        context: Context,
        depth: usize,
        tag: Option<String>,
        anchored: bool,
        start: usize,
    ) -> Result<Node> {
        #[derive(Clone, Copy)]
        enum Next {
            List,
            Scalar,
            FlowSequence,
            FlowMapping,
            Sequence,
            Mapping,
            Other,
        }
        let block = context != Context::Flow;
        let (next, at) = self.peek(|kind| match kind {
            Kind::BlockEntry if context == Context::BlockOrList => Next::List,
            Kind::Scalar(..) => Next::Scalar,
            Kind::FlowSequenceStart => Next::FlowSequence,
            Kind::FlowMappingStart => Next::FlowMapping,
            Kind::BlockSequenceStart if block => Next::Sequence,
            Kind::BlockMappingStart if block => Next::Mapping,
            _ => Next::Other,
        })?;
        let pos = self.pos(start);
        match next {
            Next::List => self.list(pos, depth, false),
            Next::Sequence => {
                self.take()?;
                self.list(pos, depth, true)
            }
            Next::Mapping => self.block_mapping(pos, depth),
            Next::FlowSequence => self.flow_sequence(pos, depth),
            Next::FlowMapping => self.flow_mapping(pos, depth),
            Next::Scalar => match self.take()?.0 {
                Kind::Scalar(text, written) => self.scalar(&text, written, tag, pos),
                _ => Ok(self.empty(start)),
            },
            Next::Other if tag.as_deref().is_some_and(|name| !self.says_nothing(name)) => {
                self.scalar("", Written::Plain, tag, pos)
            }
            Next::Other if (anchored || tag.is_some()) && block => Ok(self.empty(start)),
            Next::Other if anchored || tag.is_some() => Ok(self.empty_in_flow(start)),
            Next::Other => Err(self.refuse(Refusal::new(at, "a value is missing before this"))),
        }
    }

    /// A lone `!` is no tag for the reader of resources.
    fn says_nothing(&self, tag: &str) -> bool {
        tag == "!" && self.dialect == Dialect::Resource
    }

    fn scalar(&self, text: &str, written: Written, tag: Option<String>, pos: Pos) -> Result<Node> {
        match tag {
            Some(name) if !self.says_nothing(&name) => {
                scalar::tagged(&name, text, written, self.dialect, pos)
            }
            _ => Ok(Node::read(Value::Scalar(scalar::untagged(text, written, self.dialect)), pos)),
        }
    }

    /// The items of a list, `closed` by a token when it is indented.
    fn list(&mut self, pos: Pos, depth: usize, closed: bool) -> Result<Node> {
        let mut items = Vec::new();
        loop {
            let (next, at) = self.peek(|kind| match kind {
                Kind::BlockEntry => Some(true),
                Kind::BlockEnd => Some(false),
                _ => None,
            })?;
            match next {
                Some(true) => {}
                _ if !closed => return Ok(Node::read(Value::Seq(items), pos)),
                Some(false) => {
                    self.take()?;
                    return Ok(Node::read(Value::Seq(items), pos));
                }
                None => {
                    return Err(Error::new(
                        Code::MalformedYaml,
                        "this is not YAML: an item of the list must start here, with \"- \"",
                    )
                    .at(self.pos(at))
                    .hint("check the indentation")
                    .related(pos, "the list starts here"));
                }
            }
            let (_, _, end) = self.take()?;
            let (empty, _) = self.peek(|kind| match kind {
                Kind::BlockEntry | Kind::BlockEnd => true,
                Kind::Key | Kind::Value => !closed,
                _ => false,
            })?;
            items.push(if empty { self.empty(end) } else { self.node(Context::Block, depth + 1)? });
        }
    }

    fn block_mapping(&mut self, pos: Pos, depth: usize) -> Result<Node> {
        self.take()?;
        let mut map = MapBuilder::new(self.dialect, self.repeats);
        loop {
            let (next, at) = self.peek(|kind| match kind {
                Kind::Key => Some(true),
                Kind::BlockEnd => None,
                _ => Some(false),
            })?;
            match next {
                None => {
                    self.take()?;
                    return Ok(Node::read(Value::Map(map.finish()?), pos));
                }
                Some(true) => {}
                Some(false) => {
                    return Err(Error::new(
                        Code::MalformedYaml,
                        "this is not YAML: a key of the mapping must start here",
                    )
                    .at(self.pos(at))
                    .hint("check the indentation")
                    .related(pos, "the mapping starts here"));
                }
            }
            let (_, _, end) = self.take()?;
            let key = self.block_part(end, depth)?;
            let (has_value, at) = self.peek(|kind| matches!(kind, Kind::Value))?;
            let value = if has_value {
                let (_, _, end) = self.take()?;
                self.block_part(end, depth)?
            } else {
                self.empty(at)
            };
            map.add(key, value)?;
        }
    }

    /// A key or value of a block mapping, after its mark that ends at `end`.
    fn block_part(&mut self, end: usize, depth: usize) -> Result<Node> {
        let (empty, _) = self.peek(|kind| matches!(kind, Kind::Key | Kind::Value | Kind::BlockEnd))?;
        if empty { Ok(self.empty(end)) } else { self.node(Context::BlockOrList, depth + 1) }
    }

    /// Goes to the next entry of a flow collection; true when there is none.
    fn flow_entry(
        &mut self,
        first: bool,
        close: &'static str,
        is_end: fn(&Kind<'t>) -> bool,
        pos: Pos,
    ) -> Result<bool> {
        if !first && !self.peek(is_end)?.0 {
            let (is_comma, at) = self.peek(|kind| matches!(kind, Kind::FlowEntry))?;
            if !is_comma {
                return Err(Error::new(
                    Code::MalformedYaml,
                    format!("this is not YAML: a \",\" or \"{close}\" is missing before this"),
                )
                .at(self.pos(at))
                .related(pos, "the brackets open here")
                .hint(format!(
                    "close the brackets with {close}, or put text that starts with a bracket in quotes"
                )));
            }
            self.take()?;
        }
        Ok(self.peek(is_end)?.0)
    }

    fn flow_sequence(&mut self, pos: Pos, depth: usize) -> Result<Node> {
        self.take()?;
        let mut items = Vec::new();
        while !self.flow_entry(items.is_empty(), "]", |kind| matches!(kind, Kind::FlowSequenceEnd), pos)? {
            let (is_pair, at) = self.peek(|kind| matches!(kind, Kind::Key))?;
            items.push(if is_pair {
                self.flow_pair(at, depth + 1)?
            } else {
                self.node(Context::Flow, depth + 1)?
            });
        }
        self.take()?;
        Ok(Node::read(Value::Seq(items), self.in_brackets(pos)))
    }

    /// `a: b` inside `[]`: a mapping of one entry.
    fn flow_pair(&mut self, start: usize, depth: usize) -> Result<Node> {
        self.nodes += 1;
        self.take()?;
        let ends = |kind: &Kind<'t>| matches!(kind, Kind::FlowEntry | Kind::FlowSequenceEnd);
        let (no_key, _) = self.peek(|kind| matches!(kind, Kind::Value) || ends(kind))?;
        let key = if no_key {
            // The reference takes the colon for the missing key.
            let (_, _, end) = self.take()?;
            self.empty_in_flow(end)
        } else {
            self.node(Context::Flow, depth + 1)?
        };
        let (has_value, at) = self.peek(|kind| matches!(kind, Kind::Value))?;
        if has_value {
            self.take()?;
        }
        let value = if has_value && !self.peek(ends)?.0 {
            self.node(Context::Flow, depth + 1)?
        } else {
            self.empty_in_flow(at)
        };
        let mut map = MapBuilder::new(self.dialect, self.repeats);
        map.add(key, value)?;
        Ok(Node::read(Value::Map(map.finish()?), self.in_brackets(self.pos(start))))
    }

    fn flow_mapping(&mut self, pos: Pos, depth: usize) -> Result<Node> {
        self.take()?;
        let ends = |kind: &Kind<'t>| matches!(kind, Kind::FlowEntry | Kind::FlowMappingEnd);
        let mut map = MapBuilder::new(self.dialect, self.repeats);
        let mut first = true;
        while !self.flow_entry(first, "}", |kind| matches!(kind, Kind::FlowMappingEnd), pos)? {
            first = false;
            let (is_pair, _) = self.peek(|kind| matches!(kind, Kind::Key))?;
            if !is_pair {
                let key = self.node(Context::Flow, depth + 1)?;
                let ((), at) = self.peek(|_| ())?;
                let value = self.empty_in_flow(at);
                map.add(key, value)?;
                continue;
            }
            self.take()?;
            let (no_key, at) = self.peek(|kind| matches!(kind, Kind::Value) || ends(kind))?;
            let key = if no_key { self.empty_in_flow(at) } else { self.node(Context::Flow, depth + 1)? };
            let (has_value, mut at) = self.peek(|kind| matches!(kind, Kind::Value))?;
            if has_value {
                self.take()?;
                let (no_value, next) = self.peek(ends)?;
                at = next;
                if !no_value {
                    let value = self.node(Context::Flow, depth + 1)?;
                    map.add(key, value)?;
                    continue;
                }
            }
            let value = self.empty_in_flow(at);
            map.add(key, value)?;
        }
        self.take()?;
        Ok(Node::read(Value::Map(map.finish()?), self.in_brackets(pos)))
    }
}

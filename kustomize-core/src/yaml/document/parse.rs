//! From text to documents.

use super::{DocKind, DocNode, DocStyle, Document, implied_tag};
use crate::diagnostic::{Code, Error, Result};
use crate::limits::{Limits, exceeded};
use crate::source::{FileId, Pos};
use crate::yaml::dialect::Dialect;
use crate::yaml::grammar::{Context, Directives, Place, YAML};
use crate::yaml::scalar::style;
use crate::yaml::token::{Kind, Pending, Refusal, Scanner};
use std::collections::HashSet;

/// Reads the first document of a text; `None` when there is none. `base` is where the text starts in its
/// file. Keys may stand twice, and tags are not looked into.
///
/// # Errors
/// [`Code::MalformedYaml`] and [`Code::LimitExceeded`], at their places.
pub fn read(text: &str, file: FileId, base: usize, limits: &Limits) -> Result<Option<Document>> {
    let (place, text) = Place::of(text, file, base);
    let mut parser = Parser {
        scanner: Scanner::with_comments(text),
        place,
        limits,
        directives: Directives::default(),
        anchors: HashSet::new(),
        pending: Pending::default(),
        stem: None,
        nodes: 0,
    };
    parser.document()
}

struct Parser<'r, 't> {
    scanner: Scanner<'t>,
    place: Place,
    limits: &'r Limits,
    directives: Directives<'t>,
    anchors: HashSet<&'t str>,
    pending: Pending,
    /// The comment on a list or mapping that is an item.
    stem: Option<String>,
    nodes: usize,
}

/// What the next token is, as far as the grammar asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    StreamEnd,
    Directive,
    DocumentStart,
    DocumentEnd,
    BlockSequence,
    BlockMapping,
    BlockEnd,
    FlowSequence,
    FlowSequenceEnd,
    FlowMapping,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Scalar,
}

impl<'t> Parser<'_, 't> {
    fn pos(&self, at: usize) -> Pos {
        self.place.pos(at)
    }

    fn refuse(&self, refusal: Refusal) -> Error {
        self.place.refuse(refusal)
    }

    fn peek(&mut self) -> Result<(Next, usize)> {
        match self.scanner.peek_commented(&mut self.pending) {
            Ok(token) => Ok((next(&token.kind), token.start)),
            Err(refusal) => Err(self.refuse(refusal)),
        }
    }

    fn take(&mut self) -> Result<(Kind<'t>, usize, usize)> {
        match self.scanner.next() {
            Ok(token) => Ok((token.kind, token.start, token.end)),
            Err(refusal) => Err(self.refuse(refusal)),
        }
    }

    fn wrong<T>(&self, at: usize, message: &'static str) -> Result<T> {
        Err(self.refuse(Refusal::new(at, message).hint("check the indentation and the brackets")))
    }

    /// Gives a node the comments that wait for it.
    fn comment(&mut self, node: &mut DocNode) {
        let Pending { head, line, foot } = std::mem::take(&mut self.pending);
        (node.head, node.line, node.foot) = (head, line, foot);
        self.stem = None;
    }

    fn document(&mut self) -> Result<Option<Document>> {
        let (next, _) = self.peek()?;
        let mut document = Document::default();
        match next {
            Next::StreamEnd => return Ok(None),
            Next::Directive | Next::DocumentStart => {
                self.directives()?;
                let (next, start) = self.peek()?;
                document.root = match next {
                    Next::Directive | Next::DocumentStart | Next::DocumentEnd | Next::StreamEnd => {
                        empty(start)
                    }
                    _ => self.node(Context::Block, 0)?,
                };
            }
            _ => {
                document.head = self.split_head();
                document.root = self.node(Context::Block, 0)?;
            }
        }
        if self.peek()?.0 == Next::DocumentEnd {
            self.take()?;
        }
        let Pending { head, foot, .. } = std::mem::take(&mut self.pending);
        document.foot = if foot.is_empty() { head } else { foot };
        Ok(Some(document))
    }

    /// The part of the first comment that an empty line parts from what follows it.
    fn split_head(&mut self) -> String {
        let head = &mut self.pending.head;
        let bytes = head.as_bytes();
        let cut = (1..bytes.len()).rev().find_map(|i| match (bytes.get(i - 1), bytes.get(i)) {
            (_, Some(b'\n')) if i + 1 == bytes.len() => Some((i, i + 1)),
            (Some(b'\n'), Some(b'\n')) => Some((i - 1, i + 1)),
            _ => None,
        });
        let Some((end, start)) = cut else { return String::new() };
        let rest = head.get(start..).unwrap_or_default().to_owned();
        let mut first = std::mem::replace(head, rest);
        first.truncate(end);
        first
    }

    fn directives(&mut self) -> Result<()> {
        loop {
            // What stands before it was looked at.
            self.peek()?;
            let (kind, start, _) = self.take()?;
            match self.directives.take(kind) {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(message) => return self.wrong(start, message),
            }
        }
    }

    fn node(&mut self, context: Context, depth: usize) -> Result<DocNode> {
        let (next, start) = self.peek()?;
        if depth > self.limits.depth {
            let message = format!("the document is nested deeper than {} levels", self.limits.depth);
            return Err(exceeded("depth", message).at(self.pos(start)));
        }
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            let message = format!("the document has more than {} nodes", self.limits.nodes);
            return Err(exceeded("nodes", message).at(self.pos(start)));
        }
        let mut node = DocNode { offset: self.place.base() + start, ..DocNode::default() };
        if next == Next::Alias {
            node.kind = DocKind::Alias;
            self.comment(&mut node);
            if let (Kind::Alias(name), ..) = self.take()? {
                if !self.anchors.contains(name) {
                    let message = format!("there is no anchor {name} before this alias");
                    return Err(Error::new(Code::MalformedYaml, message).at(self.pos(start)));
                }
                name.clone_into(&mut node.value);
            }
            return Ok(node);
        }
        let tag = self.properties(&mut node)?;
        let (next, at) = self.peek()?;
        let block = context != Context::Flow;
        match next {
            Next::BlockEntry if context == Context::BlockOrList => {
                node.kind = DocKind::Sequence;
                finish_tag(&mut node, tag, "!!seq");
                self.items(&mut node, depth, false)?;
            }
            Next::Scalar => {
                self.comment(&mut node);
                if let (Kind::Scalar(text, written), ..) = self.take()? {
                    node.value = text.into_owned();
                    let style = DocStyle::of(style(written, Dialect::Resource));
                    let implied = match style.is_none() {
                        true => implied_tag(&node.value),
                        false => "!!str",
                    };
                    finish_tag(&mut node, tag, implied);
                    node.style = DocStyle { tagged: node.style.tagged, ..style };
                }
            }
            Next::FlowSequence => {
                node.kind = DocKind::Sequence;
                self.comment(&mut node);
                finish_tag(&mut node, tag, "!!seq");
                self.flow_sequence(&mut node, depth)?;
            }
            Next::FlowMapping => {
                node.kind = DocKind::Mapping;
                self.comment(&mut node);
                finish_tag(&mut node, tag, "!!map");
                self.flow_mapping(&mut node, depth)?;
            }
            Next::BlockSequence if block => {
                node.kind = DocKind::Sequence;
                node.head = self.stem.take().unwrap_or_default();
                finish_tag(&mut node, tag, "!!seq");
                self.take()?;
                self.items(&mut node, depth, true)?;
            }
            Next::BlockMapping if block => {
                node.kind = DocKind::Mapping;
                node.head = self.stem.take().unwrap_or_default();
                finish_tag(&mut node, tag, "!!map");
                self.block_mapping(&mut node, depth)?;
            }
            _ if tag.is_some() || !node.anchor.is_empty() => {
                let implied = implied_tag("");
                finish_tag(&mut node, tag, implied);
            }
            _ => return self.wrong(at, "a value is missing before this"),
        }
        Ok(node)
    }

    /// The anchor and the tag before a node, in any order.
    fn properties(&mut self, node: &mut DocNode) -> Result<Option<String>> {
        let mut tag = None;
        let mut has_anchor = false;
        loop {
            match self.peek()?.0 {
                Next::Anchor if !has_anchor => {
                    if let (Kind::Anchor(name), ..) = self.take()? {
                        name.clone_into(&mut node.anchor);
                        self.anchors.insert(name);
                    }
                    has_anchor = true;
                }
                Next::Tag if tag.is_none() => {
                    if let (Kind::Tag { handle, suffix }, start, _) = self.take()? {
                        tag = Some(self.tag_name(handle, suffix, start)?);
                    }
                }
                _ => return Ok(tag),
            }
        }
    }

    fn tag_name(&self, handle: &str, suffix: String, start: usize) -> Result<String> {
        self.directives.tag_name(handle, suffix, start).map_err(|refusal| self.refuse(refusal))
    }

    /// The items of a list, `closed` by a token when it is indented.
    fn items(&mut self, node: &mut DocNode, depth: usize, closed: bool) -> Result<()> {
        loop {
            let (next, at) = self.peek()?;
            match next {
                Next::BlockEntry => {}
                _ if !closed => return Ok(()),
                Next::BlockEnd => {
                    self.take()?;
                    return Ok(());
                }
                _ => {
                    return self
                        .wrong(at, "an item of the list that starts above must start here, with \"- \"");
                }
            }
            let before = self.pending.head.len();
            let (_, _, end) = self.take()?;
            self.split_stem(before)?;
            let is_empty = match self.peek()?.0 {
                Next::BlockEntry | Next::BlockEnd => true,
                Next::Key | Next::Value => !closed,
                _ => false,
            };
            node.content.push(if is_empty { empty(end) } else { self.node(Context::Block, depth + 1)? });
        }
    }

    /// The comment before a dash is one on the whole list or mapping that follows the dash.
    fn split_stem(&mut self, before: usize) -> Result<()> {
        if before == 0 || !matches!(self.peek()?.0, Next::BlockSequence | Next::BlockMapping) {
            return Ok(());
        }
        let rest = self.pending.head.get(before + 1..).unwrap_or_default().to_owned();
        let mut stem = std::mem::replace(&mut self.pending.head, rest);
        stem.truncate(before);
        self.stem = Some(stem);
        Ok(())
    }

    fn block_mapping(&mut self, node: &mut DocNode, depth: usize) -> Result<()> {
        self.take()?;
        loop {
            let (next, at) = self.peek()?;
            match next {
                Next::Key => {}
                Next::BlockEnd => {
                    let Pending { line, foot, .. } = std::mem::take(&mut self.pending);
                    self.stem = None;
                    node.line = line;
                    node.foot = foot;
                    let last = node.content.len().checked_sub(2);
                    if let Some(last) = last.filter(|_| !node.foot.is_empty()) {
                        if let Some(key) = node.content.get_mut(last) {
                            key.foot = std::mem::take(&mut node.foot);
                        }
                    }
                    self.take()?;
                    return Ok(());
                }
                _ => return self.wrong(at, "a key of the mapping that starts above must start here"),
            }
            let (_, _, end) = self.take()?;
            let mut key = self.block_part(end, depth)?;
            // It was one on the value before, when that has ended with it.
            if let Some(before) = node.content.len().checked_sub(2).filter(|_| !key.foot.is_empty()) {
                if let Some(before) = node.content.get_mut(before) {
                    before.foot = std::mem::take(&mut key.foot);
                }
            }
            let (next, at) = self.peek()?;
            let mut value = if next == Next::Value {
                let (_, _, end) = self.take()?;
                self.block_part(end, depth)?
            } else {
                empty(at)
            };
            if key.foot.is_empty() {
                key.foot = std::mem::take(&mut value.foot);
            }
            node.content.extend([key, value]);
        }
    }

    /// A key or value of a block mapping, after its mark that ends at `end`.
    fn block_part(&mut self, end: usize, depth: usize) -> Result<DocNode> {
        match self.peek()?.0 {
            Next::Key | Next::Value | Next::BlockEnd => Ok(empty(end)),
            _ => self.node(Context::BlockOrList, depth + 1),
        }
    }

    /// Goes to the next entry of a flow collection; true when there is none.
    fn flow_entry(&mut self, first: bool, close: Next) -> Result<bool> {
        let (next, at) = self.peek()?;
        if !first && next != close {
            if next != Next::FlowEntry {
                return self.wrong(at, "a \",\" or a closing bracket is missing before this");
            }
            self.take()?;
        }
        Ok(self.peek()?.0 == close)
    }

    fn end_flow(&mut self, node: &mut DocNode) -> Result<()> {
        let Pending { line, foot, .. } = std::mem::take(&mut self.pending);
        self.stem = None;
        (node.line, node.foot) = (line, foot);
        self.take()?;
        Ok(())
    }

    fn flow_sequence(&mut self, node: &mut DocNode, depth: usize) -> Result<()> {
        node.style.flow = true;
        self.take()?;
        while !self.flow_entry(node.content.is_empty(), Next::FlowSequenceEnd)? {
            let (next, at) = self.peek()?;
            let item = match next {
                Next::Key => self.flow_pair(at, depth + 1)?,
                _ => self.node(Context::Flow, depth + 1)?,
            };
            node.content.push(item);
        }
        self.end_flow(node)
    }

    /// `a: b` inside `[]`: a mapping of one entry.
    fn flow_pair(&mut self, start: usize, depth: usize) -> Result<DocNode> {
        self.take()?;
        let mut pair = DocNode { offset: self.place.base() + start, ..DocNode::mapping(Vec::new()) };
        "!!map".clone_into(&mut pair.tag);
        pair.style.flow = true;
        let ends = |next| matches!(next, Next::FlowEntry | Next::FlowSequenceEnd);
        let (next, _) = self.peek()?;
        let key = if next == Next::Value || ends(next) {
            // The reference takes the colon for the missing key.
            let (_, _, end) = self.take()?;
            empty(end)
        } else {
            self.node(Context::Flow, depth + 1)?
        };
        let (next, at) = self.peek()?;
        let mut value = None;
        if next == Next::Value {
            self.take()?;
            if !ends(self.peek()?.0) {
                value = Some(self.node(Context::Flow, depth + 1)?);
            }
        }
        add_pair(&mut pair, key, value.unwrap_or_else(|| empty(at)));
        Ok(pair)
    }

    fn flow_mapping(&mut self, node: &mut DocNode, depth: usize) -> Result<()> {
        node.style.flow = true;
        self.take()?;
        let ends = |next| matches!(next, Next::FlowEntry | Next::FlowMappingEnd);
        while !self.flow_entry(node.content.is_empty(), Next::FlowMappingEnd)? {
            let (next, _) = self.peek()?;
            if next != Next::Key {
                let key = self.node(Context::Flow, depth + 1)?;
                let (_, at) = self.peek()?;
                add_pair(node, key, empty(at));
                continue;
            }
            self.take()?;
            let (next, at) = self.peek()?;
            let key = match next == Next::Value || ends(next) {
                true => empty(at),
                false => self.node(Context::Flow, depth + 1)?,
            };
            let (next, mut at) = self.peek()?;
            let mut value = None;
            if next == Next::Value {
                self.take()?;
                let (next, start) = self.peek()?;
                at = start;
                if !ends(next) {
                    value = Some(self.node(Context::Flow, depth + 1)?);
                }
            }
            add_pair(node, key, value.unwrap_or_else(|| empty(at)));
        }
        self.end_flow(node)
    }
}

fn add_pair(node: &mut DocNode, mut key: DocNode, mut value: DocNode) {
    if key.foot.is_empty() {
        key.foot = std::mem::take(&mut value.foot);
    }
    node.content.extend([key, value]);
}

fn finish_tag(node: &mut DocNode, tag: Option<String>, implied: &str) {
    match tag.filter(|tag| !tag.is_empty() && tag != "!") {
        Some(tag) => {
            node.tag = match tag.strip_prefix(YAML) {
                Some(name) => format!("!!{name}"),
                None => tag,
            };
            node.style.tagged = true;
        }
        None => implied.clone_into(&mut node.tag),
    }
}

/// Nothing where a value could be.
fn empty(offset: usize) -> DocNode {
    DocNode { tag: implied_tag("").to_owned(), offset, ..DocNode::default() }
}

fn next(kind: &Kind<'_>) -> Next {
    match kind {
        Kind::StreamEnd => Next::StreamEnd,
        Kind::VersionDirective(..) | Kind::TagDirective { .. } => Next::Directive,
        Kind::DocumentStart => Next::DocumentStart,
        Kind::DocumentEnd => Next::DocumentEnd,
        Kind::BlockSequenceStart => Next::BlockSequence,
        Kind::BlockMappingStart => Next::BlockMapping,
        Kind::BlockEnd => Next::BlockEnd,
        Kind::FlowSequenceStart => Next::FlowSequence,
        Kind::FlowSequenceEnd => Next::FlowSequenceEnd,
        Kind::FlowMappingStart => Next::FlowMapping,
        Kind::FlowMappingEnd => Next::FlowMappingEnd,
        Kind::BlockEntry => Next::BlockEntry,
        Kind::FlowEntry => Next::FlowEntry,
        Kind::Key => Next::Key,
        Kind::Value => Next::Value,
        Kind::Alias(_) => Next::Alias,
        Kind::Anchor(_) => Next::Anchor,
        Kind::Tag { .. } => Next::Tag,
        Kind::Scalar(..) => Next::Scalar,
    }
}

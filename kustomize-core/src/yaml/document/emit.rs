//! From documents to text: the steps of the reference's emitter, with its indentation of two, dashes at the
//! column of their key, and lines as long as they are.

use super::scalar::Allowed;
use super::{DocKind, DocNode, DocStyle, Document, written_tag};
use crate::yaml::write::{is_break, is_printable};

const INDENT: isize = 2;
/// Longer keys are written with a `?`.
const LONGEST_SIMPLE_KEY: usize = 128;

/// Writes documents one after the other.
pub struct Writer {
    out: String,
    column: isize,
    /// The last character was a space.
    whitespace: bool,
    /// Only indentation and dashes stand on the line so far.
    indention: bool,
    indent: isize,
    indents: Vec<isize>,
    flow_level: usize,
    in_mapping: bool,
    simple_key: bool,
    /// Where a comment below has ended, from which the next line at that column is parted.
    foot_indent: isize,
    states: Vec<State>,
    compact: bool,
    is_first: bool,
    head: String,
    line: String,
    foot: String,
    tail: String,
    key_line: String,
}

impl Default for Writer {
    fn default() -> Self {
        Writer::new()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    End,
    FlowItem { first: bool, trail: bool },
    FlowKey { first: bool, trail: bool },
    FlowValue { simple: bool },
    BlockItem { first: bool },
    BlockKey { first: bool },
    BlockValue { simple: bool },
}

/// What is written next.
enum Event<'n> {
    Alias(&'n DocNode),
    Scalar(Text<'n>),
    Start(Collection<'n>),
    SequenceEnd,
    MappingEnd,
}

struct Text<'n> {
    anchor: &'n str,
    tag: Option<String>,
    value: &'n str,
    style: DocStyle,
}

struct Collection<'n> {
    anchor: &'n str,
    tag: Option<String>,
    is_mapping: bool,
    flow: bool,
    is_empty: bool,
}

/// An event with the comments that come with it.
struct Commented<'n> {
    event: Event<'n>,
    head: &'n str,
    line: &'n str,
    foot: &'n str,
    tail: &'n str,
}

impl Writer {
    /// A writer of nothing yet.
    pub fn new() -> Self {
        Writer {
            out: String::new(),
            column: 0,
            whitespace: true,
            indention: true,
            indent: -1,
            indents: Vec::new(),
            flow_level: 0,
            in_mapping: false,
            simple_key: false,
            foot_indent: -1,
            states: Vec::new(),
            compact: true,
            is_first: true,
            head: String::new(),
            line: String::new(),
            foot: String::new(),
            tail: String::new(),
            key_line: String::new(),
        }
    }

    /// Says whether the dashes of lists stand two columns right of their keys.
    pub fn wide_sequences(&mut self, wide: bool) {
        self.compact = !wide;
    }

    /// Writes a document, behind a `---` when it is not the first one.
    pub fn write(&mut self, document: &Document) {
        self.document(&document.head, &document.root, &document.foot);
    }

    /// Writes a node as a document.
    pub fn write_node(&mut self, node: &DocNode) {
        self.document("", node, "");
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.out
    }

    fn document(&mut self, head: &str, root: &DocNode, foot: &str) {
        if !self.is_first {
            self.new_line();
            self.indicator("---", true, false, false);
            self.new_line();
        }
        self.is_first = false;
        if !head.is_empty() {
            head.clone_into(&mut self.head);
            self.head_comment();
            self.line_break();
        }
        let mut events = Vec::new();
        push_events(root, "", &mut events);
        self.states.push(State::End);
        let mut events = events.iter();
        if let Some(event) = events.next() {
            self.take_comments(event);
            self.head_comment();
            self.block_part(event, false);
        }
        for event in events {
            self.take_comments(event);
            self.step(event);
        }
        self.states.clear();
        if !foot.is_empty() {
            foot.clone_into(&mut self.foot);
        }
        self.foot_indent = 0;
        self.foot_comment();
        self.foot_indent = -1;
        self.new_line();
    }

    fn take_comments(&mut self, event: &Commented<'_>) {
        for (to, from) in [
            (&mut self.head, event.head),
            (&mut self.line, event.line),
            (&mut self.foot, event.foot),
            (&mut self.tail, event.tail),
        ] {
            if !from.is_empty() {
                from.clone_into(to);
            }
        }
    }

    fn step(&mut self, event: &Commented<'_>) {
        match self.states.pop() {
            Some(State::FlowItem { first, trail }) => self.flow_item(event, first, trail),
            Some(State::FlowKey { first, trail }) => self.flow_key(event, first, trail),
            Some(State::FlowValue { simple }) => self.flow_value(event, simple),
            Some(State::BlockItem { first }) => self.block_item(event, first),
            Some(State::BlockKey { first }) => self.block_key(event, first),
            Some(State::BlockValue { simple }) => self.block_value(event, simple),
            Some(State::End) | None => {}
        }
    }

    fn has_trailing_comment(&self) -> bool {
        !(self.line.is_empty() && self.foot.is_empty() && self.tail.is_empty())
    }

    fn increase_indent(&mut self, flow: bool, compact: bool) {
        self.indents.push(self.indent);
        if self.indent < 0 {
            self.indent = if flow { INDENT } else { 0 };
        } else if matches!(self.states.last(), Some(State::BlockItem { .. })) {
            // The first level inside a list goes behind its dash.
            self.indent += 2;
        } else {
            self.indent = INDENT * ((self.indent + INDENT) / INDENT);
            if compact {
                self.indent -= 2;
            }
        }
    }

    fn decrease_indent(&mut self) {
        self.indent = self.indents.pop().unwrap_or(-1);
    }

    /// Writes an item or value of a block, and the comments behind it.
    fn block_part(&mut self, event: &Commented<'_>, in_mapping: bool) {
        self.node(event, in_mapping, false);
        self.line_comment(false);
        self.foot_comment();
    }

    /// As [`Self::block_part`] in brackets, where a comma comes before a comment.
    fn flow_part(&mut self, event: &Commented<'_>, in_mapping: bool) {
        self.node(event, in_mapping, false);
        if self.has_trailing_comment() {
            self.indicator(",", false, false, false);
        }
        self.line_comment(false);
        self.foot_comment();
    }

    fn open(&mut self, bracket: &str) {
        self.indicator(bracket, true, true, false);
        self.increase_indent(true, false);
        self.flow_level += 1;
    }

    fn close(&mut self, bracket: &str) {
        self.indicator(bracket, false, false, false);
        self.line_comment(false);
        self.foot_comment();
    }

    /// Goes on to the next item or key in brackets, behind a comma unless one is there or none is needed.
    fn next_in_flow(&mut self, has_comma: bool) {
        if !has_comma {
            self.indicator(",", false, false, false);
        }
        self.head_comment();
        if self.column == 0 {
            self.new_line();
        }
    }

    fn flow_item(&mut self, event: &Commented<'_>, first: bool, trail: bool) {
        if first {
            self.open("[");
        }
        if matches!(event.event, Event::SequenceEnd) {
            self.flow_level -= 1;
            self.decrease_indent();
            if self.column == 0 {
                self.new_line();
            }
            self.close("]");
            return;
        }
        self.next_in_flow(first || trail);
        let trail = self.has_trailing_comment();
        self.states.push(State::FlowItem { first: false, trail });
        self.flow_part(event, false);
    }

    fn flow_key(&mut self, event: &Commented<'_>, first: bool, trail: bool) {
        if first {
            self.open("{");
        }
        if matches!(event.event, Event::MappingEnd) {
            let has_comment = !(self.head.is_empty() && self.foot.is_empty() && self.tail.is_empty());
            if has_comment && !first && !trail {
                self.indicator(",", false, false, false);
            }
            self.head_comment();
            self.flow_level -= 1;
            self.decrease_indent();
            self.close("}");
            return;
        }
        self.next_in_flow(first || trail);
        let simple = is_simple_key(event);
        if !simple {
            self.indicator("?", true, false, false);
        }
        self.states.push(State::FlowValue { simple });
        self.node(event, true, simple);
    }

    fn flow_value(&mut self, event: &Commented<'_>, simple: bool) {
        self.indicator(":", !simple, false, false);
        let trail = self.has_trailing_comment();
        self.states.push(State::FlowKey { first: false, trail });
        self.flow_part(event, true);
    }

    fn block_item(&mut self, event: &Commented<'_>, first: bool) {
        if first {
            let compact = self.in_mapping && (self.column == 0 || !self.indention) && self.compact;
            self.increase_indent(false, compact);
        }
        if matches!(event.event, Event::SequenceEnd) {
            self.decrease_indent();
            return;
        }
        self.head_comment();
        self.new_line();
        self.indicator("-", true, false, true);
        self.states.push(State::BlockItem { first: false });
        self.block_part(event, false);
    }

    fn block_key(&mut self, event: &Commented<'_>, first: bool) {
        if first {
            self.increase_indent(false, false);
        }
        self.head_comment();
        if matches!(event.event, Event::MappingEnd) {
            self.decrease_indent();
            return;
        }
        self.new_line();
        if !self.line.is_empty() {
            self.key_line = std::mem::take(&mut self.line);
        }
        let simple = is_simple_key(event);
        if !simple {
            self.indicator("?", true, false, true);
        }
        self.states.push(State::BlockValue { simple });
        self.node(event, true, simple);
    }

    fn block_value(&mut self, event: &Commented<'_>, simple: bool) {
        if simple {
            self.indicator(":", false, false, false);
        } else {
            self.new_line();
            self.indicator(":", true, false, true);
        }
        if !self.key_line.is_empty() {
            match &event.event {
                Event::Scalar(_) if self.line.is_empty() => self.line = std::mem::take(&mut self.key_line),
                // The value starts on the next line.
                Event::Start(start) if !start.flow => {
                    std::mem::swap(&mut self.line, &mut self.key_line);
                    self.line_comment(false);
                    std::mem::swap(&mut self.line, &mut self.key_line);
                }
                _ => {}
            }
        }
        self.states.push(State::BlockKey { first: false });
        self.block_part(event, true);
    }

    fn node(&mut self, event: &Commented<'_>, in_mapping: bool, simple_key: bool) {
        self.in_mapping = in_mapping;
        self.simple_key = simple_key;
        match &event.event {
            Event::Alias(node) => {
                self.indicator("*", true, false, false);
                self.name(&node.value);
            }
            Event::Scalar(text) => self.scalar(text),
            Event::Start(start) => {
                self.properties(start.anchor, start.tag.as_deref());
                let flow = self.flow_level > 0 || start.flow || start.is_empty;
                self.states.push(match (start.is_mapping, flow) {
                    (true, true) => State::FlowKey { first: true, trail: false },
                    (true, false) => State::BlockKey { first: true },
                    (false, true) => State::FlowItem { first: true, trail: false },
                    (false, false) => State::BlockItem { first: true },
                });
            }
            Event::SequenceEnd | Event::MappingEnd => {}
        }
    }

    fn properties(&mut self, anchor: &str, tag: Option<&str>) {
        if !anchor.is_empty() {
            self.indicator("&", true, false, false);
            self.name(anchor);
        }
        let Some(tag) = tag else { return };
        let (handle, suffix) = match tag.strip_prefix("!!") {
            Some(suffix) => ("!!", suffix),
            None => match tag.strip_prefix('!') {
                Some(suffix) => ("!", suffix),
                None => ("", tag),
            },
        };
        if handle.is_empty() {
            self.indicator("!<", true, false, false);
            self.tag_content(suffix);
            self.indicator(">", false, false, false);
            return;
        }
        if !self.whitespace {
            self.put(' ');
        }
        self.put_all(handle);
        self.tag_content(suffix);
    }

    fn tag_content(&mut self, suffix: &str) {
        for byte in suffix.bytes() {
            if byte.is_ascii_alphanumeric() || b"-;/?:@&=+$,_.~*'()[]".contains(&byte) {
                self.put(char::from(byte));
            } else {
                self.put_all(&format!("%{byte:02X}"));
            }
        }
        self.whitespace = false;
        self.indention = false;
    }

    fn name(&mut self, name: &str) {
        self.put_all(name);
        self.whitespace = false;
        self.indention = false;
    }

    fn scalar(&mut self, text: &Text<'_>) {
        let allowed = Allowed::of(text.value);
        let mut style = text.style;
        if self.simple_key && allowed.multiline {
            style = DocStyle::DOUBLE_QUOTED;
        }
        let plain_allowed = if self.flow_level > 0 { allowed.flow_plain } else { allowed.block_plain };
        let must_show = text.value.is_empty() && (self.flow_level > 0 || self.simple_key);
        if !style.is_marked() && (!plain_allowed || must_show) {
            style = DocStyle::SINGLE_QUOTED;
        }
        if style.single_quoted && !style.double_quoted && !allowed.single_quoted {
            style = DocStyle::DOUBLE_QUOTED;
        }
        let is_block = !style.double_quoted && !style.single_quoted && (style.literal || style.folded);
        if is_block && (!allowed.block || self.flow_level > 0 || self.simple_key) {
            style = DocStyle::DOUBLE_QUOTED;
        }
        self.properties(text.anchor, text.tag.as_deref());
        self.increase_indent(true, false);
        if style.double_quoted {
            self.double_quoted(text.value);
        } else if style.single_quoted {
            self.single_quoted(text.value);
        } else if style.literal {
            self.literal(text.value);
        } else if style.folded {
            self.folded(text.value);
        } else {
            self.plain(text.value);
        }
        self.decrease_indent();
    }

    fn put(&mut self, c: char) {
        self.out.push(c);
        self.column += 1;
    }

    fn put_all(&mut self, text: &str) {
        text.chars().for_each(|c| self.put(c));
    }

    fn line_break(&mut self) {
        self.put_break('\n');
    }

    fn put_break(&mut self, c: char) {
        self.out.push(c);
        self.column = 0;
        self.indention = true;
    }

    /// Goes to the start of the next line, unless this one has nothing but indentation.
    fn new_line(&mut self) {
        let indent = self.indent.max(0);
        if !self.indention || self.column > indent || (self.column == indent && !self.whitespace) {
            self.line_break();
        }
        if self.foot_indent == indent {
            self.line_break();
        }
        while self.column < indent {
            self.put(' ');
        }
        self.whitespace = true;
        self.foot_indent = -1;
    }

    fn indicator(&mut self, text: &str, apart: bool, whitespace: bool, indention: bool) {
        if apart && !self.whitespace {
            self.put(' ');
        }
        self.put_all(text);
        self.whitespace = whitespace;
        self.indention = self.indention && indention;
    }

    fn head_comment(&mut self) {
        if !self.tail.is_empty() {
            self.new_line();
            let tail = std::mem::take(&mut self.tail);
            self.comment(&tail);
            self.foot_indent = self.indent.max(0);
        }
        if !self.head.is_empty() {
            self.new_line();
            let head = std::mem::take(&mut self.head);
            self.comment(&head);
        }
    }

    /// Writes the comment at the end of the line; `ends` ends the line in any case.
    fn line_comment(&mut self, ends: bool) {
        if self.line.is_empty() {
            if ends {
                self.line_break();
            }
            return;
        }
        if !self.whitespace {
            self.put(' ');
        }
        let line = std::mem::take(&mut self.line);
        self.comment(&line);
    }

    fn foot_comment(&mut self) {
        if !self.foot.is_empty() {
            self.new_line();
            let foot = std::mem::take(&mut self.foot);
            self.comment(&foot);
            self.foot_indent = self.indent.max(0);
        }
    }

    fn comment(&mut self, text: &str) {
        let mut breaks = false;
        let mut pound = false;
        for c in text.chars() {
            if is_break(c) {
                self.put_break(c);
                breaks = true;
                pound = false;
                continue;
            }
            if breaks {
                self.new_line();
            }
            if !pound {
                if c != '#' {
                    self.put_all("# ");
                }
                pound = true;
            }
            self.put(c);
            self.indention = false;
            breaks = false;
        }
        if !breaks {
            self.line_break();
        }
        self.whitespace = true;
    }

    fn plain(&mut self, text: &str) {
        if text.is_empty() {
            self.indention = false;
            return;
        }
        if !self.whitespace {
            self.put(' ');
        }
        // It has no breaks, or it would not be plain.
        self.put_all(text);
        self.whitespace = false;
        self.indention = false;
    }

    fn single_quoted(&mut self, text: &str) {
        self.indicator("'", true, false, false);
        let mut breaks = false;
        for c in text.chars() {
            if c == ' ' {
                self.put(c);
            } else if is_break(c) {
                if !breaks && c == '\n' {
                    self.line_break();
                }
                self.put_break(c);
                breaks = true;
            } else {
                if breaks {
                    self.new_line();
                }
                if c == '\'' {
                    self.put(c);
                }
                self.put(c);
                self.indention = false;
                breaks = false;
            }
        }
        self.indicator("'", false, false, false);
        self.whitespace = false;
        self.indention = false;
    }

    fn double_quoted(&mut self, text: &str) {
        self.indicator("\"", true, false, false);
        // The reference looks for a byte order mark at the start of the text, for each of its characters.
        let escape_all = text.starts_with('\u{feff}');
        for c in text.chars() {
            if escape_all || !is_printable(c) || is_break(c) || c == '"' || c == '\\' {
                self.put_all(&crate::yaml::write::escaped(c));
            } else {
                self.put(c);
            }
        }
        self.indicator("\"", false, false, false);
        self.whitespace = false;
        self.indention = false;
    }

    fn block_hints(&mut self, text: &str) {
        if text.starts_with(|c| c == ' ' || is_break(c)) {
            self.indicator("2", false, false, false);
        }
        let mut backwards = text.chars().rev();
        let chomp = match (backwards.next(), backwards.next()) {
            (Some(last), _) if !is_break(last) => "-",
            (None, _) => "-",
            (Some(_), None) => "+",
            (Some(_), Some(c)) if is_break(c) => "+",
            _ => return,
        };
        self.indicator(chomp, false, false, false);
    }

    fn literal(&mut self, text: &str) {
        self.indicator("|", true, false, false);
        self.block_hints(text);
        self.line_comment(true);
        self.whitespace = true;
        let mut breaks = true;
        for c in text.chars() {
            if is_break(c) {
                self.put_break(c);
                breaks = true;
                continue;
            }
            if breaks {
                self.new_line();
            }
            self.put(c);
            self.indention = false;
            breaks = false;
        }
    }

    fn folded(&mut self, text: &str) {
        self.indicator(">", true, false, false);
        self.block_hints(text);
        self.line_comment(true);
        self.whitespace = true;
        let mut breaks = true;
        let mut leading_spaces = true;
        // The reference looks at the start of the text where it means the place of the break.
        let first = text.chars().find(|c| !is_break(*c)).unwrap_or('\0');
        let doubles = !matches!(first, ' ' | '\t' | '\0');
        for c in text.chars() {
            if is_break(c) {
                if !breaks && !leading_spaces && c == '\n' && doubles {
                    self.line_break();
                }
                self.put_break(c);
                breaks = true;
                continue;
            }
            if breaks {
                self.new_line();
                leading_spaces = matches!(c, ' ' | '\t');
            }
            self.put(c);
            self.indention = false;
            breaks = false;
        }
    }
}

fn is_simple_key(event: &Commented<'_>) -> bool {
    let tag_len = |tag: &Option<String>| tag.as_deref().map_or(0, str::len);
    let len = match &event.event {
        Event::Alias(node) => node.value.len(),
        Event::Scalar(text) => {
            if text.value.contains(is_break) {
                return false;
            }
            text.anchor.len() + tag_len(&text.tag) + text.value.len()
        }
        Event::Start(start) if start.is_empty => start.anchor.len() + tag_len(&start.tag),
        _ => return false,
    };
    len <= LONGEST_SIMPLE_KEY
}

/// The events of a node; `tail` is the comment below the entry before it.
fn push_events<'n>(node: &'n DocNode, tail: &'n str, events: &mut Vec<Commented<'n>>) {
    push(node, tail, &node.foot, events);
}

fn push<'n>(node: &'n DocNode, tail: &'n str, foot: &'n str, events: &mut Vec<Commented<'n>>) {
    let (head, line) = (node.head.as_str(), node.line.as_str());
    match node.kind {
        DocKind::Alias => {
            events.push(Commented { event: Event::Alias(node), head, line, foot, tail: "" });
        }
        DocKind::Scalar => {
            let event = Event::Scalar(text(node));
            events.push(Commented { event, head, line, foot, tail });
        }
        DocKind::Sequence | DocKind::Mapping => {
            let is_mapping = node.kind == DocKind::Mapping;
            let start = Collection {
                anchor: &node.anchor,
                tag: shown_tag(node),
                is_mapping,
                flow: node.style.flow,
                is_empty: node.content.is_empty(),
            };
            let tail = if is_mapping { tail } else { "" };
            events.push(Commented { event: Event::Start(start), head, line: "", foot: "", tail });
            let mut last_tail = "";
            if is_mapping {
                for (key, value) in node.entries() {
                    push(key, last_tail, "", events);
                    last_tail = &key.foot;
                    push(value, "", &value.foot, events);
                }
            } else {
                node.content.iter().for_each(|item| push(item, "", &item.foot, events));
            }
            let event = if is_mapping { Event::MappingEnd } else { Event::SequenceEnd };
            events.push(Commented { event, head: "", line, foot, tail: last_tail });
        }
    }
}

/// The tag that has to be shown, in the form in which it is shown.
fn shown_tag(node: &DocNode) -> Option<String> {
    let implied = match node.kind {
        DocKind::Mapping => "!!map",
        DocKind::Sequence => "!!seq",
        _ => written_tag(&node.value),
    };
    let is_string = node.kind == DocKind::Scalar && node.tag == "!!str";
    let is_implied = node.tag == implied || is_string;
    (!node.tag.is_empty() && (node.style.tagged || !is_implied)).then(|| node.tag.clone())
}

fn text(node: &DocNode) -> Text<'_> {
    let tag = shown_tag(node);
    let mut style = node.style;
    if !style.is_marked() {
        let is_string = node.tag == "!!str" && !node.style.tagged;
        if node.value.contains('\n') {
            style.literal = true;
        } else if is_string && written_tag(&node.value) != "!!str" {
            style.double_quoted = true;
        }
    }
    Text { anchor: &node.anchor, tag, value: &node.value, style }
}

//! Writing nodes as the reference writes resources.
//!
//! The reference goes through JSON to its older YAML library. Here the nodes are written in one
//! pass, with what that way does to them: keys sorted, comments and styles gone, numbers in their
//! canonical form, strings quoted where a reader of YAML 1.1 would take them for something else,
//! long plain and quoted text folded at 80 columns.

mod lazy;

use super::map::Map;
use super::mapping::merged;
use super::memory::Written;
use super::node::{Entry, Node, Scalar, Str, Style, Tag, Value};
use super::number::{Number, format_g, is_canonical, stated};
use super::order;
use super::plain::{columns, is_block, is_plain, is_simple};
use super::repeats::repeated;
use super::resolve;
use super::scalar::{fits_block, read_again};
use crate::diagnostic::{Code, Error, Result};
use crate::source::Pos;
use smol_str::format_smolstr;
use std::borrow::Cow;

/// Appends a document to `out`, without a leading `---`.
///
/// # Errors
/// [`Code::UnsupportedValue`] for what JSON cannot hold: a key that is not a string, an infinity.
pub fn write_document(node: &Node, out: &mut String) -> Result<()> {
    write(node, WIDTH, out)
}

/// As [`write_document`], with every plain and quoted text on one line: what the reference's newer
/// library makes of such a document.
pub(crate) fn write_unfolded(node: &Node, out: &mut String) -> Result<()> {
    write(node, usize::MAX, out)
}

fn write(node: &Node, width: usize, out: &mut String) -> Result<()> {
    let mut writer = Writer { column: 0, width, inside: node.is_in_brackets(), covered: false, out };
    match &node.value {
        Value::Map(map) if !map.is_empty() => writer.map(map, 0, true)?,
        Value::Seq(items) if !items.is_empty() => writer.seq(items, 0, true)?,
        _ => writer.inline(node, 0)?,
    }
    if writer.column > 0 {
        writer.out.push('\n');
    }
    Ok(())
}

/// The width of a document.
const WIDTH: usize = 80;
/// A line break to a reader of YAML, but not to one of JSON.
const NEXT_LINE: char = '\u{85}';
/// Longer keys, counted with the quotes and escapes of JSON, are refused.
const LONGEST_JSON_KEY: usize = 1024;
/// Longer keys are written with a `?`.
pub(super) const LONGEST_SIMPLE_KEY: usize = 128;

/// A line break and the spaces behind it.
const NEW_LINE: &str = "\n                                                                ";

struct Writer<'o> {
    out: &'o mut String,
    /// Characters on the line that is being written.
    column: usize,
    /// The column from which on a space becomes a line break.
    width: usize,
    /// True inside of what the reference writes in brackets before it reads it once more.
    inside: bool,
    /// True inside of what will be remembered as a whole.
    covered: bool,
}

/// All that how a mapping is written depends on beside its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    indent: usize,
    here: bool,
    inside: bool,
    width: usize,
    /// The column before it; when it starts on another line, not zero for any but the first.
    column: usize,
}

/// What a text allows.
pub(super) struct Analysis {
    multiline: bool,
    pub(super) plain: bool,
    single: bool,
    block: bool,
}

impl Writer<'_> {
    fn put(&mut self, text: &str, columns: usize) {
        self.out.push_str(text);
        self.column += columns;
    }

    fn put_char(&mut self, c: char) {
        self.out.push(c);
        self.column += 1;
    }

    fn line_break(&mut self) {
        self.out.push('\n');
        self.column = 0;
    }

    /// Goes to the start of the next line, unless this one is empty.
    fn new_line(&mut self, indent: usize) {
        if self.column > 0
            && let Some(line) = NEW_LINE.get(..=indent)
        {
            self.out.push_str(line);
            self.column = indent;
            return;
        }
        if self.column > 0 {
            self.line_break();
        }
        self.pad(indent);
    }

    /// Goes to the column of an entry or item, on this line when `here`.
    fn start(&mut self, indent: usize, here: bool) {
        if here { self.pad(indent) } else { self.new_line(indent) }
    }

    fn pad(&mut self, indent: usize) {
        while self.column < indent {
            let n = (indent - self.column).min(NEW_LINE.len() - 1);
            self.put(NEW_LINE.get(1..=n).unwrap_or(" "), n);
        }
    }

    /// The entries of a mapping, keys at column `indent`; the first one goes on this line when
    /// `here`.
    fn map(&mut self, map: &Map, indent: usize, here: bool) -> Result<()> {
        let Some(memory) = map.memory() else { return self.fields(map, indent, here) };
        if let Some(lazy) = map.as_lazy() {
            return self.lazy(lazy, indent, here);
        }
        let written = memory.written();
        let column = if here { self.column } else { self.column.min(1) };
        let place = Place { indent, here, inside: self.inside, width: self.width, column };
        if let Some(written) = written.get() {
            if written.place == place {
                self.out.push_str(&written.text);
                self.column = written.end;
                return Ok(());
            }
        } else if !self.covered {
            let start = self.out.len();
            self.covered = true;
            let result = self.fields(map, indent, here);
            self.covered = false;
            result?;
            let text = self.out.get(start..).unwrap_or("").into();
            // Another thread may have been first.
            let _ = written.set(Written { place, text, end: self.column });
            return Ok(());
        }
        self.fields(map, indent, here)
    }

    /// The entries, whatever is remembered of them.
    fn fields(&mut self, map: &Map, indent: usize, here: bool) -> Result<()> {
        let merged = merged(map)?;
        let map = merged.as_ref().unwrap_or(map);
        let sorted =
            map.iter().zip(map.iter().skip(1)).all(|(a, b)| order::compare(&a.key.text, &b.key.text).is_le());
        if sorted {
            return map.iter().enumerate().try_for_each(|(i, e)| self.entry(e, indent, here && i == 0));
        }
        let mut entries: Vec<&Entry> = map.iter().collect();
        entries.sort_by(|a, b| order::compare(&a.key.text, &b.key.text));
        entries.iter().enumerate().try_for_each(|(i, e)| self.entry(e, indent, here && i == 0))
    }

    fn entry(&mut self, entry: &Entry, indent: usize, here: bool) -> Result<()> {
        // Of the fields of the object itself, one that was made with a null for its name goes.
        if indent == 0 && entry.key.tag == Tag::Null && !entry.key.pos.is_read() {
            return Ok(());
        }
        self.start(indent, here);
        // The fields of the object itself are taken as strings, whatever they are.
        if entry.key.repeated {
            return Err(repeated(entry));
        }
        if entry.key.tag != Tag::Str && (indent > 0 || entry.key.tag == Tag::Null) {
            return Err(unsupported_key(entry));
        }
        let key = entry.key.text.as_str();
        if is_simple(key) && !resolves(key) && key.len() <= LONGEST_SIMPLE_KEY {
            self.put(key, key.len());
            if let Value::Scalar(scalar) = &entry.value.value {
                self.put(": ", 2);
                return self.scalar(scalar, entry.value.pos, indent);
            }
            self.put(":", 1);
            return self.value(&entry.value, indent, false);
        }
        // The reference reads its JSON as YAML, where a key is short and on one line.
        if key.contains(NEXT_LINE) || key.len() > LONGEST_JSON_KEY / 6 && json_len(key) > LONGEST_JSON_KEY {
            return Err(unreadable_key(entry));
        }
        read_as_json(key, entry.key.pos)?;
        let analysis = analyze(key);
        if !analysis.multiline && key.len() <= LONGEST_SIMPLE_KEY {
            self.text(key, &analysis, indent, true);
            self.put(":", 1);
            return self.value(&entry.value, indent, false);
        }
        self.put("?", 1);
        self.put(" ", 1);
        self.text(key, &analysis, indent, false);
        self.new_line(indent);
        self.put(":", 1);
        self.value(&entry.value, indent, true)
    }

    /// What follows `key:`, or on the same line (`here`) a dash or the colon of a key with a `?`.
    fn value(&mut self, node: &Node, indent: usize, here: bool) -> Result<()> {
        let outside = self.inside;
        self.inside |= node.is_in_brackets();
        let written = match &node.value {
            Value::Map(map) if !map.is_empty() => self.map(map, indent + 2, here),
            Value::Seq(items) if !items.is_empty() => {
                self.seq(items, if here { indent + 2 } else { indent }, here)
            }
            _ => {
                self.put(" ", 1);
                self.inline(node, indent)
            }
        };
        self.inside = outside;
        written
    }

    /// The items of a sequence, dashes at column `indent`; the first one goes on this line when
    /// `here`.
    fn seq(&mut self, items: &[Node], indent: usize, here: bool) -> Result<()> {
        for (i, item) in items.iter().enumerate() {
            self.start(indent, here && i == 0);
            self.put("-", 1);
            self.value(item, indent, true)?;
        }
        Ok(())
    }

    /// A scalar or an empty collection inside a block at `indent`.
    fn inline(&mut self, node: &Node, indent: usize) -> Result<()> {
        match &node.value {
            Value::Map(_) => self.put("{}", 2),
            Value::Seq(_) => self.put("[]", 2),
            Value::Scalar(scalar) => self.scalar(scalar, node.pos, indent)?,
        }
        Ok(())
    }

    fn scalar(&mut self, scalar: &Scalar, pos: Pos, indent: usize) -> Result<()> {
        if scalar.tag == Tag::Str && is_simple(&scalar.text) && !resolves(&scalar.text) {
            self.put(&scalar.text, scalar.text.len());
            return Ok(());
        }
        self.unusual(scalar, pos, indent)
    }

    fn unusual(&mut self, scalar: &Scalar, pos: Pos, indent: usize) -> Result<()> {
        let scalar = &*read_again(scalar, pos, self.inside);
        let text = scalar.text.as_str();
        match scalar.tag {
            Tag::Str => {
                check_block(scalar, pos)?;
                self.string(text, pos, indent)?;
            }
            Tag::Merge => self.string(text, pos, indent)?,
            Tag::Null if scalar.is_flow_nothing() => self.put("\"\"", 2),
            Tag::Null if resolve::resolve_plain(text) == Tag::Null => self.put("null", 4),
            Tag::Bool if resolve::resolve_plain(text) == Tag::Bool => match resolve::bool_value(text) {
                Some(true) => self.put("true", 4),
                _ => self.put("false", 5),
            },
            Tag::Null | Tag::Bool => return Err(unsupported(text, pos)),
            Tag::Int if is_canonical(text) => self.put(text, text.len()),
            Tag::Int | Tag::Float => match stated(scalar) {
                Some(Number::Int(int)) => {
                    let plain = int.to_string();
                    self.put(&plain, plain.len());
                }
                Some(Number::Float(float)) => {
                    let plain = format_g(float);
                    self.put(&plain, plain.len());
                }
                None => return Err(unsupported(text, pos)),
            },
            Tag::Timestamp => match resolve::timestamp_value(text).and_then(|t| t.rfc3339()) {
                Some(date) => self.string(&date, pos, indent)?,
                None => return Err(unsupported(text, pos)),
            },
        }
        Ok(())
    }

    fn string(&mut self, text: &str, pos: Pos, indent: usize) -> Result<()> {
        if is_simple(text) && !resolves(text) {
            self.put(text, text.len());
        } else if is_plain(text) && !resolves(text) {
            self.plain(text, indent + 2, true);
        } else if is_block(text) {
            self.literal(text, indent + 2);
        } else {
            let text = read_as_json(text, pos)?;
            self.text(&text, &analyze(&text), indent, false);
        }
        Ok(())
    }

    /// A string in the style that it needs. A key is written on one line.
    fn text(&mut self, text: &str, analysis: &Analysis, indent: usize, is_key: bool) {
        let ambiguous = resolves(text);
        let inner = indent + 2;
        let has_lines = text.contains('\n');
        let quotes_needed = has_lines || ambiguous || (is_key && analysis.multiline);
        if has_lines && analysis.block && !is_key {
            self.literal(text, inner);
        } else if !quotes_needed && analysis.plain {
            self.plain(text, inner, !is_key);
        } else if !quotes_needed && analysis.single {
            self.single_quoted(text, inner, !is_key);
        } else {
            self.double_quoted(text, inner, !is_key);
        }
    }

    fn plain(&mut self, text: &str, indent: usize, fold: bool) {
        if !fold || self.column + text.len() <= self.width {
            return self.put(text, columns(text));
        }
        let mut words = text.split(' ').peekable();
        let mut after_space = false;
        while let Some(word) = words.next() {
            self.put(word, columns(word));
            after_space &= word.is_empty();
            let Some(next) = words.peek() else { break };
            if !after_space && self.column > self.width && !next.is_empty() {
                self.line_break();
                self.pad(indent);
            } else {
                self.put_char(' ');
            }
            after_space = true;
        }
    }

    fn single_quoted(&mut self, text: &str, indent: usize, fold: bool) {
        self.put_char('\'');
        let mut after_space = false;
        let mut breaks = false;
        let last = text.len().saturating_sub(1);
        let mut chars = text.char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            let next_is_space = chars.peek().is_some_and(|(_, c)| *c == ' ');
            if c == ' ' {
                if fold && !after_space && self.column > self.width && i > 0 && i < last && !next_is_space {
                    self.line_break();
                    self.pad(indent);
                } else {
                    self.put_char(c);
                }
                after_space = true;
            } else if is_break(c) {
                self.out.push(c);
                self.column = 0;
                breaks = true;
            } else {
                if breaks {
                    self.pad(indent);
                }
                if c == '\'' {
                    self.put_char('\'');
                }
                self.put_char(c);
                after_space = false;
                breaks = false;
            }
        }
        self.put_char('\'');
    }

    fn double_quoted(&mut self, text: &str, indent: usize, fold: bool) {
        self.put_char('"');
        let mut after_space = false;
        // The reference looks for a byte order mark in the wrong place: at the start of the text,
        // for each of its characters.
        let escape_all = text.starts_with('\u{feff}');
        let last = text.len().saturating_sub(1);
        let mut chars = text.char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            if escape_all || !is_printable(c) || is_break(c) || c == '"' || c == '\\' {
                let escape = escaped(c);
                self.put(&escape, escape.len());
                after_space = false;
            } else if c == ' ' {
                if fold && !after_space && self.column > self.width && i > 0 && i < last {
                    self.line_break();
                    self.pad(indent);
                    if chars.peek().is_some_and(|(_, c)| *c == ' ') {
                        self.put_char('\\');
                    }
                } else {
                    self.put_char(c);
                }
                after_space = true;
            } else {
                self.put_char(c);
                after_space = false;
            }
        }
        self.put_char('"');
    }

    fn literal(&mut self, text: &str, indent: usize) {
        self.put_char('|');
        if text.starts_with(|c| c == ' ' || is_break(c)) {
            self.put_char('2');
        }
        let mut backwards = text.chars().rev();
        match (backwards.next().is_some_and(is_break), backwards.next()) {
            (false, _) => self.put_char('-'),
            (true, None) => self.put_char('+'),
            (true, Some(c)) if is_break(c) => self.put_char('+'),
            (true, Some(_)) => {}
        }
        self.line_break();
        if text.is_ascii() || !text.contains(['\u{2028}', '\u{2029}']) {
            let mut start = 0;
            let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
            for end in ends {
                let body = text.get(start..end).unwrap_or("");
                if !body.is_empty() {
                    self.pad(indent);
                    self.put(body, body.len());
                }
                if end < text.len() {
                    self.line_break();
                }
                start = end + 1;
            }
            return;
        }
        let mut at_start = true;
        for c in text.chars() {
            if is_break(c) {
                self.out.push(c);
                self.column = 0;
                at_start = true;
            } else {
                if at_start {
                    self.pad(indent);
                }
                self.put_char(c);
                at_start = false;
            }
        }
    }
}

/// What is left of a text that the reference has written as JSON and read as YAML, which it does
/// before it prints: next-line characters fold with the spaces around them, and what may not stand
/// in YAML is refused though JSON has it.
pub(crate) fn read_as_json(text: &str, pos: Pos) -> Result<Cow<'_, str>> {
    if !text.bytes().any(|b| matches!(b, 0x7f | 0xc2 | 0xef)) {
        return Ok(Cow::Borrowed(text));
    }
    let illegal = |c| matches!(c, '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}');
    if let Some(c) = text.chars().find(|&c| illegal(c)) {
        let message = format!("a text has the character U+{:04X}, which cannot be written", u32::from(c));
        return Err(Error::new(Code::UnsupportedValue, message).at(pos));
    }
    if !text.contains(NEXT_LINE) {
        return Ok(Cow::Borrowed(text));
    }
    let mut folded = String::with_capacity(text.len());
    let mut parts = text.split(NEXT_LINE).peekable();
    let mut breaks = 0;
    while let Some(part) = parts.next() {
        let part = if breaks > 0 { part.trim_start_matches(' ') } else { part };
        let part = if parts.peek().is_some() { part.trim_end_matches(' ') } else { part };
        if !part.is_empty() || parts.peek().is_none() {
            match breaks {
                0 => {}
                1 => folded.push(' '),
                _ => folded.extend(std::iter::repeat_n('\n', breaks - 1)),
            }
            breaks = 0;
        }
        folded.push_str(part);
        breaks += 1;
    }
    Ok(Cow::Owned(folded))
}

/// Refuses a text that the reference writes as a block and cannot read again: one that starts with a
/// tab, when it has several lines or came as a block.
///
/// # Errors
/// [`Code::UnsupportedValue`].
pub(crate) fn check_block(scalar: &Scalar, pos: Pos) -> Result<()> {
    if !scalar.text.starts_with('\t') {
        return Ok(());
    }
    let is_block = match scalar.style {
        Style::SingleQuoted | Style::DoubleQuoted => false,
        Style::Block | Style::Folded => true,
        Style::Plain | Style::Untagged => scalar.text.contains('\n'),
    };
    if is_block && fits_block(&scalar.text) {
        return Err(unreadable(&scalar.text, pos));
    }
    Ok(())
}

fn unreadable(text: &str, pos: Pos) -> Error {
    let start: String = text.chars().take(20).collect();
    Error::new(
        Code::UnsupportedValue,
        format!("a block of text cannot start with a tab here, as {start:?} does"),
    )
    .at(pos)
    .hint(
        "start it with an empty line or a space, or write it in double quotes; the reference refuses it too",
    )
}

fn unsupported(text: &str, pos: Pos) -> Error {
    Error::new(Code::UnsupportedValue, format!("the value {text} cannot be written as JSON"))
        .at(pos)
        .hint("put it in quotes if a string is meant")
}

/// The refusal of a key that is no string.
pub(crate) fn unsupported_key(entry: &Entry) -> Error {
    let key = &entry.key.text;
    if entry.key.is_nameless() {
        return nameless_key(entry).at(entry.key.pos);
    }
    Error::new(Code::UnsupportedValue, format!("the key {key} is not a string")).at(entry.key.pos).hint(
        format!("in a manifest put it in quotes: \"{key}\"; labels, annotations and generators cannot set such a key"),
    )
}

/// The refusal of a key that is a mapping or a list.
pub(crate) fn nameless_key(entry: &Entry) -> Error {
    // What YAML makes of `{{ x }}`.
    if entry.value.is_null() {
        return Error::new(Code::MalformedYaml, "a mark of a template is left in the file")
            .hint("render the template before, or put the value in quotes");
    }
    Error::new(Code::UnsupportedValue, "a mapping or list cannot be a key")
}

/// The refusal of a key that the reference cannot read back.
fn unreadable_key(entry: &Entry) -> Error {
    let start: String = entry.key.text.chars().take(60).collect();
    let dots = if start.len() < entry.key.text.len() { "…" } else { "" };
    let message = format!("the key {start}{dots} is too long or has a line break, and cannot be written");
    Error::new(Code::UnsupportedValue, message).at(entry.key.pos)
}

/// Characters of a text in JSON, with its quotes.
fn json_len(text: &str) -> usize {
    let mut json = String::new();
    super::json::write_json_string(text, &mut json);
    json.chars().count()
}

/// True when a reader of YAML 1.1 takes the plain text for something other than a string.
#[inline(always)]
pub(super) fn resolves(text: &str) -> bool {
    match text.as_bytes().first() {
        None => true,
        Some(b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~') => {
            text.len() <= 5 && is_word(text)
        }
        Some(b'.' | b'+' | b'-' | b'0'..=b'9') => is_number(text),
        Some(_) => false,
    }
}

/// True for the words that mean true, false or null.
#[inline(never)]
fn is_word(text: &str) -> bool {
    // The commonest key of all.
    text != "name" && (resolve::bool_value(text).is_some() || resolve::resolve_plain(text) == Tag::Null)
}

/// True for a text that starts like a number and means a number or a date to some reader.
#[inline(never)]
fn is_number(text: &str) -> bool {
    resolve::resolve_plain(text) != Tag::Str || is_base_60(text)
}

/// A sexagesimal number such as `12:30:45`, which some readers of YAML 1.1 know.
fn is_base_60(text: &str) -> bool {
    if !text.bytes().any(|b| b == b':') {
        return false;
    }
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let mut parts = whole.split(':');
    let first = parts.next().unwrap_or("");
    if !first.starts_with(|c: char| c.is_ascii_digit()) || !digits(first) || !digits(fraction) {
        return false;
    }
    let mut count = 0;
    for part in parts {
        count += 1;
        let fits = match part.as_bytes() {
            [d] => d.is_ascii_digit(),
            [tens, d] => (b'0'..=b'5').contains(tens) && d.is_ascii_digit(),
            _ => false,
        };
        if !fits {
            return false;
        }
    }
    count > 0
}

pub(super) fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// How a character is written that does not stand for itself in double quotes.
pub(super) fn escaped(c: char) -> Str {
    let short = match c {
        '\0' => '0',
        '\x07' => 'a',
        '\x08' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\x0b' => 'v',
        '\x0c' => 'f',
        '\r' => 'r',
        '\x1b' => 'e',
        '"' => '"',
        '\\' => '\\',
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ => {
            let code = u32::from(c);
            return match code {
                0..=0xff => format_smolstr!("\\x{code:02X}"),
                0x100..=0xffff => format_smolstr!("\\u{code:04X}"),
                _ => format_smolstr!("\\U{code:08X}"),
            };
        }
    };
    ['\\', short].into_iter().collect()
}

pub(super) fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}

/// True when a text can be written as a literal or folded block.
pub(super) fn allows_block(text: &str) -> bool {
    analyze(text).block
}

/// The style in which a text is after the reference has written it by itself.
pub(crate) fn written_style(text: &str) -> Style {
    if (is_simple(text) || is_plain(text)) && !resolves(text) {
        return Style::Plain;
    }
    let analysis = analyze(text);
    if text.contains('\n') {
        if analysis.block || fits_block(text) { Style::Block } else { Style::DoubleQuoted }
    } else if resolves(text) {
        Style::DoubleQuoted
    } else if analysis.plain {
        Style::Plain
    } else if analysis.single {
        Style::SingleQuoted
    } else {
        Style::DoubleQuoted
    }
}

/// True for a text that is written as a block, whatever it means.
#[cfg(test)]
pub(super) fn is_written_as_block(text: &str) -> bool {
    text.contains('\n') && allows_block(text)
}

/// What the text allows.
pub(super) fn analyze(text: &str) -> Analysis {
    if text.is_empty() {
        return Analysis { multiline: false, plain: true, single: true, block: false };
    }
    let mut indicators = text.starts_with("---") || text.starts_with("...");
    let (mut breaks, mut special) = (false, false);
    let (mut leading, mut trailing_space, mut trailing_break) = (false, false, false);
    let (mut break_space, mut space_break) = (false, false);
    let (mut previous_space, mut previous_break, mut after_blank) = (false, false, true);
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let before_blank = matches!(next, None | Some(' ' | '\t'));
        indicators |= match c {
            '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@'
            | '`'
                if i == 0 =>
            {
                true
            }
            '?' | '-' if i == 0 => before_blank,
            ':' => before_blank,
            '#' => after_blank,
            _ => false,
        };
        special |= !is_printable(c);
        if c == ' ' {
            leading |= i == 0;
            trailing_space |= next.is_none();
            break_space |= previous_break;
            previous_space = true;
            previous_break = false;
        } else if is_break(c) {
            breaks = true;
            leading |= i == 0;
            trailing_break |= next.is_none();
            space_break |= previous_space;
            previous_space = false;
            previous_break = true;
        } else {
            previous_space = false;
            previous_break = false;
        }
        after_blank = c == ' ' || c == '\t' || c == '\0' || is_break(c);
    }
    let hard = space_break || special;
    Analysis {
        multiline: breaks,
        plain: !(leading || trailing_space || trailing_break || break_space || hard || breaks || indicators),
        single: !(break_space || hard),
        block: !(trailing_space || hard),
    }
}

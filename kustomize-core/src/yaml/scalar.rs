//! From the text of a scalar to what it means.

use super::dialect::Dialect;
use super::node::{Node, Scalar, Str, Style, Tag, Value};
use super::plain::{is_plain, is_simple};
use super::read::read_config;
use super::resolve;
use super::token::{Kind, Scanner, Token, Written};
use super::write;
use crate::diagnostic::{Code, Error, Result};
use crate::limits::Limits;
use crate::source::{FileId, Pos};
use std::borrow::Cow;

/// A scalar without a tag of its own.
#[inline]
pub(super) fn untagged(text: &str, written: Written, dialect: Dialect) -> Scalar {
    match written {
        Written::Plain => {
            let tag = resolved(text, dialect);
            Scalar::new(stored(text, tag, dialect), tag, Style::Plain)
        }
        _ => Scalar::new(text, Tag::Str, style(written, dialect)),
    }
}

/// What a scalar or key without a tag of its own means.
#[inline(always)]
pub(super) fn meaning(text: &str, written: Written, dialect: Dialect) -> Tag {
    if written == Written::Plain { resolved(text, dialect) } else { Tag::Str }
}

/// The style of what is written so.
#[inline]
pub(super) fn style(written: Written, dialect: Dialect) -> Style {
    match written {
        Written::Plain => Style::Plain,
        Written::SingleQuoted => Style::SingleQuoted,
        Written::DoubleQuoted => Style::DoubleQuoted,
        Written::Folded if dialect == Dialect::Resource => Style::Folded,
        Written::Folded | Written::Literal => Style::Block,
    }
}

/// A scalar as the reference reads it after it has written it, as it does with every resource on its
/// way to JSON: what is in quotes is text, and folded text may come out with other line breaks. Inside
/// brackets it puts in quotes a date with a time, for its colons, what has line breaks, and nothing at all, so
/// that they are text as it stands.
pub(crate) fn read_again(scalar: &Scalar, pos: Pos, in_brackets: bool) -> Cow<'_, Scalar> {
    if in_brackets && is_quoted_in_brackets(scalar, pos) {
        return Cow::Owned(Scalar { tag: Tag::Str, style: Style::DoubleQuoted, ..scalar.clone() });
    }
    match (scalar.style, scalar.tag) {
        (Style::Folded, Tag::Str) => match refolded(&scalar.text) {
            Some(text) => Cow::Owned(Scalar::new(text, Tag::Str, Style::Folded)),
            None => Cow::Borrowed(scalar),
        },
        (_, Tag::Str | Tag::Null | Tag::Merge) => Cow::Borrowed(scalar),
        (style, tag) if style.is_marked() && resolve::resolve_plain(&scalar.text) == tag => {
            Cow::Owned(Scalar { tag: Tag::Str, ..scalar.clone() })
        }
        _ => Cow::Borrowed(scalar),
    }
}

fn is_quoted_in_brackets(scalar: &Scalar, pos: Pos) -> bool {
    match scalar.tag {
        Tag::Timestamp => scalar.text.contains(':') && !pos.is_tagged(),
        Tag::Null => scalar.text.is_empty(),
        Tag::Str => scalar.text.contains('\n') || matches!(scalar.style, Style::Block | Style::Folded),
        _ => false,
    }
}

/// What is left of a folded text after the reference has written and read it once more; `None` when
/// nothing changes.
///
/// Its writer doubles line breaks that fold, and also those before a line that starts with a
/// blank, which do not. Whether it does so at all it judges by the start of the text.
fn refolded(text: &str) -> Option<String> {
    const BREAKS: [char; 3] = ['\n', '\u{2028}', '\u{2029}'];
    let lines = text.trim_start_matches(BREAKS);
    let doubles = !lines.is_empty() && !lines.starts_with([' ', '\t']);
    let plain = !text.contains(['\u{2028}', '\u{2029}']) && !text.contains("\n ") && !text.contains("\n\t");
    if (doubles && plain && !text.ends_with("\n\n")) || !text.contains(BREAKS) || !fits_block(text) {
        return None;
    }
    let mut again = String::from(">2");
    if !text.ends_with(BREAKS) {
        again.push('-');
    } else if lines.is_empty() || lines.trim_end_matches(BREAKS).len() + 1 < lines.len() {
        again.push('+');
    }
    again.push('\n');
    let mut in_line = false;
    let mut starts_blank = true;
    for c in text.chars() {
        if BREAKS.contains(&c) {
            if in_line && !starts_blank && doubles && c == '\n' {
                again.push('\n');
            }
            again.push(c);
            in_line = false;
        } else {
            if !in_line {
                again.push_str("  ");
                starts_blank = c == ' ' || c == '\t';
            }
            again.push(c);
            in_line = true;
        }
    }
    match Scanner::new(&again, Dialect::Config).next() {
        Ok(Token { kind: Kind::Scalar(text, _), .. }) => Some(text.into_owned()),
        _ => None,
    }
}

/// True when the reference's writer of resources writes a text as a block.
pub(super) fn fits_block(text: &str) -> bool {
    // It takes tabs for ordinary characters.
    if text.contains('\t') {
        write::allows_block(&text.replace('\t', "x"))
    } else {
        write::allows_block(text)
    }
}

/// Puts a text, or what was made without a tag, in quotes where a reader of YAML 1.1 takes it for
/// something else. The reference does so with everything that it sets in a mapping.
#[inline]
pub(crate) fn quote_where_ambiguous(scalar: &mut Scalar) {
    let bare = match scalar.style {
        Style::Plain => scalar.tag == Tag::Str,
        Style::Untagged => true,
        _ => false,
    };
    if bare && is_ambiguous(&scalar.text) {
        (scalar.tag, scalar.style) = (Tag::Str, Style::DoubleQuoted);
    }
}

/// True for what a reader of YAML 1.1 that is given this text alone takes for anything but a text.
fn is_ambiguous(text: &str) -> bool {
    let is_text = |tag| matches!(tag, Tag::Str | Tag::Merge);
    if is_simple(text) || is_plain(text) {
        return write::resolves(text) && !is_text(resolve::resolve_plain_config(text));
    }
    if text.is_empty() || text.contains('\n') {
        return false;
    }
    match read_config(text, FileId::NONE, &Limits::default()) {
        Ok(Some(node)) => !node.as_scalar().is_some_and(|scalar| is_text(scalar.tag)),
        Ok(None) => true,
        Err(_) => false,
    }
}

#[inline]
fn resolved(text: &str, dialect: Dialect) -> Tag {
    match dialect {
        Dialect::Resource => resolve::resolve_plain(text),
        Dialect::Config => resolve::resolve_plain_config(text),
    }
}

/// The text to keep: booleans of a configuration file in one spelling.
#[inline]
fn stored(text: &str, tag: Tag, dialect: Dialect) -> Str {
    match (dialect, tag) {
        (Dialect::Config, Tag::Bool) => {
            Str::new_static(if resolve::bool_value(text) == Some(true) { "true" } else { "false" })
        }
        _ => Str::from(text),
    }
}

/// A scalar with a tag, which is spelled out.
///
/// # Errors
/// When the text does not fit the tag.
pub(super) fn tagged(name: &str, text: &str, written: Written, dialect: Dialect, pos: Pos) -> Result<Node> {
    let style = style(written, dialect);
    let meaning = resolved(text, dialect);
    let misfit = |wanted: &str| {
        Err(Error::new(Code::MalformedYaml, format!("\"{text}\" is not {wanted}, as its tag says")).at(pos))
    };
    let tag = match name {
        "tag:yaml.org,2002:binary" => return binary(text, pos),
        "tag:yaml.org,2002:int" if meaning == Tag::Int => Tag::Int,
        "tag:yaml.org,2002:int" => return misfit("an integer"),
        "tag:yaml.org,2002:float" if matches!(meaning, Tag::Float | Tag::Int) => Tag::Float,
        "tag:yaml.org,2002:float" => return misfit("a number"),
        "tag:yaml.org,2002:bool" if meaning == Tag::Bool => Tag::Bool,
        "tag:yaml.org,2002:bool" => return misfit("a boolean"),
        "tag:yaml.org,2002:null" if meaning == Tag::Null => Tag::Null,
        "tag:yaml.org,2002:null" => return misfit("null"),
        "!" | "tag:yaml.org,2002:merge" if text == "<<" && written == Written::Plain => Tag::Merge,
        "tag:yaml.org,2002:timestamp" if meaning == Tag::Timestamp => Tag::Timestamp,
        "tag:yaml.org,2002:timestamp" if resolve::timestamp_value(text).is_none() => return misfit("a date"),
        _ => Tag::Str,
    };
    // A null in quotes would be one that stands for nothing inside brackets.
    // A tag that is written out counts for more than quotes.
    let style = if matches!(tag, Tag::Str | Tag::Merge) { style } else { Style::Plain };
    let text = stored(text, tag, dialect);
    Ok(Node::read(Value::Scalar(Scalar::new(text, tag, style)), pos.tagged()))
}

fn binary(text: &str, pos: Pos) -> Result<Node> {
    use base64::Engine;
    use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
    let lenient = GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
    let packed: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    let bytes = GeneralPurpose::new(&base64::alphabet::STANDARD, lenient).decode(packed).map_err(|e| {
        Error::new(Code::MalformedYaml, format!("the value tagged !!binary is not base64: {e}")).at(pos)
    })?;
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    Ok(Node::read(Value::Scalar(Scalar::string(text)), pos))
}

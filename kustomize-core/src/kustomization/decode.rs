//! From nodes to typed values, by the rules by which the reference fills its structures.
//!
//! The reference turns YAML into JSON and lets a JSON decoder fill structures. From this follow:
//! names match exactly or, failing that, without regard to case; `null` leaves texts, numbers and
//! booleans as they are and empties lists, mappings and optional parts; two spellings of one name
//! are decoded one after the other, in the order of their bytes, into the same value, so that
//! mappings merge and the last scalar wins.

use super::suggest::{advice, home_of, nearest};
use super::types::{Pairs, Text};
use crate::diagnostic::{Code, Error, Errors, Result};
use crate::hash::HashMap;
use crate::source::Pos;
use crate::yaml::number::format_g32;
use crate::yaml::resolve::{IntValue, bool_value, float_value, int_value};
use crate::yaml::{Node, Str, Tag, Value};

/// How strictly a file is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// A kustomization file: unknown fields are refused, nothing is converted.
    Strict,
    /// A plugin's configuration or a file of replacements: unknown fields are ignored, and a number
    /// or boolean that stands where text is wanted is taken as text.
    Lenient,
    /// A file of field specifications: unknown fields are refused, numbers and booleans taken as text.
    Checked,
    /// Inside a part of such a file where the reference loses sight of the wanted type: unknown
    /// fields are ignored, nothing is converted.
    Unconverted,
    /// The configuration of the prefix and suffix transformers, which the reference decodes without
    /// the way through JSON: names must match exactly, unknown fields are ignored, every plain value
    /// is taken as text, and the words of YAML 1.1 are booleans even in quotes.
    Exact,
}

impl Rules {
    /// The rules for the fields of an embedded structure.
    pub(crate) fn embedded(self) -> Self {
        match self {
            Rules::Strict | Rules::Checked => Rules::Strict,
            Rules::Lenient | Rules::Unconverted => Rules::Unconverted,
            Rules::Exact => Rules::Exact,
        }
    }
}

/// A type that can be filled from a node.
pub trait Decode: Default {
    /// The names of the fields, for a record.
    const FIELDS: &'static [&'static str] = &[];

    /// Fills `self` from the node, over what is there already.
    ///
    /// # Errors
    /// [`Code::UnknownField`] and [`Code::WrongType`], at the place of the key or value.
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()>;

    /// A new value, filled from the node.
    ///
    /// # Errors
    /// As [`Decode::decode_into`].
    fn decode(node: &Node, rules: Rules) -> Result<Self> {
        let mut value = Self::default();
        value.decode_into(node, rules)?;
        Ok(value)
    }
}

fn wrong_type(node: &Node, wanted: &str) -> Error {
    Error::new(Code::WrongType, format!("{wanted} is needed here, not {}", node.kind_name())).at(node.pos)
}

impl Decode for Text {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        let Value::Scalar(scalar) = &node.value else {
            let error = wrong_type(node, "text");
            let only = match &node.value {
                Value::Map(map) if map.len() == 1 => map.iter().next().map(|entry| &entry.value),
                Value::Seq(items) if items.len() == 1 => items.first(),
                _ => None,
            };
            return Err(match only.and_then(Node::text) {
                Some(text) => error.hint(format!("write the value alone: {text}")),
                None => error,
            });
        };
        match scalar.tag {
            Tag::Null => Ok(()),
            Tag::Str | Tag::Timestamp | Tag::Merge => {
                *self = Text::new(scalar.text.clone(), node.pos);
                Ok(())
            }
            Tag::Bool | Tag::Int | Tag::Float if rules == Rules::Exact => {
                *self = Text::new(scalar.text.clone(), node.pos);
                Ok(())
            }
            Tag::Bool | Tag::Int | Tag::Float if matches!(rules, Rules::Lenient | Rules::Checked) => {
                *self = Text::new(scalar_as_text(scalar.tag, &scalar.text), node.pos);
                Ok(())
            }
            // What the word was is not known here: y, n, yes, no, on and off are booleans too.
            Tag::Bool => Err(wrong_type(node, "text")
                .hint("put it in quotes; plain y, n, yes, no, on and off are booleans in YAML 1.1")),
            Tag::Int | Tag::Float => {
                Err(wrong_type(node, "text").hint(format!("put it in quotes: \"{}\"", scalar.text)))
            }
        }
    }
}

/// A number or boolean as the text that the reference makes of it.
fn scalar_as_text(tag: Tag, text: &Str) -> Str {
    match tag {
        Tag::Int => integer(tag, text).map_or_else(|| text.clone(), |n| Str::new(n.to_string())),
        // The reference goes through 32 bits here.
        #[allow(clippy::cast_possible_truncation)]
        Tag::Float => float_value(text).map_or_else(|| text.clone(), |f| Str::new(format_g32(f as f32))),
        _ => bool_value(text).map_or_else(|| text.clone(), |b| Str::new(b.to_string())),
    }
}

impl Decode for bool {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        match &node.value {
            Value::Scalar(s) if s.tag == Tag::Null => Ok(()),
            Value::Scalar(s) if rules == Rules::Exact && old_bool(&s.text).is_some() => {
                *self = old_bool(&s.text).unwrap_or_default();
                Ok(())
            }
            Value::Scalar(s) if s.tag == Tag::Bool => {
                *self = bool_value(&s.text).unwrap_or_default();
                Ok(())
            }
            Value::Scalar(s) if matches!(s.text.as_str(), "true" | "false") => {
                Err(wrong_type(node, "true or false").hint("take away the quotes"))
            }
            _ => Err(wrong_type(node, "true or false").hint("write true or false")),
        }
    }
}

/// The words of YAML 1.1 that are booleans only where a boolean is wanted.
fn old_bool(text: &str) -> Option<bool> {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

impl Decode for i64 {
    fn decode_into(&mut self, node: &Node, _: Rules) -> Result<()> {
        match &node.value {
            Value::Scalar(s) if s.tag == Tag::Null => Ok(()),
            Value::Scalar(s) if matches!(s.tag, Tag::Int | Tag::Float) => match integer(s.tag, &s.text) {
                Some(number) => {
                    *self = number;
                    Ok(())
                }
                None => {
                    let message = format!("a whole number is needed here, not {}", s.text);
                    Err(Error::new(Code::WrongType, message).at(node.pos))
                }
            },
            Value::Scalar(s) if s.text.parse::<i64>().is_ok() => {
                Err(wrong_type(node, "a whole number").hint("take away the quotes"))
            }
            _ => Err(wrong_type(node, "a whole number")),
        }
    }
}

/// The integer that JSON would state for this number, if it fits into 64 bits.
fn integer(tag: Tag, text: &str) -> Option<i64> {
    if tag == Tag::Int {
        return match int_value(text)? {
            IntValue::Signed(number) => Some(number),
            IntValue::Unsigned(_) => None,
        };
    }
    let float = float_value(text)?;
    // From 1e21 on, JSON states an exponent, which is no integer to the reference.
    if float.fract() != 0.0 || float.abs() >= 1e21 {
        return None;
    }
    format!("{float:.0}").parse().ok()
}

impl<T: Decode> Decode for Vec<T> {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        match &node.value {
            Value::Scalar(s) if s.tag == Tag::Null => self.clear(),
            Value::Seq(items) => {
                self.truncate(items.len());
                self.reserve_exact(items.len() - self.len());
                let mut errors = Errors::default();
                // Without the way through JSON, an item that is null is none.
                let counts = |item: &&Node| rules != Rules::Exact || !item.is_null();
                for (i, item) in items.iter().filter(counts).enumerate() {
                    match self.get_mut(i) {
                        Some(old) => errors.keep(old.decode_into(item, rules)),
                        None => errors.keep(T::decode(item, rules)).map(|value| self.push(value)),
                    };
                }
                return errors.done();
            }
            Value::Scalar(s) if s.tag == Tag::Str => {
                return Err(wrong_type(node, "a list").hint(format!("write it as a list: [{}]", s.text)));
            }
            Value::Map(map) => {
                let error = wrong_type(node, "a list");
                let Some(first) = map.iter().next() else { return Err(error) };
                let key = first.key.text.as_str();
                let is_field = T::FIELDS.is_empty() || find_name(key, T::FIELDS, rules).is_some();
                return Err(error.hint(
                    match T::FIELDS.iter().find(|name| matches!(**name, "name" | "pairs")) {
                        Some(&"pairs") if !is_field => "write an entry: - pairs: …".to_owned(),
                        Some(_) if !is_field => format!("write an entry for each: - name: {key}"),
                        _ => format!("put a dash before its first field: - {key}: …"),
                    },
                ));
            }
            Value::Scalar(_) => {
                return Err(wrong_type(node, "a list").hint("every entry of a list starts with a dash"));
            }
        }
        Ok(())
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        if node.is_null() {
            *self = None;
            return Ok(());
        }
        self.get_or_insert_with(T::default).decode_into(node, rules)
    }
}

impl Decode for Pairs {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        if node.is_null() {
            self.clear();
            return Ok(());
        }
        let Value::Map(map) = &node.value else {
            let error = wrong_type(node, "a mapping of names to text");
            return Err(match &node.value {
                Value::Seq(_) => error.hint("take away the dashes"),
                _ => error,
            });
        };
        let mut places: HashMap<Str, usize> =
            self.iter().enumerate().map(|(i, (key, _))| (key.value.clone(), i)).collect();
        let mut errors = Errors::default();
        for entry in map {
            let value = Text::decode(&entry.value, rules)
                .map_err(|e| e.context(format_args!("the value of \"{}\"", entry.key.text)));
            let Some(value) = errors.keep(value) else { continue };
            let at = *places.entry(entry.key.text.clone()).or_insert(self.len());
            match self.get_mut(at) {
                Some(pair) => pair.1 = value,
                None => self.push((Text::new(entry.key.text.clone(), entry.key.pos), value)),
            }
        }
        errors.done()
    }
}

/// An arbitrary mapping, kept as it is; a second one replaces the values of equal keys.
impl Decode for Node {
    fn decode_into(&mut self, node: &Node, _: Rules) -> Result<()> {
        let Value::Map(incoming) = &node.value else {
            return Err(wrong_type(node, "a mapping").hint("write the keys and values below it, indented"));
        };
        match self.as_map_mut() {
            Some(map) => incoming.iter().for_each(|e| map.set(&e.key.text, e.value.clone())),
            None => *self = node.clone(),
        }
        Ok(())
    }
}

impl Default for Node {
    fn default() -> Self {
        Node::null(Pos::NONE)
    }
}

/// Goes over the entries of a mapping that is to fill a record with these field names and calls
/// `field` with the proper name and the value. `null` is a record without entries.
///
/// # Errors
/// All fields that do not exist and all that `field` refuses, told together.
pub(crate) fn record(
    node: &Node,
    what: &str,
    names: &'static [&'static str],
    rules: Rules,
    mut field: impl FnMut(&'static str, &Node) -> Result<()>,
) -> Result<()> {
    if node.is_null() {
        return Ok(());
    }
    let Value::Map(map) = &node.value else {
        let error = wrong_type(node, what);
        let hint = match &node.value {
            Value::Seq(items) if items.len() == 1 => {
                Some("take away the dash before its first field".to_owned())
            }
            Value::Seq(_) if names.contains(&"resources") => {
                Some("write resources: above the list".to_owned())
            }
            _ => {
                let below =
                    || names.contains(&"kind").then(|| "write its fields below it, indented".to_owned());
                node.text().and_then(|text| as_field(text, names)).or_else(below)
            }
        };
        return Err(match hint {
            Some(hint) => error.hint(hint),
            None => error,
        });
    };
    let mut errors = Errors::default();
    let mut found: Vec<(&'static str, &crate::yaml::Entry)> = Vec::with_capacity(map.len());
    for entry in map {
        match find_name(&entry.key.text, names, rules) {
            Some(name) => found.push((name, entry)),
            None if !matches!(rules, Rules::Strict | Rules::Checked) => {}
            None => errors.add(unknown_field(&entry.key, what, names)),
        }
    }
    // The reference sees the keys in the order of their bytes. Only with two spellings of one name
    // does that make a difference.
    let is_again =
        |(at, (name, _)): (usize, &(&str, _))| found.iter().take(at).any(|(before, _)| before == name);
    if found.iter().enumerate().any(is_again) {
        found.sort_by(|(_, a), (_, b)| a.key.text.as_bytes().cmp(b.key.text.as_bytes()));
    }
    for (name, entry) in found {
        errors.keep(field(name, &entry.value).map_err(|e| of_field(e, name, &entry.value).at(entry.key.pos)));
    }
    errors.done()
}

/// The field that a lone text was probably meant for.
fn as_field(text: &str, names: &[&str]) -> Option<String> {
    if names.contains(&"resources") {
        let word = text.split_whitespace().next()?;
        let field = names.iter().find(|name| **name == word)?;
        return Some(format!("put a colon behind the name: {field}:"));
    }
    if names.contains(&"newTag") {
        let tag = text.rfind(':').filter(|at| !text.get(*at..).is_some_and(|tag| tag.contains('/')));
        if let Some((name, tag)) = tag.and_then(|at| Some((text.get(..at)?, text.get(at + 1..)?))) {
            return Some(format!("write name: {name}, and below it newTag: {tag}"));
        }
    }
    let is_kind = text.starts_with(|c: char| c.is_ascii_uppercase());
    let wanted = if is_kind { ["kind", "path", "name", "order"] } else { ["path", "name", "order", "kind"] };
    let field = wanted.into_iter().find(|field| names.contains(field))?;
    (!is_kind || !text.contains('/')).then(|| format!("write {field}: {text}"))
}

/// Says which field has the wrong type: the innermost one.
fn of_field(error: Error, name: &str, value: &Node) -> Error {
    if error.code() != Code::WrongType {
        return error;
    }
    let first = value.as_map().and_then(|map| map.iter().next());
    let first = first.and_then(|entry| Some((entry.key.text.as_str(), entry.value.text()?)));
    let better = match (name, first) {
        ("patch", _) if value.as_scalar().is_none() => {
            Some("write `patch: |-` and below it, indented, the patch as text".to_owned())
        }
        ("openapi", None) => value.text().map(|path| format!("write path: {path}")),
        ("literals", Some((key, text))) => Some(format!("write an entry for each: - {key}={text}")),
        ("labelSelector" | "annotationSelector", Some((key, text))) => {
            Some(format!("write it as text: {key}={text}"))
        }
        ("env", _) if value.as_seq().is_some() => Some("did you mean \"envs\"?".to_owned()),
        _ => None,
    };
    match better {
        Some(hint) => error.hint_instead(hint).context_once(name),
        None => error.context_once(name),
    }
}

fn unknown_field(key: &crate::yaml::Key, what: &str, names: &[&'static str]) -> Error {
    let has = if what.contains("options of") || what.ends_with(" options") { "have" } else { "has" };
    let error = Error::new(Code::UnknownField, format!("{what} {has} no field \"{}\"", key.text)).at(key.pos);
    let is_top = names.contains(&"resources");
    if let Some(hint) = advice(&key.text, what) {
        return error.hint(hint);
    }
    match nearest(&key.text, names.iter().copied()).or_else(|| containing(&key.text, names)) {
        Some(name) => error.hint(format!("did you mean \"{name}\"?")),
        None => match home_of(&key.text) {
            Some(home) if is_top => error.hint(home),
            _ if names.len() <= 12 => error.hint(format!("its fields are: {}", names.join(", "))),
            _ => error,
        },
    }
}

/// The only name that ends or starts with what was given, as `newTag` does with `tag`.
fn containing(given: &str, names: &[&'static str]) -> Option<&'static str> {
    let given = given.to_lowercase();
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut found = names.iter().copied().filter(|name| fits(&name.to_lowercase()));
        found.next().filter(|_| found.next().is_none())
    };
    (given.len() > 2)
        .then(|| only(&|name| name.ends_with(&given)).or_else(|| only(&|name| name.starts_with(&given))))?
}

/// The name that a key stands for: the same letters, or the same without regard to case.
fn find_name(key: &str, names: &[&'static str], rules: Rules) -> Option<&'static str> {
    let exact = names.iter().find(|name| **name == key);
    let found = match rules {
        Rules::Exact => exact,
        _ => exact.or_else(|| names.iter().find(|name| folds_to(key, name))),
    };
    found.copied()
}

/// Equality without regard to case where two letters outside ASCII fold into it.
fn folds_to(key: &str, name: &str) -> bool {
    let mut key = key.chars().map(|c| match c {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        c => c.to_ascii_lowercase(),
    });
    let mut name = name.chars().map(|c| c.to_ascii_lowercase());
    loop {
        match (key.next(), name.next()) {
            (None, None) => return true,
            (a, b) if a == b => {}
            _ => return false,
        }
    }
}

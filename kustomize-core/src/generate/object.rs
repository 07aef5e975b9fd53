//! The objects that generators make.

use super::key_values::{Content, Pair, collect};
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{GeneratorArgs, GeneratorOptions, Pairs, Text};
use crate::resource::{Behavior, Resource};
use crate::source::Pos;
use crate::yaml::{Map, Node, Scalar, Style, Tag, Value, quote_where_ambiguous};
use base64::Engine;

/// Makes a ConfigMap. `load` gives the content of a file that the generator names; `shared` are the
/// generator options of the whole file.
///
/// # Errors
/// A missing name, sources that cannot be read or understood, keys that stand twice.
pub fn config_map(
    args: &GeneratorArgs,
    shared: Option<&GeneratorOptions>,
    load: &mut dyn FnMut(&Text) -> Result<Content>,
) -> Result<Resource> {
    let mut map = base("ConfigMap", args)?;
    let (mut data, mut binary) = (Map::new(), Map::new());
    for Pair { key, value, pos, .. } in sorted(collect(args, load)?) {
        match String::from_utf8(value) {
            Ok(text) => data.push_untagged(key, data_value(&text, pos)),
            Err(e) => binary.push_untagged(key, data_value(&wrapped_base64(e.as_bytes()), pos)),
        }
    }
    for (field, pairs) in [("data", data), ("binaryData", binary)] {
        if !pairs.is_empty() {
            map.push(field, Node::new(Value::Map(pairs), args.pos));
        }
    }
    finish(map, args, shared)
}

/// Makes a Secret, as [`config_map`] a ConfigMap; all values are base64.
///
/// # Errors
/// As [`config_map`].
pub fn secret(
    args: &GeneratorArgs,
    shared: Option<&GeneratorOptions>,
    load: &mut dyn FnMut(&Text) -> Result<Content>,
) -> Result<Resource> {
    let mut map = base("Secret", args)?;
    let (secret_type, pos) = match args.secret_type.is_empty() {
        true => ("Opaque", args.pos),
        false => (args.secret_type.as_str(), args.secret_type.pos),
    };
    map.push("type", Node::string(secret_type, pos));
    let mut data = Map::new();
    for Pair { key, value, pos, .. } in sorted(collect(args, load)?) {
        data.push_untagged(key, data_value(&wrapped_base64(&value), pos));
    }
    map.push("data", Node::new(Value::Map(data), args.pos));
    finish(map, args, shared)
}

/// A value with the style that the reference gives it, which decides what a number becomes that is merged into
/// it later: quotes for what reads as anything but text.
pub(super) fn text_value(text: &str, pos: Pos) -> Node {
    let mut scalar = Scalar::string(text);
    quote_where_ambiguous(&mut scalar);
    Node::new(Value::Scalar(scalar), pos)
}

/// As [`text_value`], for data: several lines are a block.
pub(super) fn data_value(text: &str, pos: Pos) -> Node {
    if text.contains('\n') {
        return Node::new(Value::Scalar(Scalar::new(text, Tag::Str, Style::Block)), pos);
    }
    text_value(text, pos)
}

fn base(kind: &str, args: &GeneratorArgs) -> Result<Map> {
    if args.name.is_empty() {
        return Err(Error::new(Code::InvalidGenerator, format!("a generator of a {kind} needs a name"))
            .at(args.pos)
            .hint("add name: to the entry"));
    }
    let mut metadata = Map::new();
    metadata.push("name", Node::string(args.name.value.clone(), args.name.pos));
    if !args.namespace.is_empty() {
        metadata.push("namespace", Node::string(args.namespace.value.clone(), args.namespace.pos));
    }
    let mut map = Map::new();
    map.push("apiVersion", Node::string("v1", args.pos));
    map.push("kind", Node::string(kind, args.pos));
    map.push("metadata", Node::new(Value::Map(metadata), args.pos));
    Ok(map)
}

fn sorted(mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.sort_by(|a, b| a.key.cmp(&b.key));
    pairs
}

fn finish(mut map: Map, args: &GeneratorArgs, shared: Option<&GeneratorOptions>) -> Result<Resource> {
    let own = args.options.as_ref();
    let flag = |get: fn(&GeneratorOptions) -> bool| own.is_some_and(get) || shared.is_some_and(get);
    for (field, get) in
        [("labels", (|o| &o.labels) as fn(&GeneratorOptions) -> &Pairs), ("annotations", |o| &o.annotations)]
    {
        let pairs = merged(own.map(get), shared.map(get), args.pos);
        if let Some(metadata) =
            map.get_mut("metadata").and_then(Node::as_map_mut).filter(|_| !pairs.is_empty())
        {
            metadata.push(field, Node::new(Value::Map(pairs), args.pos));
        }
    }
    if flag(|o| o.immutable) {
        map.push("immutable", Node::scalar("true", Tag::Bool, args.pos));
    }
    let mut resource = Resource::new(Node::new(Value::Map(map), args.pos));
    resource.take_history()?;
    resource.needs_hash |= !flag(|o| o.disable_name_suffix_hash);
    resource.behavior = Some(Behavior::named(&args.behavior));
    Ok(resource)
}

/// The generator's own pairs, and those of the file that it does not have.
fn merged(own: Option<&Pairs>, shared: Option<&Pairs>, pos: Pos) -> Map {
    let mut map = Map::new();
    for (key, value) in shared.into_iter().chain(own).flatten() {
        let pos = if value.pos.is_some() { value.pos } else { pos };
        // The reference puts them in quotes, whatever they are.
        let value =
            Node::new(Value::Scalar(Scalar::new(value.value.clone(), Tag::Str, Style::DoubleQuoted)), pos);
        match map.get_mut(key) {
            Some(old) => *old = value,
            None => map.push_untagged(key.value.clone(), value),
        }
    }
    map
}

/// Base64, in lines of 70 characters once there are 70 or more.
pub(crate) fn wrapped_base64(bytes: &[u8]) -> String {
    const LINE: usize = 70;
    let encoded = base64::engine::general_purpose::STANDARD.encode(bytes);
    if encoded.len() < LINE {
        return encoded;
    }
    let mut out = String::with_capacity(encoded.len() + encoded.len() / LINE + 1);
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(rest.len().min(LINE));
        out.push_str(line);
        out.push('\n');
        rest = tail;
    }
    out
}

//! The hash of its content that a generated resource gets at the end of its name.

use crate::diagnostic::{Code, Error, Result};
use crate::yaml::{Node, write_json, write_json_string};
use sha2::{Digest, Sha256};

/// The ten characters that the reference appends to the name of a ConfigMap or Secret. The name
/// itself does not count: the reference means to include it but always finds it empty.
///
/// # Errors
/// For any other kind, and for data that JSON cannot hold.
pub fn content_hash(node: &Node) -> Result<String> {
    let kind = node.get("kind").and_then(Node::text).unwrap_or("");
    let mut json = String::from("{");
    let mut field = |key: &str, value: Option<&Node>| -> Result<()> {
        if json.len() > 1 {
            json.push(',');
        }
        write_json_string(key, &mut json);
        json.push(':');
        match value {
            Some(node) if node.as_map().is_some() => write_json(node, &mut json),
            // The reference reads it as a mapping and does not look whether it was one.
            Some(node) if node.as_seq().is_some() => {
                json.push_str("null");
                Ok(())
            }
            other => {
                write_json_string(other.and_then(Node::text).unwrap_or(""), &mut json);
                Ok(())
            }
        }
    };
    let is_not_text = |key: &str| node.get(key).filter(|n| n.as_scalar().is_none());
    let own_kind = Node::string(kind, node.pos);
    match kind {
        "ConfigMap" => {
            if let Some(binary) = is_not_text("binaryData") {
                field("binaryData", Some(binary))?;
            }
            field("data", node.get("data"))?;
            field("kind", Some(&own_kind))?;
            field("name", None)?;
        }
        "Secret" => {
            field("data", node.get("data"))?;
            field("kind", Some(&own_kind))?;
            field("name", None)?;
            if let Some(strings) = is_not_text("stringData") {
                field("stringData", Some(strings))?;
            }
            field("type", node.get("type"))?;
        }
        _ => {
            return Err(Error::new(
                Code::NotEnabled,
                format!("the name of a {kind} cannot get a hash of its content"),
            )
            .at(node.pos));
        }
    }
    json.push('}');
    let digest = Sha256::digest(json.as_bytes());
    let hex = digest.iter().take(5).flat_map(|byte| [byte >> 4, byte & 15]);
    Ok(hex
        .map(|nibble| match nibble {
            0 => 'g',
            1 => 'h',
            3 => 'k',
            10 => 'm',
            14 => 't',
            n => char::from_digit(u32::from(n), 16).unwrap_or('g'),
        })
        .collect())
}

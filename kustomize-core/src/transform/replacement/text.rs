//! Nodes as the reference's newer YAML library writes them, for texts inside fields.
use crate::yaml::Node;
pub(super) fn of(node: &Node) -> String {
    node.text().unwrap_or("").to_owned()
}
pub(super) fn write(node: &Node, _original: &str) -> Option<String> {
    let mut s = String::new();
    crate::yaml::write_document(node, &mut s).ok()?;
    Some(s)
}

//! Keys that stand twice in one mapping of a kustomization file or a JSON patch.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Pos};
use crate::yaml::{Entry, Node, Value};

/// Warns of keys below `node` that stand twice in their mapping. As in the reference the value of the last one
/// counts; the reader then keeps the place of the first key, so that there is more between it and the value than
/// a colon.
pub(crate) fn repeated_keys(node: &Node, file: FileId, text: &str, warnings: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::Map(map) => {
            for entry in map.iter() {
                if let Some(again) = second_place(entry, file, text) {
                    let message =
                        format!("{} stands here again, what the first one states is lost", entry.key.text);
                    let warning = Diagnostic::warning(Code::RepeatedField, again, message);
                    warnings.push(
                        warning
                            .with_hint("remove one of the two")
                            .with_related(entry.key.pos, "the first one"),
                    );
                }
                repeated_keys(&entry.value, file, text, warnings);
            }
        }
        Value::Seq(items) => items.iter().for_each(|item| repeated_keys(item, file, text, warnings)),
        Value::Scalar(_) => {}
    }
}

/// Where the key of an entry stands for the last time, when that is not where it stands first.
fn second_place(entry: &Entry, file: FileId, text: &str) -> Option<Pos> {
    let (key, value) = (entry.key.pos, entry.value.pos);
    if (key.file(), value.file()) != (file, file) || entry.key.text.is_empty() {
        return None;
    }
    let (from, to) = (key.offset as usize, value.offset as usize);
    let name = entry.key.text.as_str();
    let between = text.get(from..to)?;
    // Nearly always there is nothing but a colon behind the key.
    if let Some([b':', rest @ ..]) = between.as_bytes().get(name.len()..)
        && rest.iter().all(u8::is_ascii_whitespace)
    {
        return None;
    }
    let rest = between.trim_start_matches(['"', '\'']).strip_prefix(name)?;
    let rest = rest.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
    if rest.trim().is_empty() {
        return None;
    }
    // Comments, anchors and tags may stand there too.
    let start = to - rest.len();
    let mut offset = start;
    let mut last = None;
    for line in rest.split_inclusive('\n') {
        let code = match line.trim_start().starts_with('#') {
            true => "",
            false => line.split(" #").next().unwrap_or_default(),
        };
        let places = code.match_indices(name).map(|(at, _)| at).filter(|&at| is_key(code, at, name));
        last = places.last().map(|at| offset + at).or(last);
        offset += line.len();
    }
    Some(Pos::new(file, last?))
}

/// True when a key of this name stands there.
fn is_key(code: &str, at: usize, name: &str) -> bool {
    let before = code.get(..at).unwrap_or_default().trim_end_matches(['"', '\'']);
    let after = code.get(at + name.len()..).unwrap_or_default().trim_start_matches(['"', '\'']);
    let after = after.trim_start();
    (before.is_empty() || before.ends_with([' ', '\t', '{', ',']))
        && after
            .strip_prefix(':')
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
}

#[cfg(test)]
mod tests {
    use super::repeated_keys;
    use crate::source::FileId;
    use crate::yaml::{Limits, read_config};

    #[test]
    fn keys_are_told_where_they_stand_again() {
        for (text, wanted) in [
            ("a: 1\nb: 2\n", &[][..]),
            ("x:\n- a: 1\n  a: 2\n", &[(3, 3)]),
            ("x: {a: b, \"a\": c}\n", &[(1, 12)]),
            ("x:\n  # a: no\n  a: # a: no\n    &anchor !!str b\n", &[]),
            ("x: &a {y: 1}\nz: {<<: *a, w: *a}\n", &[]),
            ("x:\n  a: |\n    a: 1\n  b: 1\n", &[]),
            ("x:\n  a: |\n    a: 1\n  a:\n    b: 1\n", &[(4, 3)]),
            ("x:\n  a: 1\n  a: 2\n  a: 3\n", &[(4, 3)]),
        ] {
            let node = read_config(text, FileId(0), &Limits::default()).unwrap().unwrap();
            let mut warnings = Vec::new();
            repeated_keys(&node, FileId(0), text, &mut warnings);
            let place = |offset: u32| {
                let before = &text[..offset as usize];
                let line = before.rfind('\n').map_or(0, |at| at + 1);
                (before.matches('\n').count() + 1, offset as usize - line + 1)
            };
            let told: Vec<_> = warnings.iter().map(|w| place(w.pos.offset)).collect();
            assert_eq!(told, wanted, "{text}");
        }
    }
}

//! Which fields of which kinds a transformer changes.

use crate::resource::Gvk;
use crate::resource::id::GvkRef;
use crate::yaml::Str;

/// A path of fields, for the kinds that group, version and kind select.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldSpec {
    /// The API group; empty selects any.
    pub group: Str,
    /// The API version; empty selects any.
    pub version: Str,
    /// The kind; empty selects any.
    pub kind: Str,
    /// The path as written: field names separated by `/`, a `/` inside a name written `\/`.
    pub path: Str,
    /// True to make the fields that are missing on the way.
    pub create: bool,
}

impl FieldSpec {
    /// A specification for every kind.
    pub fn any(path: &str, create: bool) -> Self {
        FieldSpec { path: path.into(), create, ..Self::default() }
    }

    /// True when it is meant for this kind.
    pub fn selects(&self, gvk: &Gvk) -> bool {
        self.selects_ref(gvk.borrowed())
    }

    /// As [`Self::selects`].
    pub(crate) fn selects_ref(&self, gvk: GvkRef<'_>) -> bool {
        gvk.is_selected(&self.group, &self.version, &self.kind)
    }

    /// The names of the path, unescaped.
    pub fn segments(&self) -> Vec<Str> {
        split_path(&self.path, '/')
    }
}

/// Splits a path at a delimiter, where a backslash before a delimiter makes it part of the name.
/// A leading delimiter is skipped.
pub fn split_path(path: &str, delimiter: char) -> Vec<Str> {
    let path = path.strip_prefix(delimiter).unwrap_or(path);
    if !path.contains('\\') {
        return path.split(delimiter).map(Str::from).collect();
    }
    let mut parts: Vec<String> = Vec::new();
    for piece in path.split(delimiter) {
        match parts.last_mut() {
            Some(last) if last.ends_with('\\') => {
                last.pop();
                last.push(delimiter);
                last.push_str(piece);
            }
            _ => parts.push(piece.to_owned()),
        }
    }
    parts.into_iter().map(Str::from).collect()
}

#[cfg(test)]
mod tests {
    use super::split_path;

    #[test]
    fn splits_as_the_reference() {
        for (path, want) in [
            ("a/b/c", &["a", "b", "c"][..]),
            ("/a/b", &["a", "b"]),
            ("", &[""]),
            ("metadata/annotations/foo.io\\/bar", &["metadata", "annotations", "foo.io/bar"]),
            ("a\\/b\\/c/d", &["a/b/c", "d"]),
            ("a//b", &["a", "", "b"]),
        ] {
            assert_eq!(split_path(path, '/'), want, "{path}");
        }
    }
}

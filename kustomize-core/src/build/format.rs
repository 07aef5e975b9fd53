//! The forms that resources are printed in.

use crate::diagnostic::{Error, Errors, Result};
use crate::resource::Resource;
use serde_json::{Value, json};

/// A form of resources as text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// YAML documents, joined by `---`: the reference's bytes.
    #[default]
    Yaml,
    /// One object of the kind `List`, as kubectl prints and reads it.
    Json,
    /// An object of JSON on each line.
    Ndjson,
}

impl Format {
    /// Adds resources in this form to `out`.
    ///
    /// # Errors
    /// A value that JSON cannot hold, at the place of its resource: a key that is not a string, an
    /// infinity.
    pub fn write<'r>(
        self,
        resources: impl IntoIterator<Item = &'r Resource>,
        out: &mut String,
    ) -> Result<()> {
        let mut errors = Errors::default();
        let mut items = Vec::new();
        for (i, resource) in resources.into_iter().enumerate() {
            let located = |e: Error| {
                e.context(format_args!("{} {}", resource.kind(), resource.name())).at(resource.pos())
            };
            match self {
                Format::Yaml => {
                    if i > 0 {
                        out.push_str("---\n");
                    }
                    errors.keep(crate::yaml::write_document(&resource.node, out).map_err(located));
                }
                Format::Json => items.extend(errors.keep(object(resource).map_err(located))),
                Format::Ndjson => {
                    if let Some(object) = errors.keep(object(resource).map_err(located)) {
                        out.push_str(&object.to_string());
                        out.push('\n');
                    }
                }
            }
        }
        errors.done()?;
        if self == Format::Json {
            let list = json!({"apiVersion": "v1", "items": Value::Array(items), "kind": "List"});
            out.push_str(&format!("{list:#}\n"));
        }
        Ok(())
    }
}

/// The object with its keys sorted, so that the text does not depend on how a manifest was written.
fn object(resource: &Resource) -> Result<Value> {
    let mut object = resource.to_json()?;
    object.sort_all_objects();
    Ok(object)
}

//! Field specifications from the definitions of custom types that `crds` lists.

use super::config::{NameBackReference, TransformerConfig, merge_specs};
use super::field_spec::FieldSpec;
use crate::diagnostic::{Code, Error, Result};
use crate::schema::check;
use crate::yaml::{Limits, Str};
use serde_json::{Map, Value};

/// What the definitions of one file state: definitions by the names of their types, each with a
/// schema.
///
/// A type with the properties `kind`, `apiVersion` and `metadata` is a kind. Properties below it, also
/// through references to other types, say with extensions that they hold annotations, labels, a name
/// or a reference to a resource of another kind.
///
/// # Errors
/// [`Code::InvalidValue`] when these are no definitions, [`Code::LimitExceeded`] when references lead
/// to too many properties.
pub(crate) fn decode(definitions: &Value, limits: &Limits) -> Result<TransformerConfig> {
    let mut config = TransformerConfig::default();
    if definitions.is_null() {
        return Ok(config);
    }
    let definitions = definitions
        .as_object()
        .ok_or_else(|| Error::new(Code::InvalidValue, "definitions of types must be a mapping"))?;
    let mut types: Map<String, Value> = Map::new();
    for (name, definition) in definitions {
        types.insert(name.clone(), schema_of(definition).map_err(|e| e.context(name))?);
    }
    for (name, schema) in &types {
        let properties = schema.get("properties").and_then(Value::as_object);
        if !properties.is_some_and(|p| ["kind", "apiVersion", "metadata"].iter().all(|f| p.contains_key(*f)))
        {
            continue;
        }
        let kind = name.rsplit('.').next().unwrap_or(name);
        let mut reader = Reader {
            types: &types,
            kind: kind.into(),
            path: Vec::new(),
            open: Vec::new(),
            left: limits.nodes,
            config: TransformerConfig::default(),
        };
        reader.read(name)?;
        config.merge(&reader.config)?;
    }
    Ok(config)
}

/// The schema of a definition, checked.
fn schema_of(definition: &Value) -> Result<Value> {
    if definition.is_null() {
        return Ok(Value::Null);
    }
    let refuse = |why: &str| Err(Error::new(Code::InvalidValue, why));
    let Some(fields) = definition.as_object() else { return refuse("a definition must be a mapping") };
    let mut schema = Value::Null;
    for (name, value) in fields {
        if name.eq_ignore_ascii_case("schema") {
            check::schema(value)?;
            schema = value.clone();
        } else if name.eq_ignore_ascii_case("dependencies") {
            let is_texts = |list: &Vec<Value>| list.iter().all(|item| item.is_string() || item.is_null());
            if !value.is_null() && !value.as_array().is_some_and(is_texts) {
                return refuse("Dependencies must be a list of texts");
            }
        }
    }
    Ok(schema)
}

/// Goes over the properties of one kind.
struct Reader<'t> {
    types: &'t Map<String, Value>,
    kind: Str,
    path: Vec<&'t str>,
    /// The types on the way, so that one inside itself ends there.
    open: Vec<&'t str>,
    /// How many more properties may be looked at.
    left: usize,
    config: TransformerConfig,
}

impl<'t> Reader<'t> {
    fn read(&mut self, type_name: &'t str) -> Result<()> {
        if self.open.contains(&type_name) {
            return Ok(());
        }
        let properties =
            self.types.get(type_name).and_then(|s| s.get("properties")).and_then(Value::as_object);
        self.open.push(type_name);
        for (name, property) in properties.into_iter().flatten() {
            self.left = self.left.checked_sub(1).ok_or_else(|| {
                Error::new(Code::LimitExceeded, format!("the type {type_name} leads to too many properties"))
            })?;
            self.path.push(name);
            self.property(property)?;
            self.path.pop();
        }
        self.open.pop();
        Ok(())
    }

    fn property(&mut self, property: &'t Value) -> Result<()> {
        let extension = |name: &str| property.get(name).and_then(Value::as_str);
        let here = self.spec(None);
        if extension("x-kubernetes-annotation").is_some() {
            merge_specs(&mut self.config.common_annotations, std::slice::from_ref(&here))?;
        }
        if extension("x-kubernetes-label-selector").is_some() {
            merge_specs(&mut self.config.common_labels, std::slice::from_ref(&here))?;
        }
        if extension("x-kubernetes-identity").is_some() {
            merge_specs(&mut self.config.name_prefix, std::slice::from_ref(&here))?;
        }
        if let (Some(version), Some(kind)) =
            (extension("x-kubernetes-object-ref-api-version"), extension("x-kubernetes-object-ref-kind"))
        {
            let key = extension("x-kubernetes-object-ref-name-key").unwrap_or("name");
            self.refer(version, kind, self.spec(Some(key)))?;
        }
        match extension("$ref") {
            Some(reference) => self.read(reference),
            None => Ok(()),
        }
    }

    fn refer(&mut self, version: &str, kind: &str, referrer: FieldSpec) -> Result<()> {
        let known = self.config.name_reference.iter_mut();
        let same = |r: &&mut NameBackReference| r.group.is_empty() && r.version == version && r.kind == kind;
        match known.into_iter().find(same) {
            Some(known) => merge_specs(&mut known.referrers, &[referrer]),
            None => {
                self.config.name_reference.push(NameBackReference {
                    group: Str::default(),
                    version: version.into(),
                    kind: kind.into(),
                    referrers: vec![referrer],
                });
                Ok(())
            }
        }
    }

    /// The path to the property, or to a field of it.
    fn spec(&self, field: Option<&str>) -> FieldSpec {
        let parts: Vec<&str> = self.path.iter().copied().chain(field).collect();
        FieldSpec { kind: self.kind.clone(), ..FieldSpec::any(&parts.join("/"), false) }
    }
}

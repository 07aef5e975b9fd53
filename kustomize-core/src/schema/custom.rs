//! Facts about kinds from an OpenAPI document that the user names.

use super::{find, table};
use crate::diagnostic::{Code, Error, Result};
use crate::hash::HashMap;
use crate::yaml::Str;
use serde_json::{Map, Value};

/// How many references may lead to one another.
const MAX_REFERENCES: usize = 100;

/// The facts of one document.
#[derive(Debug, Default)]
pub(crate) struct Custom {
    types: Vec<Type>,
    definitions: HashMap<Str, u32>,
    kinds: HashMap<Kind, u32>,
    /// Whether kinds are namespaced.
    scopes: HashMap<Kind, bool>,
    builtin: Builtin,
}

/// Whether the facts of Kubernetes count beside a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Builtin {
    /// They come first.
    First,
    /// They come second.
    Second,
    /// Only the scopes of kinds count.
    #[default]
    Scopes,
}

/// Where a field leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To a type of the document.
    Own(u32),
    /// To a built-in type.
    Builtin(u16),
}

/// A kind and its `apiVersion`.
type Kind = (Str, Str);

/// What matters of a schema to a merge.
#[derive(Debug, Default)]
struct Type {
    /// The definition that stands for this type.
    reference: Option<Str>,
    properties: HashMap<Str, u32>,
    /// The values of a mapping with any keys.
    additional: Option<u32>,
    /// The items, if this is certainly a list.
    items: Option<u32>,
    merge: bool,
    keys: Vec<Str>,
}

impl Custom {
    /// Reads an OpenAPI 2 document.
    ///
    /// # Errors
    /// [`Code::InvalidValue`] when it is no such document.
    pub(crate) fn read(document: &Value, builtin: Builtin) -> Result<Custom> {
        let root = object(document, "the document")?;
        super::check::definitions(root)?;
        let mut custom = Custom { builtin, ..Custom::default() };
        if let Some(definitions) = root.get("definitions").and_then(Value::as_object) {
            for (name, definition) in definitions {
                let at = custom.add(definition);
                custom.definitions.insert(Str::from(name.as_str()), at);
                for gvk in definition.get(GVK).and_then(Value::as_array).into_iter().flatten() {
                    if let Some(kind) = kind_of(gvk)? {
                        custom.kinds.insert(kind, at);
                    }
                }
            }
        }
        custom.read_scopes(root)?;
        Ok(custom)
    }

    fn add(&mut self, schema: &Value) -> u32 {
        let at = self.types.len();
        self.types.push(Type::default());
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        let schemas = |key: &str| schema.get(key).filter(|s| s.is_object());
        let mut made = Type {
            reference: text("$ref").filter(|r| !r.is_empty()).map(Str::from),
            merge: text("x-kubernetes-patch-strategy").is_some_and(|s| s.split(',').any(|s| s == "merge")),
            ..Type::default()
        };
        made.keys = match schema.get("x-kubernetes-list-map-keys").and_then(Value::as_array) {
            Some(keys) => keys.iter().filter_map(Value::as_str).map(Str::from).collect(),
            None => text("x-kubernetes-patch-merge-key").map(Str::from).into_iter().collect(),
        };
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let property = self.add(property);
            made.properties.insert(Str::from(name.as_str()), property);
        }
        made.additional = schemas("additionalProperties").map(|s| self.add(s));
        if is_list(schema.get("type")) {
            made.items = schemas("items").map(|s| self.add(s));
        }
        if let Some(slot) = self.types.get_mut(at) {
            *slot = made;
        }
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// A kind is namespaced when one of its paths names a namespace.
    fn read_scopes(&mut self, root: &Map<String, Value>) -> Result<()> {
        for (path, operations) in root.get("paths").and_then(Value::as_object).into_iter().flatten() {
            let Some(gvk) = operations.get("get").and_then(|get| get.get(GVK)) else { continue };
            if let Some(kind) = kind_of(gvk)? {
                *self.scopes.entry(kind).or_insert(false) |= path.contains("namespaces/{namespace}");
            }
        }
        Ok(())
    }

    /// Whether a kind is namespaced, if the document says so.
    pub(super) fn is_namespaced(&self, api_version: &str, kind: &str) -> Option<bool> {
        if self.scopes.is_empty() {
            return None;
        }
        self.scopes.get(&(kind.into(), api_version.into())).copied()
    }

    /// The type of a kind.
    pub(super) fn kind(&self, api_version: &str, kind: &str) -> Option<Target> {
        let own = || self.kinds.get(&(kind.into(), api_version.into())).map(|at| Target::Own(*at));
        let builtin = || find(table::KINDS, api_version, kind).map(Target::Builtin);
        self.choose(own, builtin)
    }

    /// The type of a field.
    pub(super) fn field(&self, at: u32, name: &str) -> Option<Target> {
        let of = self.get(at)?;
        self.resolve(of.properties.get(name).copied().or(of.additional)?)
    }

    /// The type of the items of a list.
    pub(super) fn elements(&self, at: u32) -> Option<Target> {
        self.resolve(self.get(at)?.items?)
    }

    /// True when lists of this type are merged.
    pub(super) fn is_merged(&self, at: u32) -> bool {
        self.get(at).is_some_and(|t| t.merge)
    }

    /// The keys that tell the items of a list apart.
    pub(super) fn merge_keys(&self, at: u32) -> &[Str] {
        self.get(at).map_or(&[], |t| &t.keys)
    }

    fn get(&self, at: u32) -> Option<&Type> {
        self.types.get(at as usize)
    }

    fn choose(
        &self,
        own: impl FnOnce() -> Option<Target>,
        builtin: impl FnOnce() -> Option<Target>,
    ) -> Option<Target> {
        match self.builtin {
            Builtin::First => builtin().or_else(own),
            Builtin::Second => own().or_else(builtin),
            Builtin::Scopes => own(),
        }
    }

    /// Follows references; whatever stands beside a reference does not count.
    fn resolve(&self, mut at: u32) -> Option<Target> {
        for _ in 0..MAX_REFERENCES {
            let Some(reference) = &self.get(at)?.reference else { return Some(Target::Own(at)) };
            match self.find(reference)? {
                Target::Own(next) => at = next,
                builtin => return Some(builtin),
            }
        }
        None
    }

    /// The definition, or the part of one, that a reference names.
    fn find(&self, reference: &str) -> Option<Target> {
        let mut steps = reference.strip_prefix("#/definitions/")?.split('/');
        let plain = |step: &str| step.replace("~1", "/").replace("~0", "~");
        let name = plain(steps.next()?);
        let own = || self.definitions.get(name.as_str()).map(|at| Target::Own(*at));
        let builtin = || {
            let at = table::NAMES.binary_search(&name.as_str()).ok()?;
            u16::try_from(at).ok().map(Target::Builtin)
        };
        let mut target = self.choose(own, builtin)?;
        while let Some(step) = steps.next() {
            let Target::Own(at) = target else { return None };
            let of = self.get(at)?;
            target = Target::Own(match step {
                "properties" => *of.properties.get(plain(steps.next()?).as_str())?,
                "items" => of.items?,
                "additionalProperties" => of.additional?,
                _ => return None,
            });
        }
        Some(target)
    }
}

/// The extension that names the kinds of a definition or operation.
const GVK: &str = "x-kubernetes-group-version-kind";

/// The kind that an entry of the extension names; `None` when it is no mapping.
fn kind_of(gvk: &Value) -> Result<Option<Kind>> {
    let Some(gvk) = gvk.as_object() else { return Ok(None) };
    let text = |key: &str| gvk.get(key).and_then(Value::as_str);
    let (Some(version), Some(kind)) = (text("version"), text("kind")) else {
        return Err(invalid(format!("an entry of {GVK} needs a version and a kind")));
    };
    let api_version = match text("group") {
        Some(group) if !group.is_empty() => format!("{group}/{version}"),
        _ => version.to_owned(),
    };
    Ok(Some((kind.into(), api_version.into())))
}

/// True for the type `array` and for a list of types with nothing else in it.
fn is_list(of: Option<&Value>) -> bool {
    match of {
        Some(Value::String(name)) => name == "array",
        Some(Value::Array(names)) => matches!(&names[..], [Value::String(name)] if name == "array"),
        _ => false,
    }
}

pub(super) fn object<'v>(value: &'v Value, what: &str) -> Result<&'v Map<String, Value>> {
    value.as_object().ok_or_else(|| invalid(format!("{what} must be a mapping")))
}

pub(super) fn invalid(why: String) -> Error {
    Error::new(Code::InvalidValue, format!("this is not an OpenAPI document: {why}"))
}

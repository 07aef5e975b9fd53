//! Variables: names for fields of resources, written `$(NAME)` where other fields want their value.
//!
//! Each kustomization declares its own when all else in it is done; a declaration marks the resource
//! that it means, so that the value can be read at the end of the build, whatever the resource is
//! named then.

mod expand;

use crate::diagnostic::{Code, Diagnostic, Error, Result, Severity};
use crate::hash::HashMap;
use crate::kustomization::Var;
use crate::limits::{Limits, exceeded};
use crate::resource::{Gvk, ResId, Resource, ResourceSet};
use crate::source::Pos;
use crate::transform::FieldSpec;
use crate::transform::replacement::path::{lookup, node_at, split};
use crate::transform::walk::{Compiled, Make, compile};
use crate::yaml::{Node, Str, Style, Tag, Value};
use expand::{VarValue, expand_node};
use std::collections::BTreeMap;

/// The variables declared so far, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct VarSet(BTreeMap<Str, Var>);

impl VarSet {
    fn add(&mut self, var: &Var) -> Result<()> {
        if let Some(first) = self.0.get(&var.name.value) {
            let mut error =
                Error::new(Code::InvalidVar, format!("the variable {} is already declared", var.name))
                    .at(var.pos);
            return Err(if first.pos == var.pos {
                error.hint("a kustomization that declares variables can be used only once in a build")
            } else {
                error = error.related(first.pos, "the first one is here");
                error.hint("give one of the two another name")
            });
        }
        self.0.insert(var.name.value.clone(), var.clone());
        Ok(())
    }

    /// The variables.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Var> {
        self.0.values()
    }

    /// Takes over the variables of a base.
    ///
    /// # Errors
    /// [`Code::InvalidVar`] when a name is declared already, even if for the same field.
    pub(crate) fn merge(&mut self, other: &VarSet) -> Result<()> {
        other.0.values().try_for_each(|var| self.add(var))
    }

    /// Declares the variables of a kustomization and marks the resources that they mean.
    ///
    /// # Errors
    /// [`Code::Ambiguous`] when a variable may mean more than one resource, [`Code::InvalidVar`] when
    /// a name is declared already. It is no error yet when no resource is meant: one that comes later
    /// and means the same name will do.
    pub(crate) fn declare(&mut self, set: &mut ResourceSet, vars: &[Var]) -> Result<()> {
        for var in vars {
            let id = object_id(var);
            let found =
                if var.namespace.is_empty() { set.find_any_namespace(&id) } else { set.find_any(&id) };
            match found.as_slice() {
                [] => {}
                [at] => {
                    set.modify_content(*at, |r| r.var_names.push(var.name.value.clone()));
                }
                many => {
                    let mut error = Error::new(
                        Code::Ambiguous,
                        format!("the variable {} may mean more than one resource", var.name),
                    )
                    .at(var.pos)
                    .hint("state the namespace in objref");
                    for resource in many.iter().filter_map(|&at| set.get(at)) {
                        let id = resource.id(set.schema());
                        error = error.related(resource.name_pos(), format!("{id} is one of them"));
                    }
                    return Err(error);
                }
            }
        }
        vars.iter().try_for_each(|var| self.add(var))
    }

    /// Replaces the variables in all fields that the specifications lead to. Gives a warning for each
    /// variable that stands nowhere, and for each whose value is no plain value.
    ///
    /// # Errors
    /// [`Code::InvalidVar`] when a variable means no resource or no field of it;
    /// [`Code::InvalidFieldPath`] when a field that may hold variables is a list of something else
    /// than text.
    pub(crate) fn resolve(
        &self,
        set: &mut ResourceSet,
        specs: &[FieldSpec],
        limits: &Limits,
    ) -> Result<Vec<Diagnostic>> {
        if self.0.is_empty() {
            return Ok(Vec::new());
        }
        let mut warnings = Vec::new();
        let slots = self.values(set, &mut warnings)?;
        let most = limits.file_bytes;
        let mut values = Values { slots, left: most.saturating_add(1), most };
        replace(set, specs, &mut values)?;
        for var in self.0.values().filter(|var| values.slots.get(&var.name.value).is_none_or(|v| !v.used)) {
            let message = format!("the variable {} is declared and was never replaced", var.name);
            let mut warning = Diagnostic::new(Severity::Warning, Code::UnusedVar, message);
            warning.pos = var.pos;
            warnings.push(warning);
        }
        Ok(warnings)
    }

    fn values(&self, set: &ResourceSet, warnings: &mut Vec<Diagnostic>) -> Result<HashMap<Str, Slot>> {
        let mut owners: HashMap<&Str, &Resource> = HashMap::default();
        for resource in set.iter() {
            for name in &resource.var_names {
                owners.entry(name).or_insert(resource);
            }
        }
        let mut values = HashMap::default();
        for var in self.0.values() {
            let Some(owner) = owners.get(&var.name.value) else { return Err(unmatched(var, set)) };
            match value_of(var, owner)? {
                Some(value) => {
                    values.insert(var.name.value.clone(), Slot { value, used: false });
                }
                None => warnings.push(no_plain_value(var)),
            }
        }
        Ok(values)
    }
}

/// The identity that a variable's `objref` states.
fn object_id(var: &Var) -> ResId {
    ResId {
        gvk: Gvk {
            group: var.group.value.clone(),
            version: var.version.value.clone(),
            kind: var.kind.value.clone(),
        },
        name: var.object_name.value.clone(),
        namespace: var.namespace.value.clone(),
        cluster_scoped: false,
    }
}

fn unmatched(var: &Var, set: &ResourceSet) -> Error {
    let id = object_id(var);
    if id.gvk.kind.is_empty() && id.name.is_empty() {
        return Error::new(Code::InvalidVar, format!("the variable {} does not say what it means", var.name))
            .at(var.pos)
            .hint("add objref: with the apiVersion, kind and name of a resource");
    }
    let mut error =
        Error::new(Code::InvalidVar, format!("the variable {} means {id}, which is not there", var.name))
            .at(var.pos);
    for resource in
        set.find_kind_name(&id.gvk.kind, &id.name).into_iter().filter_map(|at| set.get(at)).take(3)
    {
        error = error.related(resource.name_pos(), format!("there is {}", resource.id(set.schema())));
    }
    error.hint("objref states the apiVersion, kind and name of a resource of this kustomization or its bases")
}

fn no_plain_value(var: &Var) -> Diagnostic {
    let message = format!(
        "the field {} of the variable {} is a mapping or list and is not put anywhere",
        var.field_path, var.name
    );
    let mut warning = Diagnostic::new(Severity::Warning, Code::InvalidVar, message);
    warning.pos = var.field_path.pos;
    warning.hint = Some("replacements can copy mappings and lists".into());
    warning
}

/// The values of the variables, and how much of them may be brought into texts.
struct Values {
    slots: HashMap<Str, Slot>,
    /// How many bytes are left.
    left: u64,
    most: u64,
}

impl Values {
    fn take(&mut self, name: &str) -> Option<VarValue> {
        let slot = self.slots.get_mut(name)?;
        // Once nothing is left `check` refuses, and the text does not matter.
        self.left = self.left.saturating_sub(slot.value.size());
        slot.used = true;
        (self.left > 0).then(|| slot.value.clone())
    }

    fn check(&self, pos: Pos) -> Result<()> {
        if self.left > 0 {
            return Ok(());
        }
        let message = format!("variables bring more than {} bytes into texts", self.most);
        Err(exceeded("file-size", message).at(pos))
    }
}

/// A variable's value, and whether it has been put anywhere.
struct Slot {
    value: VarValue,
    used: bool,
}

/// The value of the field that a variable names; `None` for a mapping or list.
fn value_of(var: &Var, owner: &Resource) -> Result<Option<VarValue>> {
    let path = &var.field_path;
    let refused = |why: String| {
        Error::new(Code::InvalidVar, format!("the variable {}: {why}", var.name))
            .at(path.pos)
            .at(var.pos)
            .related(owner.name_pos(), "this is the resource")
    };
    let place = lookup(&owner.node, &with_indexes(split(path)))
        .map_err(|e| e.context(format_args!("the variable {}", var.name)).at(var.pos))?;
    let Some(node) = place.and_then(|place| node_at(&owner.node, &place)) else {
        return Err(refused(format!("the resource has no field {path}")));
    };
    let Value::Scalar(scalar) = &node.value else { return Ok(None) };
    let text = scalar.text.as_str();
    if scalar.style == Style::Untagged {
        return Ok(Some(VarValue::Text(scalar.text.clone())));
    }
    let value = match scalar.tag {
        Tag::Int => decimal(text).map(VarValue::Int),
        Tag::Float => plain_float(text).map(VarValue::Float),
        Tag::Bool => crate::yaml::resolve::bool_value(text).map(VarValue::Bool),
        Tag::Null | Tag::Str | Tag::Timestamp | Tag::Merge => Some(VarValue::Text(scalar.text.clone())),
    };
    match value {
        Some(value) => Ok(Some(value)),
        None => Err(refused(format!("the number {text} in {path} is not one that a variable can have"))
            .hint("write it as a decimal number, or in quotes")),
    }
}

/// A whole number in digits alone, whatever base YAML would see in it.
fn decimal(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// A float that is no infinity; underscores may stand between digits alone.
fn plain_float(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let between_digits = bytes
        .windows(3)
        .filter(|around| matches!(around, [a, b'_', b] if a.is_ascii_digit() && b.is_ascii_digit()))
        .count();
    if between_digits != bytes.iter().filter(|b| **b == b'_').count() {
        return None;
    }
    text.replace('_', "").parse::<f64>().ok().filter(|f| f.is_finite())
}

/// Splits an index off a part, as in `ports[0]`.
fn with_indexes(parts: Vec<Str>) -> Vec<Str> {
    let mut out = Vec::with_capacity(parts.len());
    for part in parts {
        let split = part.strip_suffix(']').and_then(|inner| inner.rsplit_once('['));
        match split.filter(|(_, index)| !index.is_empty() && index.bytes().all(|b| b.is_ascii_digit())) {
            Some((field, index)) => {
                if !field.is_empty() {
                    out.push(field.into());
                }
                out.push(index.into());
            }
            None => out.push(part),
        }
    }
    out
}

/// Goes over the fields of all resources in which variables may stand.
fn replace(set: &mut ResourceSet, specs: &[FieldSpec], values: &mut Values) -> Result<()> {
    let compiled = compile(specs);
    let mut by_gvk: HashMap<Gvk, Vec<usize>> = HashMap::default();
    for at in 0..set.len() {
        let Some(resource) = set.get(at) else { continue };
        let gvk = resource.gvk();
        let fields = by_gvk.entry(gvk.clone()).or_insert_with_key(|gvk| fields_of(gvk, &compiled));
        if !resource.links.is_empty() {
            let fields = fields.clone();
            replace_linked(set, at, fields.iter().filter_map(|&i| compiled.get(i)), values)?;
            continue;
        }
        let mut node: Option<Node> = None;
        for spec in fields.iter().filter_map(|&i| compiled.get(i)) {
            let node = node.get_or_insert_with(|| resource.node.clone());
            let id = resource.id(set.schema());
            spec.visit(node, &gvk, Make::Nothing, &mut |found| update(found, values))
                .map_err(|e| e.context(format_args!("replacing variables in {id}")))?;
        }
        if let Some(node) = node {
            set.modify(at, |r| r.node = node);
        }
    }
    Ok(())
}

/// As [`replace`], for a resource with scalars that are one: what replaces a variable in one of them is
/// there in the others when the next field is looked at.
fn replace_linked<'c>(
    set: &mut ResourceSet,
    at: usize,
    fields: impl Iterator<Item = &'c Compiled<'c>>,
    values: &mut Values,
) -> Result<()> {
    let schema = set.schema().to_owned();
    for spec in fields {
        let visited = set.modify(at, |r| {
            let (gvk, id) = (r.gvk(), r.id(&schema));
            spec.visit(&mut r.node, &gvk, Make::Nothing, &mut |found| update(found, values))
                .map_err(|e| e.context(format_args!("replacing variables in {id}")))
        });
        visited.unwrap_or(Ok(()))?;
    }
    Ok(())
}

fn fields_of(gvk: &Gvk, compiled: &[Compiled<'_>]) -> Vec<usize> {
    let selected = compiled.iter().enumerate().filter(|(_, spec)| spec.spec.selects(gvk));
    selected.map(|(i, _)| i).collect()
}

/// Replaces variables in a text, in the values of a mapping, or in a list of texts.
fn update(node: &mut Node, values: &mut Values) -> Result<()> {
    let pos = node.pos;
    let mut lookup = |name: &str| values.take(name);
    match &mut node.value {
        Value::Scalar(_) => {
            if is_text(node) {
                expand_node(node, &mut lookup);
            }
        }
        Value::Map(map) => {
            for entry in map.iter_mut() {
                // What kind a key is that was not read, the reference does not know.
                if entry.key.tag != Tag::Str && entry.key.pos.is_read() {
                    return Err(misfit("a key is text here", entry.key.pos));
                }
                if is_text(&entry.value) {
                    expand_node(&mut entry.value, &mut lookup);
                }
            }
        }
        Value::Seq(items) => {
            for item in items {
                if !is_text(item) {
                    let what = item.kind_name();
                    return Err(misfit(&format!("an item of a list is {what}, not text"), item.pos));
                }
                expand_node(item, &mut lookup);
            }
        }
    }
    values.check(pos)
}

fn misfit(message: &str, pos: crate::source::Pos) -> Error {
    Error::new(Code::InvalidFieldPath, message)
        .at(pos)
        .hint("put it in quotes; fields that may hold variables are checked when there are any")
}

/// A string, or a scalar that was made without a tag.
fn is_text(node: &Node) -> bool {
    node.as_scalar().is_some_and(|s| s.tag == Tag::Str || s.style == Style::Untagged)
}

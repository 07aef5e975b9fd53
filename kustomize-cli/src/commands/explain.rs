//! `kz explain`.

use crate::build_flags::BuildFlags;
use crate::folder;
use crate::output::print;
use crate::render::{self, MessageArgs};
use crate::shape::matcher;
use clap::ValueEnum;
use kustomize_core::fs::DiskFileSystem;
use kustomize_core::provenance::{Event, Explained, Field, FieldPath, Part, Removed, Stage};
use kustomize_core::resource::Resource;
use kustomize_core::source::Location;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Tell where each field of a resource came from
///
/// Builds the kustomization in ROOT and names for each field the file and line of its value, of each patch,
/// transformer and generator that set it, in order. Without RESOURCE it shows the order in which the root was
/// put together, as a tree or as a graph.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  kz explain . Deployment/web\n  kz explain . Deployment/web spec.replicas\n  kz explain . Deployment --format json\n  kz explain .\n  kz explain . --format dot"
)]
pub(crate) struct Args {
    /// The folder with the kustomization file
    #[arg(value_name = "ROOT", default_value = ".")]
    root: PathBuf,
    /// KIND/NAME, KIND, or FIELD=PATTERN[,FIELD=PATTERN…] as for --only of kz build; the name may be the one
    /// before or after the build
    resource: Option<String>,
    /// A field as in `spec.template.spec.containers[0].image`, with `[name=web]` for the element of that name, or
    /// with slashes; those below it are shown too
    #[arg(value_name = "FIELD")]
    field: Option<String>,
    /// The form of the output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
    /// Show the values of Secrets
    #[arg(long)]
    show_secrets: bool,
    #[command(flatten)]
    flags: BuildFlags,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    #[default]
    Text,
    /// JSON
    Json,
    /// A graph for Graphviz, of the order in which the root was put together
    Dot,
}

pub(crate) fn run(args: &Args, messages: &MessageArgs) -> ExitCode {
    let result = args
        .flags
        .with_builder(&DiskFileSystem, messages, |builder| builder.explain(folder::root(&args.root)));
    let explained = match result {
        Ok(explained) => explained,
        Err(refusal) => {
            render::diagnostics(refusal.warnings().iter().chain(refusal.diagnostics()), refusal.sources());
            return ExitCode::FAILURE;
        }
    };
    render::diagnostics(explained.output().warnings(), explained.output().sources());
    let Some(resource) = &args.resource else {
        return print(&match args.format {
            Form::Text => explained.stage().to_tree(),
            Form::Dot => explained.stage().to_dot(),
            Form::Json => format!("{:#}\n", stage_json(explained.stage())),
        });
    };
    if args.format == Form::Dot {
        return render::plain_error("--format dot shows the order of a whole root; leave RESOURCE out");
    }
    let mut chosen = chosen(&explained, resource, args.field.as_deref());
    if !args.show_secrets {
        chosen.iter_mut().flatten().for_each(Chosen::mask);
    }
    match chosen {
        Ok(chosen) if args.format == Form::Json => {
            let resources: Vec<Value> = chosen.iter().map(resource_json).collect();
            print(&format!("{:#}\n", json!({ "resources": resources })))
        }
        Ok(chosen) => print(&chosen.iter().map(resource_text).collect::<Vec<_>>().join("\n")),
        Err(why) => render::plain_error(&why),
    }
}

/// A resource with the fields that are asked for, and those that it had.
struct Chosen<'e> {
    resource: &'e Resource,
    fields: Vec<Field>,
    removed: Vec<Field>,
}

impl Chosen<'_> {
    /// Hides what a Secret keeps secret.
    fn mask(&mut self) {
        let is_secret = |field: &&mut Field| match field.path.parts().first() {
            Some(Part::Key(key)) => ["data", "stringData"].contains(&key.as_str()),
            _ => false,
        };
        if self.resource.kind() != "Secret" {
            return;
        }
        for field in self.fields.iter_mut().chain(&mut self.removed).filter(is_secret) {
            field.value = MASK.to_owned();
            field
                .events
                .iter_mut()
                .filter_map(|event| event.value.as_mut())
                .for_each(|v| *v = MASK.to_owned());
        }
    }
}

/// What stands for a value that is not shown.
const MASK: &str = "(secret)";

/// The resources and fields that are asked for.
fn chosen<'e>(
    explained: &'e Explained,
    resource: &str,
    field: Option<&str>,
) -> Result<Vec<Chosen<'e>>, String> {
    let wanted = matcher(resource).map_err(|why| format!("{resource}: {why}"))?;
    let output = explained.output();
    let schema = output.resource_set().schema();
    let fits: Vec<&Resource> = output.resources().filter(|r| wanted.matches(r, schema)).collect();
    if fits.is_empty() {
        let is_wanted = |removed: &&Removed| wanted.matches(&removed.resource, schema);
        return Err(absent(explained, resource, is_wanted));
    }
    let (mut chosen, mut invalid) = (Vec::new(), None);
    for resource in fits {
        let wanted = match field.map(|field| FieldPath::parse_in(field, resource)).transpose() {
            Ok(wanted) => wanted.unwrap_or_default(),
            Err(why) => {
                invalid = Some(why);
                continue;
            }
        };
        let (mut fields, mut removed) = (explained.fields(resource), explained.removed(resource));
        for fields in [&mut fields, &mut removed] {
            fields.retain(|known| known.path.is_below(&wanted));
        }
        if !fields.is_empty() || !removed.is_empty() {
            chosen.push(Chosen { resource, fields, removed });
        }
    }
    match (chosen.is_empty(), field) {
        (true, Some(field)) => Err(match invalid {
            Some(why) => format!("{resource} has no field {field}: {why}"),
            None => format!("{resource} has no field {field}"),
        }),
        _ => Ok(chosen),
    }
}

/// Says that no resource is what is asked for, and who took it away or what there is.
fn absent(explained: &Explained, wanted: &str, is_wanted: impl FnMut(&&Removed) -> bool) -> String {
    let removed: Vec<String> = explained.removed_resources().iter().filter(is_wanted).map(went).collect();
    if !removed.is_empty() {
        return format!("no resource is {wanted}: {}", removed.join(", "));
    }
    let there = explained.output().resources().take(20).map(|r| format!("{}/{}", r.kind(), r.name()));
    format!("no resource is {wanted}; there are: {}", there.collect::<Vec<_>>().join(", "))
}

/// Who took a resource away.
fn went(removed: &Removed) -> String {
    let Removed { resource, event, .. } = removed;
    let place = event.place.as_ref().map(|place| format!(" at {}", place_text(place)));
    format!(
        "{}/{} was removed by {}{}",
        resource.kind(),
        resource.name(),
        event.by,
        place.unwrap_or_default()
    )
}

fn resource_text(chosen: &Chosen<'_>) -> String {
    let resource = chosen.resource;
    let mut out = format!("{} {}", resource.kind(), resource.name());
    if !resource.namespace().is_empty() {
        out.push_str(&format!(" in {}", resource.namespace()));
    }
    out.push('\n');
    for field in &chosen.fields {
        out.push_str(&format!("  {}: {}\n", field.path, on_one_line(&field.value)));
        field_text(field, &mut out);
    }
    for field in &chosen.removed {
        out.push_str(&format!("  removed {}: {}\n", field.path, on_one_line(&field.value)));
        field_text(field, &mut out);
    }
    out
}

fn field_text(field: &Field, out: &mut String) {
    for event in &field.events {
        out.push_str(&format!("    {}", event_text(event)));
        match &event.value {
            Some(value) if field.events.len() > 1 => out.push_str(&format!(": {}", on_one_line(value))),
            Some(_) => {}
            None => out.push_str(": removed"),
        }
        out.push('\n');
    }
}

fn event_text(event: &Event) -> String {
    let mut about = Vec::new();
    if event.by != "resources" || event.place.is_none() {
        about.push(event.by.to_owned());
        about.extend(event.listed.as_ref().map(place_text));
    }
    about.extend(event.follows.as_ref().map(|who| format!("follows {who}")));
    let place = event.place.as_ref().map(place_text);
    match (place, about.is_empty()) {
        (Some(place), true) => place,
        (Some(place), false) => format!("{place} ({})", about.join(", ")),
        (None, _) => about.join(", "),
    }
}

fn place_text(place: &Location) -> String {
    format!("{}:{}", place.path.display(), place.line)
}

/// The start of a text, on one line.
fn on_one_line(value: &str) -> String {
    const WIDTH: usize = 70;
    let is_plain = !value.is_empty() && !value.contains(char::is_control);
    let value = if is_plain { value.to_owned() } else { format!("{value:?}") };
    match value.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{}…", &value[..at]),
        None => value,
    }
}

fn resource_json(chosen: &Chosen<'_>) -> Value {
    let resource = chosen.resource;
    json!({
        "apiVersion": resource.api_version(),
        "kind": resource.kind(),
        "name": resource.name(),
        "namespace": resource.namespace(),
        "fields": fields_json(&chosen.fields),
        "removed": fields_json(&chosen.removed),
    })
}

fn fields_json(fields: &[Field]) -> Vec<Value> {
    let field_json = |field: &Field| {
        let events: Vec<Value> = field.events.iter().map(event_json).collect();
        json!({ "path": field.path.to_string(), "value": field.value, "events": events })
    };
    fields.iter().map(field_json).collect()
}

fn add(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}

fn event_json(event: &Event) -> Value {
    let mut value = json!({ "by": event.by, "value": event.value });
    if let Some(place) = &event.place {
        add(&mut value, "place", place_json(place));
    }
    if let Some(listed) = &event.listed {
        add(&mut value, "listed", place_json(listed));
    }
    if let Some(follows) = &event.follows {
        add(&mut value, "follows", json!(follows));
    }
    value
}

fn place_json(place: &Location) -> Value {
    json!({ "file": place.path.display().to_string(), "line": place.line, "column": place.column })
}

fn stage_json(stage: &Stage) -> Value {
    let mut value = json!({
        "by": stage.by,
        "label": stage.label,
        "added": stage.added,
        "changed": stage.changed,
        "removed": stage.removed,
        "steps": stage.children.iter().map(stage_json).collect::<Vec<_>>(),
    });
    if let Some(place) = &stage.place {
        add(&mut value, "place", place_json(place));
    }
    if let Some(file) = &stage.file {
        add(&mut value, "kustomization", json!(file));
    }
    if stage.again {
        add(&mut value, "again", json!(true));
    }
    value
}

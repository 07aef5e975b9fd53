//! Which of the resources of a build are printed, and in which form.

use crate::render;
use clap::ValueEnum;
use kustomize_core::Output;
use kustomize_core::build::Format;
use kustomize_core::kustomization::{Selector, Text};
use kustomize_core::resource::selector::Matcher;
use kustomize_core::source::Pos;

/// The form of the output.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct Shape {
    /// The form of the output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
    /// Print only these resources: KIND or KIND/NAME, several with commas between them, or
    /// FIELD=PATTERN[,FIELD=PATTERN…] with the fields group, version, kind, name, namespace, label and
    /// annotation. May be given more than once
    ///
    /// Patterns are regular expressions that must fit as a whole, and names may be those before or
    /// after the build, as for the target of a patch. The kind before a slash may be in any letter case.
    #[arg(long, value_name = "SELECTOR")]
    only: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Form {
    /// YAML documents, joined by `---`
    #[default]
    Yaml,
    /// One JSON object of the kind List
    Json,
    /// A JSON object on each line
    Ndjson,
}

/// The form of the output, checked.
pub(crate) struct Ready {
    pub(crate) format: Format,
    only: Vec<Matcher>,
    asked: String,
}

impl Shape {
    /// Checks the selectors.
    pub(crate) fn ready(&self) -> Result<Ready, String> {
        let format = match self.format {
            Form::Yaml => Format::Yaml,
            Form::Json => Format::Json,
            Form::Ndjson => Format::Ndjson,
        };
        let only = |text: &str| matcher(text).map_err(|why| format!("--only {text}: {why}"));
        let only = self.only.iter().flat_map(|text| several(text)).map(only).collect::<Result<_, _>>()?;
        Ok(Ready { format, only, asked: self.only.join(" ") })
    }
}

impl Ready {
    /// Leaves only the resources that are asked for.
    pub(crate) fn choose(&self, output: &mut Output) {
        if self.only.is_empty() {
            return;
        }
        output.retain(|resource, schema| self.only.iter().any(|only| only.matches(resource, schema)));
        if output.resources().len() == 0 {
            render::note(&format!("no resource fits --only {}", self.asked));
        }
    }
}

/// The selectors of a text: kinds may stand behind each other with commas, as for kubectl, but a comma between
/// fields, or in braces, belongs to the one selector.
fn several(text: &str) -> impl Iterator<Item = &str> {
    let is_one = text.contains(['=', '{']);
    text.split(move |c| c == ',' && !is_one)
}

/// What selects resources as `--only` does.
///
/// # Errors
/// Why the text is no selector.
pub(crate) fn matcher(text: &str) -> Result<Matcher, String> {
    Matcher::new(&selector(text)?).map_err(|e| e.diagnostic().message.clone())
}

fn selector(text: &str) -> Result<Selector, String> {
    let plain = |value: &str| Text::new(value, Pos::NONE);
    let mut selector = Selector::default();
    if !text.contains('=') {
        let (kind, name) = text.split_once('/').unwrap_or((text, ""));
        if kind.is_empty() {
            return Err("names no kind".to_owned());
        }
        selector.kind = plain(&format!("(?i:{kind})"));
        selector.name = plain(name);
        return Ok(selector);
    }
    for part in text.split(',') {
        let (field, value) =
            part.split_once('=').ok_or_else(|| format!("\"{part}\" is not FIELD=PATTERN"))?;
        let field = match field {
            "group" => &mut selector.group,
            "version" => &mut selector.version,
            "kind" => &mut selector.kind,
            "name" => &mut selector.name,
            "namespace" => &mut selector.namespace,
            "label" => &mut selector.label_selector,
            "annotation" => &mut selector.annotation_selector,
            other => {
                return Err(format!(
                    "\"{other}\" is none of group, version, kind, name, namespace, label and annotation"
                ));
            }
        };
        // All labels that are named must be there.
        *field = if field.is_empty() { plain(value) } else { plain(&format!("{field},{value}")) };
    }
    Ok(selector)
}

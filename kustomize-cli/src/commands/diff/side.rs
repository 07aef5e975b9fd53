//! What is compared: what a kustomization builds, or what a file holds.

use super::{Told, tell};
use crate::build_flags::BuildFlags;
use crate::folder::{self, current_folder, is_kustomization_file};
use crate::render::{self, MessageArgs};
use crate::why;
use kustomize_core::diagnostic::{Code, Error};
use kustomize_core::diff::{Item, items_of_text};
use kustomize_core::fs::DiskFileSystem;
use kustomize_core::source::Sources;
use kustomize_core::yaml::{Limits, decode_text};
use kustomize_core::{Output, Refusal};
use std::io::Read;
use std::path::Path;

/// Reads the sides of a comparison.
pub(super) struct Sides<'a> {
    flags: &'a BuildFlags,
    messages: &'a MessageArgs,
    /// True once standard input was read.
    stdin: bool,
}

/// One of them.
#[derive(Default)]
pub(super) struct Side {
    output: Option<Output>,
    read: Vec<Item>,
}

impl<'a> Sides<'a> {
    pub(super) fn new(flags: &'a BuildFlags, messages: &'a MessageArgs) -> Self {
        Sides { flags, messages, stdin: false }
    }

    /// What stands behind an argument.
    pub(super) fn read(&mut self, path: &Path) -> Result<Side, Told> {
        let limits = self.flags.limits.input();
        if path.as_os_str() == "-" {
            if std::mem::replace(&mut self.stdin, true) {
                return Err(tell("standard input can be one side only"));
            }
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes);
            return read.map_or_else(
                |e| Err(tell(&format!("cannot read standard input: {}", why::io(&e)))),
                |_| documents(Path::new("standard input"), bytes, &limits),
            );
        }
        if path.is_file() {
            return match std::fs::read(path) {
                Ok(bytes) => documents(path, bytes, &limits),
                Err(e) => Err(tell(&format!("cannot read {}: {}", path.display(), why::io(&e)))),
            };
        }
        self.build(&folder::root(path), &current_folder())
    }

    /// What a kustomization builds; paths in messages count from `base`.
    pub(super) fn build(&self, root: &Path, base: &Path) -> Result<Side, Told> {
        let result = self.flags.with_builder_from(base, &DiskFileSystem, self.messages, |b| b.build(root));
        match result {
            Ok(output) => {
                render::diagnostics(output.warnings(), output.sources());
                Ok(Side { output: Some(output), read: Vec::new() })
            }
            Err(refusal) => Err(refused(&refusal)),
        }
    }
}

fn refused(refusal: &Refusal) -> Told {
    render::diagnostics(refusal.warnings().iter().chain(refusal.diagnostics()), refusal.sources());
    Told
}

fn documents(path: &Path, bytes: Vec<u8>, limits: &Limits) -> Result<Side, Told> {
    let mut sources = Sources::new();
    let result = decode_text(bytes).map_err(|e| e.path(path)).and_then(|text| {
        let file = sources.add(path, text.as_str().into());
        let resources = items_of_text(&text, file, limits)?;
        match resources.iter().find_map(no_resource) {
            None => Ok(resources),
            Some(why) => {
                let what = format!("a document is no resource: {why}");
                let error = Error::new(Code::InvalidResource, what).path(path);
                Err(match is_kustomization_file(path) {
                    true => error.hint("name the folder of a kustomization file"),
                    false => error,
                })
            }
        }
    });
    match result {
        Ok(read) => Ok(Side { output: None, read }),
        Err(e) => {
            render::diagnostics(e.diagnostics(), &sources);
            Err(Told)
        }
    }
}

/// Why a document is no resource.
fn no_resource(item: &Item) -> Option<&'static str> {
    let kind = item.value().as_object().map(|object| object.get("kind").and_then(|kind| kind.as_str()));
    match kind {
        None => Some("it is not a mapping"),
        Some(None | Some("")) => Some("it states no kind"),
        Some(Some(_)) => None,
    }
}

impl Side {
    /// The resources to compare.
    pub(super) fn items(&self) -> Result<Vec<Item>, Told> {
        let Some(output) = &self.output else { return Ok(self.read.clone()) };
        output.resources().map(Item::of).collect::<Result<_, _>>().map_err(|e| {
            render::diagnostics(e.diagnostics(), output.sources());
            Told
        })
    }

    /// The resources as a text to hand on.
    pub(super) fn text(&self) -> Result<String, Told> {
        match &self.output {
            Some(output) => output.to_yaml().map_err(|refusal| refused(&refusal)),
            // JSON is YAML.
            None => Ok(self.read.iter().map(|item| format!("---\n{}\n", item.value())).collect()),
        }
    }
}

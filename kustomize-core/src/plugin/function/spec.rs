//! How a resource says that it configures a function.

use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{Decode, Rules, Text, record};
use crate::limits::Limits;
use crate::package::Item;
use crate::resource::Resource;
use crate::source::{FileId, Pos, Sources};
use crate::transform::patch::PatchLoader;
use crate::yaml::{Node, read_strict_config};

/// A function: an image or an executable, and how it is run.
#[derive(Clone, Debug, Default)]
pub(crate) struct FunctionSpec {
    pub(crate) container: Container,
    pub(crate) exec: Exec,
    pub(crate) defer_failure: bool,
    /// Where the function is stated.
    pub(crate) pos: Pos,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Container {
    pub(crate) image: Text,
    pub(crate) network: bool,
    pub(crate) mounts: Vec<Mount>,
    pub(crate) envs: Vec<Text>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Exec {
    pub(crate) path: Text,
    pub(crate) args: Vec<Text>,
    pub(crate) envs: Vec<Text>,
}

/// Storage that a container gets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mount {
    pub(crate) kind: Text,
    pub(crate) source: Text,
    pub(crate) target: Text,
    pub(crate) writable: bool,
}

impl Decode for FunctionSpec {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        const FIELDS: &[&str] = &["deferFailure", "container", "exec"];
        self.pos = node.pos;
        record(node, "a function", FIELDS, rules, |name, value| match name {
            "deferFailure" => self.defer_failure.decode_into(value, rules),
            "container" => self.container.decode_into(value, rules),
            _ => self.exec.decode_into(value, rules),
        })
    }
}

impl Decode for Container {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        const FIELDS: &[&str] = &["image", "network", "mounts", "envs"];
        record(node, "the container of a function", FIELDS, rules, |name, value| match name {
            "image" => self.image.decode_into(value, rules),
            "network" => self.network.decode_into(value, rules),
            "mounts" => self.mounts.decode_into(value, rules),
            _ => self.envs.decode_into(value, rules),
        })
    }
}

impl Decode for Exec {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        const FIELDS: &[&str] = &["path", "args", "envs"];
        record(node, "the executable of a function", FIELDS, rules, |name, value| match name {
            "path" => self.path.decode_into(value, rules),
            "args" => self.args.decode_into(value, rules),
            _ => self.envs.decode_into(value, rules),
        })
    }
}

impl Decode for Mount {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        const FIELDS: &[&str] = &["type", "src", "dst", "rw"];
        record(node, "a mount", FIELDS, rules, |name, value| match name {
            "type" => self.kind.decode_into(value, rules),
            "src" => self.source.decode_into(value, rules),
            "dst" => self.target.decode_into(value, rules),
            _ => self.writable.decode_into(value, rules),
        })
    }
}

impl Mount {
    /// A mount as an argument states it: `type=bind,src=a,dst=b,rw=true`.
    pub(crate) fn parse(text: &str) -> Self {
        let mut mount = Mount::default();
        for (key, value) in text.split(',').filter_map(|option| option.split_once('=')) {
            match (key, Text::new(value, Pos::NONE)) {
                ("type", value) => mount.kind = value,
                ("src" | "source", value) => mount.source = value,
                ("dst" | "target", value) => mount.target = value,
                ("rw", value) => mount.writable |= value.as_str() == "true",
                _ => {}
            }
        }
        mount
    }
}

/// The annotations that state a function, the present one first.
const FUNCTION: [&str; 2] = ["config.kubernetes.io/function", "config.k8s.io/function"];
/// An annotation that states only an image.
const CONTAINER: &str = "config.kubernetes.io/container";

impl FunctionSpec {
    /// The function that a resource configures: in the annotation `config.kubernetes.io/function`,
    /// in its older forms, or in `metadata.configFn`. `None` when it configures none.
    ///
    /// # Errors
    /// Text that is not YAML, fields that do not exist, values of the wrong type.
    pub(crate) fn of(config: &Resource, loader: &mut dyn PatchLoader) -> Result<Option<Self>> {
        let annotation = |key| {
            let node = config.annotations().and_then(|map| map.get(key))?;
            node.text().filter(|text| !text.is_empty()).map(|text| Text::new(text, node.pos))
        };
        if let Some(text) = FUNCTION.into_iter().find_map(annotation) {
            let (content, file) = loader.inline(&text);
            return Self::parse(&content, file, text.pos, loader.limits()).map(Some);
        }
        if let Some(node) =
            config.node.get("metadata").and_then(|m| m.get("configFn")).filter(|n| !n.is_null())
        {
            let node = crate::plugin::config::as_config(node)?;
            return Self::decode(&node, Rules::Checked).map(Some);
        }
        Ok(annotation(CONTAINER).map(Self::container))
    }

    /// As [`Self::of`], of a resource as it is written.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub(crate) fn of_item(item: &Item, sources: &mut Sources, limits: &Limits) -> Result<Option<Self>> {
        let metadata = item.root().get("metadata");
        let annotation = |key| {
            let node = metadata?.get("annotations")?.get(key)?;
            let text = if node.is_null() { "" } else { node.value.as_str() };
            (!text.is_empty()).then(|| Text::new(text, item.pos(node)))
        };
        let stated = FUNCTION.into_iter().find_map(annotation);
        let config_fn = metadata.and_then(|m| m.get("configFn")).filter(|node| !node.is_null());
        let stated = stated.or_else(|| config_fn.map(|node| Text::new(node.to_text(), item.pos(node))));
        if let Some(text) = stated {
            let file = sources.add_inline(text.pos, text.as_str().into());
            return Self::parse(&text, file, text.pos, limits).map(Some);
        }
        Ok(annotation(CONTAINER).map(Self::container))
    }

    fn parse(content: &str, file: FileId, pos: Pos, limits: &Limits) -> Result<Self> {
        let spec = match read_strict_config(content, file, limits)? {
            Some(node) => Self::decode(&node, Rules::Checked)?,
            None => Self::default(),
        };
        Ok(FunctionSpec { pos, ..spec })
    }

    fn container(image: Text) -> Self {
        let pos = image.pos;
        FunctionSpec { container: Container { image, ..Container::default() }, pos, ..Self::default() }
    }

    /// Checks that mounts lie below the folder of the kustomization.
    ///
    /// # Errors
    /// [`Code::OutsideRoot`] for those that do not.
    pub(crate) fn check_mounts(&self) -> Result<()> {
        for mount in &self.container.mounts {
            let source = &mount.source;
            if source.starts_with('/') || crate::path::clean(source).starts_with("..") {
                return Err(Error::new(
                    Code::OutsideRoot,
                    format!("the function mounts {source}, which is outside the folder of the kustomization"),
                )
                .at(if source.pos.is_some() { source.pos } else { self.pos })
                .hint("write a path relative to the kustomization, and below it"));
            }
        }
        Ok(())
    }
}

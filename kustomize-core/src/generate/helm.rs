//! Resources rendered from helm charts, with the user's own helm.

#[path = "helm_call.rs"]
mod call;
#[cfg(feature = "helm")]
#[path = "helm_system.rs"]
mod system;
#[path = "helm_values.rs"]
mod values;

#[cfg(feature = "helm")]
pub use system::SystemHelm;

use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{HelmChart, HelmGlobals, Text};
use crate::load::{Loader, Root};
use crate::resource::{Resource, parse_resources, parse_resources_as_written};
use call::Call;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Runs helm for a build.
///
/// The library itself starts no program; `SystemHelm`, behind the feature `helm`, does.
pub trait Helm: Send + Sync {
    /// Makes a new temporary folder, which is there until `self` is dropped.
    ///
    /// # Errors
    /// Why it cannot be made.
    fn folder(&self) -> std::io::Result<PathBuf>;

    /// Writes a file in such a folder.
    ///
    /// # Errors
    /// Why it cannot be written.
    fn write(&self, path: &Path, content: &[u8]) -> std::io::Result<()>;

    /// Runs helm with arguments, in an environment with these variables, and gives what it prints.
    ///
    /// # Errors
    /// When it cannot be run, or reports a failure.
    fn run(&self, args: &[String], env: &[(&str, String)]) -> std::result::Result<Vec<u8>, HelmError>;
}

/// Why helm printed nothing of use.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HelmError {
    /// The program is not there; this was looked for.
    Absent(String),
    /// It failed, and said this.
    Failed(String),
}

/// What the charts of a whole build are rendered for.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct HelmOptions {
    /// The Kubernetes API versions, for charts that state none.
    pub api_versions: Vec<String>,
    /// The version of Kubernetes, for charts that state none.
    pub kube_version: String,
    /// Asks helm for more in its messages.
    pub debug: bool,
}

/// Helm with what is known of it in a run.
#[derive(Clone)]
pub(crate) struct Charts<'a> {
    helm: &'a dyn Helm,
    options: &'a HelmOptions,
    /// True when the version is known to be fit. One build at a time looks at it and pulls charts.
    is_checked: Arc<Mutex<bool>>,
}

impl<'a> Charts<'a> {
    pub(crate) fn new(helm: &'a dyn Helm, options: &'a HelmOptions) -> Self {
        Charts { helm, options, is_checked: Arc::default() }
    }
}

/// Renders a chart, which is pulled first when it is not in the folder of charts.
///
/// # Errors
/// When helm is not enabled, the chart or its values cannot be read, helm fails or prints something
/// else than resources.
pub(crate) fn inflate(
    chart: &HelmChart,
    globals: &HelmGlobals,
    loader: &mut Loader<'_>,
    root: &Root,
) -> Result<Vec<Resource>> {
    let Some(charts) = loader.charts.clone() else {
        return Err(Error::new(Code::NotEnabled, format!("the helm chart {} must be rendered", chart.name))
            .at(chart.pos)
            .hint("allow kz to run helm: --enable-helm"));
    };
    let text = render(chart, globals, &charts, loader, root).map_err(|e| e.at(chart.pos))?;
    let file = loader.sources.add(format!("helm template {}", chart.name), text.as_str().into());
    let resources = parse_resources(&text, file, &loader.limits)
        .or_else(|first| parse_resources_as_written(&text, file, &loader.limits).map_err(|_| first));
    let mut resources = resources
        .map_err(|e| e.within_at(chart.pos, format!("in what helm prints for the chart {}", chart.name)))?;
    resources.iter_mut().for_each(|resource| resource.set_annotation(FROM_HELM, "true"));
    Ok(resources)
}

/// The annotation of what helm has rendered. It is a part of the object, as in the reference, because
/// patches of the same kustomization can change it; the end of the build takes it out.
pub(crate) const FROM_HELM: &str = "internal.config.kubernetes.io/helm-generated";

fn render(
    chart: &HelmChart,
    globals: &HelmGlobals,
    charts: &Charts<'_>,
    loader: &mut Loader<'_>,
    root: &Root,
) -> Result<String> {
    let mut call = Call::new(chart, globals, charts.options, root)?;
    let mut additional = Vec::new();
    for file in &chart.additional_values_files {
        loader.read_bytes(root, file)?;
        additional.push(call::below(&root.dir, file));
    }
    let helm = charts.helm;
    let folder = helm.folder().map_err(|e| failed(format!("no folder for helm: {e}")))?;
    let config_home = match globals.config_home.as_str() {
        "" => folder.join("helm").display().to_string(),
        home => home.to_owned(),
    };
    let env = call::environment(&config_home);
    let run = |args: &[String]| helm.run(args, &env).map_err(|e| explain(e, args));
    let mut is_checked = charts.is_checked.lock().unwrap_or_else(PoisonError::into_inner);
    if !*is_checked {
        check_version(&run(&["version".to_owned(), "--short".to_owned()])?)?;
        *is_checked = true;
    }
    let place = call.chart();
    if !loader.is_folder(&place) {
        if chart.repo.is_empty() {
            return Err(failed(format!("there is no chart in {}", loader.display(&place).display()))
                .at(chart.name.pos)
                .hint("state its repo:, or put the chart there"));
        }
        run(&call.pull())?;
    }
    drop(is_checked);
    let default = Text::new(place.join("values.yaml").to_string_lossy(), chart.pos);
    let file = if chart.values_file.is_empty() { &default } else { &chart.values_file };
    let content = values::content(chart, file, loader, root)?;
    let path = folder.join(format!("{}-kustomize-values.yaml", chart.name));
    helm.write(&path, &content).map_err(|e| failed(format!("cannot write the values for helm: {e}")))?;
    call.values.push(path);
    call.values.extend(additional);
    let printed = run(&call.template())?;
    crate::yaml::decode_text(printed)
}

fn check_version(printed: &[u8]) -> Result<()> {
    let printed = String::from_utf8_lossy(printed);
    match call::version(&printed) {
        Some("3" | "4") => Ok(()),
        Some(major) => Err(failed(format!("helm 3 or 4 is needed, this is helm {major}"))
            .hint("name another helm with --helm-command")),
        None => Err(failed(format!("helm gives no version but \"{}\"", printed.trim()))
            .hint("name helm with --helm-command")),
    }
}

fn failed(message: String) -> Error {
    Error::new(Code::HelmFailed, message)
}

fn explain(error: HelmError, args: &[String]) -> Error {
    match error {
        HelmError::Absent(program) => {
            failed(format!("helm is needed to render a chart, and there is no program \"{program}\""))
                .hint("install helm 3 or 4, or name it with --helm-command")
        }
        HelmError::Failed(said) => {
            let verb = args.first().map_or("", String::as_str);
            failed(format!("helm {verb}: {}", said.trim_end()))
        }
    }
}

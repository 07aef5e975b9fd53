//! The arguments and the environment with which the reference runs helm.

use super::HelmOptions;
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{HelmChart, HelmGlobals, Text};
use crate::load::{Root, clean};
use std::path::{Path, PathBuf};

/// A chart, and what helm is told of it.
pub(super) struct Call<'a> {
    chart: &'a HelmChart,
    options: &'a HelmOptions,
    /// The folder that the chart's own folder is in.
    home: PathBuf,
    /// Files with values, the later ones before the earlier ones.
    pub(super) values: Vec<PathBuf>,
}

impl<'a> Call<'a> {
    /// # Errors
    /// A chart without a name, or a name that is an option or a path.
    pub(super) fn new(
        chart: &'a HelmChart,
        globals: &HelmGlobals,
        options: &'a HelmOptions,
        root: &Root,
    ) -> Result<Self> {
        let home = match globals.chart_home.as_str() {
            "" => root.dir.join("charts"),
            home => clean(&root.dir.join(home)),
        };
        check_name("name", &chart.name)?;
        check_name("releaseName", &chart.release_name)?;
        if chart.name.is_empty() {
            return Err(Error::new(Code::InvalidGenerator, "the chart has no name").hint("add `name:`"));
        }
        let is_versioned = !chart.version.is_empty() && !chart.repo.is_empty();
        if is_versioned {
            check_name("version", &chart.version)?;
        }
        root.check_chart_home(&home, &globals.chart_home)?;
        if !matches!(chart.values_merge.as_str(), "" | "merge" | "override" | "replace") {
            let message = format!("valuesMerge cannot be \"{}\"", chart.values_merge);
            return Err(Error::new(Code::InvalidGenerator, message)
                .at(chart.values_merge.pos)
                .hint("it is merge, override or replace"));
        }
        let home = if is_versioned { home.join(format!("{}-{}", chart.name, chart.version)) } else { home };
        Ok(Call { chart, options, home, values: Vec::new() })
    }

    /// The folder of the chart.
    pub(super) fn chart(&self) -> PathBuf {
        self.home.join(self.chart.name.as_str())
    }

    /// To pull the chart into its folder.
    pub(super) fn pull(&self) -> Vec<String> {
        let chart = self.chart;
        let mut args = Args::new(&["pull", "--untar"]);
        args.option("--untardir", &self.home.to_string_lossy());
        if chart.repo.starts_with("oci://") {
            let repo = chart.repo.strip_suffix('/').unwrap_or(&chart.repo);
            args.0.push(format!("{repo}/{}", chart.name));
        } else {
            args.option("--repo", &chart.repo);
            args.0.push(chart.name.to_string());
        }
        args.option("--version", &chart.version);
        args.flag("--devel", chart.devel);
        args.0
    }

    /// To render the chart.
    pub(super) fn template(&self) -> Vec<String> {
        let (chart, options) = (self.chart, self.options);
        let mut args = Args::new(&["template"]);
        args.0.push(match chart.release_name.as_str() {
            "" => "--generate-name".to_owned(),
            name => name.to_owned(),
        });
        args.0.push(self.chart().to_string_lossy().into_owned());
        args.option("--namespace", &chart.namespace);
        args.option("--name-template", &chart.name_template);
        self.values.iter().for_each(|file| args.option("-f", &file.to_string_lossy()));
        if chart.api_versions.is_empty() {
            options.api_versions.iter().for_each(|version| args.always("--api-versions", version));
        }
        chart.api_versions.iter().for_each(|version| args.always("--api-versions", version));
        args.option(
            "--kube-version",
            if chart.kube_version.is_empty() { &options.kube_version } else { &chart.kube_version },
        );
        args.flag("--include-crds", chart.include_crds);
        args.flag("--skip-tests", chart.skip_tests);
        args.flag("--no-hooks", chart.skip_hooks);
        args.flag("--debug", chart.debug || options.debug);
        args.flag("--devel", chart.devel);
        args.0
    }
}

struct Args(Vec<String>);

impl Args {
    fn new(first: &[&str]) -> Self {
        Args(first.iter().map(|arg| (*arg).to_owned()).collect())
    }

    fn always(&mut self, name: &str, value: &str) {
        self.0.extend([name.to_owned(), value.to_owned()]);
    }

    fn option(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.always(name, value);
        }
    }

    fn flag(&mut self, name: &str, is_set: bool) {
        if is_set {
            self.0.push(name.to_owned());
        }
    }
}

/// What helm would take for an option, or for a path to elsewhere, is no name.
fn check_name(field: &str, name: &Text) -> Result<()> {
    if !name.starts_with('-') && !name.contains(['/', '\\', '\0']) && !matches!(name.as_str(), "." | "..") {
        return Ok(());
    }
    Err(Error::new(Code::InvalidGenerator, format!("the {field} of a chart cannot be \"{name}\""))
        .at(name.pos))
}

/// Where helm keeps its own files.
pub(super) fn environment(home: &str) -> [(&'static str, String); 3] {
    [
        ("HELM_CONFIG_HOME", home.to_owned()),
        ("HELM_CACHE_HOME", format!("{home}/.cache")),
        ("HELM_DATA_HOME", format!("{home}/.data")),
    ]
}

/// A path counted from a folder even when it is an absolute one, as the reference does it here.
pub(super) fn below(folder: &Path, path: &str) -> PathBuf {
    clean(&folder.join(path.trim_start_matches('/')))
}

/// The first number of the first version in a text.
pub(super) fn version(text: &str) -> Option<&str> {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut rest = text;
    loop {
        rest = rest.get(rest.find(is_digit)?..)?;
        let (major, behind) = rest.split_at(rest.find(|c| !is_digit(c)).unwrap_or(rest.len()));
        if behind.strip_prefix('.').is_some_and(|minor| minor.starts_with(is_digit)) {
            return Some(major);
        }
        rest = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn finds_the_version_where_the_reference_finds_it() {
        let measured = [
            ("v3.99.1+gabc\n", Some("3")),
            ("4.0.0", Some("4")),
            ("v2.16.1", Some("2")),
            ("Client: v3.1", Some("3")),
            ("version.BuildInfo{Version:\"v3.0.2\", GoVersion:\"go1.13\"}", Some("3")),
            ("x1 v3.2", Some("3")),
            ("go1.2 v3.3", Some("1")),
            ("3", None),
            ("v3", None),
            ("3. 4.x", None),
            ("nothing", None),
        ];
        for (text, major) in measured {
            assert_eq!(version(text), major, "{text:?}");
        }
    }
}

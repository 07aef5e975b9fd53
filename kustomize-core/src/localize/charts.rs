//! Helm charts: the files with their values, and the folders that they are in.

use super::fields::{change, each, items};
use super::names::{below, relative, written};
use super::{Localizer, Place};
use crate::diagnostic::{Code, Error, Result};
use crate::fs::Entry;
use crate::kustomization::Text;
use crate::load::clean;
use crate::yaml::Node;
use std::path::{Path, PathBuf};

const DEFAULT_HOME: &str = "charts";

impl Localizer<'_, '_> {
    pub(super) fn charts(&mut self, place: &Place, k: &mut Node) -> Result<()> {
        for chart in items(k, "helmChartInflationGenerator") {
            self.path_field(place, chart, "values")?;
            self.home(place, chart, "chartHome")?;
        }
        let mut has_charts = false;
        for chart in items(k, "helmCharts") {
            has_charts = true;
            self.path_field(place, chart, "valuesFile")?;
            each(chart.get_mut("additionalValuesFiles"), |path| self.file(place, path))?;
        }
        match k.get_mut("helmGlobals") {
            Some(globals) => self.home(place, globals, "chartHome"),
            None if has_charts => self.chart_home(place, &Text::default()).map(drop),
            None => Ok(()),
        }
    }

    fn home(&mut self, place: &Place, node: &mut Node, field: &str) -> Result<()> {
        match node.get_mut(field) {
            Some(home) => change(home, |home| self.chart_home(place, home)),
            None => self.chart_home(place, &Text::default()).map(drop),
        }
    }

    /// Copies a folder of charts, the default one when none is named, and gives its path in the copy. One
    /// that is not there is left to be filled by the build.
    pub(super) fn chart_home(&mut self, place: &Place, home: &Text) -> Result<String> {
        let path = if home.is_empty() { DEFAULT_HOME } else { home.as_str() };
        if Path::new(path).is_absolute() {
            let message = format!("the folder {home} for charts is an absolute path");
            return Err(Error::new(Code::OutsideRoot, message).at(home.pos));
        }
        let source = clean(&place.root.dir.join(path));
        let is_default = source == place.root.dir.join(DEFAULT_HOME);
        let mut copy = relative(&place.root.dir, &source);
        if self.fs.exists(&source) {
            let root = self.open(place, &Text::new(written(&copy), home.pos))?;
            if !is_default {
                copy = relative(&place.root.dir, &root.dir);
            }
            let at = below(&place.at, &copy).map_err(|e| e.at(home.pos))?;
            if !self.folders.contains(&at) && !self.files.contains_key(&at) {
                self.copy_folder(&root.dir, at)?;
            }
        }
        Ok(if home.is_empty() { String::new() } else { written(&copy) })
    }

    /// Copies a folder with all that is in it but symbolic links.
    fn copy_folder(&mut self, source: &Path, at: PathBuf) -> Result<()> {
        let mut folders = vec![(source.to_path_buf(), at)];
        while let Some((source, at)) = folders.pop() {
            self.folder(&at);
            let unreadable = |e: std::io::Error| {
                Error::new(Code::FileUnreadable, format!("cannot copy the charts: {e}")).path(&source)
            };
            for name in self.fs.read_dir(&source).map_err(unreadable)? {
                let (from, to) = (source.join(&name), at.join(&name));
                match self.fs.entry(&from).map_err(unreadable)? {
                    Entry::Link => {}
                    Entry::Folder => folders.push((from, to)),
                    Entry::File => {
                        let content = self.fs.read(&from).map_err(unreadable)?;
                        self.files.insert(to, content);
                    }
                }
            }
        }
        Ok(())
    }
}

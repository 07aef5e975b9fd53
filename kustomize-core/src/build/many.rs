//! Several kustomizations in one go.

use super::accumulate::Base;
use super::{Output, Refusal, Run};
use crate::parallel;
use std::path::Path;

/// Finds and builds several kustomizations. Files are read and parsed once for all of them, and what
/// more than one of them uses is accumulated once.
///
/// ```
/// use kustomize_core::{Builder, fs::MemoryFileSystem};
///
/// let mut files = MemoryFileSystem::new();
/// files.insert("/app/base/kustomization.yaml", "resources: [cm.yaml]\n");
/// files.insert("/app/base/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n");
/// for name in ["dev", "prod"] {
///     let text = format!("namePrefix: {name}-\nresources: [../base]\n");
///     files.insert(format!("/app/{name}/kustomization.yaml"), text);
/// }
///
/// let builder = Builder::new(&files);
/// let mut session = builder.session();
/// let roots = session.find_roots("/app", false).unwrap();
/// let names = session.build_each(&roots, |_, result| {
///     result.map(|output| output.resources().next().unwrap().name().to_owned()).unwrap()
/// });
/// assert_eq!(names, ["dev-settings", "prod-settings"]);
/// ```
pub struct Session<'a> {
    pub(super) run: Run<'a>,
}

impl<'a> Session<'a> {
    pub(super) fn new(run: Run<'a>) -> Self {
        Session { run }
    }

    /// Builds each of the kustomizations and gives what `each` makes of them, in their order. `each`
    /// is called with the place in the list, on several threads and in any order.
    pub fn build_each<T: Send>(
        &mut self,
        paths: &[impl AsRef<Path>],
        each: impl Fn(usize, Result<Output, Refusal>) -> T + Sync,
    ) -> Vec<T> {
        let paths: Vec<&Path> = paths.iter().map(AsRef::as_ref).collect();
        self.prepare(&paths);
        let run = &self.run;
        let build = |at: usize| paths.get(at).map(|path| each(at, run.fork().build(path)));
        let alone = self.run.survey.renders_charts;
        let threads = if alone { 1 } else { parallel::threads(self.run.options.threads) };
        parallel::map(threads, paths.len(), build).into_iter().flatten().collect()
    }

    /// Reads what leads to what, and accumulates what more than one kustomization uses. What goes
    /// wrong here goes wrong again in the builds, which say so.
    fn prepare(&mut self, paths: &[&Path]) {
        let run = &mut self.run;
        for path in paths {
            if let Ok(root) = run.loader.open_root(path) {
                run.survey(&root);
            }
        }
        run.loader.read_ahead();
        // A kustomization that changes the facts about kinds changes them for what is built after it.
        if !run.survey.changes_facts {
            for root in std::mem::take(&mut run.survey.shared_bases) {
                if run.bases.contains_key(root.dir.as_os_str()) {
                    continue;
                }
                run.warnings.clear();
                let result = run.kustomization(&root).and_then(|k| run.accumulate(&root, &k));
                let result = result.and_then(|mut acc| {
                    acc.settle()?;
                    acc.set.share_nodes();
                    Ok(acc)
                });
                let warnings = std::mem::take(&mut run.warnings);
                run.bases.insert(root.dir.clone().into(), Base { result, warnings });
            }
        }
        // A refusal is told with the way that leads to it, which is another for each kustomization.
        // Something that was fetched may have changed the facts all the same.
        let facts_changed = run.facts.are_changed();
        run.bases.retain(|_, base| base.result.is_ok() && !facts_changed);
        run.share();
    }
}

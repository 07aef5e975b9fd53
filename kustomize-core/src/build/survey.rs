//! What a build needs, found out before it starts.
//!
//! The kustomizations that lead to one another are read first, so that it is known how often each
//! file and each base is used. What is used once is handed over; only what is used again is kept and
//! shared, and thereby copied when it is changed. Whatever goes wrong here is left to the build
//! itself, which says so at the right place: what the survey has missed is taken to be used often.

use super::Run;
use crate::hash::{HashMap, Layered};
use crate::kustomization::{Kustomization, Text};
use crate::load::{Root, Target, Uses};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is known before a build.
#[derive(Default)]
pub(crate) struct Survey {
    /// The kustomization files that were read, by their folders.
    pub(super) kustomizations: Layered<OsString, Arc<Kustomization>>,
    /// How often folders are used as bases.
    bases: Arc<HashMap<OsString, Uses>>,
    /// How often folders are used as components.
    components: HashMap<OsString, Uses>,
    /// Bases that are used more than once, by a way that leads to them.
    pub(super) shared_bases: Vec<Arc<Root>>,
    /// True when a kustomization changes the facts that all others are built by.
    pub(super) changes_facts: bool,
    /// True when a kustomization renders charts, which may be pulled into folders that others use.
    pub(super) renders_charts: bool,
}

impl Survey {
    /// True when it is certain that a base is needed no second time.
    pub(super) fn is_used_once(&self, base: &Path) -> bool {
        self.bases.get(base.as_os_str()) == Some(&Uses::Once)
    }

    /// True when a folder was surveyed.
    pub(super) fn knows(&self, root: &Path) -> bool {
        self.bases.contains_key(root.as_os_str())
    }

    /// Makes what was read ready for [`Self::fork`].
    pub(super) fn share(&mut self) {
        self.kustomizations.share();
    }

    /// What is known to a build of one of several roots.
    pub(super) fn fork(&self) -> Self {
        Survey { kustomizations: self.kustomizations.fork(), bases: self.bases.clone(), ..Self::default() }
    }
}

impl Run<'_> {
    /// Follows everything that a root leads to.
    pub(super) fn survey(&mut self, top: &Arc<Root>) {
        if !self.is_first(&top.dir, Uses::Once) {
            self.survey.shared_bases.push(top.clone());
            return;
        }
        let mut found = vec![(top.clone(), Uses::Once)];
        while let Some((root, uses)) = found.pop() {
            let Ok(kustomization) = self.read_kustomization(&root) else { continue };
            self.survey.changes_facts |= !kustomization.openapi.is_empty();
            self.survey.renders_charts |= !kustomization.helm_charts.is_empty();
            for path in &kustomization.resources {
                match self.loader.resolve(&root, path) {
                    Ok(Target::File(file)) => self.loader.expect(file, uses == Uses::Often),
                    Ok(Target::Folder(dir)) if self.is_first(&dir, uses) => {
                        found.extend(self.below(&root, dir).map(|base| (base, Uses::Once)));
                    }
                    Ok(Target::Folder(dir)) => self.survey.shared_bases.extend(self.below(&root, dir)),
                    _ => {}
                }
            }
            for path in &kustomization.components {
                found.extend(self.component(&root, path, uses));
            }
        }
    }

    /// Counts a use of a base. True when it is the first, which is the only one that builds it.
    fn is_first(&mut self, dir: &Path, uses: Uses) -> bool {
        let mut is_first = false;
        let known = Arc::make_mut(&mut self.survey.bases).entry_ref(dir.as_os_str());
        let known = known.and_modify(|u| *u = Uses::Often);
        known.or_insert_with(|| {
            is_first = true;
            uses
        });
        is_first
    }

    /// Counts a use of a component. It is built for each use, so that a second use is a second use
    /// of all that it names; more make no difference.
    fn component(&mut self, root: &Arc<Root>, path: &Text, uses: Uses) -> Option<(Arc<Root>, Uses)> {
        let Ok(Target::Folder(dir)) = self.loader.resolve(root, path) else { return None };
        let uses = match self.survey.components.get(dir.as_os_str()) {
            Some(Uses::Often) => return None,
            Some(Uses::Once) => Uses::Often,
            None => uses,
        };
        self.survey.components.insert(dir.clone().into(), uses);
        self.below(root, dir).map(|component| (component, uses))
    }

    /// The root that a folder becomes when a root uses it, within the depth that a build allows.
    fn below(&self, root: &Arc<Root>, dir: PathBuf) -> Option<Arc<Root>> {
        (root.depth < self.loader.limits.bases).then(|| Arc::new(Root::below(root, dir)))
    }
}

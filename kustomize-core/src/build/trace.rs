//! Telling somebody outside which stage a build is in. The core has no clock; whoever listens may.

use std::sync::Arc;

/// Is told when stages of a build begin and end. Stages lie within one another.
pub trait Observer: Send + Sync {
    /// A stage begins.
    fn enter(&self, stage: &str);
    /// The stage that began last ends.
    fn leave(&self);
}

/// Whom to tell, if anybody.
#[derive(Clone, Default)]
pub struct Trace(Option<Arc<dyn Observer>>);

/// A stage; it ends when this is dropped.
pub(crate) struct Stage<'t>(Option<&'t dyn Observer>);

impl Trace {
    /// Tells this observer.
    pub fn to(observer: Arc<dyn Observer>) -> Self {
        Trace(Some(observer))
    }

    /// Begins a stage.
    pub(crate) fn stage(&self, name: &str) -> Stage<'_> {
        self.stage_with(|| name.to_owned())
    }

    /// Begins a stage whose name is only made when somebody listens.
    pub(crate) fn stage_with(&self, name: impl FnOnce() -> String) -> Stage<'_> {
        let observer = self.0.as_deref();
        if let Some(observer) = observer {
            observer.enter(&name());
        }
        Stage(observer)
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        if let Some(observer) = self.0 {
            observer.leave();
        }
    }
}

impl std::fmt::Debug for Trace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Trace(told)" } else { "Trace" })
    }
}

//! Collecting refusals that do not depend on one another.

use super::{Error, Result};

/// So many refusals are told in one run; more are of no use to anybody.
const MOST: usize = 100;

/// Refusals that are told together.
///
/// ```ignore
/// let mut errors = Errors::default();
/// for path in paths {
///     errors.keep(read(path));
/// }
/// errors.done()?;
/// ```
#[derive(Debug, Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    /// Gives the value, or keeps the refusal for later.
    pub(crate) fn keep<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.add(error);
                None
            }
        }
    }

    /// Keeps a refusal for later.
    pub(crate) fn add(&mut self, error: Error) {
        self.0 = Some(match self.0.take() {
            None => error,
            Some(known) if known.diagnostics().count() >= MOST => known,
            Some(known) => known.and(error),
        });
    }

    /// True when nothing was refused.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// All that was refused, as one refusal.
    ///
    /// # Errors
    /// When anything was.
    pub(crate) fn done(self) -> Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::Errors;
    use crate::diagnostic::{Code, Error};

    #[test]
    fn each_refusal_is_told_once() {
        let mut errors = Errors::default();
        for text in ["a", "b", "a"] {
            assert!(errors.keep::<()>(Err(Error::new(Code::NotFound, text))).is_none());
        }
        let error = errors.done().unwrap_err();
        let said: Vec<&str> = error.diagnostics().map(|d| d.message.as_str()).collect();
        assert_eq!(said, ["a", "b"]);
    }
}

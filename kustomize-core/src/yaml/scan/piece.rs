//! The text of a document.

/// The text of a document, which starts with it and may go on behind it.
#[derive(Clone, Copy)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
}

impl<'t> Piece<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Piece { text, bytes: text.as_bytes() }
    }

    /// The byte at an offset; 0 after the end, which is no byte of a usual text.
    #[inline(always)]
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    #[inline(always)]
    pub(super) fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or("")
    }
}

//! Texts that are written as they are, told at a glance: what nearly all texts of manifests are.

/// Bytes that do not ask for quotes inside a text.
#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const SIMPLE: [bool; 256] = {
    let mut table = [false; 256];
    let mut i = 0;
    while i < 256 {
        let b = i as u8;
        table[i] = b.is_ascii_alphanumeric()
            || matches!(
                b,
                b'-' | b'.' | b'_' | b'/' | b'+' | b'=' | b'(' | b')' | b';' | b'$' | b'^' | b'<' | b'~'
            );
        i += 1;
    }
    table
};

/// True for short text on one line of nothing but harmless bytes, dashes inside included.
#[inline]
pub(super) fn is_simple(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes {
        [] | [b'-', ..] | [b'.', b'.', b'.', ..] => false,
        _ => bytes.len() < 256 && bytes.iter().all(|&b| SIMPLE.get(usize::from(b)) == Some(&true)),
    }
}

/// True for printable ASCII on one line that is spelled so that it needs no quotes.
pub(super) fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let starts = match bytes {
        [] | [b'-' | b'?'] => false,
        [b'-' | b'?', second, ..] => *second != b' ' && !text.starts_with("---"),
        [b'.', ..] => !text.starts_with("..."),
        [first, ..] => !matches!(
            first,
            b' ' | b'#'
                | b','
                | b'['
                | b']'
                | b'{'
                | b'}'
                | b'&'
                | b'*'
                | b'!'
                | b'|'
                | b'>'
                | b'\''
                | b'"'
                | b'%'
                | b'@'
                | b'`'
        ),
    };
    let byte = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
    let harmless = |at: usize| match byte(Some(at)) {
        b':' => byte(Some(at + 1)) != b' ',
        _ => byte(at.checked_sub(1)) != b' ',
    };
    starts
        && bytes.last() != Some(&b' ')
        && all(bytes, |b| (b' '..=b'~').contains(&b))
        && memchr::memchr2_iter(b':', b'#', bytes).all(harmless)
}

/// True for printable ASCII on several lines that is written as a block.
pub(super) fn is_block(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends_in_space = |at: usize| at.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b' ');
    let mut breaks = memchr::memchr_iter(b'\n', bytes).peekable();
    breaks.peek().is_some()
        && !text.ends_with(' ')
        && !breaks.any(ends_in_space)
        && all(bytes, |b| (b' '..=b'~').contains(&b) | (b == b'\n'))
}

/// The characters of a text.
pub(super) fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// Looks at every byte without a way out, so that many are compared at once.
fn all(bytes: &[u8], fits: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(true, |all, &b| all & fits(b))
}

#[cfg(test)]
mod tests {
    use super::super::write::{analyze, is_written_as_block};
    use super::{is_block, is_plain};

    /// All texts of up to five of the bytes that matter.
    #[test]
    fn a_glance_is_never_wrong() {
        let bytes = [b'a', b' ', b':', b'#', b'-', b'.', b'?', b'\'', b'\n', b'\t', b'{', 0x7f];
        let mut texts = vec![String::new()];
        let mut from = 0;
        let (mut plain, mut blocks) = (0, 0);
        for _ in 0..5 {
            let to = texts.len();
            for at in from..to {
                for b in bytes {
                    let mut text = texts[at].clone();
                    text.push(char::from(b));
                    texts.push(text);
                }
            }
            from = to;
        }
        for text in &texts {
            let analysis = analyze(text);
            if is_plain(text) {
                plain += 1;
                assert!(analysis.plain && !text.contains('\n'), "{text:?}");
            }
            if is_block(text) {
                blocks += 1;
                assert!(is_written_as_block(text), "{text:?}");
            }
        }
        assert!(plain > 1000 && blocks > 1000, "{plain} {blocks}");
    }
}

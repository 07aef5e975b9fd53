//! Looking for bytes, eight at a time.

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

#[inline(always)]
const fn repeat(byte: u8) -> u64 {
    LOW * byte as u64
}

/// A bit set in the lowest byte that is zero; bytes above it may have theirs set too.
#[inline(always)]
const fn zero(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word & HIGH
}

#[inline(always)]
fn word_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..).and_then(<[u8]>::first_chunk::<8>).map(|chunk| u64::from_le_bytes(*chunk))
}

/// The next line feed, colon or hash, or the end.
#[inline(always)]
pub(super) fn find_special(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word_at(bytes, at) {
        let found = zero(word ^ repeat(b'\n')) | zero(word ^ repeat(b':')) | zero(word ^ repeat(b'#'));
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| !matches!(byte, b'\n' | b':' | b'#')) {
        at += 1;
    }
    at
}

/// The next byte that is no space, or the end.
#[inline(always)]
pub(super) fn skip_spaces(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word_at(bytes, at) {
        let other = word ^ repeat(b' ');
        if other != 0 {
            return at + other.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}

/// True when every character may stand in a document and none is a line break besides the line
/// feed.
pub(super) fn is_usual(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut chunks = bytes.chunks_exact(64);
    (chunks.by_ref().all(all_printable) && all_printable(chunks.remainder())) || all_usual(text)
}

fn all_printable(bytes: &[u8]) -> bool {
    // Folded without a way out, so that many bytes are compared at once.
    bytes.iter().fold(true, |usual, &b| usual & ((b' '..0x7f).contains(&b) | (b == b'\n')))
}

fn all_usual(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c, '\t' | '\n' | ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{fefe}'
            | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
    })
}

/// A number that is the same for equal texts and seldom for others, never for others below eight
/// bytes.
#[inline(always)]
pub(super) fn print(text: &str) -> u64 {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let bytes = text.as_bytes();
    let len = bytes.len() as u64;
    if let Some(last) = bytes.last_chunk::<8>() {
        let mix =
            |print: u64, word: [u8; 8]| (print ^ u64::from_le_bytes(word)).wrapping_mul(MIX).rotate_left(29);
        let (words, _) = bytes.as_chunks::<8>();
        return mix(words.iter().fold(len, |print, word| mix(print, *word)), *last);
    }
    let word = match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (8 * (len - 4))
        }
        _ => bytes.iter().rev().fold(0, |word, &b| word << 8 | u64::from(b)),
    };
    (word | len << 56).wrapping_mul(MIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_first_of_three() {
        let text = "abcdefghijklmnop: #\nxyz";
        assert_eq!(find_special(text.as_bytes(), 0), 16);
        assert_eq!(find_special(text.as_bytes(), 17), 18);
        assert_eq!(find_special(text.as_bytes(), 19), 19);
        assert_eq!(find_special(text.as_bytes(), 20), text.len());
    }

    #[test]
    fn prints_of_different_texts_differ() {
        let mut prints: Vec<u64> = Vec::new();
        let frames = [("", ""), ("k", ""), ("prometheus-node-", "-config.yaml"), ("", "/name")];
        for n in 0..20_000 {
            prints.extend(frames.iter().map(|(before, after)| print(&format!("{before}{n}{after}"))));
        }
        let all = prints.len();
        prints.sort_unstable();
        prints.dedup();
        assert_eq!(prints.len(), all);
        assert_eq!(print("abcdefghij"), print(&["abc", "defghij"].concat()));
    }

    #[test]
    fn skips_spaces_of_any_number() {
        for n in 0..30 {
            let text = format!("{}x", " ".repeat(n));
            assert_eq!(skip_spaces(text.as_bytes(), 0), n);
            assert_eq!(skip_spaces(text.trim_end_matches('x').as_bytes(), 0), n);
        }
    }

    #[test]
    fn tells_usual_texts() {
        for usual in ["", "a: b\n", "é: \t\u{1f600}\n", &"x".repeat(200)] {
            assert!(is_usual(usual), "{usual}");
        }
        for odd in ["\r\n", "\u{85}", "\u{2028}", "\u{feff}", "\0", "\u{7f}", "\u{fffe}"] {
            assert!(!is_usual(odd), "{odd:?}");
            assert!(!is_usual(&format!("{}{odd}", "x".repeat(100))), "{odd:?}");
        }
    }
}

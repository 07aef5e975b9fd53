//! Texts that are words to every reader and writer, told at a glance.

/// True for a text that is written without quotes and means itself however it is read: printable ASCII without
/// blanks, with a letter first, and none of the words that mean true, false or null. What else there is has to
/// be looked at closely.
#[inline]
pub(super) fn is_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    // The words that mean something else start so, and are short.
    let is_itself = match bytes.first() {
        Some(b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O') => bytes.len() > 5,
        Some(first) => first.is_ascii_alphabetic(),
        None => false,
    };
    is_itself && bytes.last() != Some(&b':') && are_printed(bytes)
}

/// True if all bytes are printable ASCII and none is a blank; eight are looked at at once.
fn are_printed(bytes: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES << 7;
    let (eights, rest) = bytes.as_chunks::<8>();
    let all = |eight: &[u8; 8]| {
        let eight = u64::from_le_bytes(*eight);
        // No byte below `!`, none above `~`.
        let is_above = (eight | HIGH).wrapping_sub(ONES * 0x21);
        let is_below = !(eight | eight.wrapping_add(ONES));
        is_above & is_below & HIGH == HIGH
    };
    eights.iter().all(all) && rest.iter().all(|b| (b'!'..=b'~').contains(b))
}

#[cfg(test)]
mod tests {
    use super::{are_printed, is_word};
    use crate::yaml::{Scalar, Style, Tag, quote_where_ambiguous, resolve, written_style};

    #[test]
    fn a_word_is_nothing_else() {
        let letters = [
            "y", "n", "Y", "N", "t", "e", "s", "o", "O", "f", "u", "l", "r", "a", "1", ".", "-", ":", "#",
            " ",
        ];
        let mut texts: Vec<String> = vec![String::new()];
        for _ in 0..4 {
            let longer = texts.iter().flat_map(|text| letters.iter().map(move |l| format!("{text}{l}")));
            texts = longer.chain([String::new()]).collect();
        }
        texts.extend(
            ["false", "False", "FALSE", "true", "null", "Null", "~", "yes", "off", "1.5e3"]
                .map(str::to_owned),
        );
        let mut words = 0;
        for text in texts.iter().filter(|text| is_word(text)) {
            words += 1;
            assert_eq!(written_style(text), Style::Plain, "{text}");
            assert_eq!(resolve::resolve_plain(text), Tag::Str, "{text}");
            let mut scalar = Scalar::string(text.as_str());
            quote_where_ambiguous(&mut scalar);
            assert_eq!(scalar.style, Style::Plain, "{text}");
        }
        assert!(words > 1000);
        assert!(!is_word("name") && is_word("names/of.all-1_2:{x},[y]") && !is_word("two words"));
    }

    #[test]
    fn bytes_are_looked_at_one_by_one() {
        for byte in 0..=255_u8 {
            for at in 0..9 {
                let mut bytes = [b'a'; 9];
                bytes[at] = byte;
                assert_eq!(are_printed(&bytes), (b'!'..=b'~').contains(&byte), "{byte}");
            }
        }
    }
}

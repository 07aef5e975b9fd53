//! From the bytes of a file to its text.

use crate::diagnostic::{Code, Error, Result};

/// Why bytes are no text: where they go wrong, and the text up to there with the rest of its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoText {
    /// One plain sentence.
    pub(crate) message: &'static str,
    /// What to do.
    pub(crate) hint: &'static str,
    /// The readable part, so that the place can be shown.
    pub(crate) shown: String,
    /// Where in `shown` it goes wrong.
    pub(crate) at: usize,
}

/// So many bytes behind the place are shown.
const REST: usize = 40;

/// The text of a file: a byte order mark is taken off, line ends become single line feeds. UTF-16 is read
/// too, where a byte order mark says that it is.
///
/// # Errors
/// When it is neither.
pub fn decode_text(bytes: Vec<u8>) -> Result<String> {
    decode(bytes).map_err(|why| Error::new(Code::MalformedYaml, why.message).hint(why.hint))
}

/// As [`decode_text`], with the place where it goes wrong.
pub(crate) fn decode(bytes: Vec<u8>) -> std::result::Result<String, NoText> {
    let text = match bytes.get(..2) {
        Some([0xff, 0xfe]) => utf16(&bytes, u16::from_le_bytes)?,
        Some([0xfe, 0xff]) => utf16(&bytes, u16::from_be_bytes)?,
        _ => String::from_utf8(bytes).map_err(|e| not_utf8(e.as_bytes(), e.utf8_error().valid_up_to()))?,
    };
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    Ok(if text.contains("\r\n") { text.replace("\r\n", "\n") } else { text })
}

fn not_utf8(bytes: &[u8], at: usize) -> NoText {
    let (before, rest) = bytes.split_at(at.min(bytes.len()));
    let before = String::from_utf8_lossy(before);
    let before = before.strip_prefix('\u{feff}').unwrap_or(&before);
    let end = rest.iter().take(REST).position(|b| *b == b'\n').unwrap_or(rest.len().min(REST));
    let behind = String::from_utf8_lossy(rest.get(..end).unwrap_or(&[]));
    let is_text = !bytes.contains(&0);
    NoText {
        message: if is_text { "this is not UTF-8 text" } else { "the file is not text" },
        hint: if is_text {
            "save the file in the encoding UTF-8"
        } else {
            "files that are no text can only be used by generators"
        },
        shown: format!("{before}{behind}"),
        at: before.len(),
    }
}

/// The reference reads the first document of such a file and loses the others, so that these are refused.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> std::result::Result<String, NoText> {
    let pairs = bytes.chunks_exact(2);
    let is_whole = pairs.remainder().is_empty();
    let units = pairs.filter_map(|pair| pair.try_into().ok().map(unit)).skip(1);
    let mut text = String::with_capacity(bytes.len());
    let refuse = |text: String, message, hint| {
        let at = text.len();
        Err(NoText { message, hint, shown: text, at })
    };
    for c in char::decode_utf16(units) {
        match c {
            Ok(c) => text.push(c),
            Err(_) => return refuse(text, "this is not UTF-16 text", "save the file in the encoding UTF-8"),
        }
    }
    if !is_whole {
        return refuse(text, "this is not UTF-16 text", "save the file in the encoding UTF-8");
    }
    let mut has_content = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("---") && has_content {
            return Err(NoText {
                message: "a second document starts here, and of UTF-16 text only the first one would be read",
                hint: "save the file in the encoding UTF-8",
                shown: text,
                at,
            });
        }
        has_content |= !line.trim().is_empty() && !line.starts_with('#') && !line.starts_with("---");
        at += line.len();
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn encodings_are_told_apart() {
        let wide = |text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
            [mark.to_vec(), text.encode_utf16().flat_map(bytes).collect()].concat()
        };
        let (little, big) = ([0xff, 0xfe], [0xfe, 0xff]);
        assert_eq!(decode(b"\xef\xbb\xbfa: 1\r\n".to_vec()).unwrap(), "a: 1\n");
        assert_eq!(decode(wide("a: \u{fc}\r\n", little, u16::to_le_bytes)).unwrap(), "a: \u{fc}\n");
        assert_eq!(decode(wide("a: \u{1f600}\n", big, u16::to_be_bytes)).unwrap(), "a: \u{1f600}\n");
        assert!(decode(wide("---\na: 1\n", little, u16::to_le_bytes)).is_ok());
        assert_eq!(decode(wide("a: 1\n---\nb: 2\n", little, u16::to_le_bytes)).unwrap_err().at, 5);
        assert_eq!(decode(b"\xff\xfea\x00:".to_vec()).unwrap_err().at, 1);
        let why = decode(b"a: 1\nb: caf\xe9 au lait\n".to_vec()).unwrap_err();
        assert_eq!((why.at, why.shown.as_str()), (11, "a: 1\nb: caf\u{fffd} au lait"));
    }
}

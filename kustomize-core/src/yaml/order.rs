//! The order in which the reference writes the keys of a mapping.

use std::cmp::Ordering;

/// Compares two keys: letter by letter, numbers inside by their value, letters after everything
/// else.
#[inline]
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    if let (Some(x), Some(y)) = (a.as_bytes().first(), b.as_bytes().first())
        && x != y
        && x.is_ascii_alphabetic()
        && y.is_ascii_alphabetic()
    {
        return x.cmp(y);
    }
    let common = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    match (a.as_bytes().get(common), b.as_bytes().get(common)) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(x), Some(y)) if x.is_ascii_alphabetic() && y.is_ascii_alphabetic() => x.cmp(y),
        _ => compare_from(a, b, common),
    }
}

/// Compares keys that differ at a byte at `common` which is not a letter in both.
fn compare_from(a: &str, b: &str, mut common: usize) -> Ordering {
    while !(a.is_char_boundary(common) && b.is_char_boundary(common)) {
        common -= 1;
    }
    let (head, a_rest) = a.split_at(common);
    let b_rest = b.get(common..).unwrap_or("");
    let (Some(x), Some(y)) = (a_rest.chars().next(), b_rest.chars().next()) else {
        return a.len().cmp(&b.len());
    };
    match (x.is_alphabetic(), y.is_alphabetic()) {
        (true, true) => return x.cmp(&y),
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    // A zero in the middle of a number that has begun with another digit counts as a digit.
    let inside = (x == '0' || y == '0') && head.chars().rev().take_while(|c| is_digit(*c)).any(|c| c != '0');
    let start = i64::from(inside);
    let (a_number, a_digits) = number(a_rest, start);
    let (b_number, b_digits) = number(b_rest, start);
    a_number.cmp(&b_number).then(a_digits.cmp(&b_digits)).then(x.cmp(&y))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || (!c.is_ascii() && c.is_numeric())
}

/// The value and length of the digits at the start, in the wrapping arithmetic of the reference.
fn number(text: &str, start: i64) -> (i64, usize) {
    text.chars().take_while(|c| is_digit(*c)).fold((start, 0), |(value, n), c| {
        let digit = i64::from(u32::from(c)) - i64::from(b'0');
        (value.wrapping_mul(10).wrapping_add(digit), n + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn orders_as_the_reference() {
        let sorted = [
            "", ".a", "0", "00", "1", "2", "10", "A", "a", "a-b", "a.b", "a1", "a2", "a02", "a10", "ab", "b",
        ];
        for pair in sorted.windows(2) {
            let [a, b] = pair else { continue };
            assert!(compare(a, b).is_lt(), "{a:?} {b:?}");
            assert!(compare(b, a).is_gt(), "{b:?} {a:?}");
        }
    }
}

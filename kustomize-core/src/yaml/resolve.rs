//! What a scalar means and what value it has, by the rules for resources.
//!
//! These are the rules of the reference's YAML 1.2 library: integers in every base and with
//! underscores, `0755` as octal, dates, and `true`/`false` only in their three spellings. The
//! rules for configuration files differ in booleans and dates, see [`resolve_plain_config`].

use super::Tag;
use std::borrow::Cow;

/// An integer; the reference keeps whatever fits in 64 bits, with or without a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntValue {
    /// Fits in `i64`.
    Signed(i64),
    /// Above `i64::MAX`.
    Unsigned(u64),
}

impl IntValue {
    /// The nearest float.
    #[allow(clippy::cast_precision_loss)]
    pub fn as_f64(self) -> f64 {
        match self {
            IntValue::Signed(v) => v as f64,
            IntValue::Unsigned(v) => v as f64,
        }
    }
}

impl std::fmt::Display for IntValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            IntValue::Signed(v) => v.fmt(f),
            IntValue::Unsigned(v) => v.fmt(f),
        }
    }
}

/// A date or time that was written plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    nanos: u32,
    offset_minutes: i16,
}

impl Timestamp {
    /// The RFC 3339 text that the reference prints; `None` when the offset from UTC is a day or
    /// more, which it refuses to write.
    pub fn rfc3339(&self) -> Option<String> {
        let Timestamp { year, month, day, hour, minute, second, .. } = self;
        let mut out = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        if self.nanos != 0 {
            let digits = format!("{:09}", self.nanos);
            out.push('.');
            out.push_str(digits.trim_end_matches('0'));
        }
        let minutes = self.offset_minutes.unsigned_abs();
        if minutes >= 24 * 60 {
            return None;
        }
        if minutes == 0 {
            out.push('Z');
        } else {
            let sign = if self.offset_minutes < 0 { '-' } else { '+' };
            out.push_str(&format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60));
        }
        Some(out)
    }
}

/// What a plain scalar of a resource means.
#[inline]
pub fn resolve_plain(text: &str) -> Tag {
    match text.as_bytes().first() {
        // Nothing that starts with another letter or a slash is anything but a string.
        Some(b'a'..=b'e' | b'g'..=b'm' | b'o'..=b's' | b'u'..=b'z' | b'/') => Tag::Str,
        _ => resolve_by_start(text),
    }
}

fn resolve_by_start(text: &str) -> Tag {
    match text.as_bytes() {
        [] | b"~" | b"null" | b"Null" | b"NULL" => Tag::Null,
        b"true" | b"True" | b"TRUE" | b"false" | b"False" | b"FALSE" => Tag::Bool,
        b"<<" => Tag::Merge,
        [b'.' | b'+' | b'-' | b'0'..=b'9', ..] => resolve_number(text),
        _ => Tag::Str,
    }
}

/// Bytes of which dates and numbers of any form consist.
#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const NUMERIC: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"0123456789+-._: abcdefABCDEFxXoOtTzZinfINF,";
    let mut i = 0;
    while i < bytes.len() {
        table[bytes[i] as usize] = true;
        i += 1;
    }
    table
};

fn resolve_number(text: &str) -> Tag {
    if !text.bytes().all(|b| NUMERIC.get(usize::from(b)) == Some(&true)) {
        Tag::Str
    } else if timestamp_value(text).is_some() {
        Tag::Timestamp
    } else if int_value(text).is_some() {
        Tag::Int
    } else if plain_float(text).is_some() {
        Tag::Float
    } else {
        Tag::Str
    }
}

/// What a plain scalar of a configuration file (a kustomization, a JSON patch) means: YAML 1.1,
/// where `yes`, `no`, `on`, `off`, `y` and `n` are booleans. Dates stay the strings they are.
pub fn resolve_plain_config(text: &str) -> Tag {
    match text.as_bytes() {
        b"y" | b"Y" | b"yes" | b"Yes" | b"YES" | b"on" | b"On" | b"ON" | b"n" | b"N" | b"no" | b"No"
        | b"NO" | b"off" | b"Off" | b"OFF" => Tag::Bool,
        _ => match resolve_plain(text) {
            Tag::Int if text.starts_with("0o") && int_value_config(text).is_none() => Tag::Str,
            Tag::Timestamp => Tag::Str,
            tag => tag,
        },
    }
}

/// The value of a plain boolean of either kind of file.
pub fn bool_value(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" | "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "false" | "False" | "FALSE" | "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

/// The value of an integer: `12`, `+7`, `1_000`, `0x1F`, `0b11`, `0o17`, `0755`.
pub fn int_value(text: &str) -> Option<IntValue> {
    let plain = without_underscores(text);
    standard_int(&plain)
        .or_else(|| signed_after_prefix(&plain, "0b", 2))
        .or_else(|| signed_after_prefix(&plain, "0o", 8))
}

/// As [`int_value`], for a configuration file, where the oddity `0o+7` is no integer.
fn int_value_config(text: &str) -> Option<IntValue> {
    let plain = without_underscores(text);
    standard_int(&plain).or_else(|| signed_after_prefix(&plain, "0b", 2))
}

/// The value of a float, or of an integer taken as one. Infinities and NaN included.
pub fn float_value(text: &str) -> Option<f64> {
    int_value(text).map(IntValue::as_f64).or_else(|| plain_float(text))
}

fn without_underscores(text: &str) -> Cow<'_, str> {
    if text.contains('_') { Cow::Owned(text.replace('_', "")) } else { Cow::Borrowed(text) }
}

/// An integer as the reference's number parser takes it, the base told by the prefix.
fn standard_int(plain: &str) -> Option<IntValue> {
    let (sign, digits) = match plain.as_bytes().first()? {
        b'+' => (Some(false), plain.get(1..)?),
        b'-' => (Some(true), plain.get(1..)?),
        b'0'..=b'9' => (None, plain),
        _ => return None,
    };
    let magnitude = match digits.as_bytes() {
        [b'0'] => 0,
        [b'0', b'b' | b'B', _, ..] => radix(digits.get(2..)?, 2)?,
        [b'0', b'o' | b'O', _, ..] => radix(digits.get(2..)?, 8)?,
        [b'0', b'x' | b'X', _, ..] => radix(digits.get(2..)?, 16)?,
        [b'0', ..] => radix(digits.get(1..)?, 8)?,
        _ => radix(digits, 10)?,
    };
    with_sign(sign, magnitude)
}

fn with_sign(sign: Option<bool>, magnitude: u64) -> Option<IntValue> {
    match (sign, i64::try_from(magnitude)) {
        (Some(true), Ok(v)) => Some(IntValue::Signed(-v)),
        (Some(true), Err(_)) if magnitude == i64::MIN.unsigned_abs() => Some(IntValue::Signed(i64::MIN)),
        (Some(_), Err(_)) => None,
        (_, Ok(v)) => Some(IntValue::Signed(v)),
        (None, Err(_)) => Some(IntValue::Unsigned(magnitude)),
    }
}

fn radix(digits: &str, radix: u32) -> Option<u64> {
    // The standard parser takes a leading `+`, which must not pass here.
    if digits.is_empty() || digits.starts_with('+') { None } else { u64::from_str_radix(digits, radix).ok() }
}

/// `0b+1` and `0o-7`: an oddity of the reference, which cuts off the prefix and takes what follows
/// with a sign of its own.
fn signed_after_prefix(plain: &str, prefix: &str, base: u32) -> Option<IntValue> {
    let rest = plain.strip_prefix(prefix)?;
    let (negative, digits) = match rest.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, rest.strip_prefix('+')?),
    };
    with_sign(Some(negative), radix(digits, base)?)
}

fn plain_float(text: &str) -> Option<f64> {
    match text {
        ".nan" | ".NaN" | ".NAN" => return Some(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    // After a leading dot underscores may stand between digits only, elsewhere anywhere.
    if text.starts_with('.') && !underscores_between_digits(text) {
        return None;
    }
    let plain = without_underscores(text);
    if !is_decimal_float(plain.as_bytes()) {
        return None;
    }
    // Too large is no float but a string.
    plain.parse::<f64>().ok().filter(|v| v.is_finite())
}

fn underscores_between_digits(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
    memchr::memchr_iter(b'_', bytes).all(|i| digit(i.checked_sub(1)) && digit(Some(i + 1)))
}

/// An optional sign, digits with at most one dot among them, an optional exponent.
fn is_decimal_float(bytes: &[u8]) -> bool {
    fn digits(bytes: &[u8]) -> (usize, &[u8]) {
        let n = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
        (n, bytes.get(n..).unwrap_or(&[]))
    }
    let rest = match bytes {
        [b'+' | b'-', rest @ ..] => rest,
        _ => bytes,
    };
    let (whole, rest) = digits(rest);
    let (fraction, rest) = match rest {
        [b'.', rest @ ..] => digits(rest),
        _ => (0, rest),
    };
    if whole == 0 && fraction == 0 {
        return false;
    }
    match rest {
        [] => true,
        [b'e' | b'E', b'+' | b'-', rest @ ..] | [b'e' | b'E', rest @ ..] => {
            let (n, rest) = digits(rest);
            n > 0 && rest.is_empty()
        }
        _ => false,
    }
}

/// The value of a date (`2020-1-2`) or time (`2020-01-02T10:00:00.5+01:00`, `2020-01-02 10:00:00`).
pub fn timestamp_value(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let [a, b, c, d, b'-', ..] = bytes else { return None };
    if ![a, b, c, d].iter().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut at = Cursor { rest: text.get(5..)? };
    let year = text.get(..4)?.parse().ok()?;
    let month = at.one_or_two_digits()?;
    at.byte(b'-')?;
    let day = at.one_or_two_digits()?;
    if !(1..=12).contains(&month) || day < 1 || day > days_in(month, year) {
        return None;
    }
    let date = Timestamp { year, month, day, hour: 0, minute: 0, second: 0, nanos: 0, offset_minutes: 0 };
    if at.rest.is_empty() {
        return Some(date);
    }
    let zoned = if at.byte(b'T').is_some() || at.byte(b't').is_some() {
        true
    } else {
        at.byte(b' ')?;
        at.rest = at.rest.trim_start_matches(' ');
        false
    };
    let hour = at.one_or_two_digits().filter(|&v| v < 24)?;
    at.byte(b':')?;
    let minute = at.one_or_two_digits().filter(|&v| v < 60)?;
    at.byte(b':')?;
    let second = at.one_or_two_digits().filter(|&v| v < 60)?;
    let nanos = at.fraction();
    let offset_minutes = if zoned { at.zone()? } else { 0 };
    at.rest.is_empty().then_some(Timestamp { hour, minute, second, nanos, offset_minutes, ..date })
}

fn days_in(month: u8, year: u16) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

struct Cursor<'a> {
    rest: &'a str,
}

impl Cursor<'_> {
    fn byte(&mut self, byte: u8) -> Option<()> {
        if self.rest.as_bytes().first() != Some(&byte) {
            return None;
        }
        self.rest = self.rest.get(1..)?;
        Some(())
    }

    fn digits(&mut self, max: usize) -> &str {
        let n = self.rest.bytes().take(max).take_while(u8::is_ascii_digit).count();
        let (head, tail) = self.rest.split_at(n);
        self.rest = tail;
        head
    }

    fn one_or_two_digits(&mut self) -> Option<u8> {
        self.digits(2).parse().ok()
    }

    fn fraction(&mut self) -> u32 {
        let [b'.' | b',', digit, ..] = self.rest.as_bytes() else { return 0 };
        if !digit.is_ascii_digit() {
            return 0;
        }
        self.rest = self.rest.get(1..).unwrap_or("");
        let digits = self.digits(usize::MAX);
        let nine: String = digits.chars().chain(std::iter::repeat('0')).take(9).collect();
        nine.parse().unwrap_or(0)
    }

    fn zone(&mut self) -> Option<i16> {
        if self.byte(b'Z').is_some() {
            return Some(0);
        }
        let sign = if self.byte(b'+').is_some() {
            1
        } else {
            self.byte(b'-')?;
            -1
        };
        let hours: i16 = Some(self.digits(2)).filter(|d| d.len() == 2)?.parse().ok()?;
        self.byte(b':')?;
        let minutes: i16 = Some(self.digits(2)).filter(|d| d.len() == 2)?.parse().ok()?;
        (hours <= 24 && minutes <= 60).then_some(sign * (hours * 60 + minutes))
    }
}

#[cfg(test)]
mod tests;

//! Numbers as the reference writes them.

use super::resolve::{IntValue, float_value, int_value};
use super::{Scalar, Tag};

/// A number as it stands in the output.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// An integer.
    Int(IntValue),
    /// A float that is no integer of 64 bits.
    Float(f64),
}

/// The number that a scalar's text states, after the reference's way through JSON: a float without
/// a fraction that fits into 64 bits comes out as an integer. `None` for infinities, NaN and what
/// is no number.
pub fn canonical(text: &str) -> Option<Number> {
    if let Some(int) = int_value(text) {
        return Some(Number::Int(int));
    }
    float(float_value(text)?)
}

/// As [`canonical`], for a scalar that means an integer or a float: an integer is not stated as a float.
pub(super) fn stated(scalar: &Scalar) -> Option<Number> {
    match scalar.tag {
        Tag::Int => int_value(&scalar.text).map(Number::Int),
        _ => canonical(&scalar.text),
    }
}

/// True for a decimal integer that is written as [`canonical`] numbers are; false for some of them.
pub(crate) fn is_canonical(text: &str) -> bool {
    match text.as_bytes() {
        [b'0'..=b'9'] => true,
        [b'1'..=b'9', rest @ ..] => rest.len() < 18 && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// As [`canonical`], for a float.
pub fn float(value: f64) -> Option<Number> {
    if !value.is_finite() {
        return None;
    }
    // JSON states the shortest digits that read back, with zeros up to the point, and from 1e21 on
    // an exponent.
    if value.fract() == 0.0 && value.abs() < 1e21 {
        let digits = format!("{}", value + 0.0);
        if let Ok(int) = digits.parse::<i64>() {
            return Some(Number::Int(IntValue::Signed(int)));
        }
        if let Ok(int) = digits.parse::<u64>() {
            return Some(Number::Int(IntValue::Unsigned(int)));
        }
    }
    Some(Number::Float(value))
}

/// A float in the shortest form that reads back, with an exponent of at least two digits below
/// 1e-04 and from 1e+06 on, as Go's format `g` has it.
pub fn format_g(value: f64) -> String {
    with_exponent(&format!("{value:e}")).unwrap_or_else(|| value.to_string())
}

/// As [`format_g`], for a float of 32 bits.
pub fn format_g32(value: f32) -> String {
    with_exponent(&format!("{value:e}")).unwrap_or_else(|| value.to_string())
}

/// The form with an exponent, when the number is so small or large that it gets one.
fn with_exponent(scientific: &str) -> Option<String> {
    let (mantissa, exponent) = scientific.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    if (-4..6).contains(&exponent) {
        return None;
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    Some(format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs()))
}

/// A float as the key of a configuration file, for which it is rounded to 32 bits.
#[allow(clippy::cast_possible_truncation, reason = "the reference rounds too")]
pub(super) fn format_key(value: f64) -> String {
    match value as f32 {
        value if value.is_nan() => ".nan".to_owned(),
        f32::INFINITY => ".inf".to_owned(),
        f32::NEG_INFINITY => "-.inf".to_owned(),
        value => format_g32(value),
    }
}

/// A float as JSON by Go states it.
pub fn format_json(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude != 0.0 && !(1e-6..1e21).contains(&magnitude) {
        let scientific = format!("{value:e}");
        return match scientific.split_once('e') {
            Some((mantissa, exponent)) if !exponent.starts_with('-') => format!("{mantissa}e+{exponent}"),
            _ => scientific,
        };
    }
    format!("{value}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_out_as_the_reference_writes_them() {
        for (text, want) in [
            ("0755", "493"),
            ("0o17", "15"),
            ("0x1F", "31"),
            ("0b11", "3"),
            ("1_000", "1000"),
            ("+7", "7"),
            ("1.0", "1"),
            ("1.50", "1.5"),
            ("1e3", "1000"),
            ("123456789012345678901234567890", "1.2345678901234568e+29"),
            ("0.000001", "1e-06"),
            ("1.5e21", "1.5e+21"),
            ("18446744073709551615", "18446744073709551615"),
            ("1234567.5", "1.2345675e+06"),
            ("123456.5", "123456.5"),
            ("-0.0", "0"),
        ] {
            let got = match canonical(text) {
                Some(Number::Int(int)) => int.to_string(),
                Some(Number::Float(float)) => format_g(float),
                None => "none".to_owned(),
            };
            assert_eq!(got, want, "{text}");
        }
    }
}

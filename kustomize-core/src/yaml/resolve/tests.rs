//! Expected values come from the reference's two YAML libraries, converted to JSON.

use super::*;

/// Text, its meaning in a resource, its JSON as a resource's scalar, and as a configuration's.
/// `JSONERR` is what cannot be written.
#[rustfmt::skip]
const SCALARS: &[(&str, Tag, &str, &str)] = &[
    ("~", Tag::Null, "null", "null"),
    ("null", Tag::Null, "null", "null"),
    ("Null", Tag::Null, "null", "null"),
    ("NULL", Tag::Null, "null", "null"),
    ("nULL", Tag::Str, "nULL", "nULL"),
    ("true", Tag::Bool, "true", "true"),
    ("True", Tag::Bool, "true", "true"),
    ("TRUE", Tag::Bool, "true", "true"),
    ("tRUE", Tag::Str, "tRUE", "tRUE"),
    ("yes", Tag::Str, "yes", "true"),
    ("no", Tag::Str, "no", "false"),
    ("on", Tag::Str, "on", "true"),
    ("off", Tag::Str, "off", "false"),
    ("y", Tag::Str, "y", "true"),
    ("n", Tag::Str, "n", "false"),
    ("Y", Tag::Str, "Y", "true"),
    ("N", Tag::Str, "N", "false"),
    ("Yes", Tag::Str, "Yes", "true"),
    ("NO", Tag::Str, "NO", "false"),
    ("0", Tag::Int, "0", "0"),
    ("-0", Tag::Int, "0", "0"),
    ("+0", Tag::Int, "0", "0"),
    ("7", Tag::Int, "7", "7"),
    ("+7", Tag::Int, "7", "7"),
    ("-7", Tag::Int, "-7", "-7"),
    ("0755", Tag::Int, "493", "493"),
    ("00", Tag::Int, "0", "0"),
    ("08", Tag::Float, "8", "8"),
    ("089", Tag::Float, "89", "89"),
    ("0o17", Tag::Int, "15", "15"),
    ("0O17", Tag::Int, "15", "15"),
    ("0o8", Tag::Str, "0o8", "0o8"),
    ("0o+7", Tag::Int, "7", "0o+7"),
    ("0o-7", Tag::Int, "-7", "0o-7"),
    ("-0o17", Tag::Int, "-15", "-15"),
    ("0b11", Tag::Int, "3", "3"),
    ("0B11", Tag::Int, "3", "3"),
    ("0b+1", Tag::Int, "1", "1"),
    ("0b-1", Tag::Int, "-1", "-1"),
    ("-0b11", Tag::Int, "-3", "-3"),
    ("-0b-1", Tag::Str, "-0b-1", "-0b-1"),
    ("0b2", Tag::Str, "0b2", "0b2"),
    ("0x1F", Tag::Int, "31", "31"),
    ("0XfF", Tag::Int, "255", "255"),
    ("-0x10", Tag::Int, "-16", "-16"),
    ("+0x10", Tag::Int, "16", "16"),
    ("0xg", Tag::Str, "0xg", "0xg"),
    ("0x", Tag::Str, "0x", "0x"),
    ("0b", Tag::Str, "0b", "0b"),
    ("0o", Tag::Str, "0o", "0o"),
    ("1_000", Tag::Int, "1000", "1000"),
    ("_1", Tag::Str, "_1", "_1"),
    ("1_", Tag::Int, "1", "1"),
    ("1__0", Tag::Int, "10", "10"),
    ("0_7", Tag::Int, "7", "7"),
    ("+_", Tag::Str, "+_", "+_"),
    ("+", Tag::Str, "+", "+"),
    ("18446744073709551615", Tag::Int, "18446744073709551615", "18446744073709551615"),
    ("+18446744073709551615", Tag::Float, "18446744073709552000", "18446744073709552000"),
    ("18446744073709551616", Tag::Float, "18446744073709552000", "18446744073709552000"),
    ("9223372036854775807", Tag::Int, "9223372036854775807", "9223372036854775807"),
    ("9223372036854775808", Tag::Int, "9223372036854775808", "9223372036854775808"),
    ("-9223372036854775808", Tag::Int, "-9223372036854775808", "-9223372036854775808"),
    ("-9223372036854775809", Tag::Float, "-9223372036854776000", "-9223372036854776000"),
    ("0xFFFFFFFFFFFFFFFF", Tag::Int, "18446744073709551615", "18446744073709551615"),
    ("0xFFFFFFFFFFFFFFFFF", Tag::Str, "0xFFFFFFFFFFFFFFFFF", "0xFFFFFFFFFFFFFFFFF"),
    ("1.0", Tag::Float, "1", "1"),
    ("1.50", Tag::Float, "1.5", "1.5"),
    ("1e3", Tag::Float, "1000", "1000"),
    ("1E3", Tag::Float, "1000", "1000"),
    ("1e+3", Tag::Float, "1000", "1000"),
    ("1e-3", Tag::Float, "0.001", "0.001"),
    ("1.", Tag::Float, "1", "1"),
    (".5", Tag::Float, "0.5", "0.5"),
    ("-.5", Tag::Float, "-0.5", "-0.5"),
    ("+.5", Tag::Float, "0.5", "0.5"),
    ("1.5e", Tag::Str, "1.5e", "1.5e"),
    ("1e", Tag::Str, "1e", "1e"),
    ("1e999", Tag::Str, "1e999", "1e999"),
    ("-1e999", Tag::Str, "-1e999", "-1e999"),
    ("1e-999", Tag::Float, "0", "0"),
    (".1e999", Tag::Str, ".1e999", ".1e999"),
    ("1.2.3", Tag::Str, "1.2.3", "1.2.3"),
    (".5_5", Tag::Float, "0.55", "0.55"),
    ("._5", Tag::Str, "._5", "._5"),
    (".5_", Tag::Str, ".5_", ".5_"),
    (".5e1_0", Tag::Float, "5000000000", "5000000000"),
    ("1_0.5", Tag::Float, "10.5", "10.5"),
    ("1_.5", Tag::Float, "1.5", "1.5"),
    ("1.5_e3", Tag::Float, "1500", "1500"),
    ("0.000001", Tag::Float, "0.000001", "0.000001"),
    ("1.5e21", Tag::Float, "1.5e+21", "1.5e+21"),
    ("1e21", Tag::Float, "1e+21", "1e+21"),
    ("1e20", Tag::Float, "100000000000000000000", "100000000000000000000"),
    ("123456789012345678901234567890", Tag::Float, "1.2345678901234568e+29", "1.2345678901234568e+29"),
    (".inf", Tag::Float, "JSONERR", "JSONERR"),
    (".Inf", Tag::Float, "JSONERR", "JSONERR"),
    (".INF", Tag::Float, "JSONERR", "JSONERR"),
    (".iNF", Tag::Str, ".iNF", ".iNF"),
    ("+.inf", Tag::Float, "JSONERR", "JSONERR"),
    ("-.inf", Tag::Float, "JSONERR", "JSONERR"),
    (".nan", Tag::Float, "JSONERR", "JSONERR"),
    (".NaN", Tag::Float, "JSONERR", "JSONERR"),
    ("+.nan", Tag::Str, "+.nan", "+.nan"),
    (".", Tag::Str, ".", "."),
    ("..", Tag::Str, "..", ".."),
    (".e5", Tag::Str, ".e5", ".e5"),
    ("-.e5", Tag::Str, "-.e5", "-.e5"),
    ("1-2", Tag::Str, "1-2", "1-2"),
    ("12:30:45", Tag::Str, "12:30:45", "12:30:45"),
    ("12:30", Tag::Str, "12:30", "12:30"),
    ("2020-01-01", Tag::Timestamp, "2020-01-01T00:00:00Z", "2020-01-01"),
    ("2020-1-1", Tag::Timestamp, "2020-01-01T00:00:00Z", "2020-1-1"),
    ("2020-13-01", Tag::Str, "2020-13-01", "2020-13-01"),
    ("2020-02-30", Tag::Str, "2020-02-30", "2020-02-30"),
    ("2020-02-29", Tag::Timestamp, "2020-02-29T00:00:00Z", "2020-02-29"),
    ("2021-02-29", Tag::Str, "2021-02-29", "2021-02-29"),
    ("1900-02-29", Tag::Str, "1900-02-29", "1900-02-29"),
    ("2000-02-29", Tag::Timestamp, "2000-02-29T00:00:00Z", "2000-02-29"),
    ("2020-01-01T10:00:00Z", Tag::Timestamp, "2020-01-01T10:00:00Z", "2020-01-01T10:00:00Z"),
    ("2020-01-01t10:00:00Z", Tag::Timestamp, "2020-01-01T10:00:00Z", "2020-01-01t10:00:00Z"),
    ("2020-01-01T10:00:00", Tag::Str, "2020-01-01T10:00:00", "2020-01-01T10:00:00"),
    ("2020-01-01T1:2:3Z", Tag::Timestamp, "2020-01-01T01:02:03Z", "2020-01-01T1:2:3Z"),
    ("2020-01-01T10:00:00.5Z", Tag::Timestamp, "2020-01-01T10:00:00.5Z", "2020-01-01T10:00:00.5Z"),
    ("2020-01-01T10:00:00,5Z", Tag::Timestamp, "2020-01-01T10:00:00.5Z", "2020-01-01T10:00:00,5Z"),
    ("2020-01-01T10:00:00.123456789123Z", Tag::Timestamp, "2020-01-01T10:00:00.123456789Z", "2020-01-01T10:00:00.123456789123Z"),
    ("2020-01-01T10:00:00.500+01:00", Tag::Timestamp, "2020-01-01T10:00:00.5+01:00", "2020-01-01T10:00:00.500+01:00"),
    ("2020-01-01T10:00:00-05:30", Tag::Timestamp, "2020-01-01T10:00:00-05:30", "2020-01-01T10:00:00-05:30"),
    ("2020-01-01T10:00:00+24:00", Tag::Timestamp, "JSONERR", "2020-01-01T10:00:00+24:00"),
    ("2020-01-01T10:00:00+23:60", Tag::Timestamp, "JSONERR", "2020-01-01T10:00:00+23:60"),
    ("2020-01-01T10:00:00+05:60", Tag::Timestamp, "2020-01-01T10:00:00+06:00", "2020-01-01T10:00:00+05:60"),
    ("2020-01-01T10:00:00+00:00", Tag::Timestamp, "2020-01-01T10:00:00Z", "2020-01-01T10:00:00+00:00"),
    ("2020-01-01T10:00:00-00:00", Tag::Timestamp, "2020-01-01T10:00:00Z", "2020-01-01T10:00:00-00:00"),
    ("2020-01-01T10:00:00+1:00", Tag::Str, "2020-01-01T10:00:00+1:00", "2020-01-01T10:00:00+1:00"),
    ("2020-01-01T24:00:00Z", Tag::Str, "2020-01-01T24:00:00Z", "2020-01-01T24:00:00Z"),
    ("2020-01-01T10:60:00Z", Tag::Str, "2020-01-01T10:60:00Z", "2020-01-01T10:60:00Z"),
    ("2020-01-01T10:00:60Z", Tag::Str, "2020-01-01T10:00:60Z", "2020-01-01T10:00:60Z"),
    ("0000-01-01", Tag::Timestamp, "0000-01-01T00:00:00Z", "0000-01-01"),
    ("0001-01-01", Tag::Timestamp, "0001-01-01T00:00:00Z", "0001-01-01"),
    ("20200-01-01", Tag::Str, "20200-01-01", "20200-01-01"),
    ("202-01-01", Tag::Str, "202-01-01", "202-01-01"),
    ("2020-01-01x", Tag::Str, "2020-01-01x", "2020-01-01x"),
    ("2020-1-12", Tag::Timestamp, "2020-01-12T00:00:00Z", "2020-1-12"),
    ("2020-12-1", Tag::Timestamp, "2020-12-01T00:00:00Z", "2020-12-1"),
    ("2020-001-01", Tag::Str, "2020-001-01", "2020-001-01"),
    ("2020-0-1", Tag::Str, "2020-0-1", "2020-0-1"),
    ("2020-01-0", Tag::Str, "2020-01-0", "2020-01-0"),
    ("<<", Tag::Merge, "<<", "<<"),
    ("=", Tag::Str, "=", "="),
    ("1e+", Tag::Str, "1e+", "1e+"),
    ("1.e5", Tag::Float, "100000", "100000"),
    ("0.0", Tag::Float, "0", "0"),
    ("-0.0", Tag::Float, "-0", "-0"),
    ("0e0", Tag::Float, "0", "0"),
    ("00.5", Tag::Float, "0.5", "0.5"),
    ("01.5", Tag::Float, "1.5", "1.5"),
    ("0x1p-2", Tag::Str, "0x1p-2", "0x1p-2"),
    ("1_000.5", Tag::Float, "1000.5", "1000.5"),
    ("infinity", Tag::Str, "infinity", "infinity"),
    ("nan", Tag::Str, "nan", "nan"),
    ("inf", Tag::Str, "inf", "inf"),
    ("Inf", Tag::Str, "Inf", "Inf"),
    ("0_", Tag::Int, "0", "0"),
    ("0x_F", Tag::Int, "15", "15"),
    ("0b_1", Tag::Int, "1", "1"),
    ("-_1", Tag::Int, "-1", "-1"),
    ("-.inf_", Tag::Str, "-.inf_", "-.inf_"),
    (".in_f", Tag::Str, ".in_f", ".in_f"),
    (".5.", Tag::Str, ".5.", ".5."),
    ("1.0.", Tag::Str, "1.0.", "1.0."),
    ("2020-01-01 10:00:00", Tag::Timestamp, "2020-01-01T10:00:00Z", "2020-01-01 10:00:00"),
    ("2020-01-01  10:00:00", Tag::Timestamp, "2020-01-01T10:00:00Z", "2020-01-01  10:00:00"),
    ("2020-01-01 10:00:00Z", Tag::Str, "2020-01-01 10:00:00Z", "2020-01-01 10:00:00Z"),
    ("2020-01-01 10:00:00.25", Tag::Timestamp, "2020-01-01T10:00:00.25Z", "2020-01-01 10:00:00.25"),
    ("2020-01-01 10:00:00 +1", Tag::Str, "2020-01-01 10:00:00 +1", "2020-01-01 10:00:00 +1"),
    ("2020-01-01 1:2:3", Tag::Timestamp, "2020-01-01T01:02:03Z", "2020-01-01 1:2:3"),
    ("2020-01-01T10:00:00.Z", Tag::Str, "2020-01-01T10:00:00.Z", "2020-01-01T10:00:00.Z"),
    ("2020-01-01 10:00", Tag::Str, "2020-01-01 10:00", "2020-01-01 10:00"),
];

fn json(text: &str, tag: Tag) -> String {
    match tag {
        Tag::Null => "null".into(),
        Tag::Bool => bool_value(text).unwrap().to_string(),
        Tag::Int => int_value(text).unwrap().to_string(),
        Tag::Float => match float_value(text) {
            Some(v) if v.is_finite() => go_json_float(v),
            _ => "JSONERR".into(),
        },
        Tag::Str | Tag::Merge => text.into(),
        Tag::Timestamp => timestamp_value(text).unwrap().rfc3339().unwrap_or("JSONERR".into()),
    }
}

/// Compares numerically with what Go printed, whose formatting is the writer's business.
fn go_json_float(v: f64) -> String {
    for (_, _, a, _) in SCALARS {
        if a.parse::<f64>().is_ok_and(|w| w.to_bits() == v.to_bits()) {
            return (*a).into();
        }
    }
    format!("{v} is no expected float")
}

fn same_json(got: &str, want: &str) -> bool {
    got == want || matches!((got.parse::<f64>(), want.parse::<f64>()), (Ok(a), Ok(b)) if a == b)
}

#[test]
fn scalars_mean_what_the_reference_takes_them_for() {
    for (text, tag, resource, config) in SCALARS {
        assert_eq!(resolve_plain(text), *tag, "{text}");
        let got = json(text, *tag);
        assert!(same_json(&got, resource), "{text}: {got}, not {resource}");
        let got = json(text, resolve_plain_config(text));
        assert!(same_json(&got, config), "{text} in a configuration: {got}, not {config}");
    }
}

#[test]
fn nothing_is_null() {
    assert_eq!(resolve_plain(""), Tag::Null);
    assert_eq!(resolve_plain_config(""), Tag::Null);
}

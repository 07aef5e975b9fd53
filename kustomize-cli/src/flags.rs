//! Flags and their values in the forms that the reference takes.

use clap::{Arg, ArgAction};

/// The forms of the reference's flags.
pub(crate) trait Forms: Sized {
    /// A flag that is set as `--force`, `--force=true`, `--force=0`. A default of true is shown in the help.
    fn switch(self, default: bool) -> Self;

    /// As [`Self::switch`], for one that is neither true nor false where it is not stated.
    fn optional_switch(self) -> Self;

    /// A text, empty where it is not stated, that may begin with `-`.
    fn text(self, value_name: &'static str) -> Self;
}

impl Forms for Arg {
    fn switch(self, default: bool) -> Self {
        let default_value = if default { "true" } else { "false" };
        self.optional_switch().default_value(default_value).hide_default_value(!default)
    }

    fn optional_switch(self) -> Self {
        self.action(ArgAction::Set)
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
            .value_name("BOOL")
            .value_parser(boolean)
            .hide_possible_values(true)
    }

    fn text(self, value_name: &'static str) -> Self {
        self.value_name(value_name)
            .required(false)
            .default_value("")
            .hide_default_value(true)
            .allow_hyphen_values(true)
    }
}

/// True or false in any of the forms of the reference.
fn boolean(text: &str) -> Result<bool, String> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
        _ => Err("it must be true or false".to_owned()),
    }
}

/// The parts of a flag that lists its values between commas, as the reference takes them apart: as one line
/// of CSV, so that a part in double quotes may hold a comma.
pub(crate) fn list(text: &str) -> Result<Vec<String>, String> {
    let mut rest = text.trim_start_matches('\n');
    if rest.is_empty() {
        return if text.is_empty() { Ok(Vec::new()) } else { Err("it must not be empty".to_owned()) };
    }
    let mut parts = Vec::new();
    loop {
        let (part, behind) = match rest.strip_prefix('"') {
            Some(quoted) => in_quotes(quoted)?,
            None => {
                let end = rest.find([',', '\n']).unwrap_or(rest.len());
                let (part, behind) = rest.split_at(end);
                if part.contains('"') {
                    return Err("a quote stands inside a part without quotes".to_owned());
                }
                (part.to_owned(), behind)
            }
        };
        parts.push(part);
        match behind.strip_prefix(',') {
            Some(next) => rest = next,
            None => return Ok(parts),
        }
    }
}

/// A part behind its opening quote, and what follows its closing one. A doubled quote stands for one.
fn in_quotes(text: &str) -> Result<(String, &str), String> {
    let mut part = String::new();
    let mut rest = text;
    loop {
        let Some((inner, behind)) = rest.split_once('"') else {
            return Err("a quote is not closed".to_owned());
        };
        part.push_str(inner);
        match behind.strip_prefix('"') {
            Some(next) => {
                part.push('"');
                rest = next;
            }
            None if behind.is_empty() || behind.starts_with([',', '\n']) => return Ok((part, behind)),
            None => return Err("something follows a closing quote".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn takes_lists_apart_as_csv() {
        let tables: [(&str, Option<&[&str]>); 12] = [
            ("", Some(&[])),
            ("a", Some(&["a"])),
            ("a,b", Some(&["a", "b"])),
            ("a, b", Some(&["a", " b"])),
            ("a,", Some(&["a", ""])),
            ("\"a,b\",c", Some(&["a,b", "c"])),
            ("\"a\"\"b\"", Some(&["a\"b"])),
            ("a\nb", Some(&["a"])),
            ("a\"b", None),
            ("\"a", None),
            ("\"a\"b", None),
            ("\n", None),
        ];
        for (text, wanted) in tables {
            let got = list(text).ok();
            let got = got.as_ref().map(|parts| parts.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(got.as_deref(), wanted, "{text:?}");
        }
    }
}

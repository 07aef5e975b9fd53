//! The arguments that the configuration of an executable plugin states.

use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{Decode, Rules, Text, record};
use crate::transform::patch::PatchLoader;
use crate::yaml::Node;

#[derive(Default)]
struct Stated {
    one_liner: Text,
    from_file: Text,
}

impl Decode for Stated {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        record(node, "a plugin", &["argsOneLiner", "argsFromFile"], rules, |name, value| match name {
            "argsOneLiner" => self.one_liner.decode_into(value, rules),
            _ => self.from_file.decode_into(value, rules),
        })
    }
}

/// The arguments: those of `argsOneLiner`, split as a shell does, then the lines of `argsFromFile`.
///
/// # Errors
/// A quote without an end, a file that cannot be read.
pub(super) fn of(config: &Node, loader: &mut dyn PatchLoader) -> Result<Vec<String>> {
    let stated = Stated::decode(config, Rules::Lenient)?;
    let mut args = split(&stated.one_liner).ok_or_else(|| {
        Error::new(Code::InvalidValue, "a quote in argsOneLiner has no end").at(stated.one_liner.pos)
    })?;
    if !stated.from_file.is_empty() {
        let (text, _) = loader.load(&stated.from_file)?;
        let lines = text.split('\n').map(|line| line.trim_start_matches(' '));
        args.extend(lines.filter(|line| !line.is_empty()).map(str::to_owned));
    }
    Ok(args)
}

/// Splits at blanks outside of quotes; a `#` outside of quotes ends the line. `None` when a quote
/// has no end.
fn split(line: &str) -> Option<Vec<String>> {
    let mut args = Vec::new();
    let mut current = String::new();
    let (mut quote, mut escaped) = (None, false);
    for c in line.chars() {
        match c {
            _ if escaped => {
                current.push(c);
                escaped = false;
            }
            '\\' if quote != Some('\'') => escaped = true,
            '\'' | '"' if quote.is_none() => quote = Some(c),
            _ if quote == Some(c) => quote = None,
            '#' if quote.is_none() => {
                args.extend((!current.is_empty()).then_some(current));
                return Some(args);
            }
            _ if c.is_whitespace() && quote.is_none() => {
                args.extend((!current.is_empty()).then(|| std::mem::take(&mut current)));
            }
            _ => current.push(c),
        }
    }
    args.extend((!current.is_empty()).then_some(current));
    quote.is_none().then_some(args)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn lines_are_split_as_a_shell_does() {
        for (line, want) in [
            ("one two three", Some(&["one", "two", "three"][..])),
            ("one 'two three'", Some(&["one", "two three"])),
            ("one \"two three\"", Some(&["one", "two three"])),
            (r#"one "two three \"four\"""#, Some(&["one", "two three \"four\""])),
            (r"'a\b' c\ d", Some(&[r"a\b", "c d"])),
            ("a#b c", Some(&["a"])),
            ("a '#b' # c", Some(&["a", "#b"])),
            ("''", Some(&[])),
            ("'a", None),
            ("", Some(&[])),
        ] {
            let got = split(line);
            let got = got.as_ref().map(|args| args.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(got.as_deref(), want, "{line}");
        }
    }
}

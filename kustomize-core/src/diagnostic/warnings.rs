//! Which warnings are told.

use super::{Code, Diagnostic};
use crate::hash::HashMap;
use crate::source::{FileId, Pos, Sources};

/// So many warnings of one code are told in one run.
const MOST: usize = 50;

/// Takes out what was said twice (of one place, a base that several overlays use for instance, one warning of
/// a code is enough) and what the user allows: by code for the whole run, or by a comment
/// `# kz: allow CODE` in the file that the warning is about. Of a code that comes very often only
/// the first ones are left.
pub(crate) fn settle(warnings: Vec<Diagnostic>, allow: &[Code], sources: &Sources) -> Vec<Diagnostic> {
    let mut comments = Comments::default();
    let mut kept: Vec<Diagnostic> = Vec::new();
    let mut seen: HashMap<(Code, Pos), Vec<usize>> = HashMap::default();
    let mut counts: HashMap<Code, usize> = HashMap::default();
    for warning in warnings {
        let same = seen.entry((warning.code, warning.pos)).or_default();
        if allow.contains(&warning.code)
            || same.iter().any(|i| warning.pos.is_some() || kept.get(*i).is_some_and(|k| k.is_same(&warning)))
            || counts.get(&warning.code).is_some_and(|n| *n >= MOST)
            || comments.allow(&warning, sources)
        {
            continue;
        }
        *counts.entry(warning.code).or_default() += 1;
        same.push(kept.len());
        kept.push(warning);
    }
    kept
}

/// The comments of the files that were asked about.
#[derive(Default)]
struct Comments<'s>(HashMap<FileId, Option<Vec<&'s str>>>);

const MARK: &str = "kz: allow ";

impl<'s> Comments<'s> {
    /// True when a comment in the file allows the warning: before all else in the file, or beside or
    /// directly above the line, or any line that the line is a part of.
    fn allow(&mut self, warning: &Diagnostic, sources: &'s Sources) -> bool {
        let Some((file, text)) = outermost(warning.pos, sources) else { return false };
        let lines = self.0.entry(file).or_insert_with(|| text.contains(MARK).then(|| text.lines().collect()));
        let Some(lines) = lines else { return false };
        let Some(at) = sources.locate(warning.pos) else { return false };
        let code = warning.code;
        let head = lines.iter().take_while(|line| {
            let line = line.trim();
            line.is_empty() || line.starts_with('#') || line == "---"
        });
        head.clone().any(|line| allows(line, code)) || is_allowed(lines, at.line - 1, code)
    }
}

/// The file that a place is in, and its text.
fn outermost(pos: Pos, sources: &Sources) -> Option<(FileId, &str)> {
    let mut file = pos.file();
    loop {
        let source = sources.get(file)?;
        match source.parent {
            Some(parent) => file = parent.file(),
            None => return Some((file, &source.text)),
        }
    }
}

fn allows(line: &str, code: Code) -> bool {
    let Some((before, allowed)) = line.split_once(MARK) else { return false };
    before.trim_end().ends_with('#') && allowed.split([',', ' ']).any(|word| word.trim() == code.as_str())
}

/// Looks at the line itself and at each line that it is a part of, from the inside out.
fn is_allowed(lines: &[&str], at: usize, code: Code) -> bool {
    let mut level = usize::MAX;
    for i in (0..=at).rev() {
        let Some(line) = lines.get(i) else { return false };
        let text = line.trim_start();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        // The entries of a list may stand as deep as the key that the list belongs to.
        let own = 2 * (line.len() - text.len()) + usize::from(text == "-" || text.starts_with("- "));
        if own >= level {
            continue;
        }
        level = own;
        let above = lines.get(..i).unwrap_or(&[]).iter().rev();
        let mut comments = above.take_while(|line| line.trim_start().starts_with('#'));
        if allows(line, code) || comments.any(|line| allows(line, code)) {
            return true;
        }
        if level == 0 {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{Code, Diagnostic, Pos, Sources, settle};

    #[test]
    fn comments_allow_the_line_or_what_it_is_part_of() {
        let allow = "# kz: allow unmatched-patch";
        for (text, allowed) in [
            ("a: here", false),
            ("a: here # kz: allow unmatched-patch", true),
            ("a: here # kz: allow unmatched-image, unmatched-patch", true),
            ("a: here # kz: allow unmatched-image", false),
            ("x: 1\n{}\na: here", true),
            ("x: 1\n{}\n\na: here", false),
            ("{}\n---\nx: 1\na: here", true),
            ("x: 1\n{}\nlist:\n- b: 1\n  c:\n    here", true),
            ("x: 1\nlist:\n{}\n- b: 1\n  c: here", true),
            ("x: 1\nlist:\n{}\n- b: 1\n- c: here", false),
            ("x: 1\nlist:\n  {}\n  - b: 1\n    c: [here]", true),
            ("x: 1\nlist: {}\n- b: 1\n- c: here", true),
            ("x: 1\n{}\ny: 1\na: here", false),
            ("x: ' kz: allow unmatched-patch'\na: here", false),
        ] {
            let text = text.replace("{}", allow);
            let mut sources = Sources::new();
            let file = sources.add("k.yaml", text.as_str().into());
            let pos = Pos::new(file, text.find("here").unwrap());
            let warning = Diagnostic::warning(Code::UnmatchedPatch, pos, "nothing");
            let left = settle(vec![warning.clone(), warning], &[], &sources);
            assert_eq!(left.len(), usize::from(!allowed), "{text}");
        }
    }
}

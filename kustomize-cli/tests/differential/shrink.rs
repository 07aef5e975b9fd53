//! Makes a tree smaller as long as the programs disagree in the same way.

use super::compare::{Comparison, compare};
use super::tree::Tree;

/// The tree with as few lines as can be found that still shows the difference.
pub(crate) fn shrink(tree: &Tree, found: &Comparison, reference: &str) -> Tree {
    let mut tree = tree.clone();
    let missing = found.missing_lines();
    // The same kind of difference, and at least one line of the output as at first.
    let still = |tree: &Tree| {
        let now = compare(tree, reference);
        let lines = now.missing_lines();
        now.verdict == found.verdict
            && (missing.is_empty() || lines.iter().any(|line| missing.contains(line)))
    };
    loop {
        let before: usize = tree.values().map(String::len).sum();
        for path in tree.keys().cloned().collect::<Vec<_>>() {
            let mut without = tree.clone();
            without.remove(&path);
            if still(&without) {
                tree = without;
            }
        }
        for path in tree.keys().cloned().collect::<Vec<_>>() {
            shrink_file(&mut tree, &path, &still);
        }
        let after: usize = tree.values().map(String::len).sum();
        if after >= before {
            return tree;
        }
    }
}

/// Leaves out stretches of lines, long ones first.
fn shrink_file(tree: &mut Tree, path: &str, still: &dyn Fn(&Tree) -> bool) {
    let Some(text) = tree.get(path) else { return };
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let mut length = lines.len().next_power_of_two() / 2;
    while length > 0 {
        let mut at = 0;
        while at < lines.len() {
            // A line and what is indented below it go together first.
            let end = if length == 1 { block_end(&lines, at) } else { (at + length).min(lines.len()) };
            let removed = try_without(tree, path, &mut lines, at, end, still)
                || (length == 1 && end > at + 1 && try_without(tree, path, &mut lines, at, at + 1, still));
            if !removed {
                at += length;
            }
        }
        length /= 2;
    }
}

fn block_end(lines: &[String], at: usize) -> usize {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let own = indent(&lines[at]);
    lines[at + 1..].iter().position(|l| indent(l) <= own).map_or(lines.len(), |n| at + 1 + n)
}

fn try_without(
    tree: &mut Tree,
    path: &str,
    lines: &mut Vec<String>,
    from: usize,
    to: usize,
    still: &dyn Fn(&Tree) -> bool,
) -> bool {
    let mut shorter = lines.clone();
    shorter.drain(from..to);
    let mut smaller = tree.clone();
    smaller.insert(path.to_owned(), shorter.concat());
    let fewer = still(&smaller);
    if fewer {
        *tree = smaller;
        *lines = shorter;
    }
    fewer
}

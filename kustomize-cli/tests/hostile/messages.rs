//! What hostile names can do to a terminal: nothing.

use crate::place::{MAP, Place};

#[test]
fn control_characters_are_never_printed() {
    let names = ["\\e[31mred", "\\a\\x9b5n", "\\u202Eback", "\\r\\x7f"];
    let place = Place::new(&[("a.yaml", MAP)]);
    for name in names {
        let texts = [
            format!("resources: [\"{name}\"]\n"),
            format!("resources: [a.yaml]\n\"{name}\": 1\n"),
            format!("resources: [a.yaml]\npatches: [{{target: {{name: \"{name}(\"}}, patch: '[]'}}]\n"),
            format!("configMapGenerator: [{{name: a, literals: [\"{name}\"]}}]\n"),
            format!("resources: [a.yaml]\nconfigMapGenerator: [{{name: a, behavior: \"{name}\"}}]\n"),
        ];
        for text in texts {
            place.write("kustomization.yaml", &text);
            for format in ["human", "short", "json", "github", "sarif"] {
                let out = place.kz(&["build", "--color", "never", "--message-format", format]);
                check(&[&out.stderr[..], &out.stdout[..]].concat(), &text);
            }
        }
    }
}

fn check(said: &[u8], of: &str) {
    let said = String::from_utf8(said.to_vec()).unwrap();
    let obeyed = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!said.is_empty() && !said.contains(obeyed), "{of}{said:?}");
}

#[test]
fn lines_of_the_source_are_shown_without_what_a_terminal_obeys() {
    let place = Place::of("resources: [a.yaml]\n");
    for text in ["a: \u{1b}]0;t\u{7}\n", "a: [ # \u{202e}\u{2066}\n", "a: b\u{9b}5n: c\n"] {
        place.write("a.yaml", text);
        let out = place.kz(&["build", "--color", "never"]);
        check(&out.stderr, text);
    }
}

#[test]
fn listings_show_no_control_characters() {
    let object = "apiVersion: v1\nkind: \"A\\e[2J\"\nmetadata: {name: \"b\\e]0;t\\a\"}\n";
    let place = Place::new(&[("o.yaml", object)]);
    for args in [&["cfg", "tree"][..], &["cfg", "count", "."]] {
        let out = place.kz(args);
        check(&out.stdout, &format!("{args:?}"));
    }
}

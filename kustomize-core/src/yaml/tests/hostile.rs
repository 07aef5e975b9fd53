//! Texts that are made to exhaust the machine are refused at once.

use crate::diagnostic::Code;
use crate::source::FileId;
use crate::yaml::{Limits, decode_text, read_config, read_documents};
use std::time::{Duration, Instant};

const MANY: usize = 1_000_000;

fn refusals(text: &str) -> [Option<Code>; 2] {
    let limits = Limits::default();
    [
        read_documents(text, FileId(0), &limits).err().map(|e| e.code()),
        read_config(text, FileId(0), &limits).err().map(|e| e.code()),
    ]
}

#[test]
fn deep_documents_are_refused() {
    let stairs: String = (0..1500).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    for text in ["[".repeat(MANY), "- ".repeat(MANY), "{a: ".repeat(MANY), "{? ".repeat(MANY), stairs] {
        assert_eq!(refusals(&text), [Some(Code::LimitExceeded); 2], "{:.20}", text);
    }
}

#[test]
fn aliases_that_multiply_are_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..20 {
        let before = format!("*a{}", n - 1);
        text.push_str(&format!("a{n}: &a{n} [{}]\n", [before.as_str(); 10].join(", ")));
    }
    assert_eq!(refusals(&text), [Some(Code::LimitExceeded); 2]);
}

#[test]
fn large_documents_take_time_in_line_with_their_size() {
    let wide = format!("[{}{}{}]", "[".repeat(400), "a, ".repeat(MANY), "]".repeat(400));
    let keys: String = (0..MANY / 10).map(|n| format!("k{n}: v\n")).collect();
    let texts = [
        " ".repeat(10 * MANY),
        "\n".repeat(10 * MANY),
        "#\n".repeat(MANY),
        format!("a: {}\n", "x".repeat(10 * MANY)),
        format!("a: \"{}", "x\n".repeat(MANY)),
        format!("a: |\n{}", "  x\n".repeat(MANY)),
        "a: b\n\tc".repeat(MANY),
        wide,
        format!("{keys} bad"),
    ];
    for text in texts {
        let before = Instant::now();
        let _ = refusals(&text);
        // Far more than is needed, far less than what grows with the square.
        assert!(before.elapsed() < Duration::from_secs(60), "{:.20}: {:?}", text, before.elapsed());
    }
}

#[test]
fn what_is_no_text_is_refused() {
    assert!(decode_text(b"a: \xff\n".to_vec()).is_err());
    for text in ["a: b\0c\n", "\0", "# \u{7}\n", "a: \u{fffe}\n", "a: \u{9f}\n"] {
        assert_eq!(refusals(text), [Some(Code::MalformedYaml); 2], "{text:?}");
    }
}

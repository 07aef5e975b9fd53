//! Messages for people: the sentence, the lines of the source, the way to the file, what to do.

use super::message::{Level as Grade, Message, path_text};
use super::options::Settings;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use kustomize_core::source::Location;

/// So much of a line is shown around the place.
const LONGEST: usize = 2000;

pub(super) fn render(message: &Message, settings: &Settings) -> String {
    let level = match message.level {
        Grade::Error => Level::ERROR,
        Grade::Warning => Level::WARNING,
        Grade::Note => Level::NOTE,
    };
    let mut title = level.primary_title(message.text.as_str());
    if let Some(code) = message.code {
        title = title.id(code.as_str());
    }
    let mut elements: Vec<Element<'_>> = Vec::new();
    match (&message.at, &message.path) {
        (Some(at), _) => elements.push(snippet(at, AnnotationKind::Primary, None).into()),
        (None, Some(path)) => elements.push(Origin::path(path.as_str()).into()),
        (None, None) => {}
    }
    for (at, remark) in &message.related {
        elements.push(snippet(at, AnnotationKind::Context, Some(remark)).into());
    }
    for (at, step) in &message.chain {
        let text = match at {
            Some(at) => format!("{step} ({}:{}:{})", path_text(&at.path), at.line, at.column),
            None => step.clone(),
        };
        elements.push(Level::NOTE.with_name(Some("in")).message(strip_in(text)).into());
    }
    if let Some(hint) = &message.hint {
        elements.push(Level::HELP.with_name(Some("hint")).message(hint.as_str()).into());
    }
    let renderer = if settings.color { Renderer::styled() } else { Renderer::plain() };
    let decor = if settings.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
    let mut text = renderer.decor_style(decor).render(&[title.elements(elements)]);
    text.push('\n');
    text
}

/// Steps say `in the base x`; the name of the line says "in" already.
fn strip_in(text: String) -> String {
    text.strip_prefix("in ").map(str::to_owned).unwrap_or(text)
}

fn snippet<'m>(
    at: &'m Location,
    kind: AnnotationKind,
    remark: Option<&'m String>,
) -> Snippet<'m, Annotation<'m>> {
    let (text, column) = window(&at.line_text, at.column);
    let byte = |column: usize| text.char_indices().nth(column - 1).map_or(text.len(), |(i, _)| i);
    let annotation = kind.span(byte(column)..byte(column + at.width)).label(remark.map(String::as_str));
    Snippet::source(text).line_start(at.line).path(path_text(&at.path)).annotation(annotation)
}

/// A line as it is, or of a very long one the part around the column.
fn window(line: &str, column: usize) -> (&str, usize) {
    if line.len() <= LONGEST {
        return (line, column);
    }
    let first = column.saturating_sub(LONGEST / 4).max(1);
    let start = line.char_indices().nth(first - 1).map_or(line.len(), |(i, _)| i);
    let rest = line.get(start..).unwrap_or("");
    let end = rest.char_indices().nth(LONGEST).map_or(rest.len(), |(i, _)| i);
    (rest.get(..end).unwrap_or(""), column - first + 1)
}

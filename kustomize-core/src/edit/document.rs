//! A kustomization file while it is edited.

use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{FIELDS, Kustomization, decode};
use crate::source::{FileId, Pos};
use crate::yaml::{Limits, Map, Node, Str, Tag, Value, edit, read_config};

/// The file id of places in refusals: the text that was handed in.
pub(super) const TEXT: FileId = FileId(0);

/// The order in which the reference writes fields that it adds.
const ORDER: &[&str] = &[
    "apiVersion",
    "kind",
    "metadata",
    "sortOptions",
    "resources",
    "bases",
    "namePrefix",
    "nameSuffix",
    "namespace",
    "crds",
    "commonLabels",
    "labels",
    "commonAnnotations",
    "patchesStrategicMerge",
    "patchesJson6902",
    "patches",
    "configMapGenerator",
    "secretGenerator",
    "helmCharts",
    "helmChartInflationGenerator",
    "helmGlobals",
    "generatorOptions",
    "vars",
    "images",
    "replacements",
    "replicas",
    "configurations",
    "generators",
    "transformers",
    "validators",
    "components",
    "openapi",
    "buildMetadata",
];

/// A kustomization file: its text, its tree before and after the edit, and its typed form.
pub(super) struct Document<'t> {
    /// The text as it was handed in.
    text: &'t str,
    /// The text without byte order mark, its line ends line feeds unless they are mixed.
    body: String,
    old: Option<Node>,
    tree: Map,
    /// The typed form after the old spellings have been replaced, before the edit.
    pub(super) typed: Kustomization,
    /// The old spellings that were there, and what has taken their place.
    pub(super) replaced: Vec<(&'static str, &'static str)>,
}

impl<'t> Document<'t> {
    /// Reads a kustomization file and replaces its old spellings, as every edit of the reference does.
    ///
    /// # Errors
    /// What reading and decoding refuse; [`Code::EditRefused`] when a field stands there in two
    /// spellings of different case.
    pub(super) fn open(text: &'t str) -> Result<Self> {
        let body = body(text);
        let old = read(&body)?;
        let null = Node::null(Pos::new(TEXT, 0));
        let root = old.as_ref().unwrap_or(&null);
        let typed = decode(root)?;
        let tree = root.as_map().cloned().unwrap_or_default();
        let mut document = Document { text, body, old, tree, typed, replaced: Vec::new() };
        document.check_spelling()?;
        document.replace_old_spellings();
        Ok(document)
    }

    fn check_spelling(&self) -> Result<()> {
        for name in FIELDS {
            let mut keys = self.tree.iter().filter(|e| e.key.text.eq_ignore_ascii_case(name));
            if let (Some(_), Some(second)) = (keys.next(), keys.next()) {
                let message = format!("the field {name} stands there twice, in different spellings");
                return Err(Error::new(Code::EditRefused, message)
                    .at(second.key.pos)
                    .hint("join the two by hand"));
            }
        }
        Ok(())
    }

    /// Fills in `apiVersion` and `kind` and moves the content of old fields to those of today.
    fn replace_old_spellings(&mut self) {
        if self.typed_text("kind").is_none() {
            self.set("kind", text(self.typed.kind.as_str()));
        }
        if self.typed_text("apiVersion").is_none() {
            self.set("apiVersion", text(self.typed.api_version.as_str()));
        }
        for (from, to) in [("bases", "resources"), ("imageTags", "images")] {
            if self.get(from).is_some() {
                self.replaced.push((from, to));
            }
            self.move_list(from, to);
        }
        for field in ["configMapGenerator", "secretGenerator"] {
            let mut found = false;
            if let Some(items) = self.get_mut(field).and_then(Node::as_seq_mut) {
                items.iter_mut().filter_map(Node::as_map_mut).for_each(|args| found |= env_to_envs(args));
            }
            if found && !self.replaced.contains(&("env", "envs")) {
                self.replaced.push(("env", "envs"));
            }
        }
        if self.get("helmChartInflationGenerator").is_some() {
            self.replaced.push(("helmChartInflationGenerator", "helmCharts"));
        }
        self.replace_old_charts();
    }

    /// Which of `apiVersion` and `kind` the file did not state.
    pub(super) fn added(&self) -> Vec<&'static str> {
        let old = self.old.as_ref().and_then(Node::as_map);
        let stated = |field| old.is_some_and(|old| !old.get(key_of(old, field)).is_none_or(Node::is_null));
        ["apiVersion", "kind"].into_iter().filter(|field| !stated(field)).collect()
    }

    fn typed_text(&self, field: &str) -> Option<&str> {
        self.get(field)?.text().filter(|text| !text.is_empty() && !self.is_null(field))
    }

    fn is_null(&self, field: &str) -> bool {
        self.get(field).is_none_or(Node::is_null)
    }

    /// Moves the entries of one list to the end of another.
    pub(super) fn move_list(&mut self, from: &str, to: &str) {
        let Some(moved) = self.take(from) else { return };
        let moved = match moved.value {
            Value::Seq(items) => items,
            _ => Vec::new(),
        };
        if !moved.is_empty() {
            self.append(to, moved);
        }
    }

    fn replace_old_charts(&mut self) {
        let Some(old) = self.take("helmChartInflationGenerator") else { return };
        let charts = old.as_seq().unwrap_or_default();
        if charts.is_empty() {
            return;
        }
        let renamed = [
            ("chartName", "name"),
            ("chartVersion", "version"),
            ("chartRepoUrl", "repo"),
            ("releaseName", "releaseName"),
            ("values", "valuesFile"),
            ("valuesLocal", "valuesInline"),
            ("valuesMerge", "valuesMerge"),
        ];
        let charts: Vec<Node> = charts
            .iter()
            .map(|chart| {
                let mut fields = Map::new();
                for (from, to) in renamed {
                    let value = chart.as_map().and_then(|m| m.get(key_of(m, from)));
                    if let Some(value) = value.filter(|v| !v.is_null() && v.text() != Some("")) {
                        fields.push(to, value.clone());
                    }
                }
                Node::new(Value::Map(fields), Pos::NONE)
            })
            .collect();
        self.append("helmCharts", charts);
        if let (true, Some(globals)) = (self.is_null("helmGlobals"), &self.typed.helm_globals) {
            let fields =
                [("chartHome", globals.chart_home.as_str()), ("configHome", globals.config_home.as_str())];
            self.set(
                "helmGlobals",
                map(fields.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k, text(v)))),
            );
        }
    }

    /// The value of a field, whatever the case of its name.
    pub(super) fn get(&self, field: &str) -> Option<&Node> {
        self.tree.get(key_of(&self.tree, field))
    }

    /// The value of a field to change.
    pub(super) fn get_mut(&mut self, field: &str) -> Option<&mut Node> {
        let key = Str::new(key_of(&self.tree, field));
        self.tree.get_mut(&key)
    }

    /// Sets a field.
    pub(super) fn set(&mut self, field: &str, value: Node) {
        let key = Str::new(key_of(&self.tree, field));
        self.tree.set(&key, value);
    }

    /// Removes a field and gives its value.
    pub(super) fn take(&mut self, field: &str) -> Option<Node> {
        let key = Str::new(key_of(&self.tree, field));
        self.tree.remove(&key)
    }

    /// Adds entries to a list, which is made when it is missing.
    pub(super) fn append(&mut self, field: &str, added: Vec<Node>) {
        match self.get_mut(field).and_then(Node::as_seq_mut) {
            Some(items) => items.extend(added),
            None => self.set(field, Node::new(Value::Seq(added), Pos::NONE)),
        }
    }

    /// The entries of a list, to be given back with [`Document::set_list`].
    pub(super) fn items(&self, field: &str) -> Vec<Node> {
        self.get(field).and_then(Node::as_seq).unwrap_or_default().to_vec()
    }

    /// Replaces the entries of a list; without entries the field is removed.
    pub(super) fn set_list(&mut self, field: &str, items: Vec<Node>) {
        if items.is_empty() {
            self.take(field);
        } else {
            self.set(field, Node::new(Value::Seq(items), Pos::NONE));
        }
    }

    /// The entries of a mapping, made when it is missing.
    pub(super) fn map_mut(&mut self, field: &str) -> Option<&mut Map> {
        let key = Str::new(key_of(&self.tree, field));
        let node = self.tree.get_or_insert_with(&key, || Node::map(Pos::NONE));
        if node.as_map().is_none() {
            *node = Node::map(Pos::NONE);
        }
        node.as_map_mut()
    }

    /// Removes a field that holds nothing any more.
    pub(super) fn drop_if_empty(&mut self, field: &str) {
        if self.get(field).is_some_and(Node::is_null_or_empty) {
            self.take(field);
        }
    }

    /// The text as it was.
    pub(super) fn unchanged(self) -> String {
        self.text.to_owned()
    }

    /// The text with the edit made. Added fields stand in the reference's order.
    ///
    /// # Errors
    /// [`Code::EditRefused`] when the text cannot be changed safely in place.
    pub(super) fn finish(self) -> Result<String> {
        let old = self.old.as_ref().and_then(Node::as_map);
        let is_old = |key: &str| old.is_some_and(|old| old.contains(key));
        let (mut entries, mut added): (Vec<_>, Vec<_>) =
            self.tree.into_entries().into_iter().partition(|e| is_old(&e.key.text));
        added.sort_by_key(|e| ORDER.iter().position(|name| *name == e.key.text));
        entries.extend(added);
        let new = Node::new(Value::Map(Map::from_entries(entries)), Pos::NONE);
        // What could not be read afterwards is not written.
        decode(&new)?;
        let changed = edit::change(&self.body, TEXT, self.old.as_ref(), &new, read)?;
        let mark = if self.text.starts_with(MARK) { "\u{feff}" } else { "" };
        Ok(mark.to_owned() + &if has_crlf(self.text) { changed.replace('\n', "\r\n") } else { changed })
    }
}

const MARK: char = '\u{feff}';

/// The text that is edited: without byte order mark, with line feeds where all line ends are alike.
fn body(text: &str) -> String {
    let text = text.strip_prefix(MARK).unwrap_or(text);
    if has_crlf(text) { text.replace("\r\n", "\n") } else { text.to_owned() }
}

/// True when every line end is one of Windows.
fn has_crlf(text: &str) -> bool {
    let feeds = text.matches('\n').count();
    feeds > 0 && feeds == text.matches("\r\n").count()
}

/// Reads a kustomization file as the reference reads it.
fn read(text: &str) -> Result<Option<Node>> {
    let limits = Limits::default();
    if text.contains("\r\n") {
        read_config(&text.replace("\r\n", "\n"), TEXT, &limits)
    } else {
        read_config(text, TEXT, &limits)
    }
}

/// `env` joins `envs`. True when it was there.
fn env_to_envs(args: &mut Map) -> bool {
    let key = Str::new(key_of(args, "env"));
    let Some(env) = args.remove(&key) else { return false };
    if env.is_null() || env.text() == Some("") {
        return true;
    }
    let envs = Str::new(key_of(args, "envs"));
    let node = args.get_or_insert_with(&envs, || Node::seq(Pos::NONE));
    match node.as_seq_mut() {
        Some(items) => items.push(env),
        None => *node = Node::new(Value::Seq(vec![env]), Pos::NONE),
    }
    true
}

/// The key under which a field stands in a mapping: its name, or another spelling of it.
pub(super) fn key_of<'a>(map: &'a Map, field: &'a str) -> &'a str {
    if map.contains(field) {
        return field;
    }
    map.iter().map(|e| e.key.text.as_str()).find(|key| key.eq_ignore_ascii_case(field)).unwrap_or(field)
}

/// A text.
pub(super) fn text(value: &str) -> Node {
    Node::string(value, Pos::NONE)
}

/// A list of texts.
pub(super) fn texts<S: AsRef<str>>(values: &[S]) -> Node {
    Node::new(Value::Seq(values.iter().map(|v| text(v.as_ref())).collect()), Pos::NONE)
}

/// True or false.
pub(super) fn boolean(value: bool) -> Node {
    Node::scalar(if value { "true" } else { "false" }, Tag::Bool, Pos::NONE)
}

/// A mapping.
pub(super) fn map<'k>(fields: impl IntoIterator<Item = (&'k str, Node)>) -> Node {
    let mut map = Map::new();
    fields.into_iter().for_each(|(key, value)| map.push(key, value));
    Node::new(Value::Map(map), Pos::NONE)
}

/// Sets a text in a mapping, or removes it when it is empty.
pub(super) fn set_text(map: &mut Map, field: &str, value: &str) {
    let key = Str::new(key_of(map, field));
    if value.is_empty() {
        map.remove(&key);
    } else if map.get(&key).is_none_or(|old| old.text() != Some(value)) {
        map.set(&key, text(value));
    }
}

#[cfg(test)]
mod tests {
    use crate::edit::{set_image, set_namespace};

    #[test]
    fn line_ends_stay_beside_lone_carriage_returns() {
        for text in ["#a\r\r\r\n", "\n\r\n", "#a\r\r\nnamePrefix: a\r\n", "\r\n"] {
            let once = set_namespace(text, "n").unwrap().text;
            assert_eq!(set_namespace(&once, "n").unwrap().text, once, "{text:?}");
        }
    }

    #[test]
    fn what_could_not_be_read_is_not_written() {
        assert!(set_image("resources: []\n", &["a\u{7f}=b:1"]).is_err());
    }
}

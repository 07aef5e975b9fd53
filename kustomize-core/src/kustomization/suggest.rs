//! The nearest known name to a mistyped one.

/// The name of `known` that was probably meant by `given`, if one is near enough.
///
/// Letter case does not count; a third of the letters (at least one, at most three) may differ.
pub(crate) fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (given.chars().count() / 3).clamp(1, 3);
    let given = given.to_lowercase();
    let length = |text: &str| text.chars().take(LONGEST).count();
    let given_length = length(&given);
    known
        .into_iter()
        .map(|name| (name.to_lowercase(), name))
        .filter(|(lower, _)| length(lower).abs_diff(given_length) <= limit)
        .map(|(lower, name)| (distance(&given, &lower), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// What to do about a field that other tools, or people, know by another name. `what` has the field.
pub(super) fn advice(field: &str, what: &str) -> Option<&'static str> {
    Some(match (field, what) {
        ("apiVersion", "a selector" | "the source of a replacement") => {
            "write group: and version: instead of apiVersion"
        }
        ("apiGroup", "a field specification" | "a selector" | "the source of a replacement") => {
            "did you mean \"group\"?"
        }
        ("file", "a patch") => "did you mean \"path\"?",
        ("tag", "an entry of images") => "did you mean \"newTag\"?",
        ("image" | "repository", "an entry of images") => "did you mean \"newName\"?",
        ("replicas", "an entry of replicas") => "did you mean \"count\"?",
        (
            "disableNameSuffixHash" | "immutable" | "labels" | "annotations",
            "an entry of configMapGenerator" | "an entry of secretGenerator",
        ) => "it belongs under options",
        ("repository" | "url", "an entry of helmCharts") => "did you mean \"repo\"?",
        ("values", "an entry of helmCharts") => "did you mean \"valuesInline\"?",
        ("chart", "an entry of helmCharts") => "did you mean \"name\"?",
        ("delimiter" | "index" | "create", "the source of a replacement" | "a target of a replacement") => {
            "it belongs under options"
        }
        ("kind" | "name" | "namespace" | "group" | "version", "a target of a replacement") => {
            "it belongs under select"
        }
        ("kind" | "name" | "apiVersion", "a variable") => "it belongs under objref",
        ("kind" | "name" | "namespace" | "group" | "version", "a patch") => "it belongs under target",
        ("type", "an entry of configMapGenerator") => "only an entry of secretGenerator has a type",
        ("data" | "stringData", "an entry of configMapGenerator" | "an entry of secretGenerator") => {
            "write literals: with entries key=value"
        }
        ("overlays" | "base" | "manifests", "a kustomization") => "did you mean \"resources\"?",
        _ => return None,
    })
}

/// Where a field belongs that was met at the top of a kustomization file.
pub(super) fn home_of(field: &str) -> Option<&'static str> {
    Some(match field {
        "newTag" | "newName" | "digest" | "tagSuffix" => "it belongs into an entry of images",
        "literals" | "files" | "envs" | "env" | "behavior" => {
            "it belongs into an entry of configMapGenerator or secretGenerator"
        }
        "disableNameSuffixHash" | "immutable" => "it belongs under generatorOptions",
        "target" | "patch" | "path" => "it belongs into an entry of patches",
        "includeSelectors" | "includeTemplates" | "pairs" => "it belongs into an entry of labels",
        "source" | "targets" => "it belongs into an entry of replacements",
        "count" => "it belongs into an entry of replicas",
        "name" => "it belongs under metadata; names of resources are changed by namePrefix and nameSuffix",
        "values" | "valuesFile" | "valuesInline" | "releaseName" => "it belongs into an entry of helmCharts",
        "allowNameChange" | "allowKindChange" => "it belongs under the options of an entry of patches",
        "order" | "legacySortOptions" => "it belongs under sortOptions",
        "spec" | "data" | "stringData" | "rules" | "subjects" | "roleRef" | "status" => {
            "this looks like a manifest: list its file under resources in a kustomization.yaml"
        }
        _ => return None,
    })
}

/// Texts are compared up to here.
const LONGEST: usize = 64;

/// How many letters must be put in, taken out, replaced or swapped with their neighbour to make one
/// text of the other. Long texts are cut: names are short.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(LONGEST).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut last = None;
    for (i, from) in a.chars().take(LONGEST).enumerate() {
        let mut next = Vec::with_capacity(row.len());
        let mut left = i + 1;
        next.push(left);
        for (j, ((to, above), diagonal)) in b.iter().zip(row.iter().skip(1)).zip(&row).enumerate() {
            left = (left + 1).min(above + 1).min(diagonal + usize::from(from != *to));
            let swapped = j.checked_sub(1).filter(|k| last == Some(*to) && b.get(*k) == Some(&from));
            if let Some(two_back) = swapped.and_then(|k| before.get(k)) {
                left = left.min(two_back + 1);
            }
            next.push(left);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(from);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_the_name_that_was_meant() {
        let known = ["resources", "replicas", "patches", "images", "namespace"];
        for (given, wanted) in [
            ("resource", Some("resources")),
            ("Resorces", Some("resources")),
            ("patch", Some("patches")),
            ("image", Some("images")),
            ("nameSpaces", Some("namespace")),
            ("iamges", Some("images")),
            ("repilcas", Some("replicas")),
            ("spec", None),
            ("", None),
        ] {
            let found = nearest(given, known);
            if given == "patch" {
                // Two letters of five are too many.
                assert_eq!(found, None);
            } else {
                assert_eq!(found, wanted, "{given}");
            }
        }
    }
}

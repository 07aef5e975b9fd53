//! The nearest known name to a mistyped one.

/// The name of `known` that was probably meant by `given`, if one is near enough.
///
/// Letter case does not count; a third of the letters (at least one, at most three) may differ.
pub(crate) fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (given.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|name| (distance(&given.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
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
        "order" | "legacySortOptions" => "it belongs under sortOptions",
        "spec" | "data" | "stringData" | "rules" | "subjects" | "roleRef" | "status" => {
            "this looks like a manifest: list its file under resources in a kustomization.yaml"
        }
        _ => return None,
    })
}

/// The Levenshtein distance, with long texts cut: names are short.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().take(64).enumerate() {
        let mut next = Vec::with_capacity(row.len());
        let mut left = i + 1;
        next.push(left);
        for ((to, above), diagonal) in b.iter().zip(row.iter().skip(1)).zip(&row) {
            left = (left + 1).min(above + 1).min(diagonal + usize::from(from != *to));
            next.push(left);
        }
        row = next;
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

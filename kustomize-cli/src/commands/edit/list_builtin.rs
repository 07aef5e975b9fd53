//! `kz edit alpha-list-builtin-plugin`.

use std::process::ExitCode;

/// The plugins that are built in; the reference lists them in an order that changes from run to run.
const NAMES: [&str; 18] = [
    "AnnotationsTransformer",
    "ConfigMapGenerator",
    "HashTransformer",
    "HelmChartInflationGenerator",
    "IAMPolicyGenerator",
    "ImageTagTransformer",
    "LabelTransformer",
    "NamespaceTransformer",
    "PatchJson6902Transformer",
    "PatchStrategicMergeTransformer",
    "PatchTransformer",
    "PrefixSuffixTransformer",
    "PrefixTransformer",
    "ReplacementTransformer",
    "ReplicaCountTransformer",
    "SecretGenerator",
    "SuffixTransformer",
    "ValueAddTransformer",
];

pub(super) fn run() -> ExitCode {
    let list: String = NAMES.iter().map(|name| format!(" * {name}\n")).collect();
    crate::output::print(&format!("Builtin plugins:\n\n{list}"))
}

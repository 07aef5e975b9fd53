//! What a cluster has, asked with the user's kubectl.

use serde_json::Value as Json;
use std::ffi::OsStr;
use std::io::{Seek, Write};
use std::process::{Command, Stdio};

/// The objects of the cluster that these manifests are about, as far as they are there.
///
/// # Errors
/// A sentence: what kubectl says, or that it is not there.
pub(super) fn live(kubectl: &OsStr, context: Option<&str>, manifests: &str) -> Result<Vec<Json>, String> {
    if manifests.is_empty() {
        return Ok(Vec::new());
    }
    let name = kubectl.display();
    // A file, so that neither waits for the other.
    let input = tempfile::tempfile().and_then(|mut file| {
        file.write_all(manifests.as_bytes())?;
        file.rewind()?;
        Ok(file)
    });
    let input = input.map_err(|e| format!("{name}: {e}"))?;
    let mut command = Command::new(kubectl);
    command.args(["get", "--filename=-", "--output=json", "--ignore-not-found"]);
    command.args(context.map(|context| format!("--context={context}")));
    let output = command.stdin(input).stderr(Stdio::piped()).output().map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => format!("{name} is needed for --cluster, and it is not on the path"),
        _ => format!("{name}: {e}"),
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{name} get: {}", said.trim_end()));
    }
    if output.stdout.trim_ascii().is_empty() {
        return Ok(Vec::new());
    }
    let mut found: Json =
        serde_json::from_slice(&output.stdout).map_err(|e| format!("{name} get: no JSON: {e}"))?;
    let is_list = found.get("kind").and_then(Json::as_str) == Some("List");
    match found.get_mut("items").map(Json::take) {
        Some(Json::Array(items)) if is_list => Ok(items),
        _ => Ok(vec![found]),
    }
}

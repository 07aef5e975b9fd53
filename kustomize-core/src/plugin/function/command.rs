//! The command lines of functions.

use super::spec::{Container, Exec, FunctionSpec, Mount};
use super::{FunctionCall, FunctionOptions, FunctionRunner};
use crate::diagnostic::{Code, Error, Result};
use indexmap::IndexSet;
use std::collections::BTreeMap;
use std::path::Path;

/// The command that runs a function in a folder; `None` for an executable that is not enabled, and
/// for a function that is neither a container nor an executable.
///
/// # Errors
/// [`Code::NotEnabled`] for one that needs the network and may not have it.
pub(crate) fn call(
    spec: &FunctionSpec,
    options: &FunctionOptions,
    runner: &dyn FunctionRunner,
    dir: &Path,
) -> Result<Option<FunctionCall>> {
    let container = &spec.container;
    if container.network && !options.network {
        return Err(Error::new(Code::NotEnabled, "the function needs the network, which is not enabled")
            .at(spec.pos)
            .hint("allow it with --network"));
    }
    let is_container = !container.image.is_empty() && !options.no_containers;
    if !is_container && (!options.enable_exec || spec.exec.path.is_empty()) {
        return Ok(None);
    }
    if dir == Path::new("/") {
        return Err(Error::new(Code::NotEnabled, "a function cannot be run in the folder /").at(spec.pos));
    }
    Ok(Some(match is_container {
        true => in_container(container, options, runner, dir)?,
        false => executable(&spec.exec, options, dir),
    }))
}

fn executable(exec: &Exec, options: &FunctionOptions, dir: &Path) -> FunctionCall {
    let mut env: BTreeMap<&str, &str> = BTreeMap::new();
    for entry in exec.envs.iter().map(|e| e.as_str()).chain(options.env.iter().map(String::as_str)) {
        // The reference leaves out what has a second sign of equality, and has no need to hand on anything.
        match entry.split('=').collect::<Vec<_>>().as_slice() {
            [key, value] => env.insert(key, value),
            _ => None,
        };
    }
    FunctionCall {
        program: exec.path.to_string(),
        args: exec.args.iter().map(|a| a.to_string()).collect(),
        env: env.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
        dir: dir.to_path_buf(),
        clean_env: true,
        hand_on: options.env.iter().filter(|entry| !entry.contains('=')).cloned().collect(),
        ..FunctionCall::default()
    }
}

fn in_container(
    container: &Container,
    options: &FunctionOptions,
    runner: &dyn FunctionRunner,
    dir: &Path,
) -> Result<FunctionCall> {
    let user = match options.as_current_user {
        true => runner
            .current_user()
            .map_err(|why| Error::new(Code::FunctionFailed, why).at(container.image.pos))?,
        false => "nobody".to_owned(),
    };
    let network = if container.network { "host" } else { "none" };
    let fixed = ["run", "--rm", "-i", "-a", "STDIN", "-a", "STDOUT", "-a", "STDERR", "--network", network];
    let mut args: Vec<String> = fixed.into_iter().map(str::to_owned).collect();
    args.extend(["--user".to_owned(), user, "--security-opt=no-new-privileges".to_owned()]);
    let given: Vec<Mount> = options.mounts.iter().map(|text| Mount::parse(text)).collect();
    for mount in container.mounts.iter().chain(&given) {
        args.push("--mount".to_owned());
        args.push(mount_argument(mount, dir));
    }
    args.extend(env_arguments(container, options));
    args.push(container.image.to_string());
    Ok(FunctionCall {
        program: "docker".to_owned(),
        or_program: Some("podman".to_owned()),
        args,
        dir: dir.to_path_buf(),
        ..FunctionCall::default()
    })
}

fn mount_argument(mount: &Mount, dir: &Path) -> String {
    let source = match mount.source.starts_with('/') {
        true => mount.source.to_string(),
        false => crate::path::join(&[&dir.to_string_lossy(), &mount.source]),
    };
    let mode = if mount.writable { "" } else { ",readonly" };
    format!("type={},source={source},target={}{mode}", mount.kind, mount.target)
}

/// Variables with values in the order of their names, then those that are handed on. What the
/// options state wins, and with it what is set for every container.
fn env_arguments(container: &Container, options: &FunctionOptions) -> Vec<String> {
    let mut values: BTreeMap<&str, &str> = BTreeMap::new();
    let mut handed_on: IndexSet<&str> = IndexSet::new();
    let defaults = ["LOG_TO_STDERR=true", "STRUCTURED_RESULTS=true"];
    let stated = container.envs.iter().map(|e| e.as_str());
    for entry in stated.chain(defaults).chain(options.env.iter().map(String::as_str)) {
        match entry.split_once('=') {
            Some((key, value)) => {
                values.insert(key, value);
            }
            None => {
                handed_on.insert(entry);
            }
        }
    }
    let values = values.into_iter().map(|(key, value)| format!("{key}={value}"));
    values.chain(handed_on.into_iter().map(str::to_owned)).flat_map(|arg| ["-e".to_owned(), arg]).collect()
}

//! Files over http.

use super::RemoteLimits;
use crate::load::RemoteError;
use std::fmt::Write as _;
use std::time::Duration;
use ureq::tls::{RootCerts, TlsConfig};

/// The content of a file. Redirections are followed; the certificates that the system trusts are
/// trusted.
pub(super) fn get(url: &str, limits: &RemoteLimits) -> Result<Vec<u8>, RemoteError> {
    let failed = |e: ureq::Error| match e {
        ureq::Error::BodyExceedsLimit(limit) => RemoteError::Failed(format!(
            "the file has more than {limit} bytes; a higher limit is set with --limit fetch-size=…"
        )),
        ureq::Error::Timeout(_) => RemoteError::Failed(format!(
            "it took longer than {:?}; a longer time is set with --limit fetch-time=…",
            limits.file_time
        )),
        e => RemoteError::Failed(e.to_string()),
    };
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let config = ureq::Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(limits.file_time))
        .timeout_connect(Some(Duration::from_secs(30)))
        .user_agent(concat!("kz/", env!("CARGO_PKG_VERSION")))
        .http_status_as_error(false)
        .build();
    let url = request_address(url)?;
    let mut response = ureq::Agent::new_with_config(config).get(&url).call().map_err(failed)?;
    let status = response.status();
    if !status.is_success() {
        return Err(RemoteError::Status(status.as_u16()));
    }
    response.body_mut().with_config().limit(limits.file_bytes).read_to_vec().map_err(failed)
}

/// The address as it is asked for: what must not stand in one is escaped, and what looks like a
/// fragment of the path is part of the path, as in the reference.
fn request_address(url: &str) -> Result<String, RemoteError> {
    let invalid = |why: &str| RemoteError::Failed(format!("the address is not valid: {why}"));
    let (path, query) = url.split_once('?').map_or((url, None), |(path, query)| (path, Some(query)));
    let rest = path.split_once(':').map_or("", |(_, rest)| rest);
    if rest.strip_prefix("//").is_none_or(|host| host.is_empty() || host.starts_with('/')) {
        return Err(invalid("it has no host"));
    }
    let mut out = String::with_capacity(url.len());
    escape(path, &mut out);
    if let Some(query) = query {
        out.push('?');
        escape(query.split('#').next().unwrap_or(query), &mut out);
    }
    Ok(out)
}

/// Escapes what may stand neither in a path nor in a query.
fn escape(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'!'..=b'~' if !b"\"#<>\\^`{|}".contains(&byte) => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}

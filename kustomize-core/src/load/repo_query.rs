//! What the query of a repository's address asks for.

use super::super::url::{Space, decode_percent};
use std::time::Duration;

/// The answers, with their defaults.
pub(super) struct Query {
    pub(super) reference: String,
    pub(super) timeout: Duration,
    pub(super) submodules: bool,
}

/// A query that is not well formed asks for nothing.
pub(super) fn parse(text: &str) -> Query {
    let mut query = Query { reference: String::new(), timeout: Duration::from_secs(27), submodules: true };
    let Some(pairs) = pairs(text) else { return query };
    let first = |name: &str| {
        let found = pairs.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    };
    query.reference = first("ref").or_else(|| first("version")).unwrap_or_default().to_owned();
    if let Some(timeout) = first("timeout").and_then(timeout) {
        query.timeout = timeout;
    }
    if let Some(submodules) = first("submodules").and_then(boolean) {
        query.submodules = submodules;
    }
    query
}

fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    let pair = |part: &str| {
        if part.contains(';') {
            return None;
        }
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        Some((decode_percent(key, Space::Plus)?, decode_percent(value, Space::Plus)?))
    };
    text.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// A whole number of seconds, or numbers with units as in `1m30s`; more than nothing.
fn timeout(text: &str) -> Option<Duration> {
    match text.parse::<i64>() {
        Ok(seconds) if seconds > 0 => u64::try_from(seconds).ok().map(Duration::from_secs),
        _ => duration(text.strip_prefix('+').unwrap_or(text)).filter(|d| !d.is_zero()),
    }
}

/// Numbers with units, added up. `None` when it is none, negative or more than 63 bits of nanoseconds.
fn duration(mut text: &str) -> Option<Duration> {
    if text.is_empty() {
        return None;
    }
    let mut total = 0_u64;
    while !text.is_empty() {
        let (whole, rest) = digits(text);
        let (fraction, rest) = rest.strip_prefix('.').map_or(("", rest), digits);
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len());
        let (unit, rest) = rest.split_at_checked(end)?;
        let unit: u64 = match unit {
            "ns" => 1,
            "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        let whole = if whole.is_empty() { 0 } else { whole.parse::<u64>().ok()? };
        let part = format!("0.{fraction}0").parse::<f64>().unwrap_or_default() * unit as f64;
        // Less than one unit, so it fits.
        total = whole.checked_mul(unit)?.checked_add(part as u64)?.checked_add(total)?;
        if i64::try_from(total).is_err() {
            return None;
        }
        text = rest;
    }
    Some(Duration::from_nanos(total))
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

//! Addresses of files: which paths are ones, by the rules of the reference's URL parser.

/// True when a path is fetched over http or https rather than read.
pub(crate) fn is_http(path: &str) -> bool {
    // Most paths are told from addresses by their first bytes.
    let Some((scheme, _)) = path.split_once(':') else { return false };
    (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")) && is_well_formed(path)
}

/// The name of a file's address in messages and as a key: without user and password.
pub(crate) fn without_user(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest.get(..end).and_then(|authority| authority.rfind('@')) {
        Some(at) => format!("{scheme}://{}", rest.get(at + 1..).unwrap_or_default()),
        None => url.to_owned(),
    }
}

fn is_well_formed(url: &str) -> bool {
    let (url, fragment) = url.split_once('#').unwrap_or((url, ""));
    if url.bytes().any(|b| b < b' ' || b == 0x7f) || decode_percent(fragment, Space::Kept).is_none() {
        return false;
    }
    let rest = url.split_once(':').map_or("", |(_, rest)| rest);
    let rest = rest.split('?').next().unwrap_or(rest);
    if !rest.starts_with('/') {
        return true;
    }
    let Some(rest) = rest.strip_prefix("//") else { return decode_percent(rest, Space::Kept).is_some() };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    decode_percent(path, Space::Kept).is_some()
        && match authority.rsplit_once('@') {
            Some((user, host)) => is_user(user) && is_host(host),
            None => is_host(authority),
        }
}

fn is_user(user: &str) -> bool {
    user.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&b))
        && decode_percent(user, Space::Kept).is_some()
}

/// True when a host, with or without a port, is one by the rules of the reference.
pub(crate) fn is_host(host: &str) -> bool {
    let port = match host.rfind('[') {
        Some(0) => match host.rsplit_once(']') {
            // A percent sign, itself escaped, starts the zone of an address.
            Some((address, port)) if is_address(address.trim_start_matches('[')) => port,
            _ => return false,
        },
        Some(_) => return false,
        None => host.rfind(':').and_then(|at| host.get(at..)).unwrap_or(""),
    };
    let is_port = port.is_empty()
        || port.strip_prefix(':').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    let allowed =
        |b: u8| !b.is_ascii() || b.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:[]<>\"%".contains(&b);
    // An ASCII byte of a host cannot be written with a percent sign, except that sign.
    let escapes = host.split('%').skip(1).all(|after| {
        after.starts_with("25") || after.as_bytes().first().is_some_and(|b| !b"01234567".contains(b))
    });
    is_port && host.bytes().all(allowed) && escapes && decode_percent(host, Space::Kept).is_some()
}

fn is_address(text: &str) -> bool {
    let (address, zone) = text.split_once("%25").map_or((text, None), |(a, z)| (a, Some(z)));
    address.parse::<std::net::Ipv6Addr>().is_ok() && zone.is_none_or(|zone| !zone.is_empty())
}

/// What a plus sign stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Space {
    /// A space, as in queries.
    Plus,
    /// Itself.
    Kept,
}

/// The text without its percent signs; `None` when one is not followed by two hexadecimal digits.
pub(crate) fn decode_percent(text: &str, space: Space) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    let digit = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16));
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                let (high, low) = (digit(bytes.next())?, digit(bytes.next())?);
                out.push(u8::try_from(high * 16 + low).ok()?);
            }
            b'+' if space == Space::Plus => out.push(b' '),
            _ => out.push(byte),
        }
    }
    Some(String::from_utf8_lossy(&out).into_owned())
}

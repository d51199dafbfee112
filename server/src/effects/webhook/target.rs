//! Where a webhook may go, read once and kept in one spelling: decimal, octal and hexadecimal hosts become the address
//! that they are before anybody looks at it (WHATWG URL).

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;
use url::{Host, Url};

use super::address::is_public;

/// Longest URL, bytes.
const LONGEST: usize = 2_000;

/// Why an address cannot be told anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Not a URL.
    #[error("This is not a web address of at most 2,000 characters.")]
    Unreadable,
    /// Neither https nor http.
    #[error("A webhook goes to https.")]
    Scheme,
    /// Plain http into a network that the operator has not opened.
    #[error("A webhook goes to https; plain http is for networks that the operator has opened.")]
    Plain,
    /// User name or password in the URL.
    #[error("A webhook's address has no user name and no password: its messages are signed.")]
    Credentials,
    /// Not in the open internet, and not in a network that the operator has opened.
    #[error("This address lies inside a network that the operator has not opened to webhooks.")]
    Internal,
}

impl Unfit {
    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "INVALID_URL",
            Self::Scheme | Self::Plain => "URL_NOT_HTTPS",
            Self::Credentials => "URL_WITH_CREDENTIALS",
            Self::Internal => "URL_INTERNAL",
        }
    }

    /// Indonesian sentence.
    #[must_use]
    pub fn sentence_id(self) -> &'static str {
        match self {
            Self::Unreadable => {
                "Ini bukan alamat web yang panjangnya paling banyak 2.000 karakter."
            }
            Self::Scheme => "Webhook dikirim ke alamat https.",
            Self::Plain => {
                "Webhook dikirim ke alamat https; http biasa hanya untuk jaringan yang dibuka pengelola."
            }
            Self::Credentials => {
                "Alamat webhook tidak memuat nama pengguna atau kata sandi: pesannya ditandatangani."
            }
            Self::Internal => {
                "Alamat ini berada di jaringan yang tidak dibuka pengelola untuk webhook."
            }
        }
    }
}

/// An address that may be told something, as far as its spelling shows; names are resolved and looked at when it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target(Url);

impl Target {
    /// Reads an address.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn read(text: &str, opened: &[IpNet]) -> Result<Self, Unfit> {
        if text.len() > LONGEST {
            return Err(Unfit::Unreadable);
        }
        let mut url = Url::parse(text.trim()).map_err(|_| Unfit::Unreadable)?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(Unfit::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Unfit::Credentials);
        }
        url.set_fragment(None);
        let target = Self(url);
        match target.literal() {
            Some(address) => target.admits(address, opened)?,
            // Which network a name lies in is known when it is resolved.
            None if target.is_plain() && opened.is_empty() => return Err(Unfit::Plain),
            None => {}
        }
        Ok(target)
    }

    /// Whether this address, which the target's name stands for now, may be told something.
    ///
    /// # Errors
    /// [`Unfit::Internal`] or [`Unfit::Plain`].
    pub fn admits(&self, address: IpAddr, opened: &[IpNet]) -> Result<(), Unfit> {
        let address = address.to_canonical();
        if opened.iter().any(|network| network.contains(&address)) {
            return Ok(());
        }
        if !is_public(address) {
            return Err(Unfit::Internal);
        }
        if self.is_plain() {
            return Err(Unfit::Plain);
        }
        Ok(())
    }

    /// Whether it is the same place or one below it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        let (here, there) = (&self.0, &other.0);
        let below = here
            .path()
            .strip_prefix(there.path().trim_end_matches('/'))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        here.origin() == there.origin() && below
    }

    /// The address, when the host is one.
    #[must_use]
    pub fn literal(&self) -> Option<IpAddr> {
        match self.0.host() {
            Some(Host::Ipv4(address)) => Some(address.into()),
            Some(Host::Ipv6(address)) => Some(address.into()),
            _ => None,
        }
    }

    /// The host as it stands in a `Host` header, with the port unless it is the usual one.
    #[must_use]
    pub fn authority(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// The host, for resolving and for the certificate; an IPv6 address without its brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        let host = self.0.host_str().unwrap_or_default();
        host.trim_start_matches('[').trim_end_matches(']')
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.0.port_or_known_default().unwrap_or(443)
    }

    /// Path and query.
    #[must_use]
    pub fn path(&self) -> String {
        match self.0.query() {
            Some(query) => format!("{}?{query}", self.0.path()),
            None => self.0.path().to_owned(),
        }
    }

    /// Whether it is http without TLS.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spelling_of_an_inner_address_is_accepted() {
        let table = [
            ("https://127.0.0.1/", Unfit::Internal),
            ("https://127.1/", Unfit::Internal),
            ("https://2130706433/", Unfit::Internal),
            ("https://0x7f000001/", Unfit::Internal),
            ("https://0177.0.0.1/", Unfit::Internal),
            ("https://0x7f.0.0.1:8443/x", Unfit::Internal),
            ("https://\u{ff11}\u{ff12}\u{ff17}.0.0.1/", Unfit::Internal),
            ("https://127.0.0.1./", Unfit::Internal),
            ("https://[::1]/", Unfit::Internal),
            ("https://[::ffff:127.0.0.1]/", Unfit::Internal),
            ("https://[::ffff:7f00:1]/", Unfit::Internal),
            ("https://[fe80::1]/", Unfit::Internal),
            ("https://[fd00:ec2::254]/", Unfit::Internal),
            ("https://169.254.169.254/latest/meta-data/", Unfit::Internal),
            ("https://2852039166/", Unfit::Internal),
            ("https://10.1.2.3/", Unfit::Internal),
            ("https://192.168.1.1/", Unfit::Internal),
            ("https://172.20.0.1/", Unfit::Internal),
            ("https://0.0.0.0/", Unfit::Internal),
            ("http://example.com/", Unfit::Plain),
            ("http://8.8.8.8/", Unfit::Plain),
            ("ftp://example.com/", Unfit::Scheme),
            ("file:///etc/passwd", Unfit::Scheme),
            ("gopher://127.0.0.1:6379/_", Unfit::Scheme),
            ("javascript:alert(1)", Unfit::Scheme),
            ("https://user:secret@example.com/", Unfit::Credentials),
            ("https://example.com@127.0.0.1/", Unfit::Credentials),
            ("https://", Unfit::Unreadable),
            ("https://300.1.1.1/", Unfit::Unreadable),
            ("//example.com/", Unfit::Unreadable),
            ("example.com", Unfit::Unreadable),
            ("", Unfit::Unreadable),
        ];
        for (text, why) in table {
            assert_eq!(Target::read(text, &[]).err(), Some(why), "{text}");
        }
        let long = format!("https://example.com/{}", "a".repeat(LONGEST));
        assert_eq!(Target::read(&long, &[]).err(), Some(Unfit::Unreadable));
        for open in [
            "https://example.com/hook?x=1",
            "https://8.8.8.8/",
            "https://[2606:4700::1111]/",
        ] {
            assert!(Target::read(open, &[]).is_ok(), "{open}");
        }
    }

    #[test]
    fn what_a_name_stands_for_is_judged_like_an_address() {
        let target = Target::read("https://hook.example/", &[]).expect("a target");
        let opened: Vec<IpNet> = vec!["10.20.0.0/16".parse().expect("a network")];
        for (address, without, with) in [
            ("10.20.3.4", Some(Unfit::Internal), None),
            ("::ffff:10.20.3.4", Some(Unfit::Internal), None),
            ("10.21.3.4", Some(Unfit::Internal), Some(Unfit::Internal)),
            ("127.0.0.1", Some(Unfit::Internal), Some(Unfit::Internal)),
            ("93.184.216.34", None, None),
        ] {
            let address: IpAddr = address.parse().expect("an address");
            assert_eq!(target.admits(address, &[]).err(), without, "{address}");
            assert_eq!(target.admits(address, &opened).err(), with, "{address}");
        }
    }

    #[test]
    fn plain_http_is_for_opened_networks_only() {
        let opened: Vec<IpNet> = vec!["127.0.0.0/8".parse().expect("a network")];
        assert!(Target::read("http://127.0.0.1:9000/hook", &opened).is_ok());
        assert_eq!(
            Target::read("http://8.8.8.8/", &opened).err(),
            Some(Unfit::Plain)
        );
        let named = Target::read("http://hook.example/", &opened).expect("a name may lie in it");
        assert_eq!(
            named.admits("93.184.216.34".parse().expect("an address"), &opened),
            Err(Unfit::Plain)
        );
    }

    #[test]
    fn a_place_below_a_registered_one_is_within_it() {
        let read = |text: &str| Target::read(text, &[]).expect("a target");
        let base = read("https://hook.example/a");
        for (text, within) in [
            ("https://hook.example/a", true),
            ("https://hook.example/a/b?x=1", true),
            ("https://hook.example:443/a", true),
            ("https://hook.example/ab", false),
            ("https://hook.example/", false),
            ("https://hook.example/a/../b", false),
            ("https://other.example/a", false),
            ("https://hook.example:8443/a", false),
        ] {
            assert_eq!(read(text).is_within(&base), within, "{text}");
        }
        assert!(read("https://hook.example/x").is_within(&read("https://hook.example/")));
    }
}

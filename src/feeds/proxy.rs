//! Proxies and their exceptions from environment variables, as in `curl`, which however ignores
//! `HTTP_PROXY` in upper case.
//!
//! `ureq` itself would use one proxy for all addresses, and its exceptions do not cover subdomains.

use std::fmt;

use url::{Host, Url};

/// A proxy and the variable that sets it.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    /// Address as set in the variable; may contain a password.
    pub address: String,
    /// Name of the variable.
    pub variable: &'static str,
}

impl fmt::Debug for Proxy {
    /// Omits the address, which may contain a password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Proxy").field("variable", &self.variable).finish_non_exhaustive()
    }
}

/// The proxy for each scheme, and the hosts that need none.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    http: Option<Proxy>,
    https: Option<Proxy>,
    exceptions: Vec<Exception>,
}

/// Hosts to connect to directly.
#[derive(Clone, Debug)]
enum Exception {
    All,
    /// A domain with its subdomains, or an IP address; optionally limited to one port.
    Named(String, Option<u16>),
    /// An IPv4 or IPv6 network: address and prefix length in bits.
    Network(Host, u32),
}

impl Proxies {
    /// Reads `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` from the environment, in lower
    /// or upper case.
    pub fn of_environment() -> Self {
        Self::of(|name| std::env::var(name).ok())
    }

    /// Reads the variables through `value`. An empty variable counts as not set.
    pub fn of(value: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name: &str| value(name).map(|text| text.trim().to_owned());
        let set = |name: &str| value(name).filter(|text| !text.is_empty());
        let first = |names: [&'static str; 4]| {
            names.into_iter().find_map(|variable| Some(Proxy { address: set(variable)?, variable }))
        };
        let exceptions = set("no_proxy").or_else(|| set("NO_PROXY")).unwrap_or_default();
        let words = exceptions.split(|c: char| c == ',' || c.is_whitespace());
        Self {
            http: first(["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]),
            https: first(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]),
            exceptions: words.filter(|word| !word.is_empty()).filter_map(Exception::of).collect(),
        }
    }

    /// Returns the proxy for an address; `None` for a direct connection.
    pub fn of_url(&self, url: &Url) -> Option<&Proxy> {
        let proxy = if url.scheme() == "https" { &self.https } else { &self.http };
        let is_excepted = self.exceptions.iter().any(|exception| exception.holds(url));
        proxy.as_ref().filter(|_| !is_excepted)
    }
}

impl Exception {
    /// Parses one entry of `no_proxy`; `None` if its port is not a number.
    fn of(word: &str) -> Option<Self> {
        if word == "*" {
            return Some(Self::All);
        }
        let network = word.rsplit_once('/').and_then(|(address, bits)| {
            Some(Self::Network(address_of(address)?, bits.parse().ok()?))
        });
        if network.is_some() {
            return network;
        }
        let word = word.trim_start_matches('*').trim_start_matches('.').to_ascii_lowercase();
        let (name, port) = match word.rsplit_once(':') {
            // An IPv6 address without brackets has no port.
            Some((name, port)) if !name.contains(':') || name.ends_with(']') => {
                (name.to_owned(), Some(port.parse().ok()?))
            }
            _ => (word, None),
        };
        let name = address_of(&name).map_or(name, |address| address.to_string());
        Some(Self::Named(name, port))
    }

    fn holds(&self, url: &Url) -> bool {
        let Some(host) = url.host() else { return false };
        match self {
            Self::All => true,
            Self::Named(name, port) => {
                let own = host.to_string();
                let is_below =
                    own.strip_suffix(name.as_str()).is_some_and(|rest| rest.ends_with('.'));
                let is_domain = matches!(host, Host::Domain(_));
                let is_port = port.is_none_or(|port| url.port_or_known_default() == Some(port));
                !name.is_empty() && is_port && (own == *name || is_domain && is_below)
            }
            Self::Network(network, bits) => match (network, host) {
                (Host::Ipv4(network), Host::Ipv4(host)) => {
                    let differ = u32::from(*network) ^ u32::from(host);
                    differ.leading_zeros() >= *bits
                }
                (Host::Ipv6(network), Host::Ipv6(host)) => {
                    let differ = u128::from(*network) ^ u128::from(host);
                    differ.leading_zeros() >= *bits
                }
                _ => false,
            },
        }
    }
}

/// Parses an IP address, with or without brackets; `None` for a host name.
fn address_of(text: &str) -> Option<Host> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let whole = if bare.contains(':') { format!("[{bare}]") } else { bare.to_owned() };
    Host::parse(&whole).ok().filter(|host| !matches!(host, Host::Domain(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the proxy for an address; `""` stands for a direct connection.
    fn check(variables: &[(&str, &str)], url: &str, expected: &str) {
        let value = |name: &str| {
            variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())
        };
        let proxies = Proxies::of(value);
        let url = Url::parse(url).unwrap();
        let proxy = proxies.of_url(&url).map(|proxy| proxy.address.as_str());
        assert_eq!(proxy.unwrap_or_default(), expected, "{variables:?} {url}");
    }

    #[test]
    fn each_scheme_has_a_proxy() {
        let both = [("http_proxy", "a:1"), ("https_proxy", "b:2"), ("all_proxy", "c:3")];
        check(&both, "http://x.example/", "a:1");
        check(&both, "https://x.example/", "b:2");
        check(&[], "http://x.example/", "");
        check(&[("http_proxy", "a:1")], "https://x.example/", "");
        check(&[("HTTPS_PROXY", "a:1")], "http://x.example/", "");
        check(&[("ALL_PROXY", "c:3")], "https://x.example/", "c:3");
        check(&[("HTTP_PROXY", "A:1"), ("http_proxy", "a:1")], "http://x.example/", "a:1");
        check(&[("http_proxy", " "), ("all_proxy", "c:3")], "http://x.example/", "c:3");
    }

    #[test]
    fn exceptions_are_asked_directly() {
        let with = |exceptions: &str, url: &str, is_direct: bool| {
            let variables = [("all_proxy", "p:1"), ("no_proxy", exceptions)];
            check(&variables, url, if is_direct { "" } else { "p:1" });
        };
        with("*", "http://x.example/", true);
        with("", "http://x.example/", false);
        with("x.example:abc", "http://x.example/", false);
        for exception in ["x.example", ".x.example", "*.x.example", "a, X.Example", "a x.example"] {
            with(exception, "http://x.example/", true);
            with(exception, "https://news.X.example/", true);
            with(exception, "http://yx.example/", false);
            with(exception, "http://x.example.net/", false);
        }
        with("x.example:8080", "http://x.example:8080/", true);
        with("x.example:8080", "http://x.example/", false);
        with("x.example:443", "https://x.example/", true);
        with("127.0.0.1", "http://127.0.0.1:9/", true);
        with("0.0.1", "http://127.0.0.1/", false);
        with("10.0.0.0/8", "http://10.200.3.4/", true);
        with("10.0.0.0/8", "http://11.0.0.1/", false);
        with("0.0.0.0/0", "http://11.0.0.1/", true);
        with("10.0.0.0/99", "http://10.0.0.0/", false);
        with("10.0.0.0/8", "http://ten.example/", false);
        with("fe80::/10", "http://[fe80::1]/", true);
        with("fe80::/10", "http://[fd00::1]/", false);
        for exception in ["::1", "[::1]", "[::1]:80"] {
            with(exception, "http://[::1]/", true);
            with(exception, "http://[::2]/", false);
        }
        with("[::1]:81", "http://[::1]/", false);
        with("/,:,.,[,]", "http://x.example/", false);
    }
}

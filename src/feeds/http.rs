//! One request to the web, bounded in time, size and redirects. The only user of `ureq`.

use std::error::Error;
use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rustls::CertificateError;
use ureq::http::{HeaderMap, StatusCode, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body};
use url::Url;

use crate::clean::CleanText;
use crate::config::fault::FeedFault;
use crate::feeds::item::is_web;
use crate::feeds::proxy::{Proxies, Proxy};
use crate::reason::Reason;

/// The bounds of a request.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most time, with all redirects.
    pub time: Duration,
    /// The most time for a connection.
    pub connect: Duration,
    /// The most bytes of an answer, decompressed.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(60),
            connect: Duration::from_secs(15),
            bytes: 32 * 1024 * 1024,
        }
    }
}

/// The most redirects of a request.
const MOST_REDIRECTS: usize = 8;
/// The longest wait that a server may ask for, in seconds: a week.
const LONGEST_WAIT: i64 = 7 * 24 * 60 * 60;
/// The wait if a server names none, in seconds.
const USUAL_WAIT: i64 = 15 * 60;

/// Prefix of resolver errors, because the standard library has no error kind for them.
const NO_HOST: &str = "failed to lookup address information";

/// Makes requests.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    limits: Limits,
    proxies: Proxies,
    /// The reason if the certificates the user names cannot be loaded: HTTPS requests then fail.
    no_roots: Option<FeedFault>,
}

/// A request for a page or feed.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Its address.
    pub url: &'a Url,
    /// The `User-Agent`; kanbao's own if there is none.
    pub user_agent: Option<&'a str>,
    /// The `ETag` of an earlier answer.
    pub etag: Option<&'a str>,
    /// The `Last-Modified` of an earlier answer.
    pub modified: Option<&'a str>,
}

impl<'a> Request<'a> {
    /// A plain request.
    pub const fn of(url: &'a Url) -> Self {
        Self { url, user_agent: None, etag: None, modified: None }
    }
}

/// An answer with a body, or without one because nothing has changed.
#[derive(Debug, Default)]
pub struct Answer {
    /// The body; `None` if it is that of the earlier answer.
    pub body: Option<Vec<u8>>,
    /// The charset that the header names.
    pub charset: Option<String>,
    /// The validator `ETag`.
    pub etag: Option<String>,
    /// The validator `Last-Modified`.
    pub modified: Option<String>,
    /// Where the answer came from.
    pub url: Option<Url>,
    /// The page's new address after a permanent redirect.
    pub moved: Option<Url>,
}

/// Error of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpError {
    /// The reason.
    pub fault: FeedFault,
    /// Seconds to wait before the next request to the server, if it asks for a wait.
    pub wait: Option<i64>,
}

impl From<FeedFault> for HttpError {
    fn from(fault: FeedFault) -> Self {
        Self { fault, wait: None }
    }
}

/// Returns the error for a server that asks to wait.
fn waiting(code: u16, seconds: i64) -> HttpError {
    let code = code.into();
    let count = |unit: i64| (seconds / unit).unsigned_abs() as usize;
    let fault = match seconds {
        0..120 => FeedFault::WaitSeconds { code, count: count(1) },
        120..7200 => FeedFault::WaitMinutes { code, count: count(60) },
        _ => FeedFault::WaitHours { code, count: count(3600) },
    };
    HttpError { fault, wait: Some(seconds) }
}

fn status(code: u16) -> FeedFault {
    let words = StatusCode::from_u16(code).ok().and_then(|code| code.canonical_reason());
    let words = CleanText::line(&words.unwrap_or("?").to_lowercase());
    FeedFault::Status { code: code.into(), words }
}

impl Client {
    /// Creates a client with these proxies and the system's certificates (from `SSL_CERT_FILE` and
    /// `SSL_CERT_DIR` if set). Uses the bundled certificates if the system has none.
    pub fn new(limits: Limits, proxies: Proxies) -> Self {
        let system = rustls_native_certs::load_native_certs();
        // If the user names certificates, do not fall back to the bundled ones.
        let is_named = ["SSL_CERT_FILE", "SSL_CERT_DIR"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
        let error = system.errors.first().map(ToString::to_string).unwrap_or_default();
        let no_roots = (system.certs.is_empty() && is_named).then(|| match error.as_str() {
            "" => FeedFault::NoCertificates,
            detail => FeedFault::NoRoots { detail: CleanText::line(detail) },
        });
        let roots = if system.certs.is_empty() {
            RootCerts::WebPki
        } else {
            let certificates = system.certs.iter().map(|own| Certificate::from_der(own).to_owned());
            RootCerts::Specific(Arc::new(certificates.collect()))
        };
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_connect(Some(limits.connect))
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .user_agent(concat!("kanbao/", env!("CARGO_PKG_VERSION")))
            .accept("application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.7")
            .build();
        Self { agent: config.new_agent(), limits, proxies, no_roots }
    }

    /// Requests a page, follows redirects, and reads the whole answer.
    pub fn get(&self, request: Request<'_>) -> Result<Answer, HttpError> {
        let end = Instant::now() + self.limits.time;
        let mut url = request.url.clone();
        // Whether all redirects so far are permanent.
        let mut is_for_ever = true;
        let mut moved = None;
        for _ in 0..=MOST_REDIRECTS {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(self.too_slow().into());
            }
            let response = self.ask(&url, request, left)?;
            let code = response.status().as_u16();
            if !matches!(code, 301 | 302 | 303 | 307 | 308) {
                let answer = self.read(response)?;
                return Ok(Answer { url: Some(url), moved, ..answer });
            }
            let target = text(response.headers(), header::LOCATION).unwrap_or_default();
            let next = url.join(&target).ok().filter(|next| is_web(next) && !target.is_empty());
            url =
                next.ok_or_else(|| FeedFault::BadRedirect { target: CleanText::line(&target) })?;
            is_for_ever &= matches!(code, 301 | 308);
            if is_for_ever {
                moved = Some(url.clone());
            }
        }
        Err(FeedFault::TooManyRedirects { most: MOST_REDIRECTS }.into())
    }

    fn ask(
        &self,
        url: &Url,
        request: Request<'_>,
        left: Duration,
    ) -> Result<ureq::http::Response<Body>, FeedFault> {
        if let Some(why) = self.no_roots.as_ref().filter(|_| url.scheme() == "https") {
            return Err(why.clone());
        }
        let proxy = self.proxies.of_url(url);
        let through = proxy.map(|proxy| {
            let through = ureq::Proxy::new(&proxy.address);
            through.map_err(|_| FeedFault::BadProxy { variable: proxy.variable })
        });
        let mut builder = self.agent.get(url.as_str());
        for (name, value) in [
            (header::USER_AGENT, request.user_agent),
            (header::IF_NONE_MATCH, request.etag),
            (header::IF_MODIFIED_SINCE, request.modified),
        ] {
            if let Some(value) = value {
                builder = builder.header(name, value);
            }
        }
        let config = builder.config().timeout_global(Some(left)).proxy(through.transpose()?);
        config.build().call().map_err(|error| by_proxy(self.failure(error), proxy))
    }

    fn read(&self, mut response: ureq::http::Response<Body>) -> Result<Answer, HttpError> {
        let headers = response.headers().clone();
        match response.status().as_u16() {
            304 => return Ok(Answer::default()),
            200 => {}
            404 => return Err(FeedFault::NotFound.into()),
            410 => return Err(FeedFault::Gone.into()),
            code @ (429 | 503) => {
                let seconds = retry_after(&headers).unwrap_or(USUAL_WAIT).clamp(0, LONGEST_WAIT);
                return Err(waiting(code, seconds));
            }
            code => return Err(status(code).into()),
        }
        let charset = response.body().charset().map(str::to_owned);
        let charset = charset.filter(|_| names_charset(&headers));
        let mut body = Vec::new();
        let reader = response.body_mut().with_config().limit(u64::MAX).reader();
        let read = reader.take(self.limits.bytes + 1).read_to_end(&mut body);
        read.map_err(|error| self.failure(ureq::Error::from(error)))?;
        if body.len() as u64 > self.limits.bytes {
            let megabytes = (self.limits.bytes / 1_000_000) as usize;
            return Err(FeedFault::TooLarge { megabytes }.into());
        }
        Ok(Answer {
            body: Some(body),
            charset,
            etag: text(&headers, header::ETAG),
            modified: text(&headers, header::LAST_MODIFIED),
            url: None,
            moved: None,
        })
    }

    fn failure(&self, error: ureq::Error) -> FeedFault {
        match error {
            ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
                FeedFault::NoConnection
            }
            ureq::Error::Timeout(_) => self.too_slow(),
            ureq::Error::HostNotFound => FeedFault::NoHost,
            error => match (of_tls(&error), &error) {
                (Some(fault), _) => insecure(fault),
                (None, ureq::Error::Io(error)) if error.to_string().starts_with(NO_HOST) => {
                    FeedFault::NoHost
                }
                (None, ureq::Error::Io(error)) => FeedFault::Failed { reason: error.into() },
                (None, error) => {
                    let text = CleanText::line(&error.to_string());
                    FeedFault::Failed { reason: Reason::Other { text } }
                }
            },
        }
    }

    fn too_slow(&self) -> FeedFault {
        FeedFault::TooSlow { seconds: self.limits.time.as_secs() as usize }
    }
}

/// Returns the TLS error inside a connection error; `None` if there is none.
fn of_tls(error: &ureq::Error) -> Option<&rustls::Error> {
    match error {
        ureq::Error::Rustls(fault) => Some(fault),
        // From the handshake.
        ureq::Error::Io(error) => {
            let fault: &(dyn Error + 'static) = error.get_ref()?;
            fault.downcast_ref()
        }
        _ => None,
    }
}

fn insecure(fault: &rustls::Error) -> FeedFault {
    use CertificateError::{
        Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet,
        NotValidYetContext, UnknownIssuer,
    };
    let rustls::Error::InvalidCertificate(certificate) = fault else {
        return FeedFault::Insecure { detail: CleanText::line(&fault.to_string()) };
    };
    match certificate {
        UnknownIssuer => FeedFault::Untrusted,
        Expired | ExpiredContext { .. } | NotValidYet | NotValidYetContext { .. } => {
            FeedFault::Expired
        }
        NotValidForName | NotValidForNameContext { .. } => FeedFault::AnotherHost,
        _ => FeedFault::Insecure { detail: CleanText::line(&fault.to_string()) },
    }
}

/// Adds the proxy to a connection error, because either the proxy or the server behind it failed.
fn by_proxy(fault: FeedFault, proxy: Option<&Proxy>) -> FeedFault {
    use FeedFault::{Failed, NoConnection, NoHost};
    match (fault, proxy) {
        (why @ (Failed { .. } | NoConnection | NoHost), Some(proxy)) => {
            FeedFault::ByProxy { variable: proxy.variable, why: Box::new(why) }
        }
        (fault, _) => fault,
    }
}

fn names_charset(headers: &HeaderMap) -> bool {
    text(headers, header::CONTENT_TYPE)
        .is_some_and(|kind| kind.to_ascii_lowercase().contains("charset"))
}

/// A header as text.
fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    // Addresses may be sent as UTF-8, though they should not.
    let value = String::from_utf8_lossy(value.as_bytes()).trim().to_owned();
    (!value.is_empty()).then_some(value)
}

/// The seconds that a server asks to wait: a number, or a date.
fn retry_after(headers: &HeaderMap) -> Option<i64> {
    let value = text(headers, header::RETRY_AFTER)?;
    if let Ok(seconds) = value.parse() {
        return Some(seconds);
    }
    let date = jiff::fmt::rfc2822::parse(&value).ok()?;
    Some(date.timestamp().as_second().saturating_sub(Timestamp::now().as_second()))
}

#[cfg(test)]
mod tests {
    use rustls::pki_types::UnixTime;

    use super::*;
    use crate::config::locale::Locale;
    use crate::config::messages::Speak as _;

    #[test]
    fn certificates_that_are_not_accepted() {
        let check = |certificate, expected: &str| {
            let error = insecure(&rustls::Error::InvalidCertificate(certificate));
            assert_eq!(error.to_clean(Locale::English).as_str(), expected);
        };
        let time = UnixTime::since_unix_epoch(Duration::ZERO);
        let expired = "its certificate has expired, or is not valid yet";
        check(CertificateError::Expired, expired);
        check(CertificateError::ExpiredContext { time, not_after: time }, expired);
        check(CertificateError::NotValidYetContext { time, not_before: time }, expired);
        check(CertificateError::NotValidForName, "its certificate is that of another host");
        check(
            CertificateError::UnknownIssuer,
            "its certificate is not trusted: no known authority has signed it",
        );
        check(CertificateError::Revoked, "no secure connection: invalid peer certificate: Revoked");
    }
}

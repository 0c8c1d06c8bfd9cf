//! One request to the web, bounded in time, size and redirects. The only user of `ureq`.

use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use ureq::http::{HeaderMap, StatusCode, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body};
use url::Url;

use crate::feeds::item::is_web;

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

/// Makes requests.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    limits: Limits,
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

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// 404.
    #[error("404: there is no such page")]
    NotFound,
    /// 410.
    #[error("410: gone for good")]
    Gone,
    /// 429 or 503: not to be asked again for so many seconds.
    #[error("{code}: the server asks to wait {}", waiting(*seconds))]
    Wait {
        /// The status.
        code: u16,
        /// The wait.
        seconds: i64,
    },
    /// Another status.
    #[error("{code}{}", reason(*code))]
    Status {
        /// The status.
        code: u16,
    },
    /// The answer is too large.
    #[error("the answer is larger than {} MB", .0 / 1_000_000)]
    TooLarge(u64),
    /// It takes too long.
    #[error("no whole answer within {} seconds", .0.as_secs())]
    TooSlow(Duration),
    /// Too many redirects.
    #[error("more than {MOST_REDIRECTS} redirects")]
    TooManyRedirects,
    /// A redirect to something other than a web address.
    #[error("redirected, but not to a web address: {0}")]
    BadRedirect(String),
    /// No connection, no such host, a fault of TLS or HTTP.
    #[error("{0}")]
    Failed(String),
}

fn waiting(seconds: i64) -> String {
    match seconds {
        0..120 => format!("{seconds} seconds"),
        120..7200 => format!("{} minutes", seconds / 60),
        _ => format!("{} hours", seconds / 3600),
    }
}

fn reason(code: u16) -> String {
    let reason = StatusCode::from_u16(code).ok().and_then(|code| code.canonical_reason());
    reason.map(|reason| format!(": {}", reason.to_lowercase())).unwrap_or_default()
}

impl Client {
    /// A client that uses the proxy of the environment and the system's certificates, or those that come
    /// with the program if the system has none.
    pub fn new(limits: Limits) -> Self {
        let system = rustls_native_certs::load_native_certs().certs;
        let roots = if system.is_empty() {
            RootCerts::WebPki
        } else {
            let certificates = system.iter().map(|own| Certificate::from_der(own).to_owned());
            RootCerts::Specific(Arc::new(certificates.collect()))
        };
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(limits.connect))
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .user_agent(concat!("kanbao/", env!("CARGO_PKG_VERSION")))
            .accept("application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.7")
            .build();
        Self { agent: config.new_agent(), limits }
    }

    /// Asks for a page, follows redirects, and reads the whole answer.
    pub fn get(&self, request: Request<'_>) -> Result<Answer, HttpError> {
        let end = Instant::now() + self.limits.time;
        let mut url = request.url.clone();
        // Whether all redirects so far are permanent.
        let mut is_for_ever = true;
        let mut moved = None;
        for _ in 0..=MOST_REDIRECTS {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(HttpError::TooSlow(self.limits.time));
            }
            let response = self.ask(&url, request, left)?;
            let code = response.status().as_u16();
            if !matches!(code, 301 | 302 | 303 | 307 | 308) {
                let answer = self.read(response)?;
                return Ok(Answer { url: Some(url), moved, ..answer });
            }
            let target = text(response.headers(), header::LOCATION).unwrap_or_default();
            let next = url.join(&target).ok().filter(|next| is_web(next) && !target.is_empty());
            url = next.ok_or(HttpError::BadRedirect(target))?;
            is_for_ever &= matches!(code, 301 | 308);
            if is_for_ever {
                moved = Some(url.clone());
            }
        }
        Err(HttpError::TooManyRedirects)
    }

    fn ask(
        &self,
        url: &Url,
        request: Request<'_>,
        left: Duration,
    ) -> Result<ureq::http::Response<Body>, HttpError> {
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
        let sent = builder.config().timeout_global(Some(left)).build().call();
        sent.map_err(|error| self.failure(error))
    }

    fn read(&self, mut response: ureq::http::Response<Body>) -> Result<Answer, HttpError> {
        let headers = response.headers().clone();
        match response.status().as_u16() {
            304 => return Ok(Answer::default()),
            200 => {}
            404 => return Err(HttpError::NotFound),
            410 => return Err(HttpError::Gone),
            code @ (429 | 503) => {
                let seconds = retry_after(&headers).unwrap_or(USUAL_WAIT).clamp(0, LONGEST_WAIT);
                return Err(HttpError::Wait { code, seconds });
            }
            code => return Err(HttpError::Status { code }),
        }
        let charset = response.body().charset().map(str::to_owned);
        let charset = charset.filter(|_| names_charset(&headers));
        let mut body = Vec::new();
        let reader = response.body_mut().with_config().limit(u64::MAX).reader();
        let read = reader.take(self.limits.bytes + 1).read_to_end(&mut body);
        read.map_err(|error| self.failure(ureq::Error::from(error)))?;
        if body.len() as u64 > self.limits.bytes {
            return Err(HttpError::TooLarge(self.limits.bytes));
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

    fn failure(&self, error: ureq::Error) -> HttpError {
        match error {
            ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
                HttpError::Failed("no connection".to_owned())
            }
            ureq::Error::Timeout(_) => HttpError::TooSlow(self.limits.time),
            ureq::Error::HostNotFound => {
                HttpError::Failed("no such host, or no network".to_owned())
            }
            ureq::Error::Io(error) => HttpError::Failed(error.to_string()),
            error => HttpError::Failed(error.to_string()),
        }
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

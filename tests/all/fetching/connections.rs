//! Connections to a server through proxies and with certificates.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

use super::{Server, item, ok, rss};
use crate::support::program::{Home, outcome};
use crate::support::skip::skip;

fn feed() -> Server {
    Server::start(|_| ok(rss(&item("1", "一篇新闻", "<p>正文</p>"))))
}

/// Handles every connection to a new port until the test ends; returns `127.0.0.1:PORT`.
fn listen(handle: impl Fn(TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let handle = Arc::new(handle);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let handle = Arc::clone(&handle);
            thread::spawn(move || handle(stream));
        }
    });
    address
}

/// Reads the head of a request.
fn head(stream: &mut impl Read) -> io::Result<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.extend(byte);
    }
    Ok(String::from_utf8(head).unwrap())
}

/// A proxy that connects to one server, whatever host a request names, and records the requests.
struct Proxy {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Starts a proxy that gives this answer, and connects if it is 200.
    fn start(target: &str, answer: &'static str) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (own, target) = (Arc::clone(&asked), target.to_owned());
        let address = listen(move |mut client| {
            let Ok(head) = head(&mut client) else { return };
            own.lock().unwrap().push(head);
            let _ = write!(client, "HTTP/1.1 {answer}\r\n\r\n");
            if answer.starts_with("200") {
                join(client, TcpStream::connect(&target).unwrap());
            }
        });
        Self { address, asked }
    }

    /// Returns the first lines of the recorded requests.
    fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|head| head.lines().next().unwrap().to_owned()).collect()
    }
}

/// Copies bytes in both directions until both ends are closed.
fn join(client: TcpStream, server: TcpStream) {
    let (from, to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    let pass = |mut from: TcpStream, mut to: TcpStream| {
        let _ = io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    };
    thread::spawn(move || pass(from, to));
    pass(server, client);
}

/// Runs `kanbao fetch` on a feed with these variables; returns standard output and standard error.
fn fetch(url: &str, variables: &[(&str, &str)]) -> (String, String) {
    let home = Home::new(&[]);
    home.write("news/feeds.toml", &format!("[[feed]]\nurl = '{url}'\n"));
    let mut command = home.kanbao(&["fetch", "-a", "news"]);
    let (out, err, _) = outcome(command.envs(variables.iter().copied()));
    (out, err)
}

/// Checks that a feed is fetched.
fn fetches(url: &str, variables: &[(&str, &str)]) {
    let (out, err) = fetch(url, variables);
    assert!(out.starts_with("1 new post") && err.is_empty(), "{url} {variables:?}: {out}{err}");
}

/// Checks that a feed fails with one line that contains `expected`.
fn fails(url: &str, variables: &[(&str, &str)], expected: &str) {
    let (_, err) = fetch(url, variables);
    assert_eq!((err.contains(expected), err.lines().count()), (true, 1), "{variables:?}: {err}");
    assert!(err.starts_with(&format!("kanbao: {url}: ")), "{err}");
}

#[test]
fn a_proxy_is_used_and_exceptions_are_asked_directly() {
    let server = feed();
    let target = server.address.trim_start_matches("http://").to_owned();
    let proxy = Proxy::start(&target, "200 Connection established");
    let at = format!("http://{}", proxy.address);
    // Only the proxy knows this host.
    fetches("http://news.invalid/feed", &[("http_proxy", &at)]);
    fetches("http://news.invalid/feed", &[("ALL_PROXY", &proxy.address)]);
    assert_eq!(proxy.asked(), ["CONNECT news.invalid:80 HTTP/1.1"; 2]);
    // A proxy for another scheme, and a host that is an exception.
    let own = server.url("/feed");
    fetches(&own, &[("https_proxy", &at)]);
    fetches(&own, &[("http_proxy", &at), ("no_proxy", "news.invalid, 127.0.0.0/8")]);
    assert_eq!(proxy.asked().len(), 2);
    fetches(&own, &[("http_proxy", &at), ("NO_PROXY", "news.invalid")]);
    assert_eq!(proxy.asked().len(), 3);
}

#[test]
fn a_proxy_hears_its_password_and_messages_do_not() {
    let server = feed();
    let target = server.address.trim_start_matches("http://").to_owned();
    let proxy = Proxy::start(&target, "200 OK");
    let at = format!("http://reader:se%20cret@{}", proxy.address);
    fetches("http://news.invalid/feed", &[("http_proxy", &at)]);
    // `reader:se cret` in base64.
    let heard = proxy.asked.lock().unwrap().concat();
    assert!(heard.contains("Proxy-Authorization: Basic cmVhZGVyOnNlIGNyZXQ="), "{heard}");
    let refuses = Proxy::start(&target, "407 Proxy Authentication Required");
    let at = format!("http://reader:secret@{}", refuses.address);
    let (_, err) = fetch("http://news.invalid/feed", &[("http_proxy", &at)]);
    assert!(err.contains("through the proxy of http_proxy: ") && err.contains("407"), "{err}");
    assert!(!err.contains("secret"), "{err}");
}

#[test]
fn a_broken_proxy_is_never_bypassed() {
    let server = feed();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let closed = format!("http://{free}");
    let deaf = listen(drop);
    let own = server.url("/feed");
    fails(&own, &[("http_proxy", &closed)], "through the proxy of http_proxy: ");
    fails(&own, &[("http_proxy", &deaf)], "through the proxy of http_proxy: ");
    fails(&own, &[("ALL_PROXY", &format!("socks5h://{deaf}"))], "through the proxy of ALL_PROXY: ");
    fails(&own, &[("all_proxy", "gopher://x")], "all_proxy is not the address of a proxy");
    fails(&own, &[("http_proxy", "http://")], "http_proxy is not the address of a proxy");
    let (_, err) = fetch(&own, &[("http_proxy", &closed), ("LC_ALL", "zh_CN.UTF-8")]);
    assert!(err.contains("：经过 http_proxy 的代理："), "{err}");
    assert!(server.requests().is_empty(), "asked directly");
}

#[test]
fn no_host_is_said_in_the_users_language() {
    // A label is too long, so the name fails without a DNS query.
    let url = format!("http://{}.invalid/feed", "x".repeat(64));
    let (_, err) = fetch(&url, &[("LC_ALL", "zh_TW.UTF-8")]);
    assert!(err.contains("/feed：沒有這個主機，或沒有網路"), "{err}");
}

/// A SOCKS 5 proxy without a password that connects to one server.
#[test]
fn a_socks_proxy_is_used() {
    let server = feed();
    let target = server.address.trim_start_matches("http://").to_owned();
    let asked = Arc::new(Mutex::new(String::new()));
    let own = Arc::clone(&asked);
    let proxy = listen(move |mut client| {
        let mut two = [0; 2];
        client.read_exact(&mut two).unwrap();
        let mut methods = vec![0; usize::from(two[1])];
        client.read_exact(&mut methods).unwrap();
        client.write_all(&[5, 0]).unwrap();
        // Version, command, a reserved byte, the type of address (a name), its length.
        let mut request = [0; 5];
        client.read_exact(&mut request).unwrap();
        assert_eq!(request[..4], [5, 1, 0, 3]);
        let mut name = vec![0; usize::from(request[4])];
        client.read_exact(&mut name).unwrap();
        client.read_exact(&mut two).unwrap();
        *own.lock().unwrap() = format!("{} {two:?}", String::from_utf8(name).unwrap());
        client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
        join(client, TcpStream::connect(&target).unwrap());
    });
    fetches("http://news.invalid/feed", &[("all_proxy", &format!("socks5h://{proxy}"))]);
    assert_eq!(*asked.lock().unwrap(), "news.invalid [0, 80]");
}

/// A self-signed certificate for `localhost`, and its key.
struct Certificate {
    folder: TempDir,
}

impl Certificate {
    /// Makes one with `openssl`; `None` if that fails.
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let settings = "[req]\ndistinguished_name = name\nx509_extensions = own\nprompt = no\n\
                        [name]\nCN = kanbao test\n\
                        [own]\nsubjectAltName = DNS:localhost\nbasicConstraints = critical,CA:FALSE\n";
        std::fs::write(folder.path().join("settings"), settings).unwrap();
        let arguments = "req -x509 -config settings -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
                         -nodes -days 2 -keyout key.pem -out certificate.pem";
        let mut openssl = Command::new("openssl");
        openssl.args(arguments.split_whitespace()).current_dir(folder.path());
        let made = openssl.stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !made.is_ok_and(|status| status.success()) {
            skip("openssl makes no certificate here");
            return None;
        }
        Some(Self { folder })
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }

    /// Starts a TLS server in front of one without TLS; returns its port.
    fn before(&self, server: &Server) -> String {
        let certificate = CertificateDer::from_pem_file(self.path()).unwrap();
        let key = PrivateKeyDer::from_pem_file(self.folder.path().join("key.pem")).unwrap();
        let ring = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(ring);
        let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        let config = Arc::new(config.with_single_cert(vec![certificate], key).unwrap());
        let target = server.address.trim_start_matches("http://").to_owned();
        let address = listen(move |stream| {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream);
            let Ok(head) = head(&mut stream) else { return };
            let mut server = TcpStream::connect(&target).unwrap();
            server.write_all(head.as_bytes()).unwrap();
            let mut answer = Vec::new();
            server.read_to_end(&mut answer).unwrap();
            let _ = stream.write_all(&answer);
            stream.conn.send_close_notify();
            let _ = stream.flush();
        });
        address.rsplit(':').next().unwrap().to_owned()
    }
}

#[test]
fn a_certificate_must_be_trusted() {
    let (server, Some(certificate)) = (feed(), Certificate::new()) else { return };
    let port = certificate.before(&server);
    let url = format!("https://localhost:{port}/feed");
    let file = certificate.path().display().to_string();
    fetches(&url, &[("SSL_CERT_FILE", &file)]);
    assert_eq!(server.requests().len(), 1);
    fails(&url, &[], "its certificate is not trusted: no known authority has signed it");
    let other = format!("https://127.0.0.1:{port}/feed");
    fails(&other, &[("SSL_CERT_FILE", &file)], "its certificate is that of another host");
    let missing = certificate.folder.path().join("none.pem").display().to_string();
    let expected = "the certificates of SSL_CERT_FILE or SSL_CERT_DIR cannot be read: ";
    fails(&url, &[("SSL_CERT_FILE", &missing)], expected);
    assert_eq!(server.requests().len(), 1);
    // Without TLS, certificates do not matter.
    fetches(&server.url("/feed"), &[("SSL_CERT_FILE", &missing)]);
}

#[test]
fn a_secure_feed_comes_through_a_proxy() {
    let (server, Some(certificate)) = (feed(), Certificate::new()) else { return };
    let port = certificate.before(&server);
    let proxy = Proxy::start(&format!("127.0.0.1:{port}"), "200 OK");
    let file = certificate.path().display().to_string();
    let variables = [("https_proxy", proxy.address.as_str()), ("SSL_CERT_FILE", file.as_str())];
    fetches("https://localhost:9/feed", &variables);
    assert_eq!(proxy.asked(), ["CONNECT localhost:9 HTTP/1.1"]);
}

#[test]
fn a_server_without_tls_is_said_to_have_none() {
    let plain = listen(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        let _ = stream.read(&mut [0; 1000]);
    });
    fails(&format!("https://{plain}/feed"), &[], "no secure connection: ");
}

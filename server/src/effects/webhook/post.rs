//! One POST to an address outside: the name is resolved once, the addresses are judged, and it is one of those judged
//! that is connected to, so that a name cannot stand for another address a moment later (DNS rebinding). No redirects, no
//! proxy, no cookies; time and size are bounded.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use ipnet::IpNet;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::target::{Target, Unfit};
use crate::config::Config;

/// Longest time for everything.
const TIME_LIMIT: Duration = Duration::from_secs(20);
/// Longest time to reach one address.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// Addresses of one name that are tried.
const MOST_ADDRESSES: usize = 4;
/// Largest answer that is read, bytes.
pub const LARGEST_ANSWER: usize = 256 * 1024;
/// Longest wait that a receiver may ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3600);

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Body.
    pub body: Vec<u8>,
    /// How long the receiver wants to be left alone (`Retry-After`).
    pub retry_after: Option<Duration>,
}

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The address must not be told anything.
    #[error("{0}")]
    Unfit(#[from] Unfit),
    /// The name stands for no address.
    #[error("the name {0} cannot be resolved")]
    Unknown(String),
    /// Nobody could be reached, or the conversation broke off.
    #[error("{0}")]
    Broken(String),
    /// It took too long.
    #[error("no answer within {} seconds", TIME_LIMIT.as_secs())]
    Slow,
    /// The answer is too large.
    #[error("the answer has more than {LARGEST_ANSWER} bytes")]
    Large,
}

/// The way out.
#[derive(Clone)]
pub struct Outbound {
    opened: Arc<[IpNet]>,
    tls: Arc<ClientConfig>,
}

impl Outbound {
    /// The way out as the operator has set it.
    ///
    /// # Errors
    /// When the file of certificates cannot be read.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let mut roots = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        if let Some(file) = &config.webhook_ca {
            let unreadable = || format!("cannot read the certificates in {}", file.display());
            for certificate in CertificateDer::pem_file_iter(file).with_context(unreadable)? {
                roots
                    .add(certificate.with_context(unreadable)?)
                    .with_context(unreadable)?;
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .context("cannot set up TLS")?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            opened: config.webhook_networks.clone().into(),
            tls: Arc::new(tls),
        })
    }

    /// Reads an address that a person or a model gives.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn read(&self, text: &str) -> Result<Target, Unfit> {
        Target::read(text, &self.opened)
    }

    /// Posts JSON and reads the answer.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn post(
        &self,
        target: &Target,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Result<Reply, Trouble> {
        let talking = async {
            let addresses = self.resolve(target).await?;
            let stream = reach(&addresses).await?;
            let request = request(target, headers, body)?;
            if target.is_plain() {
                return talk(stream, request).await;
            }
            let name = ServerName::try_from(target.host().to_owned())
                .map_err(|error| Trouble::Broken(error.to_string()))?;
            let stream = TlsConnector::from(Arc::clone(&self.tls))
                .connect(name, stream)
                .await
                .map_err(|error| Trouble::Broken(format!("TLS: {error}")))?;
            talk(stream, request).await
        };
        tokio::time::timeout(TIME_LIMIT, talking)
            .await
            .unwrap_or(Err(Trouble::Slow))
    }

    /// The addresses that the target stands for now and that may be told something.
    async fn resolve(&self, target: &Target) -> Result<Vec<SocketAddr>, Trouble> {
        if let Some(address) = target.literal() {
            target.admits(address, &self.opened)?;
            return Ok(vec![(address, target.port()).into()]);
        }
        let unknown = || Trouble::Unknown(target.host().to_owned());
        let found: Vec<SocketAddr> = tokio::net::lookup_host((target.host(), target.port()))
            .await
            .map_err(|_| unknown())?
            .collect();
        let mut why = None;
        let mut fit = Vec::new();
        for address in found {
            match target.admits(address.ip(), &self.opened) {
                Ok(()) => fit.push(address),
                Err(unfit) => why = Some(unfit),
            }
        }
        fit.truncate(MOST_ADDRESSES);
        match (fit.is_empty(), why) {
            (false, _) => Ok(fit),
            (true, Some(unfit)) => Err(unfit.into()),
            (true, None) => Err(unknown()),
        }
    }
}

async fn reach(addresses: &[SocketAddr]) -> Result<TcpStream, Trouble> {
    let mut last = Trouble::Slow;
    for address in addresses {
        match tokio::time::timeout(CONNECT_LIMIT, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => last = Trouble::Broken(format!("{address}: {error}")),
            Err(_) => last = Trouble::Broken(format!("{address} does not answer")),
        }
    }
    Err(last)
}

fn request(
    target: &Target,
    headers: &[(&'static str, String)],
    body: Vec<u8>,
) -> Result<Request<Full<Bytes>>, Trouble> {
    let mut request = Request::post(target.path())
        .header(HOST, target.authority())
        .header(CONTENT_TYPE, "application/json")
        .header(USER_AGENT, concat!("Mufakat/", env!("CARGO_PKG_VERSION")))
        .header(CONNECTION, "close");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    request
        .body(Full::new(Bytes::from(body)))
        .map_err(|error| Trouble::Broken(error.to_string()))
}

/// Ends the connection's task with the conversation.
struct Ended(tokio::task::JoinHandle<()>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn talk<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Reply, Trouble>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let broken = |error: hyper::Error| Trouble::Broken(error.to_string());
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    let _ended = Ended(tokio::spawn(async move {
        // What breaks the connection shows in the answer.
        let _ = connection.await;
    }));
    let response = sender.send_request(request).await.map_err(broken)?;
    let (status, retry_after) = (response.status(), retry_after(&response));
    let body = match read(response.into_body()).await {
        Ok(body) => body,
        // A refusal is a refusal, however long its page is.
        Err(Trouble::Large) if !status.is_success() => Vec::new(),
        Err(trouble) => return Err(trouble),
    };
    Ok(Reply {
        status: status.as_u16(),
        body,
        retry_after,
    })
}

async fn read(mut body: Incoming) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| Trouble::Broken(error.to_string()))?;
        if let Some(data) = frame.data_ref() {
            if bytes.len() + data.len() > LARGEST_ANSWER {
                return Err(Trouble::Large);
            }
            bytes.extend_from_slice(data);
        }
    }
    Ok(bytes)
}

/// Seconds, or a date (RFC 9110, 10.2.3).
fn retry_after(response: &Response<Incoming>) -> Option<Duration> {
    let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let at: DateTime<Utc> = DateTime::parse_from_rfc2822(text).ok()?.into();
            (at - Utc::now()).to_std().unwrap_or_default()
        }
    };
    Some(wait.min(LONGEST_WAIT))
}

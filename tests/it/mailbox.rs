//! A mail server for one story: it speaks SMTP (RFC 5321) over a real socket, keeps what it accepts, and can stall after
//! DATA as some servers do on a bad day (HARDENING D7).

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A mail as it came in.
#[derive(Clone, Debug, Default)]
pub struct Mail {
    /// Envelope sender.
    pub from: String,
    /// Envelope recipients.
    pub to: Vec<String>,
    /// Headers and body.
    pub text: String,
}

impl Mail {
    /// A header's value, continuation lines joined.
    pub fn header(&self, name: &str) -> Option<String> {
        let mut lines = self
            .text
            .lines()
            .take_while(|line| !line.is_empty())
            .peekable();
        while let Some(line) = lines.next() {
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            if key.eq_ignore_ascii_case(name) {
                let mut value = value.trim().to_owned();
                while let Some(more) = lines.next_if(|line| line.starts_with([' ', '\t'])) {
                    value.push(' ');
                    value.push_str(more.trim());
                }
                return Some(value);
            }
        }
        None
    }

    /// The body, decoded.
    pub fn body(&self) -> String {
        let (_, body) = self.text.split_once("\n\n").unwrap_or_default();
        match self
            .header("Content-Transfer-Encoding")
            .unwrap_or_default()
            .to_ascii_lowercase()
            .as_str()
        {
            "base64" => {
                let text: String = body.split_whitespace().collect();
                let bytes = base64::engine::general_purpose::STANDARD
                    .decode(text)
                    .expect("base64");
                String::from_utf8(bytes).expect("UTF-8")
            }
            "quoted-printable" => {
                let joined = body.replace("=\n", "");
                let mut bytes = Vec::new();
                let mut rest = joined.as_bytes();
                while let Some((first, more)) = rest.split_first() {
                    if *first == b'=' && more.len() >= 2 {
                        let hex = std::str::from_utf8(&more[..2]).expect("hex");
                        bytes.push(u8::from_str_radix(hex, 16).expect("hex"));
                        rest = &more[2..];
                    } else {
                        bytes.push(*first);
                        rest = more;
                    }
                }
                String::from_utf8(bytes).expect("UTF-8")
            }
            _ => body.to_owned(),
        }
    }
}

/// How the server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Takes every mail.
    Accepts,
    /// Takes the whole mail of these recipients' domain and then never answers; takes others.
    StallsFor(&'static str),
}

/// A running mail server.
pub struct Mailbox {
    address: SocketAddr,
    kept: Arc<Mutex<Vec<Mail>>>,
    stalled: Arc<Mutex<usize>>,
    serving: JoinHandle<()>,
}

impl Mailbox {
    /// Starts one on a free port.
    pub async fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (kept, stalled) = (
            Arc::<Mutex<Vec<Mail>>>::default(),
            Arc::<Mutex<usize>>::default(),
        );
        let (keep, stall) = (Arc::clone(&kept), Arc::clone(&stalled));
        let serving = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (keep, stall) = (Arc::clone(&keep), Arc::clone(&stall));
                tokio::spawn(async move {
                    let _ = converse(socket, behaviour, &keep, &stall).await;
                });
            }
        });
        Self {
            address,
            kept,
            stalled,
            serving,
        }
    }

    /// What `MUFAKAT_SMTP_URL` would be.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Everything accepted so far.
    pub fn mails(&self) -> Vec<Mail> {
        self.kept.lock().expect("not poisoned").clone()
    }

    /// Mails that were taken and never answered.
    pub fn stalled(&self) -> usize {
        *self.stalled.lock().expect("not poisoned")
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn converse(
    socket: TcpStream,
    behaviour: Behaviour,
    kept: &Mutex<Vec<Mail>>,
    stalled: &Mutex<usize>,
) -> std::io::Result<()> {
    let (read, mut write) = socket.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut mail = Mail::default();
    write.write_all(b"220 mailbox.test ESMTP\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let verb: String = line
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect::<String>()
            .to_ascii_uppercase();
        let reply: &[u8] = match verb.as_str() {
            "EHLO" | "HELO" => b"250-mailbox.test\r\n250 8BITMIME\r\n",
            "MAIL" => {
                mail = Mail {
                    from: address_in(&line),
                    ..Mail::default()
                };
                b"250 OK\r\n"
            }
            "RCPT" => {
                mail.to.push(address_in(&line));
                b"250 OK\r\n"
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    // A leading dot was doubled by the sender (RFC 5321 4.5.2).
                    mail.text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    mail.text.push('\n');
                }
                if let Behaviour::StallsFor(domain) = behaviour
                    && mail.to.iter().any(|address| address.ends_with(domain))
                {
                    *stalled.lock().expect("not poisoned") += 1;
                    tokio::time::sleep(Duration::from_secs(24 * 3600)).await;
                }
                kept.lock()
                    .expect("not poisoned")
                    .push(std::mem::take(&mut mail));
                b"250 kept\r\n"
            }
            "RSET" | "NOOP" => b"250 OK\r\n",
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                break;
            }
            _ => b"502 not here\r\n",
        };
        write.write_all(reply).await?;
    }
    Ok(())
}

fn address_in(line: &str) -> String {
    line.split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map(|(address, _)| address.to_owned())
        .unwrap_or_default()
}

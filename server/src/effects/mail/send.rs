//! Sending what the outbox holds. Each send has a task and a time limit of its own: a server that stalls after DATA
//! blocks nobody (HARDENING D7). A retried mail keeps its Message-ID, so that a duplicate can be recognised.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use schema::tables::outbox;
use serde::Deserialize;
use tokio::sync::Semaphore;

use crate::commands::{Door, Fault};
use crate::config::Config;
use crate::store::link;
use crate::store::mail::{self, Sent};

/// Sends at once.
const AT_ONCE: usize = 8;
/// Longest time for one send.
const TIME_LIMIT: Duration = Duration::from_secs(30);

#[derive(Clone)]
enum Transport {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Files(AsyncFileTransport<Tokio1Executor>, PathBuf),
}

/// Sends mails.
#[derive(Clone)]
pub struct Mailer {
    transport: Transport,
    from: Mailbox,
    turns: Arc<Semaphore>,
    /// The demo keeps what it sent, links and all: there every mail is open to everybody.
    keeps: bool,
}

#[derive(Deserialize)]
struct Stored {
    to: Addressee,
    subject: String,
    text: String,
}

#[derive(Deserialize)]
struct Addressee {
    name: String,
    email: String,
}

impl Mailer {
    /// A mailer for the configured server, or for files in the data folder.
    ///
    /// # Errors
    /// When the URL or the sender cannot be read, or the folder not be made.
    pub fn open(config: &Config) -> Result<Self> {
        let from = config
            .mail_from
            .parse()
            .with_context(|| format!("the sender {:?} is not a mail address", config.mail_from))?;
        let transport = match &config.smtp_url {
            Some(url) => {
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .context("cannot read the mail server URL")?
                    .timeout(Some(Duration::from_secs(15)))
                    .pool_config(PoolConfig::new().max_size(u32::try_from(AT_ONCE).unwrap_or(8)))
                    .build();
                Transport::Smtp(transport)
            }
            None => {
                let folder = config.data_dir.join("mails");
                std::fs::create_dir_all(&folder).with_context(|| {
                    format!("cannot make the folder for mails {}", folder.display())
                })?;
                Transport::Files(AsyncFileTransport::with_envelope(&folder), folder)
            }
        };
        Ok(Self {
            transport,
            from,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            keeps: config.demo,
        })
    }

    /// Takes what is due and sends it in the background; answers how many were taken. What is being sent does not hold
    /// up anything else.
    ///
    /// # Errors
    /// Of the database.
    pub(crate) async fn send_due(&self, door: &Door) -> Result<usize> {
        let free = self.turns.available_permits() as u64;
        if free == 0 {
            return Ok(0);
        }
        let (now, keeps) = (door.clock.now(), self.keeps);
        let entries = door
            .store
            .write(move |transaction| {
                Box::pin(async move {
                    let mut mails = mail::claim(transaction, "MAIL", now, free).await?;
                    link::fill(transaction, &mut mails, now, keeps).await?;
                    Ok::<_, Fault>(mails)
                })
            })
            .await?;
        let count = entries.len();
        for entry in entries {
            let turn = Arc::clone(&self.turns)
                .acquire_owned()
                .await
                .context("mail sending has stopped")?;
            let (mailer, door) = (self.clone(), door.clone());
            tokio::spawn(async move {
                let sent = mailer.send(&entry).await;
                let id = entry.id;
                let now = door.clock.now();
                if let Sent::Later(reason) | Sent::Never(reason) = &sent {
                    tracing::warn!(mail = %id, "mail {id} was not sent: {reason}");
                }
                let settled = door
                    .store
                    .write(move |transaction| {
                        Box::pin(async move {
                            mail::settle(transaction, &entry, &sent, now)
                                .await
                                .map_err(Fault::from)
                        })
                    })
                    .await;
                if let Err(error) = settled {
                    tracing::error!(mail = %id, "mail {id}: cannot note what became of it: {error}");
                }
                drop(turn);
                door.wake.notify_one();
            });
        }
        Ok(count)
    }

    /// Waits until nothing is being sent.
    pub async fn quiet(&self) {
        let _ = self
            .turns
            .acquire_many(u32::try_from(AT_ONCE).unwrap_or(8))
            .await;
    }

    async fn send(&self, entry: &outbox::Model) -> Sent {
        let message = match self.message(entry) {
            Ok(message) => message,
            Err(error) => return Sent::Never(format!("{error:#}")),
        };
        let sending = async {
            match &self.transport {
                Transport::Smtp(transport) => match transport.send(message).await {
                    Ok(reply) => Sent::Done(format!(
                        "{} {}",
                        reply.code(),
                        reply.message().collect::<Vec<_>>().join(" ")
                    )),
                    Err(error) if error.is_permanent() => Sent::Never(error.to_string()),
                    Err(error) => Sent::Later(error.to_string()),
                },
                Transport::Files(transport, folder) => match transport.send(message).await {
                    Ok(id) => Sent::Done(folder.join(format!("{id}.eml")).display().to_string()),
                    Err(error) => Sent::Later(error.to_string()),
                },
            }
        };
        tokio::time::timeout(TIME_LIMIT, sending)
            .await
            .unwrap_or_else(|_| Sent::Later("the mail server did not answer in time".to_owned()))
    }

    fn message(&self, entry: &outbox::Model) -> Result<Message> {
        let stored: Stored =
            serde_json::from_str(&entry.payload).context("the mail cannot be read")?;
        let address = stored
            .to
            .email
            .parse()
            .with_context(|| format!("{:?} is not a mail address", stored.to.email))?;
        let automatic = HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        );
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(stored.to.name), address))
            .subject(stored.subject)
            .message_id(Some(format!("<{}@mufakat>", entry.id.simple())))
            .raw_header(automatic)
            .header(ContentType::TEXT_PLAIN)
            .body(stored.text)
            .context("the mail cannot be written")
    }
}

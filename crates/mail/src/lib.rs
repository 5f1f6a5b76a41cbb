//! E-mail to people, by the installation's own SMTP server (RFC 5321).

pub mod server;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    address::AddressError,
    message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue},
};
use tokio::{sync::Semaphore, time};

pub use lettre::message::Mailbox;
pub use server::Server;

/// Mails that may wait to be taken.
const WAITING: usize = 256;
/// Connections to the server at once.
const AT_ONCE: usize = 4;
/// How long the server may take for one mail, all in all.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long is waited before each further try, when the server or the way to it fails.
const PAUSES: [Duration; 4] =
    [Duration::from_secs(2), Duration::from_secs(20), Duration::from_secs(120), Duration::from_secs(600)];

/// One mail in plain text.
#[derive(Debug, Clone)]
pub struct Mail {
    /// To whom.
    pub to: String,
    /// What it's about, one line.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// What is only its own, in letters and digits: by it a server knows what it took already when it's
    /// handed over anew. Drawn for each try where there is none.
    pub id: Option<String>,
    /// For what comes again and again: where a POST ends it (RFC 8058).
    pub leave: Option<String>,
}

/// Why a mail isn't sent.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Too many wait already.
    #[error("too many mails wait to be sent")]
    Full,
    /// It isn't an address that mail can go to.
    #[error("no mail can be sent to that address: {0}")]
    Address(#[from] AddressError),
    /// What was given makes no mail.
    #[error("that makes no mail: {0}")]
    Content(#[from] lettre::error::Error),
    /// The server, or the way to it.
    #[error("the mail server: {0}")]
    Server(String),
    /// The server won't take it, however often it's tried.
    #[error("the mail server refuses: {0}")]
    Refused(String),
}

impl Error {
    /// Whether there is no use in trying again.
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::Full | Self::Server(_))
    }
}

/// Sends mails; cheap to clone.
#[derive(Clone)]
pub struct Mailer(Arc<Parts>);

struct Parts {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    waiting: Arc<Semaphore>,
    turns: Semaphore,
    sent: AtomicU64,
    failed: AtomicU64,
}

/// What came of the mails since the start.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// The server took them.
    pub sent: u64,
    /// They were given up.
    pub failed: u64,
}

impl Mailer {
    /// Sends by this server, in this name.
    ///
    /// # Errors
    /// The certificates that it's to be known by can't be read.
    pub fn new(server: &Server, from: Mailbox) -> Result<Self, Error> {
        Ok(Self(Arc::new(Parts {
            transport: server.transport()?,
            from,
            waiting: Arc::new(Semaphore::new(WAITING)),
            turns: Semaphore::new(AT_ONCE),
            sent: AtomicU64::new(0),
            failed: AtomicU64::new(0),
        })))
    }

    /// Sends it soon, and tries again for some minutes when that fails. What waits is forgotten
    /// when the process ends: whoever needs more asks again.
    ///
    /// # Errors
    /// It can't be sent at all, or too many wait.
    pub fn send(&self, mail: &Mail) -> Result<(), Error> {
        let place = Arc::clone(&self.0.waiting).try_acquire_owned().map_err(|_| Error::Full)?;
        let message = self.message(mail)?;
        let parts = Arc::clone(&self.0);
        tokio::spawn(async move {
            parts.deliver(message).await;
            drop(place);
        });
        Ok(())
    }

    /// Sends it now, once: whoever asks keeps it until it was taken.
    ///
    /// # Errors
    /// It wasn't taken; [`Error::is_final`] says whether to try again.
    pub async fn hand_over(&self, mail: &Mail) -> Result<(), Error> {
        let outcome = match self.message(mail) {
            Ok(message) => self.0.attempt(message).await,
            Err(error) => Err(error),
        };
        match &outcome {
            Ok(()) => drop(self.0.sent.fetch_add(1, Relaxed)),
            Err(error) if error.is_final() => drop(self.0.failed.fetch_add(1, Relaxed)),
            Err(_) => {}
        }
        outcome
    }

    fn message(&self, mail: &Mail) -> Result<Message, Error> {
        let mut message = Message::builder();
        if let Some(address) = &mail.leave {
            message = message.header(Leave(address.clone())).header(LeaveByPost);
        }
        Ok(message
            .from(self.0.from.clone())
            .to(Mailbox::new(None, mail.to.parse()?))
            .subject(mail.subject.clone())
            .message_id(mail.id.as_ref().map(|id| format!("<{id}@{}>", self.0.from.email.domain())))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .header(ContentTransferEncoding::QuotedPrintable)
            .body(mail.text.clone())?)
    }

    /// Whether the server is there, and takes us for who we say.
    ///
    /// # Errors
    /// What it says, or why it can't be asked.
    pub async fn check(&self) -> Result<(), Error> {
        let asking = time::timeout(PATIENCE, self.0.transport.test_connection());
        match asking.await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(Error::Server("it doesn't answer as it should".to_owned())),
            Ok(Err(error)) => Err(Error::Server(whole(&error))),
            Err(_) => Err(Error::Server("it doesn't answer".to_owned())),
        }
    }

    /// What came of the mails since the start.
    pub fn counts(&self) -> Counts {
        Counts { sent: self.0.sent.load(Relaxed), failed: self.0.failed.load(Relaxed) }
    }
}

impl Parts {
    async fn attempt(&self, message: Message) -> Result<(), Error> {
        let turn = self.turns.acquire().await.ok();
        let outcome = time::timeout(PATIENCE, self.transport.send(message)).await;
        drop(turn);
        match outcome {
            Ok(Ok(_)) => Ok(()),
            // RFC 5321 §4.2.1: 5yz won't be taken however often it's tried.
            Ok(Err(error)) if error.is_permanent() => Err(Error::Refused(whole(&error))),
            Ok(Err(error)) => Err(Error::Server(whole(&error))),
            Err(_) => Err(Error::Server("it took too long".to_owned())),
        }
    }

    async fn deliver(&self, message: Message) {
        let mut pauses = PAUSES.iter();
        loop {
            let Err(error) = self.attempt(message.clone()).await else {
                self.sent.fetch_add(1, Relaxed);
                return;
            };
            // To whom, and what about, isn't the log's to know.
            match pauses.next().filter(|_| !error.is_final()) {
                Some(pause) => {
                    tracing::warn!(%error, "a mail wasn't taken: trying again");
                    time::sleep(*pause).await;
                }
                None => {
                    self.failed.fetch_add(1, Relaxed);
                    tracing::error!(%error, "a mail was given up");
                    return;
                }
            }
        }
    }
}

/// The error with what caused it.
fn whole(error: &lettre::transport::smtp::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = error.source();
    }
    text
}

/// RFC 3834 §5: made by a program, so that no program answers it.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// RFC 2369 §3.2: where whoever reads it wants no more.
#[derive(Clone)]
struct Leave(String);

impl Header for Leave {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.trim_matches(['<', '>']).to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), format!("<{}>", self.0))
    }
}

/// RFC 8058 §3.1: a mail program may ask there by itself, in one press.
#[derive(Clone)]
struct LeaveByPost;

impl Header for LeaveByPost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

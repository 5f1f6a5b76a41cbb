//! Writing to people by e-mail.

use std::time::Duration;

use mail::{Counts, Mail, Mailer};

use crate::Chat;

/// How people are written to.
#[derive(Clone)]
pub struct Letters {
    /// What sends.
    pub mailer: Mailer,
    /// Where they open Workloop: what links begin with, without a slash at the end.
    pub address: String,
    /// Signs links: the same on all nodes, for nothing else.
    pub key: [u8; 32],
    /// How long people have to read something themselves, before they are written to about it.
    pub wait: Duration,
}

impl Letters {
    /// Sends it; a mail that can't be sent is the operator's to see, not the asker's.
    pub(crate) fn send(&self, mail: &Mail) {
        if let Err(error) = self.mailer.send(mail) {
            tracing::error!(%error, "a mail wasn't sent");
        }
    }
}

impl Chat {
    /// Whether people can be written to.
    pub fn sends_mail(&self) -> bool {
        self.letters().is_some()
    }

    /// What became of mails since the start of this node.
    pub fn mailed(&self) -> Counts {
        self.letters().map(|letters| letters.mailer.counts()).unwrap_or_default()
    }
}

//! Wanting no more e-mail, by a link that works without signing in (RFC 8058). It names the
//! account, signed; nothing is stored for it, and all it can do is this.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bus::Quota;
use hmac::{Hmac, Mac};
use protocol::{MissedMail, Notices, UserId};
use sha2::Sha256;
use store::people::AccountPatch;

use crate::{Chat, Refusal, Result, letters::Letters};

/// Links that may be tried from one address: a mail provider's is that of many people.
const TRIES: Quota = Quota { burst: 300, period: Duration::from_secs(60) };

impl Letters {
    fn leaving(&self, user: UserId) -> Result<Hmac<Sha256>> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.key).map_err(|_| Refusal::Internal)?;
        Ok(mac.chain_update(format!("no more mail\0{user}")))
    }

    /// What a link carries by which this person wants no more.
    pub(super) fn leaving_code(&self, user: UserId) -> Result<String> {
        let signature = self.leaving(user)?.finalize().into_bytes();
        Ok(format!("{user}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

fn unknown() -> Refusal {
    Refusal::invalid("code", "this link isn't one of ours: sign in and choose under Notifications")
}

impl Chat {
    /// Whoever this link was sent to gets no more e-mail about what they missed.
    /// `address` is the client's, for throttling.
    pub async fn unsubscribe(&self, code: &str, address: &str) -> Result<()> {
        let letters = self.letters().ok_or_else(unknown)?;
        self.throttle(&format!("unsubscribe/{address}"), TRIES).await?;
        let (user, signature) = code.split_once('.').ok_or_else(unknown)?;
        let user: UserId = user.parse().map_err(|_| unknown())?;
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| unknown())?;
        letters.leaving(user)?.verify_slice(&signature).map_err(|_| unknown())?;
        let account = match self.store().account(user).await {
            Err(store::Error::NotFound) => return Err(unknown()),
            found => found?,
        };
        let notices = Notices { missed: MissedMail::Never, ..account.notices };
        let patch = AccountPatch { notices: Some(notices), ..AccountPatch::default() };
        let committed = self.store().update_account(user, patch).await?;
        self.announce(committed).await;
        Ok(())
    }
}

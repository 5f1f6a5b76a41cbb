//! A forgotten password: a link, sent by e-mail, by which its reader sets a new one.
//!
//! Nothing is stored for a link. It names the account and when it ends, signed together with
//! the present password's hash: whoever sets a new one has ended all links before.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bus::Quota;
use hmac::{Hmac, Mac};
use mail::Mail;
use protocol::UserId;
use sha2::Sha256;

use crate::{Chat, Refusal, Result, letters::Letters, validate};

/// How long a link is good for.
const GOOD_FOR: i64 = 3_600;

/// Links that may be asked for in one account's name, from one address, and from everywhere.
const ACCOUNT: Quota = Quota { burst: 3, period: Duration::from_secs(3_600) };
const ADDRESS: Quota = Quota { burst: 20, period: Duration::from_secs(3_600) };
const EVERYWHERE: Quota = Quota { burst: 120, period: Duration::from_secs(60) };
/// Links that may be tried from one address.
const TRIES: Quota = Quota { burst: 30, period: Duration::from_secs(600) };

impl Letters {
    fn signature(&self, user: UserId, ends: i64, password_hash: &str) -> Result<Hmac<Sha256>> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.key).map_err(|_| Refusal::Internal)?;
        Ok(mac.chain_update(format!("{user}\0{ends}\0{password_hash}")))
    }
}

fn ended() -> Refusal {
    Refusal::invalid("code", "this link has ended or was used: ask for a new one")
}

impl Chat {
    /// Sends a link to whoever has an account with this e-mail. Whether anybody has isn't told.
    /// `address` is the client's, for throttling.
    pub async fn ask_for_reset(&self, email: &str, address: &str) -> Result<()> {
        let letters = self.letters().ok_or(Refusal::Forbidden(
            "this server sends no e-mail: ask an administrator for a new password",
        ))?;
        let email = validate::email(email)?;
        self.throttle(&format!("reset/{email}"), ACCOUNT).await?;
        self.throttle(&format!("reset/from/{address}"), ADDRESS).await?;
        self.throttle("reset", EVERYWHERE).await?;
        let found = self.store().credentials(&email).await?;
        let Some(found) = found.filter(|credentials| credentials.active) else { return Ok(()) };
        let ends = self.now().plus_seconds(GOOD_FOR).0 / 1_000_000;
        let signature = letters.signature(found.user, ends, &found.password_hash)?.finalize().into_bytes();
        let code = format!("{}.{ends}.{}", found.user, URL_SAFE_NO_PAD.encode(signature));
        letters.send(&Mail {
            to: email,
            subject: "A new password for Workloop".to_owned(),
            // Behind the `#`: browsers keep that to themselves, so it's in nobody's log.
            text: format!(
                "Somebody, most likely you, asked for a new password for your account at {address}\n\n\
                 Set it here, within an hour:\n{address}/reset#{code}\n\n\
                 If it wasn't you, nothing has to be done: your password stays as it is.\n",
                address = letters.address
            ),
            id: None,
            leave: None,
        });
        Ok(())
    }

    /// Sets a new password by the code of a link; all sessions end.
    pub async fn reset_password(&self, code: &str, new: String, address: &str) -> Result<()> {
        let letters = self.letters().ok_or_else(ended)?;
        self.throttle(&format!("reset/try/{address}"), TRIES).await?;
        validate::password("new", &new)?;
        let mut parts = code.splitn(3, '.');
        let user = parts.next().and_then(|it| it.parse::<UserId>().ok()).ok_or_else(ended)?;
        let ends = parts.next().and_then(|it| it.parse::<i64>().ok()).ok_or_else(ended)?;
        let given = parts.next().and_then(|it| URL_SAFE_NO_PAD.decode(it).ok()).ok_or_else(ended)?;
        let stored = match self.store().credentials_of(user).await {
            Err(store::Error::NotFound) => return Err(ended()),
            stored => stored?,
        };
        let is_ours = letters.signature(user, ends, &stored.password_hash)?.verify_slice(&given).is_ok();
        if !is_ours || !stored.active || self.now().0 / 1_000_000 >= ends {
            return Err(ended());
        }
        self.replace_password(user, new, None).await?;
        self.tell_of_new_password(user).await;
        Ok(())
    }

    /// Writes to somebody that their password is another now, in case it wasn't they.
    pub(crate) async fn tell_of_new_password(&self, user: UserId) {
        let Some(letters) = self.letters() else { return };
        match self.store().account(user).await {
            Ok(account) => letters.send(&Mail {
                to: account.email,
                subject: "Your Workloop password was changed".to_owned(),
                text: format!(
                    "The password of your account at {} has just been changed, and all other devices were \
                     signed out.\n\nIf it wasn't you, tell an administrator at once.\n",
                    letters.address
                ),
                id: None,
                leave: None,
            }),
            Err(error) => tracing::warn!(%error, "nobody was told of their new password"),
        }
    }
}

//! Signing in and out; personal tokens.

use std::time::Duration;

use bus::{Decision, Quota};
use protocol::{Account, SessionId, UserId};
use store::sessions::{Session, SessionKind};

use crate::{Chat, Refusal, Result, SignedIn, password, token, validate};

/// A browser's session ends after so long without use, and in any case.
const IDLE_DAYS: i64 = 14;
const ABSOLUTE_DAYS: i64 = 90;
const DAY: i64 = 86_400;

/// Sign-ins that one address may try on one account, and on all.
const ACCOUNT: Quota = Quota { burst: 8, period: Duration::from_secs(600) };
const ADDRESS: Quota = Quota { burst: 40, period: Duration::from_secs(600) };
/// Sign-ins from everywhere together: guessing from many addresses is slow too.
const EVERYWHERE: Quota = Quota { burst: 600, period: Duration::from_secs(60) };

/// A fresh session with the token that proves it.
pub struct Opened {
    /// Whose.
    pub account: Account,
    /// The session.
    pub session: Session,
    /// The token; never stored, never shown again.
    pub token: String,
}

impl Chat {
    /// Opens a session for the right e-mail and password. `address` is the client's, for
    /// throttling; `label` names the browser.
    pub async fn sign_in(&self, email: &str, secret: String, address: &str, label: &str) -> Result<Opened> {
        // What nobody's account or password can be answers like any wrong one, and as slowly.
        let email = validate::email(email).unwrap_or_default();
        let secret = if secret.len() > 4 * validate::PASSWORD_CHARS { String::new() } else { secret };
        self.throttle(&format!("sign-in/{email}/{address}"), ACCOUNT).await?;
        self.throttle(&format!("sign-in/{address}"), ADDRESS).await?;
        self.throttle("sign-in", EVERYWHERE).await?;
        let found = self.store().credentials(&email).await?;
        let found = found.filter(|credentials| credentials.active);
        let hash = found.as_ref().map(|credentials| credentials.password_hash.clone());
        if !password::verify(secret, hash).await? {
            return Err(Refusal::WrongPassword);
        }
        let user = found.map(|credentials| credentials.user).ok_or(Refusal::WrongPassword)?;
        let account = self.store().account(user).await?;
        self.open(account, SessionKind::Browser, label, ABSOLUTE_DAYS).await
    }

    /// A session for somebody who has just proved who they are.
    pub(crate) async fn open(
        &self,
        account: Account,
        kind: SessionKind,
        label: &str,
        days: i64,
    ) -> Result<Opened> {
        let now = self.now();
        let days = if kind == SessionKind::Browser { IDLE_DAYS } else { days };
        let session = Session {
            id: SessionId::new(),
            user: account.id,
            kind,
            label: label.chars().filter(|c| !c.is_control()).take(200).collect(),
            created_at: now,
            seen_at: now,
            expires_at: now.plus_seconds(days * DAY),
        };
        let token = token::generate("wl_");
        self.store().create_session(session.clone(), token::hash(&token)).await?;
        Ok(Opened { account, session, token })
    }

    /// Who a token proves; notes the use at most once a minute.
    pub async fn authenticate(&self, token: &str) -> Result<SignedIn> {
        let now = self.now();
        let session = self.store().session(token::hash(token), now).await?.ok_or(Refusal::SignedOut)?;
        if now.0 - session.seen_at.0 > 60_000_000 {
            let end = match session.kind {
                SessionKind::Token => session.expires_at,
                SessionKind::Browser => now
                    .plus_seconds(IDLE_DAYS * DAY)
                    .min(session.created_at.plus_seconds(ABSOLUTE_DAYS * DAY)),
            };
            // A store that takes no writes must still let people read.
            if let Err(error) = self.store().touch_session(session.id, now, end).await {
                tracing::warn!(%error, "a session's use wasn't noted");
            }
        }
        Ok(SignedIn { user: session.user, session: session.id, kind: session.kind })
    }

    /// One's sessions and tokens.
    pub async fn sessions(&self, who: SignedIn) -> Result<Vec<Session>> {
        Ok(self.store().sessions(who.user, self.now()).await?)
    }

    /// Ends one of one's own sessions or tokens.
    pub async fn end_session(&self, who: SignedIn, session: SessionId) -> Result<()> {
        self.store().end_session(who.user, session).await.map_err(|error| match error {
            store::Error::NotFound => Refusal::NotFound("session"),
            other => other.into(),
        })?;
        self.revoked(vec![session]).await;
        Ok(())
    }

    /// Signs out everywhere else.
    pub async fn end_other_sessions(&self, who: SignedIn) -> Result<()> {
        let ended = self.store().end_sessions(who.user, Some(who.session)).await?;
        self.revoked(ended).await;
        Ok(())
    }

    /// Makes a personal token for scripts.
    pub async fn create_token(&self, who: SignedIn, label: &str, days: i64) -> Result<Opened> {
        if who.kind == SessionKind::Token {
            return Err(Refusal::Forbidden("a token can't make tokens: sign in with a browser"));
        }
        let label = validate::line("label", label, 1, 80)?;
        if !(1..=365).contains(&days) {
            return Err(Refusal::invalid("days", "days must be 1 to 365"));
        }
        let account = self.store().account(who.user).await?;
        self.open(account, SessionKind::Token, &label, days).await
    }

    /// Changes one's password; all other sessions end.
    pub async fn change_password(&self, who: SignedIn, current: String, new: String) -> Result<()> {
        self.throttle(&format!("password/{}", who.user), ACCOUNT).await?;
        let stored = self.store().credentials_of(who.user).await?;
        if !password::verify(current, Some(stored.password_hash)).await? {
            return Err(Refusal::invalid("current", "that isn't your present password"));
        }
        self.replace_password(who.user, new, Some(who.session)).await?;
        self.tell_of_new_password(who.user).await;
        Ok(())
    }

    /// Sets somebody's password without knowing the old one; for the server's command line.
    pub async fn replace_password(&self, user: UserId, new: String, keep: Option<SessionId>) -> Result<()> {
        validate::password("new", &new)?;
        let hash = password::hash(new).await?;
        let ended = self.store().set_password(user, hash, keep).await?;
        self.revoked(ended).await;
        Ok(())
    }

    /// Takes from a budget that can't be switched off. A dead bus refuses nobody: the
    /// store behind it still bounds the work.
    pub(crate) async fn throttle(&self, key: &str, quota: Quota) -> Result<()> {
        match self.bus().take(key, quota).await {
            Ok(Decision::Wait(wait)) => Err(Refusal::TooManyRequests(wait)),
            Ok(Decision::Go) => Ok(()),
            Err(error) => {
                tracing::warn!(%error, "no budget could be taken");
                Ok(())
            }
        }
    }

    /// Takes from a budget of ordinary use; benchmarks switch these off.
    pub async fn budget(&self, key: &str, quota: Quota) -> Result<()> {
        if self.settings().unlimited { Ok(()) } else { self.throttle(key, quota).await }
    }
}

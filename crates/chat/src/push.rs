//! Web Push: waking the browsers of people who aren't there. The node that follows the
//! channels' feeds ([`crate::hearing`]) notes whom a message concerns ([`whom`], [`rules`]); a few
//! seconds later, when they haven't read it elsewhere, it is sent ([`send`]), saying no more than
//! they may read at that moment ([`text`]).

mod rules;
mod send;
pub(crate) mod text;
mod whom;

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use bus::Quota;
use egress::{Egress, push::Vapid};
use store::{
    sessions::{Device, SessionKind},
    wakes::VAPID,
};
use tokio::sync::OnceCell;

pub(crate) use rules::{is_fresh, listens, says};

use crate::{Chat, Refusal, Result, SignedIn};

/// Changes of one person's subscriptions.
const SUBSCRIBING: Quota = Quota { burst: 20, period: Duration::from_secs(60) };

/// What pushing needs.
pub struct Pushing {
    /// By which push services are asked.
    pub egress: Egress,
    /// Whom they may turn to: a `mailto:` or `https:` address.
    pub contact: String,
    /// How long a device has to read something at once, which then needs no push.
    pub wait: Duration,
}

/// [`Pushing`] and what is known since the start.
pub(crate) struct Pusher {
    pushing: Pushing,
    vapid: OnceCell<Vapid>,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    sent: AtomicU64,
    gone: AtomicU64,
    later: AtomicU64,
    refused: AtomicU64,
}

/// What became of pushes since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pushed {
    /// Taken by a push service.
    pub sent: u64,
    /// The browser didn't want any more.
    pub gone: u64,
    /// To be tried again.
    pub later: u64,
    /// Refused for good.
    pub refused: u64,
}

/// What a browser says of its subscription.
pub struct Subscribing {
    /// Its push service, with the browser's own path.
    pub endpoint: String,
    /// Its public key.
    pub p256dh: String,
    /// The secret it shares.
    pub auth: String,
    /// Whether what was written goes along.
    pub text: bool,
}

impl Pusher {
    pub(crate) fn new(pushing: Pushing) -> Self {
        Self { pushing, vapid: OnceCell::new(), counts: Counts::default() }
    }
}

impl Chat {
    /// The public key that browsers subscribe with; `None` where nothing is pushed. Made, for
    /// all nodes, by whoever asks first.
    pub async fn push_key(&self) -> Result<Option<String>> {
        match self.pusher() {
            Err(_) => Ok(None),
            Ok(pusher) => Ok(Some(self.vapid(pusher).await?.public())),
        }
    }

    /// Whether this very session can be woken, and if so, whether with the text.
    pub async fn subscribed(&self, who: SignedIn) -> Result<Option<bool>> {
        let devices = self.store().devices(who.user, self.now()).await?;
        Ok(devices.into_iter().find(|(session, _)| *session == who.session).map(|(_, it)| it.text))
    }

    /// Lets this very session's browser be woken.
    pub async fn subscribe_push(&self, who: SignedIn, subscribing: Subscribing) -> Result<()> {
        if who.kind != SessionKind::Browser {
            return Err(Refusal::Forbidden("only a browser can be woken: sign in with one"));
        }
        self.budget(&format!("push/{}", who.user), SUBSCRIBING).await?;
        let Subscribing { endpoint, p256dh, auth, text } = subscribing;
        egress::push::Device::new(&self.pusher()?.pushing.egress, &endpoint, &p256dh, &auth)
            .map_err(|why| Refusal::invalid("subscription", why))?;
        let now = self.now();
        let device = Device { endpoint, p256dh, auth, since: now, text };
        Ok(self.store().set_device(who.user, who.session, Some(device), now).await?)
    }

    /// Lets it sleep.
    pub async fn unsubscribe_push(&self, who: SignedIn) -> Result<()> {
        if who.kind != SessionKind::Browser {
            return Ok(());
        }
        self.budget(&format!("push/{}", who.user), SUBSCRIBING).await?;
        Ok(self.store().set_device(who.user, who.session, None, self.now()).await?)
    }

    /// What became of pushes since the start of this node.
    pub fn pushed(&self) -> Pushed {
        let Ok(Pusher { counts, .. }) = self.pusher() else { return Pushed::default() };
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Pushed {
            sent: read(&counts.sent),
            gone: read(&counts.gone),
            later: read(&counts.later),
            refused: read(&counts.refused),
        }
    }

    pub(crate) fn pusher(&self) -> Result<&Pusher> {
        self.push.as_deref().ok_or(Refusal::NotFound("push"))
    }

    async fn vapid<'a>(&self, pusher: &'a Pusher) -> Result<&'a Vapid> {
        let kept = || async {
            let fresh = Vapid::generate().map_err(|_| Refusal::Internal)?;
            let kept = self.store().keep(VAPID, &BASE64.encode(fresh.secret())).await?;
            let key = BASE64.decode(kept).ok().and_then(|it| Vapid::from_secret(&it));
            key.ok_or_else(|| {
                tracing::error!("the stored key for push isn't one: nothing can be pushed");
                Refusal::Internal
            })
        };
        pusher.vapid.get_or_try_init(kept).await
    }
}

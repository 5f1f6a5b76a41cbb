//! Invites: links that let people in, with a role no higher than their maker's.

use std::time::Duration;

use bus::Quota;
use mail::Mail;
use protocol::{ChannelId, InviteId, Role, Timestamp, UserId, limits};
use store::workspaces::Invite;

use crate::{Chat, Fellow, Refusal, Result, SignedIn, people::Newcomer, sessions::Opened, token, validate};

/// Invite codes looked up or redeemed from one address.
const LOOK: Quota = Quota { burst: 60, period: Duration::from_secs(600) };

/// Invites that may be sent from a workspace.
const MAILED: Quota = Quota { burst: 200, period: Duration::from_secs(24 * 3_600) };

/// An invite to make.
#[derive(Clone)]
pub struct NewInvite {
    /// The role it gives.
    pub role: Role,
    /// Channels joined besides the default one.
    pub channels: Vec<ChannelId>,
    /// How often it may be used.
    pub max_uses: Option<u32>,
    /// Hours until it ends.
    pub hours: u32,
}

/// What a stranger with the link may know.
pub struct InviteView {
    /// Into which workspace.
    pub workspace_name: String,
    /// Who invites.
    pub inviter_name: String,
    /// The role it gives.
    pub role: Role,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Chat {
    /// Makes an invite; answers it with its code, which is never shown again.
    pub async fn create_invite(
        &self,
        who: SignedIn,
        fellow: &Fellow,
        new: NewInvite,
    ) -> Result<(Invite, String)> {
        fellow.manages()?;
        if new.role > fellow.role || new.role == Role::Owner {
            return Err(Refusal::Forbidden("an invite can't give more than you have, nor ownership"));
        }
        if !(1..=24 * 365).contains(&new.hours) {
            return Err(Refusal::invalid("hours", "hours must be 1 to 8760"));
        }
        if new.max_uses.is_some_and(|uses| uses == 0 || uses > 10_000) {
            return Err(Refusal::invalid("max_uses", "max_uses must be 1 to 10000"));
        }
        if new.channels.len() > 50 || (new.role == Role::Guest && new.channels.is_empty()) {
            return Err(Refusal::invalid(
                "channels",
                "name 1 to 50 channels for a guest, at most 50 for others",
            ));
        }
        for channel in &new.channels {
            let insider = self.insider(who, *channel).await?;
            if insider.channel.kind.is_direct() || insider.channel.workspace != fellow.workspace {
                return Err(Refusal::invalid(
                    "channels",
                    "channels must be channels of this workspace that you are in",
                ));
            }
        }
        let now = self.now();
        let code: String = token::generate("").chars().take(24).collect();
        let invite = Invite {
            id: InviteId::new(),
            workspace: fellow.workspace,
            creator: fellow.user,
            role: new.role,
            channels: new.channels,
            max_uses: new.max_uses,
            uses: 0,
            created_at: now,
            expires_at: now.plus_seconds(i64::from(new.hours) * 3_600),
            revoked: false,
        };
        self.store().create_invite(invite.clone(), token::hash(&code)).await?;
        Ok((invite, code))
    }

    /// Makes an invite for each of these addresses, good for one newcomer, and writes to it.
    /// Whether somebody there has an account already isn't told. `new.max_uses` doesn't count.
    pub async fn mail_invites(
        &self,
        who: SignedIn,
        fellow: &Fellow,
        emails: &[String],
        new: &NewInvite,
    ) -> Result<Vec<Invite>> {
        fellow.manages()?;
        let letters = self.letters().ok_or(Refusal::Forbidden(
            "this server sends no e-mail: make an invite and send its link yourself",
        ))?;
        let mut addresses = Vec::new();
        for email in emails {
            let address = validate::email(email).map_err(|_| {
                Refusal::invalid("emails", format!("{email:?} doesn't look like name@example.org"))
            })?;
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        if !(1..=limits::MAILED_INVITES).contains(&addresses.len()) {
            return Err(Refusal::invalid("emails", "emails must be 1 to 20 addresses"));
        }
        let workspace = self.store().workspace(fellow.workspace).await?.name;
        let inviter = self.store().account(fellow.user).await?.name;
        let mut invites = Vec::new();
        for _ in &addresses {
            self.throttle(&format!("invite/mail/{}", fellow.workspace), MAILED).await?;
        }
        for to in addresses {
            let (invite, code) =
                self.create_invite(who, fellow, NewInvite { max_uses: Some(1), ..new.clone() }).await?;
            letters.send(&Mail {
                to,
                subject: format!("{inviter} invites you to {workspace}"),
                text: format!(
                    "{inviter} invites you to {workspace}, a team chat on Workloop.\n\n\
                     Come in by this link, once, {until}:\n{address}/invite/{code}\n\n\
                     If you don't know {inviter}, nothing has to be done.\n",
                    until = within(new.hours),
                    address = letters.address
                ),
                id: None,
                leave: None,
            });
            invites.push(invite);
        }
        Ok(invites)
    }

    /// The workspace's usable invites.
    pub async fn invites(&self, fellow: &Fellow) -> Result<Vec<Invite>> {
        fellow.manages()?;
        Ok(self.store().invites(fellow.workspace, self.now()).await?)
    }

    /// Takes an invite back.
    pub async fn revoke_invite(&self, fellow: &Fellow, invite: InviteId) -> Result<()> {
        fellow.manages()?;
        self.store().revoke_invite(fellow.workspace, invite).await.map_err(|error| match error {
            store::Error::NotFound => Refusal::NotFound("invite"),
            other => other.into(),
        })
    }

    /// What an invite leads to.
    pub async fn look_at_invite(&self, code: &str, address: &str) -> Result<InviteView> {
        let invite = self.usable_invite(code, address).await?;
        let workspace = self.store().workspace(invite.workspace).await?;
        let inviter: UserId = invite.creator;
        let inviter = self.store().person(invite.workspace, inviter).await?;
        Ok(InviteView {
            workspace_name: workspace.name,
            inviter_name: inviter.map(|person| person.name).unwrap_or_default(),
            role: invite.role,
            expires_at: invite.expires_at,
        })
    }

    /// Makes an account through an invite and signs it in.
    pub async fn accept_invite(
        &self,
        code: &str,
        newcomer: Newcomer,
        address: &str,
        label: &str,
    ) -> Result<Opened> {
        self.usable_invite(code, address).await?;
        let derived = newcomer.handle.is_none();
        let user = self.newcomer(newcomer).await?;
        let hash = token::hash(code);
        let write = |user| self.store().redeem_invite(hash, user);
        let committed = self.with_free_handle(user, derived, write).await?;
        let account = self.announce(committed).await;
        self.open(account, store::sessions::SessionKind::Browser, label, 0).await
    }

    async fn usable_invite(&self, code: &str, address: &str) -> Result<Invite> {
        self.budget(&format!("invite/{address}"), LOOK).await?;
        let found = self.store().invite(token::hash(code), self.now()).await?;
        let invite = found.ok_or(Refusal::NotFound("invite"))?;
        // Who is no admin any more invites nobody, whatever they made before.
        let maker = self.store().person(invite.workspace, invite.creator).await?;
        let stands = maker.is_some_and(|maker| maker.active && maker.role >= Role::Admin.max(invite.role));
        if stands { Ok(invite) } else { Err(Refusal::NotFound("invite")) }
    }
}

/// So many hours in words.
fn within(hours: u32) -> String {
    match (hours, hours.is_multiple_of(24)) {
        (1, _) => "within an hour".to_owned(),
        (24, _) => "within a day".to_owned(),
        (_, true) => format!("within {} days", hours / 24),
        (_, false) => format!("within {hours} hours"),
    }
}

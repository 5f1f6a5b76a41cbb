//! Setting up and letting in.

use protocol::{ChannelId, ChannelKind, InviteId, Role, Timestamp, WorkspaceId};

use super::{Town, user};
use crate::{
    Error, Store,
    workspaces::{Invite, NewWorkspace},
};

fn invite(town: &Town, role: Role, max_uses: Option<u32>, channels: Vec<ChannelId>) -> Invite {
    let now = Timestamp::now();
    Invite {
        id: InviteId::new(),
        workspace: town.workspace,
        creator: town.ada,
        role,
        channels,
        max_uses,
        uses: 0,
        created_at: now,
        expires_at: now.plus_seconds(3600),
        revoked: false,
    }
}

pub async fn it_is_set_up_once_even_when_many_try(store: &Store) {
    assert!(!store.is_set_up().await.unwrap());
    let tries = (0..10).map(|n| {
        let store = store.clone();
        tokio::spawn(async move {
            let place = NewWorkspace {
                id: WorkspaceId::new(),
                name: format!("W{n}"),
                default_channel: ChannelId::new(),
            };
            store.set_up(place, user(&format!("ada{n}"))).await
        })
    });
    let mut winners = 0;
    for one in tries.collect::<Vec<_>>() {
        match one.await.unwrap() {
            Ok(done) => {
                winners += 1;
                let [(place, role)] = &store.workspaces_of(done.value.id).await.unwrap()[..] else {
                    panic!()
                };
                assert_eq!(*role, Role::Owner);
                assert_eq!(store.joined_ids(done.value.id).await.unwrap(), [place.default_channel]);
                assert_eq!(store.channel(place.default_channel).await.unwrap().name, "general");
            }
            Err(error) => assert_eq!(error, Error::Conflict("set_up")),
        }
    }
    assert_eq!(winners, 1);
    assert!(store.is_set_up().await.unwrap());
}

pub async fn an_invites_last_use_lets_one_person_in(store: &Store) {
    let town = Town::new(store).await;
    store.create_invite(invite(&town, Role::Member, Some(1), vec![]), [7; 32]).await.unwrap();
    let tries: Vec<_> = (0..10)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move { store.redeem_invite([7; 32], user(&format!("guest{n}"))).await })
        })
        .collect();
    let mut let_in = 0;
    for one in tries {
        match one.await.unwrap() {
            Ok(_) => let_in += 1,
            Err(error) => assert_eq!(error, Error::Conflict("spent")),
        }
    }
    assert_eq!(let_in, 1);
    assert!(store.invite([7; 32], Timestamp::now()).await.unwrap().is_none());
}

pub async fn a_refused_redemption_uses_nothing_up(store: &Store) {
    let town = Town::new(store).await;
    store.create_invite(invite(&town, Role::Member, Some(1), vec![]), [7; 32]).await.unwrap();
    let refused = store.redeem_invite([7; 32], user("bela")).await;
    assert_eq!(refused.unwrap_err(), Error::Conflict("email"));
    assert_eq!(store.invite([7; 32], Timestamp::now()).await.unwrap().unwrap().uses, 0);
    assert_eq!(store.redeem_invite([8; 32], user("dora")).await.unwrap_err(), Error::NotFound);
    store.redeem_invite([7; 32], user("dora")).await.unwrap();
}

pub async fn a_guest_gets_the_invites_channels_only(store: &Store) {
    let town = Town::new(store).await;
    let dock = town.channel(ChannelKind::Private, "dock", &[]).await;
    store.create_invite(invite(&town, Role::Guest, None, vec![dock.id]), [7; 32]).await.unwrap();
    let dora = store.redeem_invite([7; 32], user("dora")).await.unwrap().value;
    assert_eq!(store.joined_ids(dora.id).await.unwrap(), [dock.id]);
    assert!(store.readable_channel(town.general, dora.id).await.unwrap().is_none());
    assert!(store.readable_channel(dock.id, dora.id).await.unwrap().unwrap().1);
}

pub async fn a_revoked_invite_is_no_invite(store: &Store) {
    let town = Town::new(store).await;
    let one = invite(&town, Role::Member, None, vec![]);
    let id = one.id;
    store.create_invite(one, [7; 32]).await.unwrap();
    let now = Timestamp::now();
    assert_eq!(store.invites(town.workspace, now).await.unwrap().len(), 1);
    assert_eq!(store.revoke_invite(WorkspaceId::new(), id).await.unwrap_err(), Error::NotFound);
    assert!(store.invite([7; 32], now.plus_seconds(7200)).await.unwrap().is_none());
    store.revoke_invite(town.workspace, id).await.unwrap();
    assert!(store.invite([7; 32], now).await.unwrap().is_none());
    assert!(store.invites(town.workspace, now).await.unwrap().is_empty());
    assert_eq!(store.redeem_invite([7; 32], user("dora")).await.unwrap_err(), Error::Conflict("spent"));
}

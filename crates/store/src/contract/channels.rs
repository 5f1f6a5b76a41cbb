//! Channels and who is in them.

use protocol::{ChannelKind, FeedId, Item, MembershipState, MessageKind, Role, Timestamp};

use super::{Town, message};
use crate::{Error, PageRequest, Store, channels::ChannelPatch, messages::Window};

pub async fn a_direct_message_is_made_once_even_when_all_ask_at_once(store: &Store) {
    let town = Town::new(store).await;
    let asks: Vec<_> = (0..12)
        .map(|n| {
            let mut new = town.new_channel(ChannelKind::Dm, "", &[town.bela]);
            if n % 2 == 1 {
                (new.creator, new.people) = (town.bela, vec![town.ada]);
            }
            let store = store.clone();
            tokio::spawn(async move { store.create_channel(new).await.unwrap() })
        })
        .collect();
    let mut ids = Vec::new();
    let mut told = 0;
    for ask in asks {
        let done = ask.await.unwrap();
        told += usize::from(!done.changes.is_empty());
        ids.push(done.value.id);
    }
    ids.dedup();
    assert_eq!((ids.len(), told), (1, 1));
    let other = town.channel(ChannelKind::Dm, "", &[town.cleo]).await;
    assert_ne!(other.id, ids[0]);
    assert!(store.readable_channel(ids[0], town.cleo).await.unwrap().is_none());
}

pub async fn a_name_is_unique_in_its_workspace(store: &Store) {
    let town = Town::new(store).await;
    town.channel(ChannelKind::Private, "dock", &[]).await;
    let again = store.create_channel(town.new_channel(ChannelKind::Public, "dock", &[])).await;
    assert_eq!(again.unwrap_err(), Error::Conflict("name"));
    let patch = ChannelPatch { name: Some("dock".into()), ..ChannelPatch::default() };
    let renamed = store.update_channel(town.general, town.ada, patch, Timestamp::now()).await;
    assert_eq!(renamed.unwrap_err(), Error::Conflict("name"));
}

pub async fn a_private_channel_is_unreadable_outside(store: &Store) {
    let town = Town::new(store).await;
    let dock = town.channel(ChannelKind::Private, "dock", &[town.bela]).await;
    let open = town.channel(ChannelKind::Public, "open", &[]).await;
    assert!(store.readable_channel(dock.id, town.bela).await.unwrap().unwrap().1);
    assert!(store.readable_channel(dock.id, town.cleo).await.unwrap().is_none());
    assert!(!store.readable_channel(open.id, town.cleo).await.unwrap().unwrap().1);
    assert!(store.joined_channel(dock.id, town.cleo).await.unwrap().is_none());
    let guest = town.person("gustav", Role::Guest).await;
    for (user, names) in
        [(town.bela, &["dock", "general", "open"][..]), (town.cleo, &["general", "open"]), (guest, &[])]
    {
        let found = store.readable_channels(town.workspace, user).await.unwrap();
        let mut found: Vec<_> = found.into_iter().map(|(_, name)| name).collect();
        found.sort_unstable();
        assert_eq!(found, names);
    }
    let head = store.heads(&[FeedId::Workspace(town.workspace)]).await.unwrap()[0];
    let told = store.changes(FeedId::Workspace(town.workspace), 0, 500).await.unwrap();
    assert_eq!(told.to, head);
    assert!(!told.items.iter().any(|item| matches!(item, Item::Channel(it) if it.id == dock.id)));
}

pub async fn leaving_is_told_before_it_takes_effect(store: &Store) {
    let town = Town::new(store).await;
    let done = store.leave(town.general, town.ada, town.bela, Timestamp::now()).await.unwrap();
    let [channel, person] = &done.changes[..] else { panic!("{done:?}") };
    let [Item::Message(told), Item::Member(member)] = &channel.items[..] else { panic!("{channel:?}") };
    assert_eq!(told.kind, MessageKind::Left { users: vec![town.bela] });
    assert!(!member.active && member.rev > told.rev);
    assert_eq!(person.feed, FeedId::User(town.bela));
    let [Item::Membership(own)] = &person.items[..] else { panic!("{person:?}") };
    assert_eq!(own.state, MembershipState::Left);
    assert!(store.joined(town.workspace, town.bela).await.unwrap().is_empty());
    let again = store.leave(town.general, town.ada, town.bela, Timestamp::now()).await;
    assert_eq!(again.unwrap_err(), Error::NotFound);
    let refused = store.append(message(town.general, town.bela, "hello?")).await;
    assert_eq!(refused.unwrap_err(), Error::NotFound);
}

pub async fn joining_reads_what_was_before(store: &Store) {
    let town = Town::new(store).await;
    store.leave(town.general, town.bela, town.bela, Timestamp::now()).await.unwrap();
    town.say(town.ada, &format!("are you there <@{}>", town.bela)).await;
    let now = Timestamp::now();
    let joined = store.join(town.general, town.bela, &[town.bela, town.ada], now).await.unwrap();
    assert_eq!(joined.value.iter().map(|it| it.user).collect::<Vec<_>>(), [town.bela]);
    let row = store.joined_channel(town.general, town.bela).await.unwrap().unwrap();
    assert_eq!(row.reading.read_seq, row.last_seq);
    assert!(row.mentions.is_empty());
    let again = store.join(town.general, town.bela, &[town.bela], now).await.unwrap();
    assert!(again.value.is_empty() && again.changes.is_empty());
}

pub async fn changing_a_channel_writes_system_messages(store: &Store) {
    let town = Town::new(store).await;
    let patch = ChannelPatch {
        name: Some("lobby".into()),
        topic: Some("ships".into()),
        description: Some("all".into()),
        archived: Some(true),
    };
    let done = store.update_channel(town.general, town.ada, patch.clone(), Timestamp::now()).await.unwrap();
    assert_eq!(done.changes.len(), 2);
    let history = store.history(town.general, None, Window::Latest, 3).await.unwrap();
    let kinds: Vec<_> = history.messages.into_iter().map(|it| it.kind).collect();
    let renamed = MessageKind::Renamed { from: "general".into(), to: "lobby".into() };
    assert_eq!(kinds, [renamed, MessageKind::Topic { to: "ships".into() }, MessageKind::Archived]);
    let again = store.update_channel(town.general, town.ada, patch, Timestamp::now()).await.unwrap();
    assert!(again.changes.is_empty());
}

pub async fn browsing_finds_by_name_and_topic_in_pages(store: &Store) {
    let town = Town::new(store).await;
    for name in ["pier-1", "pier-2", "pier-3"] {
        town.channel(ChannelKind::Public, name, &[town.bela]).await;
    }
    town.channel(ChannelKind::Private, "pier-secret", &[town.bela]).await;
    let page = PageRequest { after: None, limit: 2 };
    let first = store.browse(town.workspace, town.bela, "PIER", false, page).await.unwrap();
    let rest = PageRequest { after: first.next.clone(), limit: 2 };
    let second = store.browse(town.workspace, town.bela, "PIER", false, rest).await.unwrap();
    let names: Vec<_> = first.rows.iter().chain(&second.rows).map(|it| it.channel.name.as_str()).collect();
    assert_eq!(names, ["pier-1", "pier-2", "pier-3"]);
    assert_eq!(second.next, None);
    assert_eq!((first.rows[0].members, first.rows[0].joined), (2, true));
}

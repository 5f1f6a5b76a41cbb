//! Moving everything from one database to another.

use protocol::{
    ChannelId, ChannelKind, FeedId, Hours, InviteId, Message, MissedMail, Notices, Obstacle, Planned,
    PlannedAction, PlannedId, Preview, Role, SessionId, Status, Timestamp, mention::mentions,
};

use super::{
    Town, alerts::alert, files::ready_file, groups::group, message, planned::planned, sessions::device,
};
use crate::{
    Error, Store,
    channels::{ChannelPatch, MembershipPatch},
    messages::{NewMessage, Window},
    people::AccountPatch,
    sessions::{Session, SessionKind},
    sqlite::{Options, Place, Sqlite},
    transfer::{Import, Kind, Record, Sum, copy, sum},
    wakes::VAPID,
    workspaces::Invite,
};

/// Small, so that every kind takes several pages.
const LIMIT: usize = 3;

/// A town with something of every kind, and a message with everything on it.
async fn lived_in(store: &Store) -> (Town, Message) {
    let town = Town::new(store).await;
    let now = Timestamp::now();
    let gustav = town.person("gustav", Role::Guest).await;
    let bridge = town.channel(ChannelKind::Private, "bridge", &[town.bela, gustav]).await;
    town.channel(ChannelKind::Dm, "", &[town.ada, town.bela]).await;
    let patch = ChannelPatch { topic: Some("tea".into()), ..ChannelPatch::default() };
    store.update_channel(bridge.id, town.ada, patch, now).await.unwrap();
    let patch = MembershipPatch { starred: Some(true), ..MembershipPatch::default() };
    store.update_membership(bridge.id, town.bela, patch).await.unwrap();
    store.leave(bridge.id, town.ada, gustav, now).await.unwrap();
    let avatar = ready_file(&town, town.cleo).await;
    let preferences = serde_json::json!({"theme": "dark", "a": [1, null]});
    let patch = AccountPatch {
        avatar: Some(Some(avatar)),
        preferences: Some(preferences),
        title: Some("Pilot ⚓".into()),
        status: Some(Some(Status {
            emoji: "🌴".into(),
            text: "Holiday".into(),
            until: Some(now),
            quiet: true,
        })),
        ..AccountPatch::default()
    };
    store.update_account(town.cleo, patch).await.unwrap();
    let file = ready_file(&town, town.ada).await;
    let new = message(town.general, town.ada, "<!channel> look, <@nobody>");
    let root = store.append(NewMessage { files: vec![file], ..new }).await.unwrap().value.0;
    for number in 0..4 {
        let text = format!("edited {number} <@{}>", town.bela);
        store.edit(town.general, root.id, text.clone(), mentions(&text), Vec::new(), now).await.unwrap();
    }
    for (user, emoji) in [(town.bela, "🎉"), (town.ada, "👍"), (town.cleo, "🎉")] {
        store.react(town.general, root.id, user, emoji, true).await.unwrap();
    }
    let poll = super::polls::asked(&town, super::polls::poll(true, true, None)).await;
    for (user, options) in [(town.cleo, &[1][..]), (town.bela, &[0, 1])] {
        store.vote(town.general, poll.id, user, options, now).await.unwrap();
    }
    super::emoji::add(&town, town.bela, "boat").await.unwrap();
    super::emoji::add(&town, town.ada, "parrot").await.unwrap();
    store.remove_emoji(town.workspace, "parrot").await.unwrap();
    store.pin(town.general, root.id, town.bela, true, now).await.unwrap();
    let url = "https://pier.example";
    let linked = NewMessage { links: vec![url.into()], ..message(town.general, town.bela, url) };
    let linked = store.append(linked).await.unwrap().value.0;
    let image = Some(store.file(ready_file(&town, town.bela).await).await.unwrap().file);
    let (url, text) = (url.to_owned(), || "Pier".to_owned());
    let preview = Preview { url: url.clone(), site: text(), title: text(), description: text(), image };
    store.put_previews(town.general, linked.id, vec![url], vec![preview]).await.unwrap();
    let reply = town.reply(root.id, town.bela, "yes").await;
    town.reply(root.id, town.cleo, "no").await;
    let gone = town.say(town.cleo, "forget it").await;
    store.delete(town.general, gone.id, now).await.unwrap();
    for number in 0..5 {
        town.say(town.bela, &format!("{number} <@{}>", town.ada)).await;
    }
    store.mark_read(town.ada, town.general, None, 3, 0).await.unwrap();
    store.mark_unread(town.cleo, town.general, None, 1).await.unwrap();
    store.mark_read(town.ada, town.general, Some(root.id), reply.seq, 0).await.unwrap();
    store.put_draft(town.bela, town.general, None, "half a thou".into(), now).await.unwrap();
    let keywords = Some(vec!["tide".to_owned(), "Köhlbrand".to_owned()]);
    let hours = Some(Hours { days: vec![1, 2], from: 480, to: 1_080 });
    let notices = Some(Notices { missed: MissedMail::Daily, excerpts: false, hours });
    store
        .update_account(town.bela, AccountPatch { keywords, notices, ..AccountPatch::default() })
        .await
        .unwrap();
    for (message, active) in [(&root, true), (&reply, true), (&reply, false)] {
        store.put_alerts(vec![(town.bela, alert(message, active))]).await.unwrap();
    }
    let crew = store.create_group(group(&town, "crew", &[town.ada, gustav])).await.unwrap().value;
    store.create_group(group(&town, "gone", &[town.bela])).await.unwrap();
    store.delete_group(town.workspace, crew.id).await.unwrap();
    for saved in [root.id, reply.id] {
        store.save(town.bela, town.general, saved, now).await.unwrap();
    }
    store.unsave(town.bela, reply.id).await.unwrap();
    let plan = planned(&town, "good morning", 3_600);
    let obstacle = Some(Obstacle::Archived);
    let reminder =
        Planned { action: PlannedAction::Remind, message: Some(root.id), obstacle, ..plan.clone() };
    store.plan(town.bela, "one", plan).await.unwrap();
    store.plan(town.bela, "two", Planned { id: PlannedId::new(), ..reminder }).await.unwrap();
    for (kind, hash) in [(SessionKind::Browser, 1), (SessionKind::Token, 2)] {
        let session = Session {
            id: SessionId::new(),
            user: town.ada,
            kind,
            label: "a test".into(),
            created_at: now,
            seen_at: now,
            expires_at: now.plus_seconds(1_000),
        };
        let id = session.id;
        store.create_session(session, [hash; 32]).await.unwrap();
        if kind == SessionKind::Browser {
            store.set_device(town.ada, id, Some(device("browser")), now).await.unwrap();
        }
    }
    store.keep(VAPID, "key").await.unwrap();
    for uses in [None, Some(3)] {
        let invite = Invite {
            id: InviteId::new(),
            workspace: town.workspace,
            creator: town.ada,
            role: Role::Guest,
            channels: vec![bridge.id],
            max_uses: uses,
            uses: 0,
            created_at: now,
            expires_at: now.plus_seconds(1_000),
            revoked: false,
        };
        store.create_invite(invite, [uses.map_or(0, |uses| uses as u8); 32]).await.unwrap();
    }
    let root = store.message(town.general, root.id).await.unwrap();
    (town, root)
}

async fn sums(store: &Store) -> Vec<(Kind, Sum)> {
    let mut sums = Vec::new();
    for kind in Kind::ALL {
        let sum = sum(store, kind, LIMIT).await.unwrap();
        assert_eq!(store.count(kind).await.unwrap(), sum.count, "{kind:?}");
        sums.push((kind, sum));
    }
    sums
}

/// All that everybody can see of it.
async fn seen(store: &Store, town: &Town) -> String {
    let channels = store.all_channels(None, 100).await.unwrap();
    let people = [town.ada, town.bela, town.cleo].map(FeedId::User);
    let feeds = channels.iter().copied().map(FeedId::Channel).chain(people);
    let mut seen = String::new();
    for feed in feeds.chain([FeedId::Workspace(town.workspace)]) {
        let changes = store.changes(feed, 0, 10_000).await.unwrap();
        seen.push_str(&format!("{}\n", serde_json::to_string(&changes).unwrap()));
    }
    for user in [town.ada, town.bela, town.cleo] {
        seen.push_str(&format!("{:?}\n", store.joined(town.workspace, user).await.unwrap()));
        seen.push_str(&format!("{:?}\n", store.threads(town.workspace, user).await.unwrap()));
    }
    seen
}

async fn general(store: &Store, channel: ChannelId) -> Vec<Message> {
    store.history(channel, None, Window::Latest, 100).await.unwrap().messages
}

pub async fn everything_moves_unchanged_to_another_engine_and_on(store: &Store, other: &Store) {
    let (town, root) = lived_in(store).await;
    let expected = sums(store).await;
    assert!(expected.iter().all(|(_, sum)| sum.count > 0), "something of every kind: {expected:?}");
    let between = Store::new(Sqlite::open(Place::Memory, Options::default()).unwrap());
    for (from, to) in [(store, &between), (&between, other)] {
        let mut read = 0;
        copy(from, to, LIMIT, |_, count| read += count).await.unwrap();
        assert_eq!(read, expected.iter().map(|(_, sum)| sum.count).sum::<u64>());
        assert_eq!(sums(to).await, expected);
        assert_ne!(to.epoch().await.unwrap(), store.epoch().await.unwrap(), "not before it's finished");
        to.finish_import().await.unwrap();
        assert_eq!(to.import_state().await.unwrap(), None);
        assert_eq!(to.epoch().await.unwrap(), store.epoch().await.unwrap(), "cursors stay valid");
        assert_eq!(to.check().await.unwrap(), Vec::<String>::new());
        assert_eq!(seen(to, &town).await, seen(store, &town).await);
        assert_eq!(general(to, town.general).await, general(store, town.general).await);
        let revisions = to.revisions(town.general, root.id).await.unwrap();
        assert_eq!(revisions, store.revisions(town.general, root.id).await.unwrap());
        assert_eq!(revisions.len(), 4);
        let credentials = to.credentials("ada@example.org").await.unwrap().unwrap();
        assert_eq!((credentials.user, credentials.password_hash.as_str()), (town.ada, "hash"));
        let session = to.session([1; 32], Timestamp::now()).await.unwrap().unwrap();
        assert_eq!(session.user, town.ada);
        let devices = to.devices(town.ada, Timestamp::now()).await.unwrap();
        assert_eq!(devices, store.devices(town.ada, Timestamp::now()).await.unwrap());
        assert_eq!(devices.len(), 1);
        assert_eq!(to.kept(VAPID).await.unwrap().as_deref(), Some("key"), "or nobody could be woken");
        assert_eq!(to.plans(town.bela).await.unwrap(), store.plans(town.bela).await.unwrap());
        assert!(to.invite([3; 32], Timestamp::now()).await.unwrap().is_some());
    }
    goes_on(store, other, &town, &root).await;
}

/// The moved database goes on as the first would have.
async fn goes_on(store: &Store, other: &Store, town: &Town, root: &Message) {
    let last = general(store, town.general).await.pop().unwrap();
    let again =
        NewMessage { nonce: last.nonce.clone().unwrap(), ..message(town.general, last.author, &last.text) };
    let (kept, new) = other.append(again.clone()).await.unwrap().value;
    assert_eq!((kept.id, new), (last.id, false), "a nonce is known");
    let another = other.append(NewMessage { text: "else".into(), ..again }).await;
    assert_eq!(another.unwrap_err(), Error::Conflict("nonce"));
    let head = store.heads(&[FeedId::Channel(town.general)]).await.unwrap()[0];
    let next = other.append(message(town.general, town.ada, "next")).await.unwrap();
    assert_eq!((next.changes[0].from, next.value.0.seq), (head, last.seq + 1));
    let reacted = other.react(town.general, root.id, town.ada, "🚢", true).await.unwrap().value;
    assert_eq!(reacted.reactions.last().unwrap().emoji, "🚢", "after the moved ones");
    assert_eq!(reacted.reactions[..2], root.reactions[..]);
    assert_eq!(other.check().await.unwrap(), Vec::<String>::new());
}

/// Pages of the first kinds, as far as this one and half of it.
async fn half(from: &Store, to: &Store, until: Kind) -> Import {
    let epoch = from.epoch().await.unwrap();
    let mut state = to.begin_import(&epoch).await.unwrap();
    for kind in Kind::ALL.into_iter().take_while(|kind| *kind <= until) {
        let mut after = None;
        loop {
            let page = from.records(kind, after.as_deref(), LIMIT).await.unwrap();
            state = Import { epoch: epoch.clone(), kind, after: page.next.clone() };
            to.put_records(page.rows, state.clone()).await.unwrap();
            after = page.next;
            if after.is_none() || kind == until {
                break;
            }
        }
    }
    state
}

pub async fn a_move_goes_on_where_it_was_cut_off(store: &Store, other: &Store) {
    lived_in(store).await;
    let state = half(store, other, Kind::Messages).await;
    assert!(state.after.is_some());
    assert_eq!(other.import_state().await.unwrap(), Some(state.clone()));
    // The answer was lost: the same page comes again.
    let first = store.records(Kind::Messages, None, LIMIT).await.unwrap();
    other.put_records(first.rows, state.clone()).await.unwrap();
    assert_eq!(other.count(Kind::Messages).await.unwrap(), LIMIT as u64);
    let mut kinds = Vec::new();
    copy(store, other, LIMIT, |kind, _| kinds.push(kind)).await.unwrap();
    assert_eq!(kinds[0], Kind::Messages, "what was done isn't done again");
    assert_eq!(sums(other).await, sums(store).await);
    copy(store, other, LIMIT, |_, _| ()).await.unwrap();
    assert_eq!(sums(other).await, sums(store).await);
    other.finish_import().await.unwrap();
    assert_eq!(other.check().await.unwrap(), Vec::<String>::new());
}

pub async fn only_an_empty_database_takes_an_import(store: &Store, other: &Store) {
    lived_in(store).await;
    let epoch = store.epoch().await.unwrap();
    let records = || async { store.records(Kind::Accounts, None, LIMIT).await.unwrap().rows };
    let so_far = Import { epoch: epoch.clone(), kind: Kind::Accounts, after: None };
    assert_eq!(store.begin_import(&"another".into()).await, Err(Error::Conflict("not_empty")));
    assert_eq!(store.finish_import().await, Err(Error::Conflict("import")));
    let unbegun = other.put_records(records().await, so_far.clone()).await;
    assert_eq!(unbegun, Err(Error::Conflict("import")));
    other.begin_import(&epoch).await.unwrap();
    assert_eq!(other.begin_import(&"another".into()).await, Err(Error::Conflict("import")));
    other.put_records(records().await, so_far).await.unwrap();
    copy(store, other, LIMIT, |_, _| ()).await.unwrap();
    other.finish_import().await.unwrap();
    assert_eq!(other.begin_import(&epoch).await, Err(Error::Conflict("not_empty")), "it's a database now");
    // One that differs in a single word isn't the same.
    let Record::Workspace(workspace) = &store.records(Kind::Workspaces, None, 1).await.unwrap().rows[0]
    else {
        panic!("a workspace")
    };
    let (mut one, mut changed) = (Sum::default(), Sum::default());
    one.add(&Record::Workspace(workspace.clone()));
    let renamed = protocol::Workspace { name: "Harbor".into(), ..workspace.clone() };
    changed.add(&Record::Workspace(renamed));
    assert_ne!(one, changed);
}

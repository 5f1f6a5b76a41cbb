//! The append and what is built around it.

use protocol::{FeedId, FileId, FileState, Item, MessageId, Timestamp, limits, mention::Mentions};

use super::{Town, files::ready_file, message};
use crate::{
    Error, Store,
    channels::ChannelPatch,
    messages::{NewMessage, Window},
};

pub async fn sixty_four_senders_get_dense_unique_places(store: &Store) {
    let town = Town::new(store).await;
    let start = store.history(town.general, None, Window::Latest, 1).await.unwrap();
    let (seq, rev) = (start.messages[0].seq, start.head);
    let senders: Vec<_> = (0..64)
        .map(|n| {
            let (store, general, bela) = (store.clone(), town.general, town.bela);
            tokio::spawn(async move {
                let mut sent = Vec::new();
                for k in 0..5 {
                    let done = store.append(message(general, bela, &format!("{n}.{k}"))).await.unwrap();
                    assert_eq!(done.changes.len(), 1);
                    let [Item::Message(told)] = &done.changes[0].items[..] else { panic!() };
                    assert_eq!(*told, done.value.0);
                    sent.push(done.value.0);
                }
                assert!(sent.is_sorted_by_key(|it| it.seq), "one sender's order is kept");
                sent
            })
        })
        .collect();
    let mut all = Vec::new();
    for sender in senders {
        all.extend(sender.await.unwrap());
    }
    all.sort_by_key(|it| it.seq);
    for (n, one) in (1..).zip(&all) {
        assert_eq!(one.seq, seq + n);
        assert_eq!(store.message(town.general, one.id).await.unwrap(), *one);
    }
    all.sort_by_key(|it| it.rev);
    assert!(all.is_sorted_by_key(|it| it.seq) && all.is_sorted_by(|a, b| a.ts < b.ts));
    assert_eq!(all.last().unwrap().rev, rev + 320);
    assert!(store.check().await.unwrap().is_empty());
}

pub async fn the_same_nonce_at_once_is_one_message(store: &Store) {
    let town = Town::new(store).await;
    let one = message(town.general, town.bela, "once");
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let (store, again) = (store.clone(), NewMessage { id: MessageId::new(), ..one.clone() });
            tokio::spawn(async move { store.append(again).await.unwrap() })
        })
        .collect();
    let mut ids = Vec::new();
    let mut fresh = 0;
    for one in tries {
        let done = one.await.unwrap();
        assert_eq!(done.value.1, !done.changes.is_empty());
        fresh += usize::from(done.value.1);
        ids.push(done.value.0.id);
    }
    ids.dedup();
    assert_eq!((ids.len(), fresh), (1, 1));
    let by_cleo = NewMessage { author: town.cleo, id: MessageId::new(), ..one };
    assert!(store.append(by_cleo).await.unwrap().value.1, "a nonce is its author's own");
}

pub async fn a_nonce_with_another_body_is_refused_even_after_an_edit(store: &Store) {
    let town = Town::new(store).await;
    let new = message(town.general, town.bela, "first");
    let sent = store.append(new.clone()).await.unwrap().value.0;
    let other = NewMessage { id: MessageId::new(), text: "second".into(), ..new.clone() };
    assert_eq!(store.append(other.clone()).await.unwrap_err(), Error::Conflict("nonce"));
    let now = Timestamp::now();
    store.edit(town.general, sent.id, "second".into(), Mentions::default(), Vec::new(), now).await.unwrap();
    assert_eq!(store.append(other).await.unwrap_err(), Error::Conflict("nonce"));
    let again = store.append(new.clone()).await.unwrap().value;
    assert_eq!((again.0.id, again.0.text.as_str(), again.1), (sent.id, "second", false));
    store.delete(town.general, sent.id, now).await.unwrap();
    assert!(store.append(new).await.unwrap().value.0.deleted_at.is_some());
}

pub async fn outsiders_and_archived_channels_are_refused(store: &Store) {
    let town = Town::new(store).await;
    let dock = town.channel(protocol::ChannelKind::Public, "dock", &[]).await;
    let refused = store.append(message(dock.id, town.bela, "hi")).await;
    assert_eq!(refused.unwrap_err(), Error::NotFound);
    let elsewhere = town.say(town.ada, "root").await;
    let reply = NewMessage { thread: Some(elsewhere.id), ..message(dock.id, town.ada, "hi") };
    assert_eq!(store.append(reply).await.unwrap_err(), Error::NotFound);
    let patch = ChannelPatch { archived: Some(true), ..ChannelPatch::default() };
    store.update_channel(dock.id, town.ada, patch, Timestamp::now()).await.unwrap();
    let refused = store.append(message(dock.id, town.ada, "hi")).await;
    assert_eq!(refused.unwrap_err(), Error::Conflict("archived"));
    store.set_active(town.bela, false).await.unwrap();
    let refused = store.append(message(town.general, town.bela, "hi")).await;
    assert_eq!(refused.unwrap_err(), Error::NotFound);
}

pub async fn a_clock_going_back_keeps_times_unique(store: &Store) {
    let town = Town::new(store).await;
    let now = Timestamp::now();
    let mut last = Timestamp(0);
    for seconds in [0, 86_400, -86_400, 0, 0] {
        let new = NewMessage { now: now.plus_seconds(seconds), ..message(town.general, town.ada, "tick") };
        let sent = store.append(new).await.unwrap().value.0;
        assert!(sent.ts > last);
        last = sent.ts;
    }
}

pub async fn a_reply_moves_its_root_and_makes_people_follow(store: &Store) {
    let town = Town::new(store).await;
    let root = town.say(town.ada, "root").await;
    let new = message(town.general, town.bela, &format!("ask <@{}>", town.cleo));
    let done = store.append(NewMessage { thread: Some(root.id), ..new }).await.unwrap();
    let reply = done.value.0.clone();
    assert_eq!((reply.seq, reply.thread), (1, Some(root.id)));
    let [Item::Message(first), Item::Message(second)] = &done.changes[0].items[..] else {
        panic!("{done:?}")
    };
    assert_eq!((first.id, second.id), (reply.id, root.id));
    let summary = second.replies.clone().unwrap();
    assert_eq!((summary.replies, summary.last_seq, summary.people), (1, 1, vec![town.bela]));
    let mut followers: Vec<_> = done.changes[1..].iter().map(|it| it.feed).collect();
    followers.sort();
    let mut all = [town.ada, town.bela, town.cleo].map(FeedId::User);
    all.sort();
    assert_eq!(followers, all);
    let nested = NewMessage { thread: Some(reply.id), ..message(town.general, town.ada, "no") };
    assert_eq!(store.append(nested).await.unwrap_err(), Error::NotFound);
    store.delete(town.general, reply.id, Timestamp::now()).await.unwrap();
    let root = store.message(town.general, root.id).await.unwrap();
    assert_eq!((root.replies.as_ref().unwrap().replies, root.replies.unwrap().last_seq), (0, 1));
    assert_eq!(town.reply(root.id, town.ada, "again").await.seq, 2);
}

pub async fn a_deleted_message_leaves_a_tombstone(store: &Store) {
    let town = Town::new(store).await;
    let file = ready_file(&town, town.ada).await;
    let new = NewMessage { files: vec![file], ..message(town.general, town.ada, "<!channel> look") };
    let sent = store.append(new).await.unwrap().value.0;
    store.react(town.general, sent.id, town.bela, "👍", true).await.unwrap();
    let now = Timestamp::now();
    store
        .edit(town.general, sent.id, "<!channel> see".into(), sent_mentions(), Vec::new(), now)
        .await
        .unwrap();
    let done = store.delete(town.general, sent.id, now).await.unwrap();
    let (tombstone, files) = done.value;
    assert_eq!(files, [file]);
    assert!(tombstone.text.is_empty() && tombstone.files.is_empty() && tombstone.reactions.is_empty());
    assert_eq!((tombstone.seq, tombstone.ts), (sent.seq, sent.ts));
    assert_eq!(store.message(town.general, sent.id).await.unwrap(), tombstone);
    assert!(store.revisions(town.general, sent.id).await.unwrap().is_empty());
    assert_eq!(store.file(file).await.unwrap().file.state, FileState::Deleted);
    assert!(store.joined_channel(town.general, town.bela).await.unwrap().unwrap().mentions.is_empty());
    assert_eq!(store.delete(town.general, sent.id, now).await.unwrap_err(), Error::NotFound);
    assert!(store.react(town.general, sent.id, town.bela, "👍", true).await.is_err());
}

fn sent_mentions() -> Mentions {
    Mentions { all: true, ..Mentions::default() }
}

pub async fn edits_keep_the_earlier_texts(store: &Store) {
    let town = Town::new(store).await;
    let sent = town.say(town.ada, "one").await;
    let now = Timestamp::now().plus_seconds(5);
    let edit =
        |text: &str| store.edit(town.general, sent.id, text.to_owned(), Mentions::default(), Vec::new(), now);
    assert!(edit("one").await.unwrap().changes.is_empty());
    let two = edit("two").await.unwrap();
    assert_eq!(two.changes[0].items, [Item::Message(two.value.clone())]);
    assert_eq!((two.value.edited_at, two.value.seq), (Some(now), sent.seq));
    edit("three").await.unwrap();
    let texts = store.revisions(town.general, sent.id).await.unwrap();
    assert_eq!(texts.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!((texts[0].written_at, texts[1].written_at), (sent.ts, now));
    for n in 0..110 {
        edit(&n.to_string()).await.unwrap();
    }
    assert_eq!(store.revisions(town.general, sent.id).await.unwrap().len(), 100);
}

pub async fn a_reaction_counts_once(store: &Store) {
    let town = Town::new(store).await;
    let sent = town.say(town.ada, "hi").await;
    let on = store.react(town.general, sent.id, town.bela, "👍", true).await.unwrap();
    assert_eq!(on.value.reactions[0].users, [town.bela]);
    assert_eq!(on.changes[0].items, [Item::Message(on.value.clone())]);
    assert!(store.react(town.general, sent.id, town.bela, "👍", true).await.unwrap().changes.is_empty());
    store.react(town.general, sent.id, town.ada, "👍", true).await.unwrap();
    let off = store.react(town.general, sent.id, town.bela, "👍", false).await.unwrap();
    assert_eq!(off.value.reactions[0].users, [town.ada]);
    for n in 0..49 {
        store.react(town.general, sent.id, town.ada, &format!("e{n}"), true).await.unwrap();
    }
    let refused = store.react(town.general, sent.id, town.ada, "one too many", true).await;
    assert_eq!(refused.unwrap_err(), Error::Conflict("reactions"));
    assert_eq!(store.message(town.general, sent.id).await.unwrap().reactions.len(), 50);
}

pub async fn history_windows_meet(store: &Store) {
    let town = Town::new(store).await;
    for n in 0..10 {
        town.say(town.ada, &n.to_string()).await;
    }
    let look = |window, limit| async move {
        let part = store.history(town.general, None, window, limit).await.unwrap();
        let seqs: Vec<_> = part.messages.iter().map(|it| it.seq).collect();
        (seqs, part.more_before, part.more_after)
    };
    let (latest, before, after) = look(Window::Latest, 4).await;
    let last = latest[3];
    assert_eq!((latest, before, after), ((last - 3..=last).collect(), true, false));
    assert_eq!(look(Window::Before(4), 5).await, (vec![1, 2, 3], false, true));
    assert_eq!(look(Window::After(last - 2), 5).await, (vec![last - 1, last], true, false));
    assert_eq!(look(Window::Around(6), 4).await, (vec![4, 5, 6, 7], true, true));
    assert_eq!(look(Window::After(last), 5).await, (vec![], true, false));
    assert_eq!(look(Window::Before(u64::MAX), 1).await, (vec![last], true, false));
    assert_eq!(look(Window::After(u64::MAX), 1).await, (vec![], true, false));
    let head = store.heads(&[FeedId::Channel(town.general)]).await.unwrap()[0];
    assert_eq!(store.history(town.general, None, Window::Latest, 1).await.unwrap().head, head);
}

pub async fn pages_of_long_messages_end_early_and_lead_to_all_of_them(store: &Store) {
    // [P9] 40 texts of 64 kB: more than a page holds, in fewer rows than it may have.
    let town = Town::new(store).await;
    let begin = town.say(town.ada, "here it begins").await;
    let long = "🌊".repeat(limits::MESSAGE_CHARS);
    for _ in 0..40 {
        town.say(town.ada, &long).await;
    }
    let last = begin.seq + 40;
    // The last may go beyond, on both sides of a middle.
    let look = |window| async move {
        let page = store.history(town.general, None, window, limits::PAGE).await.unwrap();
        let bytes: usize = page.messages.iter().map(|it| it.text.len()).sum();
        assert!(bytes < limits::PAGE_BYTES + 2 * long_one(), "{bytes} in {}", page.messages.len());
        page
    };
    let (mut forward, mut backward): (Vec<u64>, Vec<u64>) = (vec![], vec![]);
    while forward.last() != Some(&last) {
        let part = look(Window::After(forward.last().copied().unwrap_or(begin.seq))).await;
        forward.extend(part.messages.iter().map(|it| it.seq));
        assert_eq!((part.more_before, part.more_after), (true, forward.last() != Some(&last)));
    }
    assert_eq!(forward, Vec::from_iter(begin.seq + 1..=last));
    while backward.first().is_none_or(|first| *first > begin.seq + 1) {
        let part = look(backward.first().map_or(Window::Latest, |first| Window::Before(*first))).await;
        assert_eq!(part.more_after, !backward.is_empty());
        backward.splice(0..0, part.messages.iter().map(|it| it.seq));
    }
    assert!(backward.ends_with(&forward), "{backward:?}");
    let middle = look(Window::Around(begin.seq + 20)).await;
    assert!(middle.more_before && middle.more_after);
    assert!(middle.messages.iter().any(|it| it.seq == begin.seq + 20));

    // Neither is anything passed over in the feed.
    let feed = FeedId::Channel(town.general);
    let topic = ChannelPatch { topic: Some("long ones".into()), ..ChannelPatch::default() };
    store.update_channel(town.general, town.ada, topic, Timestamp::now()).await.unwrap();
    let (mut since, mut seen, mut pages) = (begin.rev, vec![], 0);
    loop {
        let part = store.changes(feed, since, limits::CATCH_UP).await.unwrap();
        assert_eq!(part.from, since);
        seen.extend(part.items.iter().map(|it| it.rev(false)));
        (since, pages) = (part.to, pages + 1);
        if !part.more {
            break;
        }
    }
    assert_eq!((since, pages), (store.heads(&[feed]).await.unwrap()[0], 3));
    assert!(seen.is_sorted_by(|one, other| one < other), "{seen:?}");
    // The texts, the channel, and the message that tells of its topic.
    assert_eq!(seen.len(), 42);
}

/// Bytes of the longest text there can be.
const fn long_one() -> usize {
    4 * limits::MESSAGE_CHARS
}

pub async fn a_file_hangs_on_one_message_of_its_owner(store: &Store) {
    let town = Town::new(store).await;
    let file = ready_file(&town, town.ada).await;
    let with = |author, file: FileId| NewMessage { files: vec![file], ..message(town.general, author, "") };
    assert_eq!(store.append(with(town.bela, file)).await.unwrap_err(), Error::Conflict("file"));
    assert_eq!(store.append(with(town.ada, FileId::new())).await.unwrap_err(), Error::Conflict("file"));
    let sent = store.append(with(town.ada, file)).await.unwrap().value.0;
    assert_eq!(store.message(town.general, sent.id).await.unwrap().files[0].id, file);
    assert_eq!(store.file(file).await.unwrap().channel, Some(town.general));
    assert_eq!(store.append(with(town.ada, file)).await.unwrap_err(), Error::Conflict("file"));
    let other = ready_file(&town, town.ada).await;
    let twice = NewMessage { files: vec![other, other], ..message(town.general, town.ada, "") };
    assert_eq!(store.append(twice).await.unwrap_err(), Error::Conflict("file"));
}

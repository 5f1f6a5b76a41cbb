//! What concerns somebody.

use protocol::{ChannelKind, Message, MessageId, Timestamp, UserId};

use super::{Town, alerts::alert, message};
use crate::{Store, concerns::Which};

const BOTH: Which = Which { mentions: true, reactions: true };

async fn concerning(store: &Store, user: UserId, which: Which) -> Vec<MessageId> {
    store.concerns(user, which, None, 100).await.unwrap().into_iter().map(|it| it.message).collect()
}

fn ids(messages: &[&Message]) -> Vec<MessageId> {
    messages.iter().map(|it| it.id).collect()
}

pub async fn what_names_one_is_listed_once_the_latest_first(store: &Store) {
    let town = Town::new(store).await;
    let named = town.say(town.ada, &format!("<@{}> look", town.bela)).await;
    town.say(town.bela, &format!("<@{}> myself", town.bela)).await;
    town.say(town.ada, "nothing").await;
    let all = town.say(town.ada, &format!("<!channel> and <@{}>", town.bela)).await;
    let word = town.say(town.cleo, "the tide").await;
    let reply = town.reply(named.id, town.cleo, &format!("<@{}>", town.bela)).await;
    store.put_alerts(vec![(town.bela, alert(&word, true)), (town.bela, alert(&all, true))]).await.unwrap();
    let expected = ids(&[&reply, &word, &all, &named]);
    assert_eq!(concerning(store, town.bela, BOTH).await, expected);
    let mentions = Which { reactions: false, ..BOTH };
    assert_eq!(concerning(store, town.bela, mentions).await, expected);
    assert_eq!(concerning(store, town.bela, Which { mentions: false, ..BOTH }).await, []);
    assert_eq!(concerning(store, town.cleo, BOTH).await, [all.id]);
    let (mut after, mut paged) = (None, Vec::new());
    loop {
        let page = store.concerns(town.bela, BOTH, after, 1).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.at, last.message));
        paged.extend(page.iter().map(|it| it.message));
    }
    assert_eq!(paged, expected, "page by page");
    let edited = store
        .edit(
            town.general,
            named.id,
            "nobody".into(),
            protocol::mention::mentions(""),
            vec![],
            Timestamp::now(),
        )
        .await
        .unwrap();
    store.delete(town.general, all.id, Timestamp::now()).await.unwrap();
    store.put_alerts(vec![(town.bela, alert(&word, false)), (town.bela, alert(&all, false))]).await.unwrap();
    assert_eq!(concerning(store, town.bela, BOTH).await, [reply.id], "{edited:?}");
}

pub async fn everyone_is_who_is_there(store: &Store) {
    let town = Town::new(store).await;
    let docks = town.channel(ChannelKind::Public, "docks", &[town.ada, town.bela]).await;
    let all = async |text: &str| {
        let new = message(docks.id, town.ada, &format!("<!here> {text}"));
        store.append(new).await.unwrap().value.0
    };
    let before = all("before").await;
    store.join(docks.id, town.cleo, &[town.cleo], Timestamp::now()).await.unwrap();
    let after = all("after").await;
    assert_eq!(concerning(store, town.bela, BOTH).await, ids(&[&after, &before]));
    assert_eq!(concerning(store, town.cleo, BOTH).await, [after.id], "not before they came");
    store.leave(docks.id, town.cleo, town.cleo, Timestamp::now()).await.unwrap();
    assert_eq!(concerning(store, town.cleo, BOTH).await, [], "nor once they went");
}

pub async fn reactions_of_others_bring_ones_message_to_the_top(store: &Store) {
    let town = Town::new(store).await;
    let first = town.say(town.bela, "first").await;
    let second = town.say(town.bela, "second").await;
    let react = async |message: &Message, user, on| {
        store.react(town.general, message.id, user, "🎉", on).await.unwrap();
        // So that two have two times, whatever the clock's steps.
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    };
    react(&first, town.bela, true).await;
    assert_eq!(concerning(store, town.bela, BOTH).await, [], "one's own is no news");
    react(&second, town.ada, true).await;
    react(&first, town.ada, true).await;
    assert_eq!(concerning(store, town.bela, BOTH).await, ids(&[&first, &second]));
    react(&second, town.cleo, true).await;
    assert_eq!(concerning(store, town.bela, BOTH).await, ids(&[&second, &first]));
    assert_eq!(concerning(store, town.bela, Which { reactions: false, ..BOTH }).await, []);
    assert_eq!(concerning(store, town.ada, BOTH).await, [], "they are the author's");
    react(&second, town.ada, false).await;
    react(&first, town.ada, false).await;
    assert_eq!(concerning(store, town.bela, BOTH).await, [second.id], "one is left, one's own isn't");
    store.delete(town.general, second.id, Timestamp::now()).await.unwrap();
    assert_eq!(concerning(store, town.bela, BOTH).await, []);
}

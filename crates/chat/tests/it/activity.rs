//! What concerns one: of which messages, and for whom.

use protocol::{ChannelKind, Message};
use store::{PageRequest, concerns::Which};

use crate::stage::{
    Cast::{self, Ada, Bela, Cleo, Dora, Emil},
    Stage,
};

const ALL: Which = Which { mentions: true, reactions: true };

async fn texts(stage: &Stage, cast: Cast) -> Vec<String> {
    let fellow = stage.chat.fellow(stage.who(cast), stage.workspace).await.unwrap();
    let page = PageRequest { after: None, limit: 50 };
    let page = stage.chat.activity(&fellow, ALL, page).await.unwrap();
    assert_eq!(page.next, None);
    page.rows.into_iter().map(|it| it.message.text).collect()
}

async fn react(stage: &Stage, cast: Cast, message: &Message) {
    let insider = stage.chat.insider(stage.who(cast), message.channel).await.unwrap();
    stage.chat.react(&insider, message.id, "🎉", true).await.unwrap();
}

#[tokio::test]
async fn one_reads_what_concerns_one_and_nobody_elses() {
    let stage = Stage::new().await;
    let cleo = format!("<@{}>", stage.who(Cleo).user);
    stage.say(Ada, &stage.harbour, &format!("{cleo} one")).await;
    stage.say(Ada, &stage.cove, "<!channel> two").await;
    let mine = stage.say(Cleo, &stage.harbour, "three").await;
    react(&stage, Bela, &mine).await;
    react(&stage, Cleo, &stage.say(Cleo, &stage.harbour, "four").await).await;
    assert_eq!(
        texts(&stage, Cleo).await,
        ["three".to_owned(), "<!channel> two".into(), format!("{cleo} one")]
    );
    assert_eq!(texts(&stage, Emil).await, ["<!channel> two"]);
    assert_eq!(texts(&stage, Ada).await, [""; 0], "one's own names nobody");
    assert_eq!(texts(&stage, Dora).await, [""; 0], "not inside");
}

#[tokio::test]
async fn what_one_may_not_read_any_more_is_not_shown() {
    let stage = Stage::new().await;
    let (dora, emil) = (stage.who(Dora).user, stage.who(Emil).user);
    stage.say(Ada, &stage.cove, &format!("<@{dora}> secret")).await;
    stage.say(Ada, &stage.harbour, &format!("<@{dora}> <@{emil}> open")).await;
    assert_eq!(
        texts(&stage, Dora).await,
        [format!("<@{dora}> <@{emil}> open")],
        "public, and no member of cove"
    );
    assert_eq!(texts(&stage, Emil).await.len(), 1);
    for channel in [&stage.harbour, &stage.cove] {
        let ada = stage.inside(Ada, channel).await;
        stage.chat.leave(&ada, emil).await.unwrap();
    }
    assert_eq!(texts(&stage, Emil).await, [""; 0], "a guest reads only where they are");
}

#[tokio::test]
async fn it_comes_in_pages_and_by_kind() {
    let stage = Stage::new().await;
    let fellow = stage.chat.fellow(stage.who(Bela), stage.workspace).await.unwrap();
    let quay = stage.chat.create_channel(&fellow, ChannelKind::Private, "quay", "", vec![]).await.unwrap();
    for number in 0..3 {
        stage.say(Ada, &stage.harbour, &format!("{number} <@{}>", stage.who(Bela).user)).await;
    }
    let mine = stage.say(Bela, &stage.harbour, "mine").await;
    stage.say(Bela, &quay, "nobody reacts").await;
    react(&stage, Ada, &mine).await;
    let page = async |which, after: Option<String>| {
        stage.chat.activity(&fellow, which, PageRequest { after, limit: 2 }).await.unwrap()
    };
    let first = page(ALL, None).await;
    let rest = page(ALL, first.next.clone()).await;
    let said: Vec<_> = first.rows.iter().chain(&rest.rows).map(|it| &it.message.text[..1]).collect();
    assert_eq!(said, ["m", "2", "1", "0"]);
    assert_eq!(rest.next, None);
    let reactions = page(Which { mentions: false, ..ALL }, None).await;
    assert_eq!(reactions.rows.len(), 1);
    let mentions = page(Which { reactions: false, ..ALL }, None).await;
    assert!(mentions.rows.iter().all(|it| it.message.author != fellow.user));
    let bad = PageRequest { after: Some("yesterday".into()), limit: 2 };
    assert_eq!(stage.chat.activity(&fellow, ALL, bad).await.map(drop).unwrap_err().field(), Some("after"));
}

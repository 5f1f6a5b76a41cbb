//! Finding messages, and above all not finding those of others.

use chat::{
    Chat,
    find::{Finding, Found},
};
use protocol::{Message, Role, Timestamp};
use search::{Search, Sort};

use crate::stage::{CAST, Cast, Cast::*, Stage, sending};

struct Searched {
    stage: Stage,
    chat: Chat,
}

impl Searched {
    async fn new() -> Self {
        let stage = Stage::new().await;
        let chat = stage.chat.clone().with_search(Search::open(None).unwrap());
        Self { stage, chat }
    }

    async fn ask(&self, cast: Cast, query: &str) -> Found {
        let fellow = self.chat.fellow(self.stage.who(cast), self.stage.workspace).await.unwrap();
        self.chat.find(&fellow, finding(query)).await.unwrap()
    }

    /// What somebody finds, once everything is indexed.
    async fn found(&self, cast: Cast, query: &str) -> Vec<String> {
        self.chat.index_missing(|_| ()).await.unwrap();
        let mut texts: Vec<_> =
            self.ask(cast, query).await.rows.into_iter().map(|it| it.message.text).collect();
        texts.sort_unstable();
        texts
    }

    /// Who finds anything, as the stage's verdicts.
    async fn finders(&self, query: &str) -> String {
        self.chat.index_missing(|_| ()).await.unwrap();
        let mut finders = String::new();
        for cast in CAST {
            finders.push(match self.chat.fellow(self.stage.who(cast), self.stage.workspace).await {
                Err(_) => '0',
                Ok(fellow) => {
                    let found = self.chat.find(&fellow, finding(query)).await.unwrap();
                    assert_eq!(found.total as usize, found.rows.len());
                    if found.rows.is_empty() { '-' } else { '+' }
                }
            });
        }
        finders
    }
}

fn finding(query: &str) -> Finding {
    Finding { query: query.into(), sort: Sort::Relevance, limit: 20, after: None }
}

#[tokio::test]
async fn a_message_is_found_by_those_who_may_read_it() {
    let it = Searched::new().await;
    it.stage.say(Cleo, &it.stage.harbour, "the lighthouse is lit").await;
    it.stage.say(Cleo, &it.stage.cove, "treasure under the rock").await;
    assert_eq!(it.finders("lighthouse").await, "+++++-+00");
    assert_eq!(it.finders("treasure").await, "+++-+--00");
    // Naming the channel or the author opens no door.
    assert_eq!(it.finders("treasure in:cove").await, "+++-+--00");
    assert_eq!(it.finders(&format!("treasure in:{}", it.stage.cove.id)).await, "+++-+--00");
    assert_eq!(it.finders("treasure from:cleo").await, "+++-+--00");
    let cleo = it.chat.fellow(it.stage.who(Cleo), it.stage.workspace).await.unwrap();
    let dm = it.chat.open_direct(&cleo, vec![it.stage.who(Dora).user]).await.unwrap();
    it.stage.say(Cleo, &dm, "a whisper").await;
    assert_eq!(it.finders("whisper").await, "--++---00");
}

#[tokio::test]
async fn who_left_or_became_a_guest_finds_no_more() {
    let it = Searched::new().await;
    it.stage.say(Ada, &it.stage.cove, "treasure under the rock").await;
    it.stage.say(Ada, &it.stage.harbour, "lighthouse").await;
    assert_eq!(it.found(Cleo, "treasure").await.len(), 1);
    let inside = it.stage.inside(Cleo, &it.stage.cove).await;
    it.chat.leave(&inside, inside.user).await.unwrap();
    assert!(it.found(Cleo, "treasure").await.is_empty());
    assert_eq!(it.found(Dora, "lighthouse").await.len(), 1);
    let ada = it.chat.fellow(it.stage.who(Ada), it.stage.workspace).await.unwrap();
    it.chat.set_role(&ada, it.stage.who(Dora).user, Role::Guest).await.unwrap();
    assert!(it.found(Dora, "lighthouse").await.is_empty());
}

#[tokio::test]
async fn an_edit_is_found_by_its_new_words_and_a_deletion_by_none() {
    let it = Searched::new().await;
    let said = it.stage.say(Cleo, &it.stage.harbour, "the lighthouse").await;
    assert_eq!(it.found(Cleo, "lighthouse").await.len(), 1);
    let cleo = it.stage.inside(Cleo, &it.stage.harbour).await;
    it.chat.edit(&cleo, said.id, "the beacon").await.unwrap();
    // Not indexed yet: the answer is what the message says now.
    let stale = it.ask(Cleo, "lighthouse").await.rows;
    assert!(stale.iter().all(|hit| hit.message.text == "the beacon" && hit.highlights.is_empty()));
    assert!(it.found(Cleo, "lighthouse").await.is_empty());
    assert_eq!(it.found(Cleo, "beacon").await, ["the beacon"]);
    it.chat.delete(&cleo, said.id).await.unwrap();
    assert!(it.ask(Cleo, "beacon").await.rows.is_empty());
    assert!(it.found(Cleo, "beacon").await.is_empty());
}

#[tokio::test]
async fn filters_narrow_and_unknown_names_find_nothing() {
    let it = Searched::new().await;
    it.stage.say(Cleo, &it.stage.harbour, "tide high").await;
    it.stage.say(Bela, &it.stage.harbour, "tide low").await;
    it.stage.say(Bela, &it.stage.cove, "tide table at https://tides.example").await;
    assert_eq!(it.found(Ada, "tide").await.len(), 3);
    assert_eq!(it.found(Ada, "tide from:@bela in:#harbour").await, ["tide low"]);
    assert_eq!(it.found(Cleo, "from:me tide").await, ["tide high"]);
    assert_eq!(it.found(Ada, "has:link").await.len(), 1);
    assert_eq!(it.found(Ada, "tide -low -table").await, ["tide high"]);
    assert!(it.found(Ada, "tide from:nobody").await.is_empty());
    assert!(it.found(Ada, "tide in:nowhere").await.is_empty());
    assert!(it.found(Ada, "tide before:2000-01-01").await.is_empty());
    assert_eq!(it.found(Ada, "tide after:2000-01-01").await.len(), 3);
    let fellow = it.chat.fellow(it.stage.who(Ada), it.stage.workspace).await.unwrap();
    let empty = it.chat.find(&fellow, finding("  ")).await.unwrap_err();
    assert_eq!(empty.field(), Some("q"));
    let odd = Finding { after: Some("soon".into()), ..finding("tide") };
    assert_eq!(it.chat.find(&fellow, odd).await.unwrap_err().field(), Some("after"));
}

#[tokio::test]
async fn pages_follow_each_other_and_words_are_marked() {
    let it = Searched::new().await;
    for number in 0..5 {
        it.stage.say(Cleo, &it.stage.harbour, &format!("⚓ tide {number}")).await;
    }
    it.chat.index_missing(|_| ()).await.unwrap();
    let fellow = it.chat.fellow(it.stage.who(Ada), it.stage.workspace).await.unwrap();
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let finding = Finding { sort: Sort::Newest, limit: 2, after, ..finding("tide") };
        let found = it.chat.find(&fellow, finding).await.unwrap();
        assert_eq!(found.total, 5);
        seen.extend(found.rows.iter().map(|hit| hit.message.ts));
        assert!(found.rows.iter().all(|hit| hit.highlights == [[2, 6]]));
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 5);
    assert!(seen.is_sorted_by(|a: &Timestamp, b| a > b));
}

#[tokio::test]
async fn the_follower_makes_new_messages_findable_at_once() {
    let it = Searched::new().await;
    let before: Message = it.stage.say(Cleo, &it.stage.harbour, "tide before").await;
    let ada = it.chat.fellow(it.stage.who(Ada), it.stage.workspace).await.unwrap();
    let early = it.chat.find(&ada, finding("tide")).await.unwrap_err();
    assert_eq!(early.code(), "search_catching_up");
    let follower = tokio::spawn(it.chat.clone().keep_indexed());
    let waits = async |count: usize| {
        for _ in 0..100 {
            if it.chat.is_indexed() && it.ask(Ada, "tide").await.rows.len() == count {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("{count} messages were not found");
    };
    waits(1).await;
    assert!(it.chat.is_indexed());
    let cleo = it.stage.inside(Cleo, &it.stage.harbour).await;
    it.chat.send(&cleo, sending("tide after")).await.unwrap();
    waits(2).await;
    it.chat.delete(&cleo, before.id).await.unwrap();
    waits(1).await;
    follower.abort();
}

#[tokio::test]
async fn an_index_is_rebuilt_and_another_databases_is_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Search::open(Some(folder.path().to_owned())).unwrap();
    let stage = Stage::new().await;
    stage.say(Cleo, &stage.harbour, "tide").await;
    {
        let chat = stage.chat.clone().with_search(open());
        chat.index_missing(|_| ()).await.unwrap();
        let mut last = (0, 0);
        chat.reindex(|done, all| last = (done, all)).await.unwrap();
        assert!(last.1 > 0 && last.0 == last.1, "{last:?}");
        let ada = chat.fellow(stage.who(Ada), stage.workspace).await.unwrap();
        assert_eq!(chat.find(&ada, finding("tide")).await.unwrap().total, 1);
    }
    let other = Stage::new().await;
    let chat = other.chat.clone().with_search(open());
    chat.index_missing(|_| ()).await.unwrap();
    other.say(Cleo, &other.harbour, "ebb").await;
    chat.index_missing(|_| ()).await.unwrap();
    let index = open_count(&chat, &other).await;
    assert_eq!(index, (0, 1));
}

async fn open_count(chat: &Chat, stage: &Stage) -> (u64, u64) {
    let ada = chat.fellow(stage.who(Ada), stage.workspace).await.unwrap();
    let (tide, ebb) = (chat.find(&ada, finding("tide")).await, chat.find(&ada, finding("ebb")).await);
    (tide.unwrap().total, ebb.unwrap().total)
}

//! Waking people: whom, with what, once, and nobody who has read it, left or signed out.

mod endpoint;

use std::time::{Duration, Instant};

use chat::{
    Chat, SignedIn,
    hearing::HEAR,
    messages::Sending,
    planned::Planning,
    push::{Pushed, Pushing, Subscribing},
};
use egress::{Egress, Rules};
use endpoint::Service;
use protocol::{Channel, Level, Message, PlannedAction, Status, Timestamp};
use serde_json::{Value, json};
use store::{Store, channels::MembershipPatch, people::AccountPatch};
use tokio::time::sleep;

use crate::stage::{
    Cast::{self, Ada, Bela, Cleo, Dora, Emil},
    Stage, memory, node, sending,
};

/// How long a device has to read something at once.
const WAIT: i64 = 10;
const HOUR: i64 = 3_600;

/// Pushes to a service on this machine, which no other server may.
fn pushing(wait: Duration) -> Pushing {
    let rules = Rules { networks: vec!["127.0.0.1/32".parse().unwrap()] };
    Pushing { egress: Egress::new(rules).unwrap(), contact: "mailto:ops@example.org".into(), wait }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::now().plus_seconds(seconds)
}

/// The stage, where some can be woken.
struct Night {
    stage: Stage,
    service: Service,
}

impl Night {
    async fn of(cast: &[Cast]) -> Self {
        Self::on(&memory(), cast).await
    }

    async fn on(store: &Store, cast: &[Cast]) -> Self {
        let mut stage = Stage::on(store).await;
        stage.chat = stage.chat.clone().with_push(pushing(Duration::from_secs(WAIT as u64)));
        let night = Self { stage, service: Service::open().await };
        for &one in cast {
            night.subscribe(one, true).await;
        }
        night
    }

    async fn subscribe(&self, cast: Cast, text: bool) {
        let subscription = self.service.subscription(&format!("{cast:?}").to_lowercase(), text);
        self.chat().subscribe_push(self.stage.who(cast), subscription).await.unwrap();
    }

    fn chat(&self) -> &Chat {
        &self.stage.chat
    }

    async fn say(&self, cast: Cast, text: &str) -> Message {
        self.stage.say(cast, &self.stage.harbour, text).await
    }

    async fn reply(&self, cast: Cast, root: &Message, text: &str) -> Message {
        let insider = self.stage.inside(cast, &self.stage.harbour).await;
        let reply = Sending { thread: Some(root.id), ..sending(text) };
        self.chat().send(&insider, reply).await.unwrap().0
    }

    /// What is found in the feeds is noted.
    async fn hear(&self) {
        self.chat().hear_now().await.unwrap();
    }

    /// Who is woken by what is due then, by name, with what.
    async fn sent(&self, seconds: i64) -> Vec<(String, Value)> {
        self.chat().wake_due(at(seconds)).await.unwrap();
        let posted = self.service.take();
        let name = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        let mut woken: Vec<_> = posted.iter().map(|it| (name(&it.path), self.service.read(it))).collect();
        woken.sort_by(|one, other| one.0.cmp(&other.0));
        woken
    }

    /// Who is woken once people had their time.
    async fn woken(&self) -> Vec<String> {
        self.hear().await;
        self.sent(WAIT).await.into_iter().map(|it| it.0).collect()
    }

    async fn wants(&self, cast: Cast, channel: &Channel, level: Option<Level>, muted: Option<bool>) {
        let patch = MembershipPatch { starred: None, muted, level };
        self.chat().update_membership(self.stage.who(cast), channel.id, patch).await.unwrap();
    }

    fn mention(&self, cast: Cast) -> String {
        format!("<@{}>", self.stage.who(cast).user)
    }
}

const NOBODY: [&str; 0] = [];

#[tokio::test]
async fn a_mention_wakes_whom_it_names_and_says_what_they_may_read() {
    let night = Night::of(&[Bela, Cleo, Dora]).await;
    night.say(Bela, "nothing to see").await;
    assert_eq!(night.woken().await, NOBODY, "they want mentions only");
    let secret = night.stage.cove.id;
    let text = format!("{}, see <#{secret}>\nand {} `code`", night.mention(Cleo), night.mention(Dora));
    let message = night.say(Bela, &text).await;
    night.hear().await;
    assert_eq!(night.sent(0).await, [], "first they may read it elsewhere");
    let [(who, said)] = &night.sent(WAIT).await[..] else { panic!("one is woken: dora is outside") };
    assert_eq!(who, "cleo");
    let words = json!({
        "v": 1, "tag": message.channel, "about": message.id, "url": format!("/c/{}?at={}", message.channel, message.seq),
        "reminder": false, "workspace": "Pier", "channel": "harbour", "author": "bela",
        "text": "@cleo, see #cove and @dora `code`", "files": 0, "count": 1, "thread": false,
    });
    assert_eq!(*said, words);
    assert_eq!(night.woken().await, NOBODY, "once");
    assert_eq!(night.chat().pushed(), Pushed { sent: 1, ..Pushed::default() });
}

#[tokio::test]
async fn a_keyword_wakes_as_a_mention_does() {
    let night = Night::of(&[Bela, Cleo]).await;
    let keywords = Some(vec!["tide".to_owned()]);
    let patch = AccountPatch { keywords, ..AccountPatch::default() };
    night.chat().update_account(night.stage.who(Cleo), patch).await.unwrap();
    night.say(Ada, "tides").await;
    assert_eq!(night.woken().await, NOBODY);
    night.say(Ada, "The tide!").await;
    assert_eq!(night.woken().await, ["cleo"]);
    let root = night.say(Bela, "root").await;
    night.reply(Ada, &root, "another tide").await;
    assert_eq!(night.woken().await, ["bela", "cleo"], "bela's thread, cleo's word");
    night.wants(Cleo, &night.stage.harbour, None, Some(true)).await;
    night.say(Ada, "The tide, once more").await;
    assert_eq!(night.woken().await, NOBODY, "muted");
}

#[tokio::test]
async fn names_of_channels_that_one_may_not_read_stay_unsaid() {
    let night = Night::of(&[Cleo]).await;
    let ada = night.stage.inside(Ada, &night.stage.cove).await;
    night.chat().leave(&ada, night.stage.who(Cleo).user).await.unwrap();
    night.say(Bela, &format!("{} <#{}>", night.mention(Cleo), night.stage.cove.id)).await;
    night.hear().await;
    assert_eq!(night.sent(WAIT).await[0].1["text"], "@cleo #…");
}

#[tokio::test]
async fn a_device_that_wants_no_text_gets_none() {
    let night = Night::of(&[]).await;
    night.subscribe(Cleo, false).await;
    let message = night.say(Bela, &format!("{} geheim", night.mention(Cleo))).await;
    night.hear().await;
    let said = night.sent(WAIT).await.remove(0).1;
    let url = format!("/c/{}?at={}", message.channel, message.seq);
    assert_eq!(
        said,
        json!({"v": 1, "tag": message.channel, "about": message.id, "url": url, "reminder": false})
    );
    assert_eq!(night.chat().subscribed(night.stage.who(Cleo)).await, Ok(Some(false)));
    assert_eq!(night.chat().subscribed(night.stage.who(Bela)).await, Ok(None));
}

#[tokio::test]
async fn everybody_is_woken_as_they_chose() {
    let night = Night::of(&[Ada, Bela, Cleo, Emil]).await;
    let harbour = &night.stage.harbour;
    night.wants(Cleo, harbour, Some(Level::All), None).await;
    night.say(Bela, "just so").await;
    assert_eq!(night.woken().await, ["cleo"]);
    night.wants(Ada, harbour, Some(Level::Nothing), None).await;
    night.wants(Emil, harbour, None, Some(true)).await;
    let all = format!("<!channel> {} {}", night.mention(Ada), night.mention(Emil));
    night.say(Bela, &all).await;
    assert_eq!(night.woken().await, ["cleo"], "not who wants nothing, has it muted, or wrote it");
}

#[tokio::test]
async fn a_direct_message_wakes_the_other() {
    let night = Night::of(&[Bela, Cleo, Emil]).await;
    let bela = night.chat().fellow(night.stage.who(Bela), night.stage.workspace).await.unwrap();
    let direct = night.chat().open_direct(&bela, vec![night.stage.who(Cleo).user]).await.unwrap();
    night.stage.say(Bela, &direct, "psst").await;
    night.hear().await;
    let [(who, said)] = &night.sent(WAIT).await[..] else { panic!("cleo alone") };
    assert_eq!((who.as_str(), &said["channel"], &said["text"]), ("cleo", &json!(""), &json!("psst")));
    night.wants(Cleo, &direct, None, Some(true)).await;
    night.stage.say(Bela, &direct, "psst!").await;
    assert_eq!(night.woken().await, NOBODY, "muted");
}

#[tokio::test]
async fn a_reply_wakes_who_follows_the_thread() {
    let night = Night::of(&[Ada, Bela, Cleo, Emil]).await;
    let root = night.say(Ada, "who comes?").await;
    night.reply(Bela, &root, "me").await;
    night.hear().await;
    let [(who, said)] = &night.sent(WAIT).await[..] else { panic!("the root's author") };
    assert_eq!((who.as_str(), &said["thread"]), ("ada", &json!(true)));
    assert_eq!(said["url"], format!("/c/{}/t/{}?at=1", root.channel, root.id));
    night.reply(Ada, &root, &format!("and {}?", night.mention(Cleo))).await;
    assert_eq!(night.woken().await, ["bela", "cleo"]);
    let ada = night.stage.inside(Ada, &night.stage.harbour).await;
    night.chat().follow(&ada, root.id, false).await.unwrap();
    night.reply(Cleo, &root, "no").await;
    assert_eq!(night.woken().await, ["bela"], "ada doesn't care any more");
}

#[tokio::test]
async fn a_conversation_is_one_push_for_all_that_is_unread() {
    let night = Night::of(&[Cleo]).await;
    let text = format!("{} one", night.mention(Cleo));
    let first = night.say(Bela, &text).await;
    night.hear().await;
    night.say(Bela, &format!("{} two", night.mention(Cleo))).await;
    let gone = night.say(Bela, &format!("{} three", night.mention(Cleo))).await;
    night.hear().await;
    let bela = night.stage.inside(Bela, &night.stage.harbour).await;
    night.chat().delete(&bela, gone.id).await.unwrap();
    let [(_, said)] = &night.sent(WAIT).await[..] else { panic!("one push") };
    assert_eq!((&said["count"], &said["text"]), (&json!(2), &json!("@cleo two")), "not what was deleted");
    night.chat().react(&bela, first.id, "👍", true).await.unwrap();
    night.chat().edit(&bela, first.id, &format!("{text}!")).await.unwrap();
    assert_eq!(night.woken().await, NOBODY, "what was decided stays so");
    night.say(Bela, &format!("{} four", night.mention(Cleo))).await;
    assert_eq!(night.woken().await, ["cleo"]);
}

#[tokio::test]
async fn whoever_isnt_to_be_disturbed_sleeps_on() {
    let night = Night::of(&[Cleo]).await;
    let cleo = night.stage.who(Cleo);
    let quiet = async |until: Option<Timestamp>| {
        let status = Status { emoji: "🔕".into(), text: String::new(), until, quiet: true };
        let patch = AccountPatch { status: Some(Some(status)), ..AccountPatch::default() };
        night.chat().update_account(cleo, patch).await.unwrap();
    };
    quiet(None).await;
    night.say(Bela, &format!("{} one", night.mention(Cleo))).await;
    assert_eq!(night.woken().await, NOBODY);
    quiet(Some(at(WAIT - 1))).await;
    night.say(Bela, &format!("{} two", night.mention(Cleo))).await;
    assert_eq!(night.woken().await, ["cleo"], "it's over");
}

/// Whatever happened between the message and its push counts.
#[tokio::test]
async fn nobody_is_woken_who_has_read_it_left_or_gone() {
    let night = Night::of(&[Ada, Bela, Cleo, Emil]).await;
    let stage = &night.stage;
    let everyone = async || {
        let dora = stage.who(Dora).user;
        let message = night.say(Ada, &format!("<!here> <@{dora}>")).await;
        night.hear().await;
        message
    };
    let message = everyone().await;
    let cleo = stage.inside(Cleo, &stage.harbour).await;
    night.chat().mark_read(&cleo, None, message.seq, 0).await.unwrap();
    let ada = stage.inside(Ada, &stage.harbour).await;
    night.chat().leave(&ada, stage.who(Emil).user).await.unwrap();
    assert_eq!(names(night.sent(WAIT).await), ["bela"], "cleo has read it, emil is outside");
    everyone().await;
    night.chat().end_session(stage.who(Bela), stage.who(Bela).session).await.unwrap();
    assert_eq!(names(night.sent(WAIT).await), ["cleo"], "bela has signed out");
    everyone().await;
    night.wants(Cleo, &stage.harbour, None, Some(true)).await;
    assert_eq!(names(night.sent(WAIT).await), NOBODY, "cleo has muted it");
    night.wants(Cleo, &stage.harbour, None, Some(false)).await;
    everyone().await;
    night.chat().set_active(stage.who(Cleo).user, false).await.unwrap();
    assert_eq!(names(night.sent(WAIT).await), NOBODY, "cleo is deactivated");
}

#[tokio::test]
async fn what_is_old_or_unsubscribed_wakes_nobody() {
    let night = Night::of(&[Cleo]).await;
    night.say(Bela, &night.mention(Cleo)).await;
    night.hear().await;
    assert_eq!(names(night.sent(2 * HOUR).await), NOBODY, "no news any more");
    night.say(Bela, &night.mention(Cleo)).await;
    night.hear().await;
    night.chat().unsubscribe_push(night.stage.who(Cleo)).await.unwrap();
    assert_eq!(names(night.sent(WAIT).await), NOBODY);
}

#[tokio::test]
async fn a_browser_that_is_gone_is_forgotten_and_a_busy_service_is_asked_again() {
    let night = Night::of(&[Cleo]).await;
    night.service.answer("503 Busy");
    night.say(Bela, &format!("{} one", night.mention(Cleo))).await;
    assert_eq!(night.woken().await, ["cleo"]);
    assert_eq!(names(night.sent(WAIT + 20).await), NOBODY, "it's given a break");
    night.service.answer("201 Created");
    assert_eq!(names(night.sent(WAIT + 31).await), ["cleo"]);
    night.service.answer("429 Slow\r\nretry-after: 900");
    night.say(Bela, &format!("{} two", night.mention(Cleo))).await;
    night.hear().await;
    assert_eq!(names(night.sent(WAIT).await), ["cleo"]);
    assert_eq!(names(night.sent(WAIT + 800).await), NOBODY, "as long as it wants");
    night.service.answer("410 Gone");
    assert_eq!(names(night.sent(WAIT + 901).await), ["cleo"]);
    assert_eq!(night.chat().subscribed(night.stage.who(Cleo)).await, Ok(None));
    night.say(Bela, &format!("{} three", night.mention(Cleo))).await;
    assert_eq!(night.woken().await, NOBODY);
    assert_eq!(night.chat().pushed(), Pushed { sent: 1, gone: 1, later: 2, refused: 0 });
}

#[tokio::test]
async fn what_a_service_refuses_is_not_sent_again() {
    let night = Night::of(&[Cleo]).await;
    night.service.answer("400 Bad");
    night.say(Bela, &night.mention(Cleo)).await;
    assert_eq!(night.woken().await, ["cleo"]);
    assert_eq!(names(night.sent(HOUR / 2).await), NOBODY);
    assert_eq!(night.chat().pushed().refused, 1);
}

#[tokio::test]
async fn a_device_that_is_off_gets_the_latest_only() {
    let night = Night::of(&[Cleo]).await;
    let mut topics = Vec::new();
    for _ in 0..2 {
        night.say(Bela, &night.mention(Cleo)).await;
        night.hear().await;
        night.chat().wake_due(at(WAIT)).await.unwrap();
        let head = night.service.take().remove(0).head;
        let line = |name: &str| head.lines().find_map(|it| it.strip_prefix(name)).unwrap().to_owned();
        assert!(line("ttl: ").parse::<u32>().unwrap() > 0);
        topics.push(line("topic: "));
    }
    assert_eq!(topics[0], topics[1], "the second replaces the first");
    assert!(topics[0].len() <= 32);
}

#[tokio::test]
async fn only_ones_own_browser_is_subscribed_and_nothing_inside_is_asked() {
    let night = Night::of(&[]).await;
    let egress = Egress::new(Rules::default()).unwrap();
    let strict = night.chat().clone().with_push(Pushing { egress, ..pushing(Duration::ZERO) });
    let (chat, ada) = (&strict, night.stage.who(Ada));
    let inside = night.service.subscription("x", true);
    assert_eq!(chat.subscribe_push(ada, inside).await.unwrap_err().code(), "invalid");
    for endpoint in ["http://push.example.org/x", "https://10.0.0.1/x", "https://push.example.org:8443/x"] {
        let subscription = Subscribing { endpoint: endpoint.into(), ..night.service.subscription("x", true) };
        assert_eq!(chat.subscribe_push(ada, subscription).await.unwrap_err().code(), "invalid");
    }
    let bad = Subscribing { auth: "short".into(), ..night.service.subscription("x", true) };
    assert_eq!(chat.subscribe_push(ada, bad).await.unwrap_err().code(), "invalid");
    let token = chat.create_token(ada, "script", 1).await.unwrap().token;
    let script = chat.authenticate(&token).await.unwrap();
    let refused = chat.subscribe_push(script, night.service.subscription("x", true)).await;
    assert_eq!(refused.unwrap_err().code(), "forbidden");
    let off = node(&memory());
    assert_eq!(off.push_key().await, Ok(None));
}

#[tokio::test]
async fn a_reminder_wakes_who_asked_for_it_unless_dismissed() {
    let night = Night::of(&[Cleo, Bela]).await;
    let message = night.say(Bela, "the ferry").await;
    let reader = night.chat().reader(night.stage.who(Cleo), message.channel).await.unwrap();
    let plan = async |nonce: &str| {
        let planning = Planning {
            nonce: nonce.into(),
            action: PlannedAction::Remind,
            thread: None,
            message: Some(message.id),
            text: String::new(),
            due_at: at(0),
        };
        night.chat().plan(&reader, planning).await.unwrap().0
    };
    plan("one").await;
    night.chat().carry_out_due(at(0)).await.unwrap();
    let [(who, said)] = &night.sent(WAIT).await[..] else { panic!("cleo is reminded") };
    assert_eq!((who.as_str(), &said["reminder"], &said["text"]), ("cleo", &json!(true), &json!("the ferry")));
    let two = plan("two").await;
    night.chat().carry_out_due(at(0)).await.unwrap();
    night.chat().unplan(night.stage.who(Cleo), two.id).await.unwrap();
    assert_eq!(names(night.sent(WAIT).await), NOBODY);
}

/// Two nodes, one key, one of them at work: everybody is woken once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_share_the_key_and_the_work() {
    let store = memory();
    let night = Night::on(&store, &[Cleo]).await;
    let wait = Duration::from_millis(100);
    let nodes = [node(&store).with_push(pushing(wait)), node(&store).with_push(pushing(wait))];
    let keys = tokio::join!(nodes[0].push_key(), nodes[1].push_key());
    assert!(keys.0.as_ref().unwrap().is_some());
    assert_eq!(keys.0, keys.1);
    night.say(Bela, &format!("{} before anybody followed", night.mention(Cleo))).await;
    let running = nodes.clone().map(|it| tokio::spawn(it.keep_hearing()));
    let started = Instant::now();
    while nodes.iter().all(|it| it.duties().iter().all(|held| held.duty != HEAR)) {
        assert!(started.elapsed() < Duration::from_secs(20), "somebody takes the duty");
        sleep(Duration::from_millis(20)).await;
    }
    sleep(Duration::from_millis(500)).await;
    let holder = nodes.iter().find(|it| !it.duties().is_empty()).unwrap();
    let harbour = night.stage.harbour.id;
    let who: SignedIn = night.stage.who(Bela);
    let insider = holder.insider(who, harbour).await.unwrap();
    holder.send(&insider, sending(&format!("{} hello", night.mention(Cleo)))).await.unwrap();
    let said = loop {
        assert!(started.elapsed() < Duration::from_secs(40), "nobody was woken");
        if let Some(one) = night.service.take().pop() {
            break night.service.read(&one);
        }
        sleep(Duration::from_millis(20)).await;
    };
    assert_eq!(
        (&said["text"], &said["count"]),
        (&json!("@cleo hello"), &json!(1)),
        "what was before is no news"
    );
    sleep(Duration::from_millis(1_500)).await;
    assert!(night.service.take().is_empty(), "once");
    running.iter().for_each(tokio::task::JoinHandle::abort);
}

fn names(sent: Vec<(String, Value)>) -> Vec<String> {
    sent.into_iter().map(|it| it.0).collect()
}

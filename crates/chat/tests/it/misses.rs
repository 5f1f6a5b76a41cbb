//! Who is owed an e-mail, and when. What it says, and that it comes once, is held against a real
//! mail server by tests/mail.

use std::time::Duration;

use chat::{Chat, Refusal, SignedIn, letters::Letters, messages::Sending};
use mail::{Mailer, Server};
use protocol::{Channel, Hours, Level, Message, MissedMail, Notices, Timestamp, UserId};
use store::{Store, channels::MembershipPatch, people::AccountPatch};

use crate::stage::{
    Cast::{self, Ada, Bela, Cleo, Dora, Emil},
    Stage, memory, sending,
};

/// How long people have to read something themselves.
const WAIT: i64 = 600;

/// The stage, with a mail server that isn't there.
struct Office {
    stage: Stage,
    store: Store,
}

impl Office {
    async fn new() -> Self {
        let store = memory();
        let mut stage = Stage::on(&store).await;
        let server = Server::parse("smtp://localhost:9").unwrap();
        let mailer = Mailer::new(&server, "Workloop <chat@example.org>".parse().unwrap()).unwrap();
        let wait = Duration::from_secs(WAIT as u64);
        let letters = Letters { mailer, address: "https://chat.example.org".into(), key: [7; 32], wait };
        stage.chat = stage.chat.clone().with_mail(letters);
        stage.chat.hear_now().await.unwrap();
        Self { stage, store }
    }

    fn chat(&self) -> &Chat {
        &self.stage.chat
    }

    fn user(&self, cast: Cast) -> UserId {
        self.stage.who(cast).user
    }

    fn name(&self, cast: Cast) -> String {
        format!("<@{}>", self.user(cast))
    }

    async fn say(&self, cast: Cast, text: &str) -> Message {
        self.stage.say(cast, &self.stage.harbour, text).await
    }

    async fn choose(&self, cast: Cast, missed: MissedMail, zone: &str) {
        let notices = Some(Notices { missed, ..Notices::default() });
        let patch = AccountPatch { notices, time_zone: Some(zone.to_owned()), ..AccountPatch::default() };
        self.chat().update_account(self.stage.who(cast), patch).await.unwrap();
    }

    async fn wants(&self, cast: Cast, channel: &Channel, level: Option<Level>, muted: Option<bool>) {
        let patch = MembershipPatch { starred: None, muted, level };
        self.chat().update_membership(self.stage.who(cast), channel.id, patch).await.unwrap();
    }

    /// Who is owed one within so many seconds; nobody is afterwards.
    async fn owed(&self, seconds: i64) -> Vec<Cast> {
        self.chat().hear_now().await.unwrap();
        let due = self.store.due_missed(Timestamp::now().plus_seconds(seconds), 100).await.unwrap();
        let mut owed = Vec::new();
        for missed in due {
            self.store.end_missed(&missed, missed.last).await.unwrap();
            owed.extend([Ada, Bela, Cleo, Dora, Emil].into_iter().find(|it| self.user(*it) == missed.user));
        }
        owed.sort_unstable_by_key(|it| *it as usize);
        owed
    }
}

#[tokio::test]
async fn whom_a_message_concerns_is_owed_an_e_mail_after_a_while() {
    let office = Office::new().await;
    office.say(Ada, "just so").await;
    assert_eq!(office.owed(WAIT).await, []);
    office.say(Ada, &format!("{} and {}", office.name(Cleo), office.name(Dora))).await;
    assert_eq!(office.owed(WAIT - 5).await, [], "first they may read it");
    assert_eq!(office.owed(WAIT).await, [Cleo], "dora is outside");
    office.say(Ada, "<!channel> all of you").await;
    assert_eq!(office.owed(WAIT).await, [Bela, Cleo, Emil], "not who wrote it");
    let ada = office.chat().fellow(office.stage.who(Ada), office.stage.workspace).await.unwrap();
    let direct = office.chat().open_direct(&ada, vec![office.user(Dora)]).await.unwrap();
    office.stage.say(Ada, &direct, "psst").await;
    assert_eq!(office.owed(WAIT).await, [Dora]);
}

#[tokio::test]
async fn a_keyword_counts_and_a_thread_needs_a_name() {
    let office = Office::new().await;
    let patch = AccountPatch { keywords: Some(vec!["tide".to_owned()]), ..AccountPatch::default() };
    office.chat().update_account(office.stage.who(Cleo), patch).await.unwrap();
    let root = office.say(Bela, "the tide").await;
    assert_eq!(office.owed(WAIT).await, [Cleo]);
    let insider = office.stage.inside(Ada, &office.stage.harbour).await;
    let reply = async |text: &str| {
        let reply = Sending { thread: Some(root.id), ..sending(text) };
        office.chat().send(&insider, reply).await.unwrap();
    };
    reply("so it is").await;
    assert_eq!(office.owed(WAIT).await, [], "bela's thread, where nobody is named");
    reply(&office.name(Emil)).await;
    assert_eq!(office.owed(WAIT).await, [Emil]);
}

#[tokio::test]
async fn everybody_is_written_to_as_they_chose() {
    let office = Office::new().await;
    let harbour = &office.stage.harbour;
    office.choose(Cleo, MissedMail::Never, "").await;
    office.choose(Emil, MissedMail::Hourly, "").await;
    office.say(Ada, "<!channel>").await;
    assert_eq!(office.owed(WAIT).await, [Bela]);
    assert_eq!(office.owed(3_600).await, [Emil]);
    office.choose(Emil, MissedMail::Daily, "Asia/Kolkata").await;
    office.wants(Bela, harbour, None, Some(true)).await;
    office.say(Ada, "<!channel>").await;
    assert_eq!(office.owed(24 * 3_600).await, [Emil], "bela muted it");
    office.wants(Bela, harbour, Some(Level::Nothing), Some(false)).await;
    office.say(Ada, &office.name(Bela)).await;
    assert_eq!(office.owed(24 * 3_600).await, []);
}

#[tokio::test]
async fn hours_must_be_a_schedule() {
    let office = Office::new().await;
    let change = async |hours| {
        let notices = Some(Notices { hours: Some(hours), ..Notices::default() });
        let patch = AccountPatch { notices, ..AccountPatch::default() };
        office.chat().update_account(office.stage.who(Bela), patch).await
    };
    let refused = change(Hours { days: vec![9], from: 0, to: 60 }).await.unwrap_err();
    assert!(matches!(refused, Refusal::Invalid { field: "notices", .. }), "{refused:?}");
    let hours = Hours { days: vec![1, 5], from: 1_320, to: 60 };
    assert_eq!(change(hours.clone()).await.unwrap().notices.hours, Some(hours));
}

#[tokio::test]
async fn a_link_that_is_not_ours_stops_nothing() {
    let office = Office::new().await;
    let SignedIn { user, .. } = office.stage.who(Bela);
    for code in ["", "x", &format!("{user}"), &format!("{user}."), &format!("{user}.AAAA")] {
        let refused = office.chat().unsubscribe(code, "192.0.2.7").await.unwrap_err();
        assert!(matches!(refused, Refusal::Invalid { field: "code", .. }), "{code}: {refused:?}");
    }
    assert_eq!(office.store.account(user).await.unwrap().notices, Notices::default());
}

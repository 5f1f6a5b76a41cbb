//! What links lead to: who is asked, how often, what comes of it, and what takes it away.

mod website;

use chat::{Chat, files::Wanted, previews::Previewing};
use egress::{Egress, Rules};
use media::Media;
use protocol::{FileState, Message, Timestamp};
use store::Store;
use tokio::time::{Duration, sleep};
use website::Website;

use crate::stage::{
    Cast::{self, Ada, Bela, Cleo, Emil},
    Stage, memory, node,
};

/// Asks websites on this machine, which no other server may.
fn previewing() -> Previewing {
    let rules = Rules { networks: vec!["127.0.0.1/32".parse().unwrap()] };
    let address = Some("http://127.0.0.1:9/".parse().unwrap());
    Previewing { egress: Egress::new(rules).unwrap(), address }
}

/// The stage, where links are looked at, and a website.
struct Pier {
    stage: Stage,
    media: Media,
    site: Website,
    _folder: tempfile::TempDir,
}

impl Pier {
    async fn new() -> Self {
        Self::on(&memory()).await
    }

    async fn on(store: &Store) -> Self {
        let mut stage = Stage::on(store).await;
        let folder = tempfile::tempdir().unwrap();
        let (media, _) = Media::disk(folder.path().to_owned(), [7; 32], "/media").unwrap();
        stage.chat = stage.chat.clone().with_media(media.clone(), 10_000_000).with_previews(previewing());
        Self { stage, media, site: Website::open().await, _folder: folder }
    }

    fn chat(&self) -> &Chat {
        &self.stage.chat
    }

    async fn say(&self, cast: Cast, text: &str) -> Message {
        self.stage.say(cast, &self.stage.harbour, text).await
    }

    /// What becomes of it once its links were looked at.
    async fn looked_at(&self, message: &Message) -> Message {
        self.chat().look_at_links(Timestamp::now()).await.unwrap();
        self.now(message).await
    }

    async fn now(&self, message: &Message) -> Message {
        let reader = self.chat().reader(self.stage.who(Ada), message.channel).await.unwrap();
        self.chat().message(&reader, message.id).await.unwrap()
    }

    async fn edit(&self, message: &Message, text: &str) -> Message {
        let insider = self.stage.inside(Cleo, &self.stage.harbour).await;
        self.chat().edit(&insider, message.id, text).await.unwrap();
        self.looked_at(message).await
    }

    async fn keys(&self) -> Vec<String> {
        self.media.list_keys("", "", 100).await.unwrap()
    }
}

#[tokio::test]
async fn a_link_shows_what_it_leads_to_some_moments_later() {
    let pier = Pier::new().await;
    let link = pier.site.at("/tides");
    let said = pier.say(Cleo, &format!("see {link}#low")).await;
    assert_eq!((said.previews.len(), pier.site.asked()), (0, vec![]), "nobody waits for it");
    let shown = pier.looked_at(&said).await;
    assert!(shown.rev > said.rev && shown.edited_at.is_none());
    let [preview] = &shown.previews[..] else { panic!("{shown:?}") };
    assert_eq!((&*preview.url, &*preview.site), (&*format!("{link}#low"), "Harbour News"));
    assert_eq!((&*preview.title, &*preview.description), ("Tides", "When the water comes"));
    assert_eq!(pier.site.asked(), ["/tides", "/pier.png"], "what is behind # is nobody's business");
    let image = preview.image.as_ref().unwrap();
    assert_eq!((image.owner, image.state), (said.author, FileState::Ready));
    let facts = image.image.as_ref().unwrap();
    assert_eq!((facts.width, facts.height), (720, 360), "a small copy");
    let wanted = Wanted { file: image.id, width: None, download: false };
    let see = async |who| pier.chat().file_url(who, wanted).await;
    pier.stage.expect("see the picture", "+++++0+00", see).await;
    pier.looked_at(&said).await;
    assert_eq!(pier.site.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn a_page_is_asked_once_for_all_who_link_to_it() {
    let pier = Pier::new().await;
    let link = pier.site.at("/tides");
    let mut said = Vec::new();
    for cast in [Ada, Bela, Cleo] {
        said.push(pier.say(cast, &link).await);
    }
    for one in &said {
        pier.looked_at(one).await;
    }
    assert_eq!(pier.site.asked(), ["/tides", "/pier.png"]);
    let mut pictures = Vec::new();
    for one in &said {
        pictures.push(pier.now(one).await.previews[0].image.clone().unwrap().id);
    }
    pictures.dedup();
    assert_eq!(pictures.len(), 3, "each its own copy");
    let (later, before) = (Timestamp::now().plus_seconds(25 * 3_600), pier.keys().await.len());
    pier.chat().forget_pages(later).await.unwrap();
    assert_eq!(pier.keys().await.len(), before - 1, "what was kept goes, theirs stay");
    let insider = pier.stage.inside(Ada, &pier.stage.harbour).await;
    pier.chat().delete(&insider, said[0].id).await.unwrap();
    pier.chat().sweep(Timestamp(0)).await.unwrap();
    assert_eq!(pier.keys().await.len(), before - 2);
    let again = pier.say(Emil, &link).await;
    assert_eq!(pier.looked_at(&again).await.previews.len(), 1);
    assert_eq!(pier.site.asked(), ["/tides", "/pier.png"]);
}

#[tokio::test]
async fn what_says_nothing_shows_nothing_and_is_no_error() {
    let pier = Pier::new().await;
    let links = ["/nothing", "/away", "/loop", "/inside", "/flood"].map(|path| pier.site.at(path));
    for link in links {
        let said = pier.say(Cleo, &link).await;
        let shown = pier.looked_at(&said).await;
        assert_eq!((shown.previews.len(), shown.rev), (0, said.rev), "{link}");
        assert!(!pier.site.asked().is_empty(), "{link}");
        let again = pier.say(Cleo, &link).await;
        pier.looked_at(&again).await;
        assert_eq!(pier.site.asked(), Vec::<String>::new(), "{link}: that is remembered too");
    }
    let text_only = pier.say(Cleo, &pier.site.at("/no-picture")).await;
    assert_eq!(pier.looked_at(&text_only).await.previews[0].image, None);
}

#[tokio::test]
async fn nobody_is_asked_for_code_for_ourselves_or_inside() {
    let pier = Pier::new().await;
    let link = pier.site.at("/tides");
    for text in [
        format!("`{link}`"),
        "http://127.0.0.1:9/c/1".to_owned(),
        link.replace("127.0.0.1", "127.0.0.2"),
        "http://169.254.169.254/latest/meta-data".to_owned(),
    ] {
        let said = pier.say(Cleo, &text).await;
        assert_eq!(pier.looked_at(&said).await, said, "{text}");
    }
    assert_eq!(pier.site.asked(), Vec::<String>::new());
    let many: Vec<String> = (0..5).map(|n| pier.site.at(&format!("/tides?{n}"))).collect();
    let said = pier.say(Cleo, &many.join(" ")).await;
    let shown = pier.looked_at(&said).await;
    assert_eq!(
        shown.previews.iter().map(|it| &it.url).collect::<Vec<_>>(),
        many[..3].iter().collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn an_edit_takes_and_brings() {
    let pier = Pier::new().await;
    let (one, two) = (pier.site.at("/tides?1"), pier.site.at("/tides?2"));
    let said = pier.say(Cleo, &one).await;
    pier.looked_at(&said).await;
    let urls = |message: &Message| message.previews.iter().map(|it| it.url.clone()).collect::<Vec<_>>();
    assert_eq!(urls(&pier.edit(&said, &format!("{two} {one}")).await), [two.clone(), one.clone()]);
    assert_eq!(urls(&pier.edit(&said, &two).await), [two]);
    assert_eq!(urls(&pier.edit(&said, "no more").await), Vec::<String>::new());
    // Edited out before anybody looked.
    let said = pier.say(Cleo, &pier.site.at("/tides?3")).await;
    pier.site.asked();
    assert_eq!(urls(&pier.edit(&said, "never mind").await), Vec::<String>::new());
    assert_eq!(pier.site.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn a_preview_is_taken_off_by_who_may_delete() {
    let pier = Pier::new().await;
    let (chat, harbour) = (pier.chat(), pier.stage.harbour.id);
    let link = pier.site.at("/tides");
    let take_off = async |who| {
        let insider = chat.insider(who, harbour).await?;
        let said = pier.say(Cleo, &link).await;
        pier.looked_at(&said).await;
        chat.remove_preview(&insider, said.id, &link).await
    };
    pier.stage.expect("take it off", "+++ff0f00", take_off).await;
    let said = pier.say(Cleo, &link).await;
    pier.looked_at(&said).await;
    let insider = pier.stage.inside(Cleo, &pier.stage.harbour).await;
    let picture = pier.now(&said).await.previews[0].image.clone().unwrap();
    let bare = chat.remove_preview(&insider, said.id, &link).await.unwrap();
    assert_eq!(bare.previews, []);
    let twice = chat.remove_preview(&insider, said.id, &link).await.unwrap_err();
    assert_eq!(twice.code(), "not_found");
    assert_eq!(pier.edit(&said, &format!("still {link}")).await.previews, [], "it stays off");
    let wanted = Wanted { file: picture.id, width: None, download: false };
    let gone = chat.file_url(pier.stage.who(Cleo), wanted).await.unwrap_err();
    assert_eq!(gone.code(), "not_found");
}

#[tokio::test]
async fn what_waits_outlives_the_node_and_is_given_up_when_it_is_old() {
    let store = memory();
    let pier = Pier::on(&store).await;
    let said = pier.say(Cleo, &pier.site.at("/tides")).await;
    let other = node(&store).with_media(pier.media.clone(), 10_000_000).with_previews(previewing());
    let looking = tokio::spawn(other.clone().keep_previewing());
    for _ in 0..200 {
        if !pier.now(&said).await.previews.is_empty() {
            break;
        }
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(pier.now(&said).await.previews.len(), 1, "another node looks");
    other.stop_duties().await;
    looking.await.unwrap();
    let old = pier.say(Cleo, &pier.site.at("/tides?old")).await;
    pier.site.asked();
    other.look_at_links(Timestamp::now().plus_seconds(3_600)).await.unwrap();
    assert_eq!((pier.now(&old).await, pier.site.asked()), (old, Vec::new()), "nothing is tried for ever");
    assert_eq!(store.waiting_links(Timestamp(i64::MAX), 10).await.unwrap(), []);
}

#[tokio::test]
async fn without_previews_a_link_is_a_link() {
    let stage = Stage::new().await;
    let said = stage.say(Cleo, &stage.harbour, "https://pier.example").await;
    stage.chat.look_at_links(Timestamp::now()).await.unwrap();
    let reader = stage.chat.reader(stage.who(Cleo), said.channel).await.unwrap();
    assert_eq!(stage.chat.message(&reader, said.id).await.unwrap(), said);
}

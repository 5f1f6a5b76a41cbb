//! Lists of files on messages: who sees which, and how far a name is looked for.

use bus::Bus;
use chat::{Chat, Parts, Settings, files::Listing, messages::Sending};
use protocol::{File, FileId, FileState, Timestamp};
use store::{
    PageRequest, Store,
    files::StoredFile,
    sqlite::{Options, Place, Sqlite},
};

use crate::stage::{Stage, sending, set_up};

fn listing(name: &str, after: Option<String>) -> Listing {
    Listing { kind: None, name: name.into(), page: PageRequest { after, limit: 10 } }
}

#[tokio::test]
async fn files_are_listed_for_those_who_read_the_channel() {
    let stage = Stage::new().await;
    for (channel, verdict) in [(&stage.cove, "+++0+0000"), (&stage.harbour, "+++++0+00")] {
        let list = async |who| {
            let reader = stage.chat.reader(who, channel.id).await?;
            stage.chat.channel_files(&reader, &listing("", None)).await
        };
        stage.expect("list a channel's files", verdict, list).await;
    }
    let list = async |who| {
        let fellow = stage.chat.fellow(who, stage.workspace).await?;
        stage.chat.workspace_files(&fellow, &listing("", None)).await
    };
    stage.expect("list all files that one may read", "+++++++00", list).await;
}

#[tokio::test]
async fn a_name_is_looked_for_page_by_page_and_no_file_is_left_out() {
    let store = Store::new(Sqlite::open(Place::Memory, Options::default()).unwrap());
    let settings = Settings { unlimited: true };
    let chat = Chat::new(Parts { store: store.clone(), bus: Bus::local(), settings });
    let ada = set_up(&chat).await;
    let who = chat.authenticate(&ada.token).await.unwrap();
    let workspace = chat.workspaces_of(who.user).await.unwrap()[0].0.clone();
    let inside = chat.insider(who, workspace.default_channel).await.unwrap();
    let mut first = None;
    for message in 0..210 {
        let mut files = Vec::new();
        for place in 0..10 {
            let id = FileId::new();
            let is_first = (message, place) == (0, 0);
            first = first.or(Some(id));
            let file = File {
                id,
                owner: who.user,
                name: if is_first { "Chart of the bay.png" } else { "log.txt" }.into(),
                size: 3,
                media_type: "text/plain".into(),
                sha256: "00".repeat(32),
                alt: String::new(),
                state: FileState::Ready,
                image: None,
                created_at: Timestamp::now(),
            };
            let prefix = id.to_string();
            let stored = StoredFile { file, workspace: workspace.id, prefix, channel: None, avatar: false };
            store.create_file(stored).await.unwrap();
            files.push(id);
        }
        chat.send(&inside, Sending { files, ..sending("") }).await.unwrap();
    }
    let page = chat.channel_files(&inside, &listing("bay CHART", None)).await.unwrap();
    assert_eq!(page.rows.len(), 0, "it is further back than one request looks");
    let rest = chat.channel_files(&inside, &listing("bay CHART", page.next)).await.unwrap();
    assert_eq!(rest.rows.first().map(|it| it.file.id), first);
    assert_eq!(rest.next, None);

    let (mut all, mut after) = (0, None);
    loop {
        let page = chat.channel_files(&inside, &listing("LOG", after)).await.unwrap();
        all += page.rows.len();
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(all, 2_099);
}

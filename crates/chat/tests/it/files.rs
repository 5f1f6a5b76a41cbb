//! Uploading, looking at and throwing away files; who may see them.

use bytes::Bytes;
use chat::{
    Chat, Refusal, SignedIn,
    files::{NewFile, Transfer, Wanted},
    messages::Sending,
};
use media::{Disk, Media, SignedRequest};
use protocol::{File, FileId, FileState, Timestamp};
use sha2::{Digest, Sha256};
use store::people::AccountPatch;

use crate::stage::{Cast::*, Stage, sending};

/// A stage with a folder for files.
struct Shelf {
    stage: Stage,
    chat: Chat,
    media: Media,
    disk: Disk,
    _folder: tempfile::TempDir,
}

impl Shelf {
    async fn new() -> Self {
        let stage = Stage::new().await;
        let folder = tempfile::tempdir().unwrap();
        let (media, disk) = Media::disk(folder.path().to_owned(), [7; 32], "/media").unwrap();
        let chat = stage.chat.clone().with_media(media.clone(), 10_000_000);
        Self { stage, chat, media, disk, _folder: folder }
    }

    async fn begin(&self, who: SignedIn, new: NewFile) -> Result<(File, SignedRequest), Refusal> {
        let fellow = self.chat.fellow(who, self.stage.workspace).await?;
        let (file, Transfer::Whole(request)) = self.chat.begin_file(&fellow, new).await? else {
            panic!("a folder takes no parts");
        };
        Ok((file, request))
    }

    /// Sends the bytes as a browser would.
    async fn put(&self, request: &SignedRequest, bytes: &[u8]) -> Result<(), media::Error> {
        let (path, query) = request.url.split_once('?').unwrap();
        let key = path.strip_prefix("/media/").unwrap();
        let header = |name: &str| request.headers.iter().find(|it| it.0 == name).map(|it| it.1.clone());
        let mut writer = self.disk.writer(self.disk.verify_put(key, query, header)?).await?;
        writer.write(bytes).await?;
        writer.finish().await.map(|_| ())
    }

    async fn upload(&self, who: SignedIn, name: &str, bytes: &[u8]) -> Result<File, Refusal> {
        let (file, request) = self.begin(who, new(name, bytes)).await?;
        self.put(&request, bytes).await.unwrap();
        self.chat.finish_file(who, file.id).await
    }

    /// Whom the file is shown to, as the stage's verdicts.
    async fn seen_by(&self, file: FileId, verdict: &str) {
        let wanted = Wanted { file, width: None, download: false };
        self.stage.expect("see the file", verdict, async |who| self.chat.file_url(who, wanted).await).await;
    }

    /// What the browser is given: the type, the disposition, the bytes.
    async fn fetch(&self, who: SignedIn, wanted: Wanted) -> (String, String, Bytes) {
        let url = self.chat.file_url(who, wanted).await.unwrap().url;
        let (path, query) = url.split_once('?').unwrap();
        let grant = self.disk.verify_get(path.strip_prefix("/media/").unwrap(), query).unwrap();
        let bytes = self.media.read(&grant.key, 10_000_000).await.unwrap();
        (grant.media_type, grant.content_disposition, bytes)
    }

    async fn keys(&self) -> Vec<String> {
        self.media.list_keys("", "", 100).await.unwrap()
    }

    /// Waits until nothing is stored.
    async fn emptied(&self) {
        for _ in 0..100 {
            if self.keys().await.is_empty() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("bytes stayed: {:?}", self.keys().await);
    }
}

fn new(name: &str, bytes: &[u8]) -> NewFile {
    NewFile {
        name: name.into(),
        size: bytes.len() as u64,
        media_type: "application/octet-stream".into(),
        sha256: Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
        alt: String::new(),
    }
}

fn with(files: &[FileId]) -> Sending {
    Sending { files: files.to_vec(), ..sending("") }
}

fn plain(file: FileId) -> Wanted {
    Wanted { file, width: None, download: false }
}

#[tokio::test]
async fn a_file_is_seen_by_those_who_read_its_channel() {
    let shelf = Shelf::new().await;
    let cleo = shelf.stage.who(Cleo);
    let file = shelf.upload(cleo, "log.txt", b"day one").await.unwrap();
    assert_eq!((file.state, file.media_type.as_str()), (FileState::Ready, "text/plain"));
    shelf.seen_by(file.id, "00+000000").await;
    let inside = shelf.stage.inside(Cleo, &shelf.stage.cove).await;
    let sent = shelf.chat.send(&inside, with(&[file.id, file.id])).await.unwrap().0;
    assert_eq!(sent.files.len(), 1);
    shelf.seen_by(file.id, "+++0+0000").await;
    let public = shelf.upload(cleo, "log.txt", b"day two").await.unwrap();
    let inside = shelf.stage.inside(Cleo, &shelf.stage.harbour).await;
    shelf.chat.send(&inside, with(&[public.id])).await.unwrap();
    shelf.seen_by(public.id, "+++++0+00").await;
    // Asked together, what one may not see is null.
    let wanted = [plain(file.id), plain(public.id), plain(FileId::new())];
    let urls = shelf.chat.file_urls(shelf.stage.who(Dora), &wanted).await.unwrap();
    assert_eq!(urls.iter().map(|it| it.url.is_some()).collect::<Vec<_>>(), [false, true, false]);
}

#[tokio::test]
async fn only_ones_own_file_is_sent_and_only_once() {
    let shelf = Shelf::new().await;
    let file = shelf.upload(shelf.stage.who(Cleo), "log.txt", b"day one").await.unwrap().id;
    let ada = shelf.stage.inside(Ada, &shelf.stage.cove).await;
    assert_eq!(shelf.chat.send(&ada, with(&[file])).await.unwrap_err().code(), "file_unusable");
    let cleo = shelf.stage.inside(Cleo, &shelf.stage.cove).await;
    shelf.chat.send(&cleo, with(&[file])).await.unwrap();
    assert_eq!(shelf.chat.send(&cleo, with(&[file])).await.unwrap_err().code(), "file_unusable");
    let (begun, _) = shelf.begin(shelf.stage.who(Cleo), new("log.txt", b"day two")).await.unwrap();
    assert_eq!(shelf.chat.send(&cleo, with(&[begun.id])).await.unwrap_err().code(), "file_unusable");
}

#[tokio::test]
async fn anothers_file_is_not_there_to_finish_describe_or_delete() {
    let shelf = Shelf::new().await;
    let cleo = shelf.stage.who(Cleo);
    let (file, request) = shelf.begin(cleo, new("log.txt", b"day one")).await.unwrap();
    shelf.put(&request, b"day one").await.unwrap();
    let (stage, chat) = (&shelf.stage, &shelf.chat);
    stage.expect("begin", "+++++++00", async |who| shelf.begin(who, new("a", b"a")).await).await;
    stage.expect("finish", "00+000000", async |who| chat.finish_file(who, file.id).await).await;
    stage.expect("describe", "00+000000", async |who| chat.describe_file(who, file.id, "a log").await).await;
    stage.expect("delete", "00+000000", async |who| chat.delete_file(who, file.id).await).await;
}

#[tokio::test]
async fn a_file_that_did_not_arrive_is_not_finished() {
    let shelf = Shelf::new().await;
    let cleo = shelf.stage.who(Cleo);
    let (file, request) = shelf.begin(cleo, new("log.txt", b"day one")).await.unwrap();
    let early = shelf.chat.finish_file(cleo, file.id).await.unwrap_err();
    assert_eq!(early.code(), "not_uploaded");
    assert_eq!(shelf.put(&request, b"day 0ne").await, Err(media::Error::Mismatch("checksum")));
    assert_eq!(shelf.chat.finish_file(cleo, file.id).await.unwrap_err().code(), "not_uploaded");
    shelf.put(&request, b"day one").await.unwrap();
    let first = shelf.chat.finish_file(cleo, file.id).await.unwrap();
    assert_eq!(shelf.chat.finish_file(cleo, file.id).await.unwrap(), first);
}

#[tokio::test]
async fn a_bad_announcement_is_refused_by_field() {
    let shelf = Shelf::new().await;
    let cleo = shelf.stage.who(Cleo);
    let good = || new("log.txt", b"day one");
    for (bad, code, field) in [
        (NewFile { name: "../log.txt".into(), ..good() }, "invalid", "name"),
        (NewFile { name: "".into(), ..good() }, "invalid", "name"),
        (NewFile { size: 0, ..good() }, "invalid", "size"),
        (NewFile { size: 10_000_001, ..good() }, "too_large", "size"),
        (NewFile { media_type: "picture".into(), ..good() }, "invalid", "media_type"),
        (NewFile { media_type: "text/html\r\nx: y".into(), ..good() }, "invalid", "media_type"),
        (NewFile { sha256: "AB".repeat(32), ..good() }, "invalid", "sha256"),
        (NewFile { alt: "a".repeat(1_001), ..good() }, "invalid", "alt"),
    ] {
        let refusal = shelf.begin(cleo, bad).await.unwrap_err();
        assert_eq!((refusal.code(), refusal.field()), (code, Some(field)));
    }
}

#[tokio::test]
async fn unfinished_uploads_are_few_at_once_and_cancelling_frees_one() {
    let shelf = Shelf::new().await;
    let cleo = shelf.stage.who(Cleo);
    let mut last = None;
    for _ in 0..20 {
        last = Some(shelf.begin(cleo, new("log.txt", b"day one")).await.unwrap().0.id);
    }
    let refused = shelf.begin(cleo, new("log.txt", b"day one")).await.unwrap_err();
    assert_eq!(refused.code(), "too_many_uploads");
    shelf.begin(shelf.stage.who(Bela), new("log.txt", b"day one")).await.unwrap();
    shelf.chat.delete_file(cleo, last.unwrap()).await.unwrap();
    shelf.begin(cleo, new("log.txt", b"day one")).await.unwrap();
}

#[tokio::test]
async fn deleting_removes_the_bytes() {
    let shelf = Shelf::new().await;
    let cleo = shelf.stage.who(Cleo);
    let loose = shelf.upload(cleo, "log.txt", b"day one").await.unwrap().id;
    assert_eq!(shelf.keys().await.len(), 1);
    shelf.chat.delete_file(cleo, loose).await.unwrap();
    shelf.emptied().await;
    let sent = shelf.upload(cleo, "log.txt", b"day two").await.unwrap().id;
    let inside = shelf.stage.inside(Cleo, &shelf.stage.cove).await;
    let message = shelf.chat.send(&inside, with(&[sent])).await.unwrap().0;
    // What is on a message goes with the message.
    assert_eq!(shelf.chat.delete_file(cleo, sent).await.unwrap_err().code(), "not_found");
    shelf.chat.delete(&inside, message.id).await.unwrap();
    shelf.emptied().await;
    shelf.seen_by(sent, "000000000").await;
}

#[tokio::test]
async fn orphans_are_swept_and_what_is_in_use_stays() {
    let shelf = Shelf::new().await;
    let cleo = shelf.stage.who(Cleo);
    let sent = shelf.upload(cleo, "log.txt", b"day one").await.unwrap().id;
    let inside = shelf.stage.inside(Cleo, &shelf.stage.cove).await;
    shelf.chat.send(&inside, with(&[sent])).await.unwrap();
    let orphan = shelf.upload(cleo, "log.txt", b"day two").await.unwrap().id;
    assert_eq!(shelf.chat.sweep(Timestamp::now().plus_seconds(-60)).await.unwrap(), 0);
    assert_eq!(shelf.chat.sweep(Timestamp::now().plus_seconds(1)).await.unwrap(), 1);
    shelf.fetch(cleo, plain(sent)).await;
    shelf.seen_by(orphan, "000000000").await;
    assert_eq!(shelf.keys().await.len(), 1);
}

/// A photograph with something in its metadata.
fn photograph(width: u32, height: u32, secret: &str) -> Vec<u8> {
    let mut drawn = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 90]))
        .write_to(&mut drawn, image::ImageFormat::Jpeg)
        .unwrap();
    let drawn = drawn.into_inner();
    let length = u16::try_from(secret.len() + 8).unwrap().to_be_bytes();
    [&drawn[..2], b"\xff\xe1", &length, b"Exif\0\0", secret.as_bytes(), &drawn[2..]].concat()
}

#[tokio::test]
async fn a_picture_is_measured_shrunk_and_forgets_where_it_was_taken() {
    let shelf = Shelf::new().await;
    let cleo = shelf.stage.who(Cleo);
    let bytes = photograph(800, 600, "54.6872N 25.2797E");
    let file = shelf.upload(cleo, "harbour.jpg", &bytes).await.unwrap();
    let image = file.image.clone().unwrap();
    assert_eq!((image.width, image.height, &image.thumbnails[..]), (800, 600, &[360, 720][..]));
    assert!(image.placeholder.starts_with("data:image/jpeg;base64,"), "{}", image.placeholder);
    let (kind, disposition, whole) = shelf.fetch(cleo, plain(file.id)).await;
    assert_eq!(kind, "image/jpeg");
    assert!(disposition.starts_with("inline;"), "{disposition}");
    assert!(!whole.windows(8).any(|part| part == b"25.2797E"));
    let size = async |width| {
        let wanted = Wanted { width: Some(width), ..plain(file.id) };
        let thumbnail = shelf.fetch(cleo, wanted).await.2;
        image::load_from_memory(&thumbnail).unwrap().width()
    };
    assert_eq!((size(1).await, size(361).await, size(721).await), (360, 720, 800));
    let saved = shelf.fetch(cleo, Wanted { download: true, ..plain(file.id) }).await;
    assert!(saved.1.starts_with("attachment;"), "{}", saved.1);
    assert!(!shelf.keys().await.iter().any(|key| key.ends_with("/upload")), "{:?}", shelf.keys().await);
    let picture = AccountPatch { avatar: Some(Some(file.id)), ..AccountPatch::default() };
    shelf.chat.update_account(cleo, picture).await.unwrap();
    shelf.seen_by(file.id, "+++++++00").await;
}

#[tokio::test]
async fn a_bomb_and_a_torn_picture_are_refused() {
    let shelf = Shelf::new().await;
    let cleo = shelf.stage.who(Cleo);
    let whole = photograph(64, 64, "");
    let torn = shelf.upload(cleo, "torn.jpg", &whole[..whole.len() / 3]).await.unwrap_err();
    assert_eq!((torn.code(), torn.field()), ("invalid", Some("file")));
    // One pixel on a canvas of 60,000 × 60,000.
    let head = b"GIF89a\x60\xea\x60\xea\x80\0\0\0\0\0\xff\xff\xff".as_slice();
    let bomb = [head, b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b"].concat();
    let refused = shelf.upload(cleo, "bomb.gif", &bomb).await.unwrap_err();
    assert!(refused.to_string().contains("too many pixels"), "{refused}");
}

#[tokio::test]
async fn a_page_is_saved_and_never_shown() {
    let shelf = Shelf::new().await;
    let cleo = shelf.stage.who(Cleo);
    let page = shelf.upload(cleo, "cat.png", b"<html><script>alert(1)</script>").await.unwrap();
    assert_eq!((page.media_type.as_str(), &page.image), ("text/html", &None));
    let (_, disposition, _) = shelf.fetch(cleo, plain(page.id)).await;
    assert!(disposition.starts_with("attachment;"), "{disposition}");
    let picture = AccountPatch { avatar: Some(Some(page.id)), ..AccountPatch::default() };
    let refused = shelf.chat.update_account(cleo, picture).await.unwrap_err();
    assert_eq!(refused.field(), Some("avatar"));
}

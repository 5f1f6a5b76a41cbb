//! The contract suite on the disk engine.

use async_trait::async_trait;
use media::{
    Disk, Error, Media, SignedRequest,
    contract::{Fetched, Wire, keeps_its_promises},
};
use tokio::io::AsyncReadExt;

/// What the server's route does, without the HTTP around it.
struct Route(Disk);

fn split(url: &str) -> (&str, &str) {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    (path.strip_prefix("/media/").expect("our path"), query)
}

#[async_trait]
impl Wire for Route {
    async fn send(&self, request: &SignedRequest, body: &[u8]) -> Result<(), Error> {
        let (key, query) = split(&request.url);
        let header =
            |name: &str| request.headers.iter().find(|(its, _)| its == name).map(|(_, value)| value.clone());
        let mut writer = self.0.writer(self.0.verify_put(key, query, header)?).await?;
        for piece in body.chunks(3) {
            writer.write(piece).await?;
        }
        writer.finish().await.map(|_| ())
    }

    async fn fetch(&self, url: &str) -> Result<Fetched, Error> {
        let (key, query) = split(url);
        let grant = self.0.verify_get(key, query)?;
        let (mut file, length) = self.0.open_view(&grant).await?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).await.expect("reads");
        assert_eq!(bytes.len() as u64, length);
        let (media_type, content_disposition) = (grant.media_type, grant.content_disposition);
        Ok(Fetched { bytes: bytes.into(), media_type, content_disposition })
    }
}

#[tokio::test]
async fn the_disk_keeps_its_promises() {
    let folder = tempfile::tempdir().unwrap();
    let (media, disk) = Media::disk(folder.path().join("media"), [7; 32], "/media").unwrap();
    keeps_its_promises(&media, &Route(disk)).await;
    assert_eq!(media.list_keys("", "", 9).await, Ok(Vec::new()));
}

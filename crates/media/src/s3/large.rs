//! Files into the bucket, in parts when they are large: a part that fails is sent again by
//! itself, and nothing is held in memory.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>

use std::path::Path;

use aws_sdk_s3::{
    primitives::{ByteStream, Length},
    types::{CompletedMultipartUpload, CompletedPart},
};

use super::{Bucket, unavailable};
use crate::Error;

/// Bytes of a part. S3 takes 10,000 of them, so this is enough for 640 GB.
const PART: u64 = 64 * 1024 * 1024;

impl Bucket {
    /// Stores a file's contents under this name.
    pub(super) async fn put_file(&self, name: String, path: &Path) -> Result<(), Error> {
        let size = tokio::fs::metadata(path).await.map_err(unavailable)?.len();
        if size > PART {
            return self.put_parts(name, path, size).await;
        }
        let body = ByteStream::from_path(path).await.map_err(unavailable)?;
        let asked = self.0.client.put_object().bucket(self.bucket()).key(name);
        let asked = asked.body(body).set_server_side_encryption(self.encryption());
        self.patiently(asked.send()).await.map(drop)
    }

    async fn put_parts(&self, name: String, path: &Path, size: u64) -> Result<(), Error> {
        let begin = self.0.client.create_multipart_upload().bucket(self.bucket()).key(&name);
        let begun = self.quick(begin.set_server_side_encryption(self.encryption()).send()).await?;
        let id = begun.upload_id().ok_or_else(|| Error::Unavailable("an upload without id".to_owned()))?;
        let sent = self.send_parts(&name, id, path, size).await;
        if sent.is_err() {
            let abort = self.0.client.abort_multipart_upload().bucket(self.bucket()).key(&name);
            // The bucket's lifecycle removes what stays.
            let _kept = abort.upload_id(id).send().await;
        }
        sent
    }

    async fn send_parts(&self, name: &str, id: &str, path: &Path, size: u64) -> Result<(), Error> {
        let mut parts = CompletedMultipartUpload::builder();
        for (number, offset) in (1..).zip((0..size).step_by(PART as usize)) {
            let length = PART.min(size - offset);
            let body = ByteStream::read_from().path(path).offset(offset).length(Length::Exact(length));
            let body = body.build().await.map_err(unavailable)?;
            let part = self.0.client.upload_part().bucket(self.bucket()).key(name).upload_id(id);
            let sent = self.patiently(part.part_number(number).body(body).send()).await?;
            let part =
                CompletedPart::builder().part_number(number).set_e_tag(sent.e_tag().map(str::to_owned));
            parts = parts.parts(part.build());
        }
        let complete = self.0.client.complete_multipart_upload().bucket(self.bucket()).key(name);
        self.patiently(complete.upload_id(id).multipart_upload(parts.build()).send()).await.map(drop)
    }
}

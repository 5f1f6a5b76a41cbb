//! Uploads in parts: each is sent by the browser by itself, and again by itself when it got
//! lost. What is under way is known to the bucket alone and found by its key, so any server
//! can sign the next part, and none has to remember.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html>

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_s3::types::{ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart, Part};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

use super::{Bucket, failure, lasting, signed_request};
use crate::{Error, Parts, SignedRequest, UPLOAD_LIFE, signature::unhex};

/// Bytes of a part: small enough to be sent again, and 10,000 of them are enough for 156 GiB.
const PART: u64 = 16 * 1024 * 1024;
/// Parts and uploads of one answer: S3's own limit.
const PAGE: i32 = 1_000;

#[async_trait]
impl Parts for Bucket {
    fn size(&self) -> u64 {
        PART
    }

    async fn begin(&self, key: &str, media_type: &str) -> Result<(), Error> {
        let asked = self.0.client.create_multipart_upload().bucket(self.bucket()).key(self.name(key)?);
        let asked = asked.content_type(media_type).checksum_algorithm(ChecksumAlgorithm::Sha256);
        self.quick(asked.set_server_side_encryption(self.encryption()).send()).await.map(drop)
    }

    async fn sign(
        &self,
        key: &str,
        number: u32,
        size: u64,
        sha256: &str,
        expires_in: Duration,
    ) -> Result<SignedRequest, Error> {
        let sum = unhex(sha256).ok_or(Error::Mismatch("checksum"))?;
        let (name, number) = (self.name(key)?, i32::try_from(number).map_err(|_| Error::TooLarge)?);
        let id = self.under_way(&name).await?.ok_or(Error::NotFound)?;
        let (now, life) = (self.0.clock.now(), expires_in.min(UPLOAD_LIFE));
        let part =
            self.0.client.upload_part().bucket(self.bucket()).key(name).upload_id(id).part_number(number);
        let signed = part
            .content_length(i64::try_from(size).map_err(|_| Error::TooLarge)?)
            .checksum_sha256(BASE64.encode(sum))
            .presigned(lasting(now, life)?)
            .await
            .map_err(failure)?;
        Ok(signed_request(&signed, now, life))
    }

    async fn join(&self, key: &str, size: u64) -> Result<(), Error> {
        let name = self.name(key)?;
        let id = self.under_way(&name).await?.ok_or(Error::NotFound)?;
        let arrived = self.arrived(&name, &id).await?;
        let mut bytes = 0;
        let mut parts = CompletedMultipartUpload::builder();
        for part in arrived {
            bytes += part.size().and_then(|size| u64::try_from(size).ok()).unwrap_or_default();
            let part = CompletedPart::builder()
                .set_part_number(part.part_number)
                .set_e_tag(part.e_tag)
                .set_checksum_sha256(part.checksum_sha256);
            parts = parts.parts(part.build());
        }
        if bytes != size {
            return Err(Error::Mismatch("size"));
        }
        let complete =
            self.0.client.complete_multipart_upload().bucket(self.bucket()).key(name).upload_id(id);
        // S3 may take minutes for thousands of parts.
        self.patiently(complete.multipart_upload(parts.build()).send()).await.map(drop)
    }
}

impl Bucket {
    /// The upload that was begun under this name: the first, should there be several, so
    /// that every server takes the same.
    async fn under_way(&self, name: &str) -> Result<Option<String>, Error> {
        let uploads = self.begun(name).await?;
        Ok(uploads.into_iter().find(|(at, _)| at == name).map(|(_, id)| id))
    }

    /// Names and ids of uploads under way whose names begin so.
    async fn begun(&self, beginning: &str) -> Result<Vec<(String, String)>, Error> {
        let asked = self.0.client.list_multipart_uploads().bucket(self.bucket()).prefix(beginning);
        let answer = self.quick(asked.max_uploads(PAGE).send()).await?;
        let uploads = answer.uploads.unwrap_or_default().into_iter();
        Ok(uploads.filter_map(|upload| Some((upload.key?, upload.upload_id?))).collect())
    }

    async fn arrived(&self, name: &str, id: &str) -> Result<Vec<Part>, Error> {
        let mut parts = Vec::new();
        let mut after = None;
        loop {
            let asked = self.0.client.list_parts().bucket(self.bucket()).key(name).upload_id(id);
            let answer = self.quick(asked.max_parts(PAGE).set_part_number_marker(after).send()).await?;
            let is_last = answer.is_truncated() != Some(true);
            after = answer.next_part_number_marker;
            parts.extend(answer.parts.unwrap_or_default());
            if is_last || after.is_none() {
                return Ok(parts);
            }
        }
    }

    /// Ends what is under way under this name and beneath it. What can still arrive is
    /// refused from now on.
    pub(super) async fn abort(&self, name: &str) -> Result<(), Error> {
        let beneath = format!("{name}/");
        loop {
            let begun = self.begun(name).await?;
            let is_last = begun.len() < PAGE as usize;
            let ours = begun.into_iter().filter(|(at, _)| at == name || at.starts_with(&beneath));
            let mut aborted = 0;
            for (at, id) in ours {
                let asked =
                    self.0.client.abort_multipart_upload().bucket(self.bucket()).key(at).upload_id(id);
                match self.quick(asked.send()).await {
                    // Ended meanwhile.
                    Ok(_) | Err(Error::NotFound) => aborted += 1,
                    Err(error) => return Err(error),
                }
            }
            if is_last || aborted == 0 {
                return Ok(());
            }
        }
    }
}

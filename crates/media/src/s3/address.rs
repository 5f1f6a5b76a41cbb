//! Which bucket, and how to reach it: `s3://bucket?region=…`.

use std::fmt;

use url::Url;

use crate::check_key;

/// A bucket by its URL. Whose it is isn't part of it: credentials come from the
/// environment, a profile or the machine's role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// The bucket.
    pub bucket: String,
    /// AWS's name of the region; the usual places are asked when it's left out.
    pub region: Option<String>,
    /// Another store than Amazon's: `http(s)://host[:port]`.
    pub endpoint: Option<String>,
    /// Whether the bucket is part of the path, rather than of the host's name.
    pub path_style: bool,
    /// What every key begins with, without the slash; empty for none.
    pub prefix: String,
    /// Server-side encryption to ask for: `AES256` or `aws:kms`. Left out, the bucket's
    /// own setting holds, which on AWS always encrypts.
    pub encryption: Option<String>,
}

impl Address {
    /// Reads the URL; the error says what to write instead.
    pub fn parse(url: &str) -> Result<Self, String> {
        let parsed = Url::parse(url).map_err(|_| shape())?;
        let bucket = parsed.host_str().unwrap_or_default();
        let is_bare = matches!(parsed.path(), "" | "/")
            && parsed.username().is_empty()
            && parsed.password().is_none()
            && parsed.port().is_none()
            && parsed.fragment().is_none();
        if parsed.scheme() != "s3" || !is_bare {
            return Err(shape());
        }
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
        let is_name = (3..=63).contains(&bucket.len())
            && bucket
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte));
        if !is_name {
            return Err(format!("`{bucket}` is no bucket's name: 3 to 63 of a-z, 0-9, - and ."));
        }
        let mut address = Self { bucket: bucket.to_owned(), ..Self::default() };
        for (name, value) in parsed.query_pairs() {
            address.set(&name, &value)?;
        }
        Ok(address)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        match (name, value) {
            ("region", value) if is_word(value) => self.region = Some(value.to_owned()),
            ("region", _) => return Err("region must look like eu-central-1".to_owned()),
            ("endpoint", value) => self.endpoint = Some(endpoint(value)?),
            ("style", "path") => self.path_style = true,
            ("style", "host") => self.path_style = false,
            ("style", _) => return Err("style must be path or host".to_owned()),
            ("prefix", value) if check_key(value).is_ok() && value.len() <= 128 => {
                value.clone_into(&mut self.prefix)
            }
            ("prefix", _) => {
                return Err("prefix must be made of A-Z, a-z, 0-9, ., _, - and inner /".to_owned());
            }
            ("encryption", "AES256" | "aws:kms") => self.encryption = Some(value.to_owned()),
            ("encryption", _) => return Err("encryption must be AES256 or aws:kms".to_owned()),
            _ => {
                return Err(format!(
                    "`{name}` isn't known: region, endpoint, style, prefix and encryption are"
                ));
            }
        }
        Ok(())
    }
}

/// The same URL again; there is nothing secret in it.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut url = Url::parse(&format!("s3://{}", self.bucket)).map_err(|_| fmt::Error)?;
        let style = self.path_style.then_some("path");
        let prefix = (!self.prefix.is_empty()).then_some(self.prefix.as_str());
        let pairs = [
            ("region", self.region.as_deref()),
            ("endpoint", self.endpoint.as_deref()),
            ("style", style),
            ("prefix", prefix),
            ("encryption", self.encryption.as_deref()),
        ];
        for (name, value) in pairs {
            if let Some(value) = value {
                url.query_pairs_mut().append_pair(name, value);
            }
        }
        f.write_str(url.as_str())
    }
}

fn shape() -> String {
    "must look like s3://BUCKET?region=REGION".to_owned()
}

fn is_word(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn endpoint(text: &str) -> Result<String, String> {
    let wrong = || "endpoint must look like https://HOST, without user, path or query".to_owned();
    let url = Url::parse(text).map_err(|_| wrong())?;
    let is_bare = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if matches!(url.scheme(), "http" | "https") && url.has_host() && is_bare {
        Ok(url.as_str().trim_end_matches('/').to_owned())
    } else {
        Err(wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_read_and_shown() {
        let plain = Address::parse("s3://harbour-files?region=eu-central-1").unwrap();
        assert_eq!((plain.bucket.as_str(), plain.region.as_deref()), ("harbour-files", Some("eu-central-1")));
        assert!(!plain.path_style);
        let other = "s3://files?region=garage&endpoint=http://127.0.0.1:3900/&style=path&prefix=media/a&encryption=aws:kms";
        let other = Address::parse(other).unwrap();
        assert_eq!(other.endpoint.as_deref(), Some("http://127.0.0.1:3900"));
        assert_eq!((other.path_style, other.prefix.as_str()), (true, "media/a"));
        assert_eq!(Address::parse(&other.to_string()), Ok(other), "what is shown means the same");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (url, says) in [
            ("harbour", "must look like s3://"),
            ("https://harbour.s3.amazonaws.com", "must look like s3://"),
            ("s3://key:secret@harbour", "must look like s3://"),
            ("s3://harbour/folder", "must look like s3://"),
            ("s3://Harbour_Files", "no bucket's name"),
            ("s3://ab", "no bucket's name"),
            ("s3://harbour?regoin=x", "`regoin` isn't known"),
            ("s3://harbour?region=a/b", "region must"),
            ("s3://harbour?endpoint=ftp://x", "endpoint must"),
            ("s3://harbour?endpoint=http://x/y", "endpoint must"),
            ("s3://harbour?style=both", "style must"),
            ("s3://harbour?prefix=../up", "prefix must"),
            ("s3://harbour?encryption=rot13", "encryption must"),
        ] {
            let error = Address::parse(url).unwrap_err();
            assert!(error.contains(says), "{url}: {error}");
        }
    }
}

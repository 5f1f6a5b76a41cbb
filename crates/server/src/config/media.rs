//! Where uploaded files live.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use media::s3::Address;

use super::{
    database::local_path,
    environment::{Bad, Environment, Variable},
};

const MEDIA_URL: &str = "WORKLOOP_MEDIA_URL";
const UPLOAD_MIB: &str = "WORKLOOP_UPLOAD_MIB";

/// The variables of this concern.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: MEDIA_URL,
        default: "file:<data>/media",
        meaning: "Uploaded files: `file:` and a folder, or a private bucket of S3 or of what speaks the same, \
                  `s3://bucket`. After a `?`, joined by `&`: `region=…`; `endpoint=https://host` of another \
                  store than Amazon's, with `style=path` when the bucket isn't part of its host name; \
                  `prefix=…`, so that a bucket can be shared; `encryption=AES256` or `aws:kms`, where the \
                  bucket's own setting isn't enough. Credentials are found where Amazon's tools look: \
                  `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, a profile (`AWS_PROFILE`), the machine's \
                  role. Browsers talk to the bucket, so it must allow that: see docs/OPERATING.md.",
        secret: false,
    },
    Variable {
        name: UPLOAD_MIB,
        default: "100",
        meaning: "Largest file that may be uploaded, in MiB.",
        secret: false,
    },
];

/// See the table above.
pub struct Media {
    /// Where files are.
    pub place: Place,
    /// Largest upload, bytes.
    pub upload_bytes: u64,
}

/// Where files are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a folder; we serve them ourselves.
    Folder(PathBuf),
    /// In a bucket.
    Bucket(Address),
}

impl Place {
    /// Reads the URL given by this variable or option.
    pub fn parse(variable: &str, url: &str) -> Result<Self, Bad> {
        match url.split_once(':') {
            Some(("s3", _)) => {
                Address::parse(url).map(Self::Bucket).map_err(|error| Bad::new(variable, error))
            }
            Some(("file", _)) => local_path(variable, url, "file").map(Self::Folder),
            _ => Err(Bad::new(variable, "must look like file:PATH or s3://BUCKET?region=REGION")),
        }
    }

    /// The folder, if it's one.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Bucket(_) => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "file:{}", folder.display()),
            Self::Bucket(address) => address.fmt(f),
        }
    }
}

impl Media {
    /// Reads the concern.
    pub fn read(environment: &Environment, data: &Path) -> Result<Self, Bad> {
        let place = match environment.get(MEDIA_URL) {
            None => Place::Folder(data.join("media")),
            Some(url) => Place::parse(MEDIA_URL, url)?,
        };
        let upload_bytes = environment.number(UPLOAD_MIB, 100, 1, 10_240)? * 1024 * 1024;
        Ok(Self { place, upload_bytes })
    }

    /// The values in effect, as the table names them.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        let mebibytes = self.upload_bytes / 1024 / 1024;
        vec![(MEDIA_URL, self.place.to_string()), (UPLOAD_MIB, mebibytes.to_string())]
    }
}

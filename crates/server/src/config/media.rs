//! Where uploaded files live.

use std::path::{Path, PathBuf};

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
        meaning: "Uploaded files: `file:` and a folder.",
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
    /// The folder of uploaded files.
    pub folder: PathBuf,
    /// Largest upload, bytes.
    pub upload_bytes: u64,
}

impl Media {
    /// Reads the concern.
    pub fn read(environment: &Environment, data: &Path) -> Result<Self, Bad> {
        let folder = match environment.get(MEDIA_URL) {
            None => data.join("media"),
            Some(url) => local_path(MEDIA_URL, url, "file")?,
        };
        let upload_bytes = environment.number(UPLOAD_MIB, 100, 1, 10_240)? * 1024 * 1024;
        Ok(Self { folder, upload_bytes })
    }

    /// The values in effect, as the table names them.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        let mebibytes = self.upload_bytes / 1024 / 1024;
        vec![(MEDIA_URL, format!("file:{}", self.folder.display())), (UPLOAD_MIB, mebibytes.to_string())]
    }
}

//! What went wrong, and whether the same again may go right.

use mongodb::error::{
    Error as DriverError, ErrorKind, TRANSIENT_TRANSACTION_ERROR, UNKNOWN_TRANSACTION_COMMIT_RESULT,
    WriteFailure,
};

use crate::Error;

/// The server's codes that we tell apart.
/// <https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml>
mod code {
    pub const MAX_TIME: i32 = 50;
    pub const WRITE_CONFLICT: i32 = 112;
    pub const DUPLICATE: i32 = 11000;
    pub const DISK_FULL: i32 = 14031;
    pub const SNAPSHOT_TOO_OLD: i32 = 239;
    pub const SNAPSHOT_UNAVAILABLE: i32 = 246;
    pub const COLLECTION_CHANGED: i32 = 365;
}

/// Inside an operation: an answer for the caller, or trouble with the server.
#[derive(Debug)]
pub enum Fault {
    /// What the operation answers.
    Said(Error),
    /// What the driver says.
    Driver(DriverError),
    /// The primary that was asked isn't the primary any more.
    Lost,
}

/// What operations answer before they are decided.
pub type Work<T> = std::result::Result<T, Fault>;

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Said(error)
    }
}

impl From<DriverError> for Fault {
    fn from(error: DriverError) -> Self {
        Self::Driver(error)
    }
}

impl From<mongodb::bson::error::Error> for Fault {
    fn from(error: mongodb::bson::error::Error) -> Self {
        Self::Said(Error::Internal(error.to_string()))
    }
}

impl Fault {
    /// Whether nothing happened and the same may well succeed now: another transaction was
    /// faster, or the primary went away.
    pub fn is_passing(&self) -> bool {
        let error = match self {
            Self::Said(_) => return false,
            Self::Lost => return true,
            Self::Driver(error) => error,
        };
        error.contains_label(TRANSIENT_TRANSACTION_ERROR)
            || self.is_duplicate()
            || matches!(
                *error.kind,
                ErrorKind::Io(_)
                    | ErrorKind::ConnectionPoolCleared { .. }
                    | ErrorKind::ServerSelection { .. }
            )
            || matches!(
                self.code(),
                Some(
                    code::WRITE_CONFLICT
                        | code::SNAPSHOT_TOO_OLD
                        | code::SNAPSHOT_UNAVAILABLE
                        | code::COLLECTION_CHANGED
                        | code::MAX_TIME
                )
            )
            || error.contains_label("RetryableWriteError")
            || error.contains_label("RetryableError")
    }

    /// Whether a unique index refused it: somebody was faster since it was looked up.
    pub fn is_duplicate(&self) -> bool {
        self.code() == Some(code::DUPLICATE)
    }

    /// Whether a commit may have taken effect, or may be asked for again to find out.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Said(_) => false,
            Self::Lost => true,
            Self::Driver(error) => error.contains_label(UNKNOWN_TRANSACTION_COMMIT_RESULT),
        }
    }

    fn code(&self) -> Option<i32> {
        let Self::Driver(error) = self else { return None };
        match &*error.kind {
            ErrorKind::Command(it) => Some(it.code),
            ErrorKind::Write(WriteFailure::WriteError(it)) => Some(it.code),
            ErrorKind::Write(WriteFailure::WriteConcernError(it)) => Some(it.code),
            ErrorKind::InsertMany(it) => it.write_errors.as_ref()?.first().map(|it| it.code),
            _ => None,
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        let code = fault.code();
        let passing = fault.is_passing();
        match fault {
            Fault::Said(error) => error,
            Fault::Lost => Self::Unavailable("MongoDB's primary was lost".into()),
            Fault::Driver(error) => {
                let text = error.kind.to_string();
                match *error.kind {
                    _ if code == Some(code::DISK_FULL) => Self::ReadOnly(text),
                    _ if passing => Self::Unavailable(text),
                    ErrorKind::Authentication { .. } | ErrorKind::DnsResolve { .. } => {
                        Self::Unavailable(text)
                    }
                    _ => Self::Internal(text),
                }
            }
        }
    }
}

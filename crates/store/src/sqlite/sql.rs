//! Small words for statements and ids; every statement is prepared once per connection.

use protocol::{
    ChannelId, FeedId, FileId, GroupId, InviteId, MessageId, PlannedId, SessionId, UserId, WorkspaceId,
};
use rusqlite::{Connection, Params, Row, ffi, types::Type};

use crate::{Error, Result};

/// Cached statements in one line each.
pub trait Sql {
    /// The first row, if any.
    fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>>;
    /// All rows.
    fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>>;
    /// Changes rows; how many.
    fn run(&self, sql: &str, params: impl Params) -> Result<usize>;
    /// Whether there is a row.
    fn any(&self, sql: &str, params: impl Params) -> Result<bool>;
}

impl Sql for Connection {
    fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        match self.prepare_cached(sql)?.query_row(params, map) {
            Ok(value) => Ok(Some(value)),
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.prepare_cached(sql)?;
        let rows = statement.query_map(params, map)?.collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }

    fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        Ok(self.prepare_cached(sql)?.execute(params)?)
    }

    fn any(&self, sql: &str, params: impl Params) -> Result<bool> {
        Ok(self.prepare_cached(sql)?.exists(params)?)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ffi::ErrorCode::DiskFull | ffi::ErrorCode::SystemIoFailure | ffi::ErrorCode::ReadOnly) => {
                Self::ReadOnly(text)
            }
            Some(ffi::ErrorCode::DatabaseBusy | ffi::ErrorCode::DatabaseLocked) => Self::Unavailable(text),
            _ => Self::Internal(text),
        }
    }
}

/// An id as its 16 bytes.
pub trait Id: Sized {
    /// For a parameter.
    fn key(self) -> [u8; 16];
    /// From a column.
    fn of(bytes: [u8; 16]) -> Self;
}

macro_rules! ids {
    ($($name:ident),*) => {$(
        impl Id for $name {
            fn key(self) -> [u8; 16] {
                self.to_u128().to_be_bytes()
            }
            fn of(bytes: [u8; 16]) -> Self {
                Self::from_u128(u128::from_be_bytes(bytes))
            }
        }
    )*};
}
ids!(GroupId, UserId, WorkspaceId, ChannelId, MessageId, FileId, SessionId, InviteId, PlannedId);

/// Many ids in one column.
pub fn keys<T: Id + Copy>(ids: &[T]) -> Vec<u8> {
    ids.iter().flat_map(|id| id.key()).collect()
}

/// A feed's key: its letter and its id.
pub fn feed_key(feed: FeedId) -> [u8; 17] {
    let (letter, id) = match feed {
        FeedId::Channel(id) => (b'C', id.key()),
        FeedId::Workspace(id) => (b'W', id.key()),
        FeedId::User(id) => (b'U', id.key()),
    };
    let mut key = [letter; 17];
    key[1..].copy_from_slice(&id);
    key
}

/// A thread's column: empty for the channel's own conversation.
pub fn thread_key(thread: Option<MessageId>) -> Vec<u8> {
    thread.map(|id| id.key().to_vec()).unwrap_or_default()
}

/// Typed columns.
pub trait Columns {
    /// An id.
    fn id<T: Id>(&self, column: &str) -> rusqlite::Result<T>;
    /// An id or NULL.
    fn maybe<T: Id>(&self, column: &str) -> rusqlite::Result<Option<T>>;
    /// An id or nothing.
    fn thread(&self, column: &str) -> rusqlite::Result<Option<MessageId>>;
    /// Many ids.
    fn ids<T: Id>(&self, column: &str) -> rusqlite::Result<Vec<T>>;
    /// An enum by its wire word.
    fn word<T: serde::de::DeserializeOwned>(&self, column: &str) -> rusqlite::Result<T>;
    /// A JSON column.
    fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> rusqlite::Result<T>;
}

impl Columns for Row<'_> {
    fn id<T: Id>(&self, column: &str) -> rusqlite::Result<T> {
        self.get(column).map(T::of)
    }

    fn maybe<T: Id>(&self, column: &str) -> rusqlite::Result<Option<T>> {
        Ok(self.get::<_, Option<[u8; 16]>>(column)?.map(T::of))
    }

    fn thread(&self, column: &str) -> rusqlite::Result<Option<MessageId>> {
        Ok(self.ids(column)?.pop())
    }

    fn ids<T: Id>(&self, column: &str) -> rusqlite::Result<Vec<T>> {
        let value = self.get_ref(column)?;
        let bytes = value.as_blob().map_err(|error| damaged(column, error))?;
        Ok(bytes.as_chunks::<16>().0.iter().map(|&id| T::of(id)).collect())
    }

    fn word<T: serde::de::DeserializeOwned>(&self, column: &str) -> rusqlite::Result<T> {
        let word: String = self.get(column)?;
        serde_json::from_value(serde_json::Value::String(word)).map_err(|error| damaged(column, error))
    }

    fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> rusqlite::Result<T> {
        let value = self.get_ref(column)?;
        let text = value.as_str().map_err(|error| damaged(column, error))?;
        serde_json::from_str(text).map_err(|error| damaged(column, error))
    }
}

fn damaged(column: &str, error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    tracing::error!(column, %error, "a stored value can't be read");
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error))
}

/// An enum's wire word.
pub fn word(value: impl serde::Serialize) -> Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        other => Err(Error::Internal(format!("not a word: {other:?}"))),
    }
}

/// A JSON column's text.
pub fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Internal(error.to_string()))
}

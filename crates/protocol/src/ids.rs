//! Typed ids: one capital letter for the kind and a ULID, so they sort by creation time,
//! travel as strings and already have the shape that Slack clients' patterns accept.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use ulid::Ulid;

/// A string that isn't an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {kind} id")]
pub struct BadId {
    /// What the id should have named, for example `channel`.
    pub kind: &'static str,
}

macro_rules! id {
    ($name:ident, $letter:literal, $kind:literal) => {
        #[doc = concat!("Names one ", $kind, ": `", $letter, "` and a ULID.")]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Ulid);

        impl $name {
            /// The letter that opens every id of this kind.
            pub const LETTER: char = $letter;

            /// A new id, sortable by the time of its making.
            #[expect(clippy::new_without_default, reason = "an id is made, not defaulted")]
            pub fn new() -> Self {
                Self(Ulid::new())
            }

            /// Rebuilds the id from its 128 bits; for stores and tests.
            pub const fn from_u128(bits: u128) -> Self {
                Self(Ulid(bits))
            }

            /// The 128 bits behind the letter.
            pub const fn to_u128(self) -> u128 {
                self.0.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut buffer = [0; ulid::ULID_LEN];
                write!(f, "{}{}", Self::LETTER, self.0.array_to_str(&mut buffer))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                let bad = BadId { kind: $kind };
                let rest = text.strip_prefix(Self::LETTER).ok_or(bad.clone())?;
                let ulid = Ulid::from_string(rest).map_err(|_| bad.clone())?;
                // One spelling only: ids are compared as strings by clients and proxies.
                let mut buffer = [0; ulid::ULID_LEN];
                if ulid.array_to_str(&mut buffer) != rest {
                    return Err(bad);
                }
                Ok(Self(ulid))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^", $letter, "[0-7][0-9A-HJKMNP-TV-Z]{25}$")))
                    .description(Some(concat!("A ", $kind, " id.")))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed(stringify!($name))
            }
        }
    };
}

id!(UserId, 'U', "user");
id!(WorkspaceId, 'W', "workspace");
id!(ChannelId, 'C', "channel");
id!(MessageId, 'M', "message");
id!(FileId, 'F', "file");
id!(SessionId, 'S', "session");
id!(InviteId, 'I', "invite");
id!(PlannedId, 'P', "planned thing");
id!(GroupId, 'G', "group");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_prints() {
        let id = ChannelId::new();
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn another_kind_or_another_spelling_is_refused() {
        let id = ChannelId::new().to_string();
        assert!(id.parse::<UserId>().is_err());
        assert!(id.to_lowercase().parse::<ChannelId>().is_err());
        assert!("C".parse::<ChannelId>().is_err());
        assert!("C0123456789012345678901234I".parse::<ChannelId>().is_err());
    }
}

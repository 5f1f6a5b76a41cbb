//! The names of channels and keys on the server. Each bears a hash tag, so that on a cluster
//! a command's names lie in one slot; feeds and people are spread over [`BUCKETS`] tags.

use protocol::{FeedId, UserId};

/// Tags that feeds, and people, are spread over: enough to use any cluster's shards evenly,
/// few enough for a command to say much at once.
const BUCKETS: u128 = 64;

/// Makes names for one installation.
#[derive(Debug, Clone)]
pub struct Names(String);

impl Names {
    /// All names begin with this.
    pub fn new(prefix: impl Into<String>) -> Self {
        Self(prefix.into())
    }

    /// The channel that all nodes hear.
    pub fn all(&self) -> String {
        format!("{{{}:all}}", self.0)
    }

    /// The channel of a feed.
    pub fn feed(&self, feed: FeedId) -> String {
        let bits = match feed {
            FeedId::Channel(id) => id.to_u128(),
            FeedId::Workspace(id) => id.to_u128(),
            FeedId::User(id) => id.to_u128(),
        };
        format!("{{{}:f{}}}:{feed}", self.0, bits % BUCKETS)
    }

    /// The key of a person's connections.
    pub fn presence(&self, user: UserId) -> String {
        format!("{{{}:p{}}}:{user}", self.0, bucket(user))
    }

    /// Keys of nobody's, in all parts of the server.
    pub fn probes(&self) -> impl Iterator<Item = String> {
        (0..BUCKETS).map(|bucket| format!("{{{}:p{bucket}}}:probe", self.0))
    }

    /// The key of a budget.
    pub fn budget(&self, key: &str) -> String {
        // Not tagged: a budget is asked for by itself.
        format!("{}:b:{key}", self.0)
    }
}

/// People of the same bucket can be asked for together.
pub fn bucket(user: UserId) -> u128 {
    user.to_u128() % BUCKETS
}

/// The part of a feed's or everyone's channel that decides on its slot.
pub fn tag(channel: &str) -> &str {
    channel.split_once('}').map_or(channel, |(tag, _)| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_together_lies_together() {
        let names = Names::new("here");
        let (ada, bela) = (UserId::from_u128(64 + 3), UserId::from_u128(3));
        assert_eq!(bucket(ada), bucket(bela));
        assert_eq!(tag(&names.presence(ada)), tag(&names.presence(bela)));
        assert!(names.presence(ada).starts_with("{here:p3}:U"));
        assert_eq!(tag(&names.all()), "{here:all");
    }
}

//! The limits that people and clients meet, in one place.

/// Characters of a message's text.
pub const MESSAGE_CHARS: usize = 16_000;
/// Files on one message.
pub const MESSAGE_FILES: usize = 10;
/// Links of one message that are shown with what they lead to.
pub const PREVIEWS: usize = 3;
/// Different emoji on one message.
pub const MESSAGE_REACTIONS: usize = 50;
/// Emoji of a workspace's own.
pub const EMOJI: usize = 5_000;
/// Characters of such an emoji's name.
pub const EMOJI_CHARS: usize = 32;
/// Bytes of the picture that an emoji is made of.
pub const EMOJI_BYTES: u64 = 2 * 1024 * 1024;
/// Answers of a poll, at most; at least two.
pub const POLL_OPTIONS: usize = 10;
/// Characters of a poll's question.
pub const POLL_CHARS: usize = 300;
/// Characters of one of its answers.
pub const POLL_OPTION_CHARS: usize = 100;
/// Days ahead that a poll can end.
pub const POLL_DAYS: i64 = 366;
/// Pinned messages of one channel.
pub const PINS: usize = 100;
/// Messages that one person keeps saved.
pub const SAVED: usize = 500;
/// Characters of a client's nonce.
pub const NONCE_CHARS: usize = 64;
/// Messages to be sent later and reminders of one person, those that are due included.
pub const PLANNED: usize = 100;
/// Days ahead that something can be planned for.
pub const PLANNED_DAYS: i64 = 366;
/// Characters of a reminder's note.
pub const NOTE_CHARS: usize = 1_000;
/// People in a group direct message, oneself included.
pub const GROUP_PEOPLE: usize = 9;
/// People in a group that is named together.
pub const USER_GROUP_PEOPLE: usize = 100;
/// Such groups of one workspace.
pub const GROUPS: usize = 100;
/// People that one message mentions by themselves and by groups.
pub const MENTIONED: usize = 200;
/// Addresses that are invited at once.
pub const MAILED_INVITES: usize = 20;
/// Rows of one page of any list.
pub const PAGE: usize = 100;
/// Bytes of messages after which a page of them, or of changes, ends: the last may go beyond.
pub const PAGE_BYTES: usize = 1024 * 1024;
/// Changed objects in one frame, and before a feed is reset instead of caught up.
pub const CATCH_UP: usize = 500;
/// Bytes of a gateway message from a client.
pub const FRAME_BYTES: usize = 64 * 1024;
/// Bytes of a JSON request body.
pub const BODY_BYTES: usize = 1024 * 1024;
/// Characters of a display name.
pub const NAME_CHARS: usize = 80;
/// Characters of a status's text.
pub const STATUS_CHARS: usize = 100;
/// Days ahead that a status can end at.
pub const STATUS_DAYS: i64 = 366;
/// Keywords of one person.
pub const KEYWORDS: usize = 25;
/// Characters of a keyword.
pub const KEYWORD_CHARS: usize = 60;
/// Bytes of a person's preferences as JSON.
pub const PREFERENCES_BYTES: usize = 16 * 1024;

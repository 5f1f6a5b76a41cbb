//! The promises of the traits as tests that every engine runs the same: a file per trait,
//! a function per promise. [`suite`](crate::contract_suite) makes them tests of an engine.

pub mod alerts;
pub mod channels;
pub mod concerns;
pub mod emoji;
pub mod feeds;
pub mod files;
pub mod groups;
pub mod leases;
pub mod messages;
pub mod misses;
pub mod model;
pub mod people;
pub mod pins;
pub mod planned;
pub mod polls;
pub mod previews;
pub mod reading;
pub mod saves;
pub mod sessions;
pub mod transfer;
pub mod upkeep;
pub mod wakes;
pub mod workspaces;

use protocol::{Channel, ChannelId, ChannelKind, Message, MessageId, Role, Timestamp, UserId, WorkspaceId};

use crate::{Store, channels::NewChannel, messages::NewMessage, people::NewUser, workspaces::NewWorkspace};

/// Makes each promise a test of the engine that `$open` opens (a `Store` and what must
/// outlive it).
#[macro_export]
macro_rules! contract_suite {
    ($open:expr) => {
        $crate::contract_suite! { @each $open;
            workspaces::it_is_set_up_once_even_when_many_try,
            workspaces::an_invites_last_use_lets_one_person_in,
            workspaces::a_refused_redemption_uses_nothing_up,
            workspaces::a_guest_gets_the_invites_channels_only,
            workspaces::a_revoked_invite_is_no_invite,
            people::addresses_and_handles_are_unique,
            people::a_new_member_is_in_the_default_channel_and_a_guest_is_not,
            people::a_profile_change_moves_both_feeds_and_a_preference_only_ones_own,
            people::a_status_is_seen_by_all_until_taken_off,
            people::the_last_owner_stays_owner,
            people::a_guest_sees_only_whom_they_share_a_channel_with,
            groups::a_group_is_told_to_the_workspace_until_it_is_deleted,
            groups::a_handle_is_a_persons_or_a_groups,
            groups::a_handle_that_many_want_at_once_is_ones,
            groups::only_people_of_the_workspace_are_in_a_group,
            groups::so_many_are_in_a_group_and_so_many_groups_are_there,
            groups::a_group_reaches_those_who_may_read,
            sessions::a_session_is_found_until_it_ends,
            sessions::a_deactivated_person_has_no_session,
            sessions::a_new_password_ends_the_other_sessions,
            sessions::the_oldest_seen_of_too_many_goes,
            sessions::a_device_is_woken_while_its_session_lives,
            sessions::an_endpoint_is_one_sessions,
            sessions::a_device_is_a_browser_of_ones_own,
            sessions::the_longest_known_of_too_many_devices_goes,
            channels::a_direct_message_is_made_once_even_when_all_ask_at_once,
            channels::a_name_is_unique_in_its_workspace,
            channels::a_private_channel_is_unreadable_outside,
            channels::leaving_is_told_before_it_takes_effect,
            channels::joining_reads_what_was_before,
            channels::changing_a_channel_writes_system_messages,
            channels::browsing_finds_by_name_and_topic_in_pages,
            messages::sixty_four_senders_get_dense_unique_places,
            messages::the_same_nonce_at_once_is_one_message,
            messages::a_nonce_with_another_body_is_refused_even_after_an_edit,
            messages::outsiders_and_archived_channels_are_refused,
            messages::a_clock_going_back_keeps_times_unique,
            messages::a_reply_moves_its_root_and_makes_people_follow,
            messages::a_deleted_message_leaves_a_tombstone,
            messages::edits_keep_the_earlier_texts,
            messages::a_reaction_counts_once,
            messages::history_windows_meet,
            messages::pages_of_long_messages_end_early_and_lead_to_all_of_them,
            messages::a_file_hangs_on_one_message_of_its_owner,
            pins::a_pin_is_told_once_and_listed_newest_first,
            pins::a_pin_outlives_an_edit_and_goes_with_its_message,
            pins::a_channel_has_so_many_pins_and_no_more,
            previews::links_wait_from_the_commit_until_they_were_looked_at,
            previews::an_edit_keeps_what_it_keeps_and_takes_what_it_takes,
            previews::a_preview_taken_off_stays_off,
            previews::previews_go_with_their_message,
            previews::a_message_has_three_previews_and_no_more,
            previews::what_pages_said_is_kept_for_a_while,
            reading::a_cursor_never_passes_the_last_nor_goes_back,
            reading::marking_unread_beats_a_late_mark_read,
            reading::an_outsider_has_no_cursor,
            reading::mentions_are_counted_until_read,
            reading::followed_threads_tell_what_is_unread,
            reading::an_older_draft_changes_nothing,
            alerts::an_alert_is_told_once_to_its_owner_alone,
            alerts::alerts_are_counted_until_read_or_gone,
            alerts::an_alert_in_a_thread_makes_one_follow_it,
            alerts::only_who_is_there_has_keywords_to_look_for,
            concerns::what_names_one_is_listed_once_the_latest_first,
            concerns::everyone_is_who_is_there,
            concerns::reactions_of_others_bring_ones_message_to_the_top,
            saves::what_is_saved_is_told_to_its_owner_alone,
            saves::what_is_saved_is_listed_newest_first_until_taken_off,
            saves::what_is_not_there_is_not_saved,
            saves::so_many_are_saved_and_no_more,
            planned::a_plan_is_kept_until_it_is_over,
            planned::the_same_plan_sent_twice_is_one,
            planned::of_two_changes_at_once_one_is_refused,
            planned::what_is_due_is_found_by_time,
            planned::nobody_plans_without_end,
            planned::a_sent_nonce_is_known,
            polls::votes_are_counted_told_changed_and_taken_back,
            polls::an_anonymous_poll_names_nobody_anywhere,
            polls::a_poll_ends_by_hand_or_by_itself,
            polls::votes_are_for_polls_and_go_with_them,
            polls::many_who_vote_at_once_are_all_counted,
            emoji::an_emoji_is_told_to_the_workspace_and_has_its_name_alone,
            emoji::an_emoji_taken_away_is_told_of_and_leaves_its_name,
            emoji::an_emojis_picture_is_that_and_nothing_else,
            emoji::many_who_add_one_name_at_once_add_one_emoji,
            files::a_file_goes_from_begun_to_ready_to_gone,
            files::orphans_are_swept_and_pictures_stay,
            files::files_on_messages_are_listed_where_they_hang,
            files::listed_files_add_up_over_pages_and_many_channels,
            feeds::frames_follow_each_other_without_gaps,
            feeds::catching_up_from_anywhere_ends_at_the_present,
            feeds::small_pages_add_up,
            leases::a_lease_has_one_holder_even_when_all_ask_at_once,
            leases::a_holder_renews_and_keeps_its_fence,
            leases::a_silent_holder_gives_way_after_its_term_and_not_before,
            leases::a_newcomer_waits_for_the_whole_term,
            leases::an_old_holder_is_fenced_off,
            leases::a_lease_given_up_is_free_at_once,
            wakes::what_is_kept_first_stands_even_when_all_bring_one,
            wakes::only_who_is_there_and_can_be_woken_listens,
            wakes::a_channel_is_heard_once_by_however_many,
            wakes::what_waits_grows_and_what_is_done_goes,
            wakes::a_session_is_put_off_as_a_whole,
            wakes::a_thread_has_its_own_cursors,
            misses::only_who_is_there_and_wants_mail_is_written_to,
            misses::one_is_owed_from_the_first_to_the_last,
            misses::what_fails_is_put_off,
            upkeep::a_healthy_store_says_so,
            upkeep::another_epoch_is_another_word,
            upkeep::a_closed_store_takes_no_writes,
            model::any_history_adds_up,
        }
        $crate::contract_suite! { @two $open;
            transfer::everything_moves_unchanged_to_another_engine_and_on,
            transfer::a_move_goes_on_where_it_was_cut_off,
            transfer::only_an_empty_database_takes_an_import,
        }
    };
    (@each $open:expr; $($noun:ident::$promise:ident),* $(,)?) => { $(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $promise() {
            let (store, _kept) = $open;
            $crate::contract::$noun::$promise(&store).await;
        }
    )* };
    (@two $open:expr; $($noun:ident::$promise:ident),* $(,)?) => { $(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $promise() {
            let ((store, _kept), (other, _kept_too)) = ($open, $open);
            $crate::contract::$noun::$promise(&store, &other).await;
        }
    )* };
}

/// A workspace with its owner ada, its members bela and cleo, and `#general`.
pub struct Town {
    /// The engine under test.
    pub store: Store,
    /// Where all is.
    pub workspace: WorkspaceId,
    /// The default channel.
    pub general: ChannelId,
    /// Owner.
    pub ada: UserId,
    /// Member.
    pub bela: UserId,
    /// Member.
    pub cleo: UserId,
}

impl Town {
    /// Sets an empty store up.
    pub async fn new(store: &Store) -> Self {
        let (workspace, general) = (WorkspaceId::new(), ChannelId::new());
        let ada = user("ada");
        let id = ada.id;
        store
            .set_up(NewWorkspace { id: workspace, name: "Harbour".into(), default_channel: general }, ada)
            .await
            .unwrap();
        let mut town = Self { store: store.clone(), workspace, general, ada: id, bela: id, cleo: id };
        town.bela = town.person("bela", Role::Member).await;
        town.cleo = town.person("cleo", Role::Member).await;
        town
    }

    /// Adds somebody.
    pub async fn person(&self, name: &str, role: Role) -> UserId {
        let new = user(name);
        let id = new.id;
        self.store.create_user(new, self.workspace, role).await.unwrap();
        id
    }

    /// Makes a channel by ada.
    pub async fn channel(&self, kind: ChannelKind, name: &str, people: &[UserId]) -> Channel {
        self.store.create_channel(self.new_channel(kind, name, people)).await.unwrap().value
    }

    /// A channel to be made by ada.
    pub fn new_channel(&self, kind: ChannelKind, name: &str, people: &[UserId]) -> NewChannel {
        NewChannel {
            id: ChannelId::new(),
            workspace: self.workspace,
            kind,
            name: name.into(),
            description: String::new(),
            creator: self.ada,
            people: people.to_vec(),
            now: Timestamp::now(),
        }
    }

    /// Says something in `#general`.
    pub async fn say(&self, author: UserId, text: &str) -> Message {
        self.store.append(message(self.general, author, text)).await.unwrap().value.0
    }

    /// Replies in `#general`.
    pub async fn reply(&self, root: MessageId, author: UserId, text: &str) -> Message {
        let reply = NewMessage { thread: Some(root), ..message(self.general, author, text) };
        self.store.append(reply).await.unwrap().value.0
    }
}

/// A new account.
pub fn user(name: &str) -> NewUser {
    NewUser {
        id: UserId::new(),
        email: format!("{name}@example.org"),
        name: name.into(),
        handle: name.into(),
        password_hash: "hash".into(),
        now: Timestamp::now(),
    }
}

/// A message with a nonce of its own, its mentions read from the text.
pub fn message(channel: ChannelId, author: UserId, text: &str) -> NewMessage {
    let id = MessageId::new();
    NewMessage {
        id,
        channel,
        thread: None,
        author,
        nonce: id.to_string(),
        text: text.into(),
        mentions: protocol::mention::mentions(text),
        files: Vec::new(),
        links: Vec::new(),
        poll: None,
        now: Timestamp::now(),
    }
}

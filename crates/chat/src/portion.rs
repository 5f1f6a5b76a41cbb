//! How much is answered at once. A page has a limit of rows, but a message can be fifty times
//! as large as most: without a limit of bytes, those who ask for the largest pages and take
//! them slowly, or not at all, would fill the memory.

use std::ops::Range;

use protocol::{Changes, FeedId, Item, Message, limits};
use store::messages::{History, Window};

/// What an object takes besides its texts, about.
const BARE: usize = 500;
/// An id, as JSON.
const ID: usize = 30;

/// The first of these changes that go into one page.
pub fn of_changes(mut changes: Changes) -> Changes {
    let sizes: Vec<usize> = changes.items.iter().map(of_item).collect();
    let fit = around(&sizes, 0).end;
    if fit < changes.items.len() {
        changes.items.truncate(fit);
        changes.more = true;
        let in_workspace = matches!(changes.feed, FeedId::Workspace(_));
        changes.to = changes.items.last().map_or(changes.from, |item| item.rev(in_workspace));
    }
    changes
}

/// Those of these messages that go into one page, nearest to where it begins.
pub fn of_history(mut history: History, window: Window) -> History {
    let sizes: Vec<usize> = history.messages.iter().map(of_message).collect();
    let begin = match window {
        Window::Latest | Window::Before(_) => sizes.len(),
        Window::After(_) => 0,
        Window::Around(seq) => history.messages.partition_point(|message| message.seq < seq),
    };
    let fit = around(&sizes, begin);
    history.more_after |= fit.end < sizes.len();
    history.more_before |= fit.start > 0;
    history.messages.truncate(fit.end);
    history.messages.drain(..fit.start);
    history
}

/// From where it begins, one after and one before in turn until there is enough; at least one.
fn around(sizes: &[usize], begin: usize) -> Range<usize> {
    let (mut fit, mut bytes) = (begin..begin, 0);
    loop {
        let before = fit.len();
        if let Some(size) = sizes.get(fit.end)
            && has_room(bytes, *size)
        {
            bytes += size;
            fit.end += 1;
        }
        if let Some(size) = fit.start.checked_sub(1).and_then(|it| sizes.get(it))
            && has_room(bytes, *size)
        {
            bytes += size;
            fit.start -= 1;
        }
        if fit.len() == before {
            return fit;
        }
    }
}

fn has_room(bytes: usize, more: usize) -> bool {
    bytes == 0 || bytes + more <= limits::PAGE_BYTES
}

fn of_item(item: &Item) -> usize {
    match item {
        Item::Message(message) => of_message(message),
        _ => BARE,
    }
}

fn of_message(message: &Message) -> usize {
    let reacted: usize = message.reactions.iter().map(|it| BARE / 10 + it.users.len() * ID).sum();
    BARE + message.text.len() + message.files.len() * BARE + message.mentions.len() * ID + reacted
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: usize = limits::PAGE_BYTES / 2;

    #[test]
    fn what_is_small_goes_into_one_page() {
        let sizes = [1_000; 500];
        assert_eq!(around(&sizes, 0), 0..500);
        assert_eq!(around(&sizes, 500), 0..500);
        assert_eq!(around(&[], 0), 0..0);
    }

    #[test]
    fn what_is_large_is_taken_from_where_the_page_begins() {
        let sizes = [HALF; 9];
        assert_eq!(around(&sizes, 0), 0..2);
        assert_eq!(around(&sizes, 9), 7..9);
        assert_eq!(around(&sizes, 4), 3..5);
    }

    #[test]
    fn one_that_is_too_large_goes_by_itself() {
        let sizes = [3 * HALF; 3];
        assert_eq!(around(&sizes, 0), 0..1);
        assert_eq!(around(&sizes, 3), 2..3);
        assert_eq!(around(&sizes, 1), 1..2);
    }

    #[test]
    fn none_is_passed_over() {
        // The small one behind the large one must wait for the next page.
        assert_eq!(around(&[HALF, HALF + 1, 10], 0), 0..1);
    }
}

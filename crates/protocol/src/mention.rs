//! Mentions as they stand in a message's text: `<@U…>`, `<@G…>`, `<!channel>`, `<!here>`.
//! Inside code they are text like any other.

use crate::{GroupId, UserId};

/// Whom a text addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Named people, each once, in order.
    pub users: Vec<UserId>,
    /// Named groups, each once, in order; who is in them isn't said by the text.
    pub groups: Vec<GroupId>,
    /// Everyone in the channel.
    pub all: bool,
}

/// Finds the mentions of a text, leaving out fenced and inline code.
pub fn mentions(text: &str) -> Mentions {
    let mut found = Mentions::default();
    for prose in outside_code(text) {
        let mut rest = prose;
        while let Some(start) = rest.find('<') {
            rest = &rest[start + 1..];
            let Some(end) = rest.find('>') else { break };
            match &rest[..end] {
                "!channel" | "!here" => found.all = true,
                name => {
                    let Some(name) = name.strip_prefix('@') else { continue };
                    if let Ok(user) = name.parse()
                        && !found.users.contains(&user)
                    {
                        found.users.push(user);
                    } else if let Ok(group) = name.parse()
                        && !found.groups.contains(&group)
                    {
                        found.groups.push(group);
                    }
                }
            }
        }
    }
    found
}

/// The parts of a text that aren't code, by CommonMark's rule that a run of backticks is
/// closed by a run of the same length. A run without a closing one is prose.
pub fn outside_code(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(open) = text[at..].find('`').map(|offset| at + offset) {
        let ticks = run(&text[open..]);
        let inside = open + ticks;
        match closing(&text[inside..], ticks) {
            Some(length) => {
                parts.push(&text[from..open]);
                from = inside + length + ticks;
                at = from;
            }
            None => at = inside,
        }
    }
    parts.push(&text[from..]);
    parts
}

fn run(text: &str) -> usize {
    text.bytes().take_while(|&byte| byte == b'`').count()
}

fn closing(text: &str, ticks: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(offset) = text[at..].find('`') {
        at += offset;
        let found = run(&text[at..]);
        if found == ticks {
            return Some(at);
        }
        at += found;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_found_once_and_in_order() {
        let (ada, bela) = (UserId::new(), UserId::new());
        let found = mentions(&format!("<@{bela}> and <@{ada}>, <@{bela}>! <!here>"));
        assert_eq!(found, Mentions { users: vec![bela, ada], groups: vec![], all: true });
    }

    #[test]
    fn groups_are_found_beside_people() {
        let (ada, crew) = (UserId::new(), GroupId::new());
        let found = mentions(&format!("<@{crew}> <@{ada}> <@{crew}> `<@{crew}>`"));
        assert_eq!(found, Mentions { users: vec![ada], groups: vec![crew], all: false });
    }

    #[test]
    fn code_mentions_nobody() {
        let ada = UserId::new();
        assert_eq!(mentions(&format!("`<@{ada}>` ```\n<!channel>\n```")), Mentions::default());
        assert_eq!(mentions(&format!("a ` tick <@{ada}>")).users, [ada]);
    }

    #[test]
    fn rubbish_is_text() {
        assert_eq!(mentions("<@U> <@> <!everyone> < <@Uxxxx"), Mentions::default());
    }
}

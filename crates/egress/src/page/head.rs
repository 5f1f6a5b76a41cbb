//! Reading a page's head: its `<title>`, what it says in OpenGraph's words, in Twitter's, and
//! in HTML's own. Tags are all that is looked at, one after the other, so that no nesting
//! costs anything; nothing is kept but what is answered.

use std::collections::HashMap;

use encoding_rs::{Encoding, UTF_8};
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use url::Url;

use super::{Page, URL_CHARS};

pub const TITLE_CHARS: usize = 200;
const SITE_CHARS: usize = 80;
const DESCRIPTION_CHARS: usize = 400;
/// Bytes in which a page must say how it's written, by HTML's own rule.
const DECLARED: usize = 1_024;

/// What `<meta>`s are looked for, the ones before those that stand in when they're missing.
const TITLE: [&str; 2] = ["og:title", "twitter:title"];
const DESCRIPTION: [&str; 3] = ["og:description", "twitter:description", "description"];
const SITE: [&str; 2] = ["og:site_name", "application-name"];
const IMAGE: [&str; 5] =
    ["og:image:secure_url", "og:image:url", "og:image", "twitter:image", "twitter:image:src"];

/// What a page says of itself; `None` when that is nothing.
pub fn read(bytes: &[u8], charset: Option<&'static Encoding>, url: &Url) -> Option<Page> {
    let declared = || charset_within(bytes.get(..DECLARED).unwrap_or(bytes));
    // A byte order mark has the last word.
    let (text, ..) = charset.or_else(declared).unwrap_or(UTF_8).decode(bytes);
    let said = Said::of(&text);
    let title = said.first(&TITLE, TITLE_CHARS).or_else(|| short(said.title.as_deref()?, TITLE_CHARS))?;
    let base = said.base.as_deref().and_then(|it| url.join(it).ok());
    let image = said.first(&IMAGE, URL_CHARS).and_then(|it| base.as_ref().unwrap_or(url).join(&it).ok());
    Some(Page {
        site: said.first(&SITE, SITE_CHARS).unwrap_or_else(|| host(url)),
        title,
        description: said.first(&DESCRIPTION, DESCRIPTION_CHARS).unwrap_or_default(),
        image: image.filter(|it| matches!(it.scheme(), "http" | "https") && it.as_str().len() <= URL_CHARS),
    })
}

/// How an answer says it's written, by its header.
pub fn charset_of(content_type: &str) -> Option<&'static Encoding> {
    let (_, label) = content_type.split_once("charset=")?;
    let label = label.split(';').next()?.trim().trim_matches('"');
    Encoding::for_label(label.as_bytes())
}

/// The host as people know it.
pub fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    clean(host.strip_prefix("www.").unwrap_or(host), SITE_CHARS)
}

/// One line of at most so many characters; without control characters, and without those
/// that turn the direction of what follows or can't be seen.
pub fn clean(text: &str, most: usize) -> String {
    let is_unseen = |c: char| matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let seen: String = text
        .chars()
        .take(most * 8)
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|&c| !is_unseen(c))
        .collect();
    let mut line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(most) {
        let before_last = line[..end].char_indices().next_back().map_or(0, |(at, _)| at);
        line.truncate(before_last);
        line.truncate(line.trim_end().len());
        line.push('…');
    }
    line
}

fn short(text: &str, most: usize) -> Option<String> {
    Some(clean(text, most)).filter(|it| !it.is_empty())
}

fn charset_within(start: &[u8]) -> Option<&'static Encoding> {
    tokens(&String::from_utf8_lossy(start)).find_map(|token| match token {
        Token::StartTag(tag) if tag.name.0 == b"meta" => match attribute(&tag, "charset") {
            Some(label) => Encoding::for_label(label.as_bytes()),
            None => charset_of(&attribute(&tag, "content")?.to_ascii_lowercase()),
        },
        _ => None,
    })
}

/// What was found, each the first of its name.
#[derive(Default)]
struct Said {
    title: Option<String>,
    base: Option<String>,
    metas: HashMap<String, String>,
}

impl Said {
    fn of(text: &str) -> Self {
        let mut said = Self::default();
        let mut in_title = false;
        for token in tokens(text) {
            match token {
                Token::StartTag(tag) => match &tag.name.0[..] {
                    b"body" => break,
                    b"title" => in_title = said.title.is_none(),
                    b"base" if said.base.is_none() => said.base = attribute(&tag, "href"),
                    b"meta" => said.note(&tag),
                    _ => {}
                },
                Token::String(text) if in_title => {
                    said.title.get_or_insert_default().push_str(&String::from_utf8_lossy(&text));
                }
                Token::EndTag(_) => in_title = false,
                _ => {}
            }
        }
        said
    }

    fn note(&mut self, tag: &StartTag<()>) {
        let name = attribute(tag, "property").or_else(|| attribute(tag, "name"));
        let Some((name, content)) = name.zip(attribute(tag, "content")) else { return };
        let name = name.trim().to_ascii_lowercase();
        let is_known = [&TITLE[..], &DESCRIPTION, &SITE, &IMAGE].iter().any(|all| all.contains(&&*name));
        if is_known && !content.trim().is_empty() {
            self.metas.entry(name).or_insert(content);
        }
    }

    fn first(&self, names: &[&str], most: usize) -> Option<String> {
        names.iter().find_map(|name| short(self.metas.get(*name)?, most))
    }
}

fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::default();
    // What is between <script> and </script> isn't tags.
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(text, emitter).map_while(Result::ok)
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.iter().find(|(it, _)| it.0 == name.as_bytes())?.1;
    Some(String::from_utf8_lossy(value).into_owned())
}

//! What is found, what isn't, and what the index keeps.

use proptest::prelude::*;
use protocol::{ChannelId, FeedId, MessageId, Timestamp, UserId};
use search::{Document, Page, Query, Search, Sort, parse, query::Has};

use crate::stage::{self, ADA, HARBOUR};

const SECRET: ChannelId = ChannelId::from_u128(2);
const BELA: UserId = UserId::from_u128(2);

fn message(number: u64, text: &str) -> Document {
    let ts = Timestamp(number as i64 * 1_000_000);
    Document { seq: 1, rev: 1, ts, text: text.into(), ..stage::message(number) }
}

fn typed(text: &str) -> Query {
    Query { terms: parse(text).words, channels: vec![HARBOUR], limit: 50, ..Query::default() }
}

fn found(page: &Page) -> Vec<u128> {
    page.hits.iter().map(|hit| hit.message.to_u128()).collect()
}

fn filled(texts: &[&str]) -> Search {
    let search = Search::open(None).unwrap();
    for (number, text) in (1..).zip(texts) {
        search.put(&message(number, text)).unwrap();
    }
    search.commit().unwrap();
    search
}

#[test]
fn messages_are_found_however_they_are_written() {
    for (text, typed_text, marked) in [
        ("The Harbour is calm", "harbour", "Harbour"),
        ("The Harbour is calm", "harb", "Harb"),
        ("The Harbour is calm", "ha", "Ha"),
        ("The Harbour is calm", "rbou", "rbou"),
        ("The Harbour is calm", "calm harbour", "calm"),
        ("The Harbour is calm", "\"harbour is\"", "Harbour is"),
        ("Crème brûlée", "BRULEE", "brûlée"),
        ("Creme brulee", "brûlée", "brulee"),
        ("ping 10.0.0.1 now", "10.0.0.1", "10.0.0.1"),
        ("ping 10.0.0.1 now", "0.0.1", "0.0.1"),
        ("see https://example.org/a?b=1#c", "example.org/a?b=1", "example.org/a?b=1"),
        ("the x-forwarded-for header", "x-forwarded-for", "x-forwarded-for"),
        ("the x-forwarded-for header", "forwarded", "forwarded"),
        ("call parseHTTPUrl_fast()", "parsehttpurl_fast", "parseHTTPUrl_fast"),
        ("call parseHTTPUrl_fast()", "url", "Url"),
        ("call parseHTTPUrl_fast()", "fa", "fa"),
        ("call parseHTTPUrl_fast()", "ur", "Ur"),
        ("東京タワーに行く", "東京", "東京"),
        ("東京タワーに行く", "京", "京"),
        ("東京タワーに行く", "タワーに", "タワーに"),
        ("done 🎉 at last", "🎉", "🎉"),
        ("Straße nach Łódź", "strasse lodz", "Straße"),
        ("안녕하세요 여러분", "하세요", "하세요"),
        ("the lighthouse", "lighthuose", "lighthouse"),
        ("the lighthouse", "lihgthuose", "lighthouse"),
        ("a storm comes", "strom", "storm"),
    ] {
        let page = filled(&[text]).query(&typed(typed_text)).unwrap();
        assert_eq!(found(&page), [1], "{typed_text} in {text}");
        let chars: Vec<char> = text.chars().collect();
        let marks: Vec<String> =
            page.hits[0].highlights.iter().map(|[start, end]| chars[*start..*end].iter().collect()).collect();
        assert!(marks.iter().any(|mark| mark == marked), "{typed_text} in {text}: {marks:?}");
    }
}

#[test]
fn what_does_not_match_is_not_found() {
    for (text, typed_text) in [
        ("The Harbour is calm", "storm"),
        ("The Harbour is calm", "harbour storm"),
        ("The Harbour is calm", "harbour -calm"),
        ("The Harbour is calm", "\"is harbour\""),
        ("The Harbour is calm", "al"),
        ("ping 10.0.0.1 now", "10.0.0.2"),
        ("東京タワー", "京東"),
        ("cat", "cta"),
        ("high tide", "ghtid"),
        ("what??", "??"),
    ] {
        let page = filled(&[text]).query(&typed(typed_text)).unwrap();
        assert_eq!((page.total, page.hits.len()), (0, 0), "{typed_text} in {text}");
    }
}

#[test]
fn an_exact_word_stands_before_a_near_one() {
    let page = filled(&["the stork", "the storms", "the storm", "the storn"]).query(&typed("storm")).unwrap();
    assert_eq!(page.total, 4);
    assert_eq!(found(&page)[..2], [3, 2]);
}

#[test]
fn a_channel_one_may_not_see_never_shows_even_in_the_total() {
    let search = filled(&["the treasure"]);
    search.put(&Document { channel: SECRET, ..message(9, "the treasure") }).unwrap();
    search.commit().unwrap();
    let page = search.query(&typed("treasure")).unwrap();
    assert_eq!((page.total, found(&page)), (1, vec![1]));
    let nobody = Query { channels: Vec::new(), ..typed("treasure") };
    assert_eq!(search.query(&nobody).unwrap(), Page::default());
}

#[test]
fn filters_narrow() {
    let search = filled(&["boat one", "boat two", "boat three"]);
    let root = MessageId::from_u128(1);
    let reply = Document {
        author: BELA,
        thread: Some(root),
        has_file: true,
        mentions: vec![ADA],
        ..message(4, "boat")
    };
    search.put(&Document { file_names: vec!["harbour-map.pdf".into()], ..reply }).unwrap();
    search.commit().unwrap();
    let ask = |query: Query| found(&search.query(&Query { sort: Sort::Newest, ..query }).unwrap());
    assert_eq!(ask(typed("boat")), [4, 3, 2, 1]);
    assert_eq!(ask(Query { from: vec![BELA], ..typed("boat") }), [4]);
    assert_eq!(ask(Query { has: vec![Has::File], ..typed("") }), [4]);
    assert!(ask(Query { has: vec![Has::Image], ..typed("boat") }).is_empty());
    assert_eq!(ask(Query { thread: Some(root), ..typed("boat") }), [4]);
    assert_eq!(ask(Query { in_thread: true, ..typed("boat") }), [4]);
    assert_eq!(ask(Query { mentions: Some(ADA), ..typed("boat") }), [4]);
    let (since, until) = (Some(Timestamp(2_000_000)), Some(Timestamp(3_000_000)));
    assert_eq!(ask(Query { since, until, ..typed("boat") }), [2]);
    assert_eq!(ask(typed("harbour-map")), [4]);
    let first = search.query(&Query { limit: 3, sort: Sort::Newest, ..typed("boat") }).unwrap();
    assert_eq!((first.total, first.next), (4, Some(3)));
    let last = search.query(&Query { limit: 3, offset: 3, sort: Sort::Newest, ..typed("boat") }).unwrap();
    assert_eq!((found(&last), last.next), (vec![1], None));
}

#[test]
fn a_newer_state_replaces_an_older_and_never_the_reverse() {
    let search = filled(&["first words"]);
    search.put(&Document { rev: 5, ..message(1, "second words") }).unwrap();
    search.put(&Document { rev: 3, ..message(1, "stale words") }).unwrap();
    search.commit().unwrap();
    search.put(&Document { rev: 4, ..message(1, "stale words") }).unwrap();
    search.commit().unwrap();
    assert_eq!(search.query(&typed("second")).unwrap().total, 1);
    assert_eq!(search.query(&typed("words")).unwrap().total, 1);
}

#[test]
fn what_was_removed_never_comes_back_by_an_older_state() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Search::open(Some(folder.path().join("search"))).unwrap();
    let search = open();
    let stale = Document { rev: 3, ..message(1, "removed words") };
    search.put(&stale).unwrap();
    search.remove(stale.message, 4);
    search.put(&stale).unwrap();
    search.set_cursor(FeedId::Channel(HARBOUR), 4);
    search.commit().unwrap();
    assert_eq!(search.documents(), 0, "before the commit");
    search.put(&stale).unwrap();
    search.put(&Document { rev: 5, ..message(2, "later words") }).unwrap();
    search.commit().unwrap();
    assert_eq!(found(&search.query(&typed("words")).unwrap()), [2], "after the commit");
    drop(search);
    let search = open();
    search.put(&stale).unwrap();
    search.put(&Document { channel: SECRET, rev: 1, ..message(3, "another channel's words") }).unwrap();
    search.commit().unwrap();
    assert_eq!(found(&search.query(&typed("words")).unwrap()), [2], "after opening again");
    assert_eq!(search.documents(), 2, "a channel's cursor is its own");
}

#[test]
fn index_and_cursor_survive_together() {
    let folder = tempfile::tempdir().unwrap();
    let feed = FeedId::Channel(HARBOUR);
    let open = || Search::open(Some(folder.path().join("search"))).unwrap();
    let search = open();
    search.put(&message(1, "kept")).unwrap();
    search.set_cursor(feed, 7);
    search.commit().unwrap();
    search.put(&Document { rev: 8, ..message(2, "lost") }).unwrap();
    search.set_cursor(feed, 8);
    drop(search);
    let search = open();
    assert_eq!((search.cursor(feed), search.documents()), (7, 1));
    search.clear().unwrap();
    drop(search);
    let search = open();
    assert_eq!((search.cursor(feed), search.documents()), (0, 0));
    drop(search);
    std::fs::write(folder.path().join("search/meta.json"), "broken").unwrap();
    assert_eq!(open().documents(), 0);
}

#[test]
fn twenty_thousand_messages_are_searched_soon() {
    let search = Search::open(None).unwrap();
    for number in 0..20_000 {
        search.put(&message(number, &format!("report {number} from host-{} is fine", number % 97))).unwrap();
    }
    search.commit().unwrap();
    let start = std::time::Instant::now();
    assert_eq!(search.query(&typed("host-13")).unwrap().total, 207);
    assert_eq!(search.query(&typed("report 19999")).unwrap().hits[0].message.to_u128(), 19_999);
    assert!(start.elapsed().as_secs() < 5);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_question_to_any_text_is_answered(text in "\\PC{0,120}", question in "\\PC{0,40}", offset in 0..20_000usize) {
        let search = filled(&[&text, "the harbour is calm"]);
        for terms in [parse(&question).words, parse(&text).words] {
            let page = search.query(&Query { offset, terms, ..typed("") }).unwrap();
            prop_assert!(page.total <= 2);
        }
    }

    #[test]
    fn every_word_of_a_message_finds_it(words in prop::collection::vec("[a-zA-Z0-9_éÅßø漢字かな./:#-]{3,12}", 1..6)) {
        let search = filled(&[&words.join(" ")]);
        for word in words.iter().filter(|word| !word.starts_with('-')) {
            let terms = vec![search::query::Word { text: word.clone(), phrase: false, excluded: false }];
            let page = search.query(&Query { terms, ..typed("") }).unwrap();
            prop_assert_eq!(page.total, 1, "{}", word);
            prop_assert!(!page.hits[0].highlights.is_empty(), "{}", word);
        }
    }
}

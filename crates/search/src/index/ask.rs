//! Turning a question into one for the engine, and its answer into hits.

use std::ops::Bound;

use protocol::Timestamp;
use tantivy::{
    DocAddress, Order, Searcher, TantivyDocument, Term,
    collector::{Count, TopDocs},
    query::{
        BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, PhraseQuery, Query as Clause,
        RangeQuery, TermQuery, TermSetQuery,
    },
    schema::{Field, IndexRecordOption, Value},
};

use super::shape::{Shape, has_word};
use crate::{
    Hit, Page, Query, Sort,
    highlight::{forgiven, highlights},
    query::Word,
    tokens,
};

/// The deepest that a page may begin.
const DEPTH: usize = 10_000;

/// Asks the index.
pub fn ask(searcher: &Searcher, shape: &Shape, query: &Query) -> tantivy::Result<Page> {
    if query.channels.is_empty() || query.offset > DEPTH {
        return Ok(Page::default());
    }
    let Some(clauses) = clauses(shape, query) else { return Ok(Page::default()) };
    let clause = BooleanQuery::new(clauses);
    let limit = query.limit.clamp(1, protocol::limits::PAGE);
    let top = TopDocs::with_limit(limit).and_offset(query.offset);
    let (total, found): (usize, Vec<(f32, DocAddress)>) = match query.sort {
        Sort::Relevance => searcher.search(&clause, &(Count, top.order_by_score()))?,
        Sort::Newest => {
            let by_time = top.order_by_fast_field::<i64>("ts", Order::Desc);
            let (total, found) = searcher.search(&clause, &(Count, by_time))?;
            (total, found.into_iter().map(|(_, address)| (0.0, address)).collect())
        }
    };
    let next = query.offset + found.len();
    let mut hits = Vec::with_capacity(found.len());
    for (score, address) in found {
        hits.extend(hit(shape, &searcher.doc(address)?, score, &query.terms));
    }
    let more = next < total && next > query.offset && next <= DEPTH;
    Ok(Page { hits, total: total as u64, next: more.then_some(next) })
}

fn hit(shape: &Shape, document: &TantivyDocument, score: f32, words: &[Word]) -> Option<Hit> {
    let text = |field: Field| document.get_first(field).and_then(|value| value.as_str());
    let body = text(shape.text)?.to_owned();
    Some(Hit {
        message: text(shape.message)?.parse().ok()?,
        channel: text(shape.channel)?.parse().ok()?,
        ts: Timestamp(document.get_first(shape.ts)?.as_i64()?),
        score,
        highlights: highlights(&body, words),
        text: body,
    })
}

/// All that must hold; nothing when words were asked for and none of them can be found
/// (`??`), which must not answer with everything.
fn clauses(shape: &Shape, query: &Query) -> Option<Vec<(Occur, Box<dyn Clause>)>> {
    let mut all = filters(shape, query);
    let words = words(shape, query);
    let wanted = query.terms.iter().any(|word| !word.excluded);
    if wanted && !words.iter().any(|(occur, _)| *occur == Occur::Must) {
        return None;
    }
    all.extend(words);
    Some(all)
}

fn filters(shape: &Shape, query: &Query) -> Vec<(Occur, Box<dyn Clause>)> {
    let channels = query.channels.iter().map(|id| Term::from_field_text(shape.channel, &id.to_string()));
    let mut all: Vec<(Occur, Box<dyn Clause>)> = vec![must(TermSetQuery::new(channels))];
    if !query.from.is_empty() {
        let authors = query.from.iter().map(|id| Term::from_field_text(shape.author, &id.to_string()));
        all.push(must(TermSetQuery::new(authors)));
    }
    for has in &query.has {
        all.push(must(term(shape.has, has_word(*has))));
    }
    if query.in_thread {
        all.push(must(term(shape.has, "thread")));
    }
    if let Some(thread) = query.thread {
        all.push(must(term(shape.thread, &thread.to_string())));
    }
    if let Some(user) = query.mentions {
        all.push(must(term(shape.mentions, &user.to_string())));
    }
    if query.since.is_some() || query.until.is_some() {
        let edge = |at: Timestamp| Term::from_field_i64(shape.ts, at.0);
        let since = query.since.map_or(Bound::Unbounded, |at| Bound::Included(edge(at)));
        let until = query.until.map_or(Bound::Unbounded, |at| Bound::Excluded(edge(at)));
        all.push(must(RangeQuery::new(since, until)));
    }
    all
}

fn words(shape: &Shape, query: &Query) -> Vec<(Occur, Box<dyn Clause>)> {
    let clause = |word: &Word| {
        let clause =
            if word.excluded || word.phrase { exact(shape, &word.text) } else { loose(shape, &word.text) };
        clause.map(|clause| (if word.excluded { Occur::MustNot } else { Occur::Must }, clause))
    };
    query.terms.iter().filter_map(clause).collect()
}

/// A filter: it decides, but doesn't count for relevance.
fn must(clause: impl Clause) -> (Occur, Box<dyn Clause>) {
    (Occur::Must, Box::new(ConstScoreQuery::new(Box::new(clause), 0.0)))
}

fn term(field: Field, text: &str) -> TermQuery {
    TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs)
}

/// These words in this order; nothing for what has no words.
fn exact(shape: &Shape, text: &str) -> Option<Box<dyn Clause>> {
    let words = tokens::phrase(text);
    in_order(shape.words, words.into_iter().map(|token| (token.text, token.position)).collect())
}

/// The word itself, else as a beginning or middle of words, else with slips forgiven.
fn loose(shape: &Shape, text: &str) -> Option<Box<dyn Clause>> {
    let folded = tokens::folded(text);
    let mut ways: Vec<(Occur, Box<dyn Clause>)> = Vec::new();
    let mut way = |clause: Box<dyn Clause>, boost: f32| {
        ways.push((Occur::Should, Box::new(BoostQuery::new(clause, boost))));
    };
    if let Some(clause) = exact(shape, text) {
        way(clause, 3.0);
    }
    if let Some(clause) = in_order(shape.grams, tokens::trigrams(text)) {
        way(Box::new(ConstScoreQuery::new(clause, 1.0)), 1.0);
    }
    let one_word = !folded.is_empty() && folded.chars().all(|c| c.is_alphanumeric() || c == '_');
    if one_word && !folded.chars().any(tokens::unspaced) {
        let term = Term::from_field_text(shape.words, &folded);
        way(Box::new(FuzzyTermQuery::new_prefix(term.clone(), 0, true)), 1.5);
        let distance = forgiven(folded.chars().count());
        if distance > 0 {
            way(Box::new(FuzzyTermQuery::new(term, distance, true)), 0.1);
        }
    }
    (!ways.is_empty()).then(|| Box::new(BooleanQuery::new(ways)) as Box<dyn Clause>)
}

fn in_order(field: Field, mut words: Vec<(String, usize)>) -> Option<Box<dyn Clause>> {
    match words.len() {
        0 => None,
        1 => words.pop().map(|(text, _)| Box::new(term(field, &text)) as Box<dyn Clause>),
        _ => {
            let terms = words.into_iter().map(|(text, at)| (at, Term::from_field_text(field, &text)));
            Some(Box::new(PhraseQuery::new_with_offset(terms.collect())))
        }
    }
}

//! The fields of the index and how a message fills them.

use tantivy::{
    TantivyDocument,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
    },
    tokenizer::{PreTokenizedString, Token},
};

use crate::{Document, query::Has, tokens};

/// The fields.
pub struct Shape {
    pub schema: Schema,
    pub message: Field,
    pub channel: Field,
    pub author: Field,
    pub thread: Field,
    pub has: Field,
    pub mentions: Field,
    pub ts: Field,
    pub rev: Field,
    pub text: Field,
    pub words: Field,
    pub grams: Field,
}

impl Shape {
    pub fn new() -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let positions = TextOptions::default().set_indexing_options(indexing);
        Self {
            message: schema.add_text_field("message", STRING | STORED),
            channel: schema.add_text_field("channel", STRING | STORED),
            author: schema.add_text_field("author", STRING),
            thread: schema.add_text_field("thread", STRING),
            has: schema.add_text_field("has", STRING),
            mentions: schema.add_text_field("mentions", STRING),
            ts: schema.add_i64_field("ts", FAST | INDEXED | STORED),
            rev: schema.add_u64_field("rev", STORED),
            text: schema.add_text_field("text", STORED),
            words: schema.add_text_field("words", positions.clone()),
            grams: schema.add_text_field("grams", positions),
            schema: schema.build(),
        }
    }

    pub fn document(&self, from: &Document) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_text(self.message, from.message.to_string());
        document.add_text(self.channel, from.channel.to_string());
        document.add_text(self.author, from.author.to_string());
        if let Some(thread) = from.thread {
            document.add_text(self.thread, thread.to_string());
            document.add_text(self.has, "thread");
        }
        let kinds = [(from.has_file, Has::File), (from.has_image, Has::Image), (from.has_link, Has::Link)];
        for (_, has) in kinds.into_iter().filter(|(carried, _)| *carried) {
            document.add_text(self.has, has_word(has));
        }
        for user in &from.mentions {
            document.add_text(self.mentions, user.to_string());
        }
        document.add_i64(self.ts, from.ts.0);
        document.add_u64(self.rev, from.rev);
        document.add_text(self.text, &from.text);
        for text in std::iter::once(&from.text).chain(&from.file_names) {
            let words = tokens::words(text).into_iter().map(|token| (token.text, token.position));
            document.add_pre_tokenized_text(self.words, placed(words));
            document.add_pre_tokenized_text(self.grams, placed(tokens::trigrams(text)));
        }
        document
    }
}

/// How a kind stands in the field `has`.
pub fn has_word(has: Has) -> &'static str {
    match has {
        Has::File => "file",
        Has::Image => "image",
        Has::Link => "link",
    }
}

fn placed(tokens: impl IntoIterator<Item = (String, usize)>) -> PreTokenizedString {
    let token = |(text, position)| Token { text, position, position_length: 1, offset_from: 0, offset_to: 0 };
    let mut tokens: Vec<Token> = tokens.into_iter().map(token).collect();
    // Positions are written as differences and must not fall.
    tokens.sort_by_key(|token| token.position);
    PreTokenizedString { text: String::new(), tokens }
}

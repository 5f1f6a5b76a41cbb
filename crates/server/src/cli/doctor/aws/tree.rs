//! What AWS answers, XML or JSON, in one shape: a tree that is read by paths such as
//! `vpcSet.cidrBlock`. What isn't there reads as empty, so a check must ask for what it needs.

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};
use serde_json::{Map, Value};

/// More elements than this is no answer.
const NODES: u32 = 200_000;

/// Reads XML or JSON. The outermost element's name is left out.
pub fn read(text: &str) -> Result<Value, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Value::Null);
    }
    if !text.starts_with('<') {
        // An error page that is neither.
        return Ok(serde_json::from_str(text).unwrap_or(Value::Null));
    }
    let options = ParsingOptions { nodes_limit: NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    Ok(element(document.root_element(), 0))
}

/// Elements `item` and `member` make a list, and so does a name that comes again.
fn element(node: Node<'_, '_>, depth: usize) -> Value {
    let children: Vec<_> = node.children().filter(Node::is_element).collect();
    if children.is_empty() || depth > 64 {
        return Value::String(node.text().unwrap_or_default().trim().to_owned());
    }
    let name = |child: &Node<'_, '_>| child.tag_name().name().to_owned();
    if children.iter().all(|child| matches!(child.tag_name().name(), "item" | "member")) {
        return children.into_iter().map(|child| element(child, depth + 1)).collect();
    }
    let mut named: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for child in children {
        named.entry(name(&child)).or_default().push(element(child, depth + 1));
    }
    let single =
        |mut values: Vec<Value>| if values.len() == 1 { values.remove(0) } else { Value::Array(values) };
    Value::Object(named.into_iter().map(|(name, values)| (name, single(values))).collect::<Map<_, _>>())
}

/// How it is read. A path is made of names and dots; the empty one is the value itself.
pub trait Tree {
    /// What is there, or nothing.
    fn at(&self, path: &str) -> &Value;
    /// Its text, or the empty one.
    fn text(&self, path: &str) -> String;
    /// Whether it says true.
    fn flag(&self, path: &str) -> bool;
    /// Its number.
    fn number(&self, path: &str) -> Option<i64>;
    /// Its elements; what stands alone is a list of one.
    fn list(&self, path: &str) -> Vec<&Value>;
    /// The texts of its elements.
    fn texts(&self, path: &str) -> Vec<String> {
        self.list(path).into_iter().map(|value| value.text("")).collect()
    }
    /// A list of keys and values, as attributes and tags are given.
    fn pairs(&self, path: &str, key: &str, value: &str) -> BTreeMap<String, String> {
        self.list(path).into_iter().map(|pair| (pair.text(key), pair.text(value))).collect()
    }
}

impl Tree for Value {
    fn at(&self, path: &str) -> &Value {
        if path.is_empty() {
            return self;
        }
        path.split('.').fold(self, |at, name| at.get(name).unwrap_or(&Self::Null))
    }

    fn text(&self, path: &str) -> String {
        match self.at(path) {
            Self::String(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Bool(flag) => flag.to_string(),
            _ => String::new(),
        }
    }

    fn flag(&self, path: &str) -> bool {
        self.text(path).eq_ignore_ascii_case("true")
    }

    fn number(&self, path: &str) -> Option<i64> {
        self.text(path).parse().ok()
    }

    fn list(&self, path: &str) -> Vec<&Value> {
        match self.at(path) {
            Self::Null => Vec::new(),
            Self::String(text) if text.is_empty() => Vec::new(),
            Self::Array(all) => all.iter().collect(),
            one => vec![one],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_of_forms_and_of_paths_and_json_read_the_same() {
        let forms =
            read("<R xmlns='urn:x'><set><item><id>a</id></item><item><id>b</id></item></set><none/></R>")
                .unwrap();
        let paths = read("<R><set><id>a</id></set><set><id>b</id></set><none></none></R>").unwrap();
        let json = read(r#"{"set": [{"id": "a"}, {"id": "b"}], "none": []}"#).unwrap();
        for tree in [forms, paths, json] {
            let ids: Vec<String> = tree.list("set").into_iter().map(|one| one.text("id")).collect();
            assert_eq!(ids, ["a", "b"]);
            assert!(tree.list("none").is_empty() && tree.list("other.thing").is_empty());
        }
    }

    #[test]
    fn what_stands_alone_is_a_list_of_one() {
        let alone = read("<R><Rule><Days>2</Days><On>True</On></Rule></R>").unwrap();
        let rules = alone.list("Rule");
        assert_eq!((rules.len(), rules[0].number("Days"), rules[0].flag("On")), (1, Some(2), true));
    }

    #[test]
    fn what_is_not_well_formed_is_no_answer() {
        assert!(read("<R><a></R>").is_err());
        assert_eq!(read(""), Ok(Value::Null));
        assert_eq!(read("Bad gateway"), Ok(Value::Null));
    }
}

//! Policies, a role's or a bucket's, as far as the checks judge them.

use serde_json::Value;

use super::{
    tree::Tree as _,
    verdict::{Known, Unknown},
};

/// One sentence of a policy.
#[derive(Debug, Clone, Default)]
pub struct Statement {
    pub allows: bool,
    pub actions: Vec<String>,
    pub resources: Vec<String>,
    /// `*`, or `AWS:arn…`, `Service:ec2.amazonaws.com`.
    pub principals: Vec<String>,
    /// Whether it says what it doesn't mean, and so means all else.
    pub is_inverted: bool,
    /// `Bool aws:SecureTransport=false`.
    pub conditions: Vec<String>,
}

/// Reads a document that is text, plain or percent-encoded as IAM answers it.
pub fn read(text: &str) -> Known<Vec<Statement>> {
    let wrong = || Unknown("a policy can't be read".to_owned());
    let plain = if text.trim_start().starts_with('{') {
        text.to_owned()
    } else {
        percent_encoding::percent_decode_str(text).decode_utf8().map_err(|_| wrong())?.into_owned()
    };
    Ok(statements(&serde_json::from_str(&plain).map_err(|_| wrong())?))
}

/// The same of a document that is read already.
pub fn statements(document: &Value) -> Vec<Statement> {
    document.list("Statement").into_iter().map(statement).collect()
}

fn statement(value: &Value) -> Statement {
    let mut principals = Vec::new();
    match value.at("Principal") {
        Value::Object(kinds) => {
            for (kind, whom) in kinds {
                principals.extend(whom.texts("").into_iter().map(|one| format!("{kind}:{one}")));
            }
        }
        plain => principals.extend(plain.texts("")),
    }
    let mut conditions = Vec::new();
    for (operator, keys) in value.at("Condition").as_object().into_iter().flatten() {
        for (key, values) in keys.as_object().into_iter().flatten() {
            conditions.push(format!("{operator} {key}={}", values.texts("").join(",")));
        }
    }
    Statement {
        allows: value.text("Effect") == "Allow",
        actions: value.texts("Action"),
        resources: value.texts("Resource"),
        principals,
        is_inverted: ["NotAction", "NotResource", "NotPrincipal"]
            .iter()
            .any(|name| !value.at(name).is_null()),
        conditions,
    }
}

impl Statement {
    /// Whether it means anybody at all.
    pub fn is_for_all(&self) -> bool {
        self.principals.iter().any(|whom| whom == "*" || whom == "AWS:*")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_many_plain_and_encoded_read_the_same() {
        let plain = r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": ["a", "b"], "Condition": {"Bool": {"aws:SecureTransport": "false"}}}}"#;
        let encoded: String =
            percent_encoding::utf8_percent_encode(plain, percent_encoding::NON_ALPHANUMERIC).to_string();
        for text in [plain, &encoded] {
            let statements = read(text).unwrap();
            assert_eq!(statements.len(), 1);
            assert!(statements[0].allows && statements[0].is_for_all() && !statements[0].is_inverted);
            assert_eq!(statements[0].resources, ["a", "b"]);
            assert_eq!(statements[0].conditions, ["Bool aws:SecureTransport=false"]);
        }
    }

    #[test]
    fn who_is_meant_is_known() {
        let of = |principal: &str| {
            read(&format!(r#"{{"Statement": [{{"Effect": "Allow", "Principal": {principal}}}]}}"#))
                .unwrap()
                .remove(0)
        };
        assert!(of(r#"{"AWS": ["*"]}"#).is_for_all());
        assert!(!of(r#"{"AWS": "arn:aws:iam::123456789012:root"}"#).is_for_all());
        assert_eq!(of(r#"{"Service": "ec2.amazonaws.com"}"#).principals, ["Service:ec2.amazonaws.com"]);
        assert!(read("no policy").is_err());
    }
}

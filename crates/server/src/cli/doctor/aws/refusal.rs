//! AWS said no: what was asked, and whether the no is an answer, a matter of time, or of
//! permission.

use serde_json::Value;

use super::{tree::Tree as _, verdict::Unknown};

/// AWS said no.
#[derive(Debug)]
pub struct Refused {
    permission: String,
    code: String,
    why: String,
}

impl Refused {
    pub fn new(permission: &str, code: &str, why: String) -> Self {
        Self { permission: permission.to_owned(), code: code.to_owned(), why }
    }

    pub fn read(permission: &str, status: u16, answer: &Value) -> Self {
        // Forms answer Response/Errors/Error or ErrorResponse/Error, paths Error, JSON __type.
        let at = ["Errors.Error", "Error", ""].into_iter().find(|at| !answer.at(at).text("Code").is_empty());
        let said = answer.at(at.unwrap_or_default());
        let first =
            |names: [&str; 2]| names.map(|name| said.text(name)).into_iter().find(|it| !it.is_empty());
        let code = first(["Code", "__type"]).unwrap_or_else(|| status.to_string());
        let code = code.rsplit('#').next().unwrap_or_default();
        Self::new(
            permission,
            code,
            first(["Message", "message"]).unwrap_or_else(|| format!("status {status}")),
        )
    }

    /// Whether the answer is that there is no such thing.
    pub fn is_absence(&self) -> bool {
        self.code.starts_with("NoSuch")
            || self.code.ends_with("NotFound")
            || self.code.ends_with("NotFoundError")
            || self.code.ends_with("NotFoundException")
            || self.code == "WAFNonexistentItemException"
    }

    /// Whether it's this one.
    pub fn is(&self, code: &str) -> bool {
        self.code == code
    }

    /// Whether asking again may help.
    pub fn is_passing(&self) -> bool {
        ["Throttl", "TooManyRequests", "RequestLimitExceeded", "SlowDown", "Unavailable", "InternalFailure"]
            .iter()
            .any(|part| self.code.contains(part))
    }

    fn is_denial(&self) -> bool {
        ["AccessDenied", "Unauthorized", "NotAuthorized", "AuthorizationError"]
            .iter()
            .any(|part| self.code.contains(part))
    }
}

impl From<Refused> for Unknown {
    fn from(refused: Refused) -> Self {
        let Refused { permission, code, why } = &refused;
        Self(if refused.is_denial() {
            format!("not allowed: the permission {permission} is missing")
        } else {
            format!("{permission} answered {code}: {why}")
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_refusal_is_read_in_every_shape() {
        for answer in [
            json!({"Errors": {"Error": {"Code": "UnauthorizedOperation", "Message": "no"}}}),
            json!({"Error": {"Code": "AccessDenied", "Message": "no"}}),
            json!({"Code": "AccessDenied", "Message": "no"}),
            json!({"__type": "com.amazon#AccessDeniedException", "message": "no"}),
        ] {
            let unknown = Unknown::from(Refused::read("ec2:DescribeVpcs", 403, &answer));
            assert_eq!(unknown.0, "not allowed: the permission ec2:DescribeVpcs is missing", "{answer}");
        }
    }

    #[test]
    fn what_is_not_there_is_an_answer_and_what_is_busy_is_asked_again() {
        let absent = Refused::read("s3:GetBucketPolicy", 404, &json!({"Code": "NoSuchBucketPolicy"}));
        assert!(absent.is_absence() && !absent.is_passing());
        let busy = Refused::read("iam:GetRole", 400, &json!({"Error": {"Code": "Throttling"}}));
        assert!(busy.is_passing() && !busy.is_absence());
        let odd = Unknown::from(Refused::read("iam:GetRole", 501, &Value::Null));
        assert_eq!(odd.0, "iam:GetRole answered 501: status 501");
    }
}

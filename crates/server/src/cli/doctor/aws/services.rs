//! Amazon's services: where each is, how its requests are signed and what its permissions are
//! called. A table, so that a new one is a line.

/// One of them.
#[derive(Clone, Copy)]
pub struct Service {
    /// Its name in signatures.
    pub signed: &'static str,
    /// Its name in addresses.
    host: &'static str,
    /// What its permissions begin with.
    pub permissions: &'static str,
    /// Of its API, for those that take forms.
    pub version: &'static str,
    /// What `x-amz-target` begins with, for those that take JSON.
    pub target: &'static str,
    /// One for all regions.
    is_global: bool,
    /// Whether a header says the body's digest, and the path is signed as it is.
    pub hashes_body: bool,
}

const fn forms(signed: &'static str, version: &'static str) -> Service {
    Service {
        signed,
        host: signed,
        permissions: signed,
        version,
        target: "",
        is_global: false,
        hashes_body: false,
    }
}

const fn json(signed: &'static str, target: &'static str) -> Service {
    Service { target, ..forms(signed, "") }
}

pub const EC2: Service = forms("ec2", "2016-11-15");
pub const BALANCING: Service = forms("elasticloadbalancing", "2015-12-01");
pub const SCALING: Service = forms("autoscaling", "2011-01-01");
pub const CLOUDWATCH: Service =
    Service { host: "monitoring", signed: "monitoring", ..forms("cloudwatch", "2010-08-01") };
pub const SNS: Service = forms("sns", "2010-03-31");
pub const STS: Service = forms("sts", "2011-06-15");
pub const IAM: Service = Service { is_global: true, ..forms("iam", "2010-05-08") };
pub const ACM: Service = json("acm", "CertificateManager");
pub const KMS: Service = json("kms", "TrentService");
pub const LOGS: Service = json("logs", "Logs_20140328");
pub const SECRETS: Service = json("secretsmanager", "secretsmanager");
pub const FIREWALL: Service = json("wafv2", "AWSWAF_20190729");
pub const BUDGETS: Service = Service { is_global: true, ..json("budgets", "AWSBudgetServiceGateway") };
pub const NAMES: Service = Service { is_global: true, hashes_body: true, ..forms("route53", "") };
pub const S3: Service = Service { hashes_body: true, ..forms("s3", "") };

impl Service {
    /// Where it is.
    pub fn address(self, region: &str) -> String {
        let host = self.host;
        if self.is_global {
            format!("https://{host}.amazonaws.com")
        } else {
            format!("https://{host}.{region}.amazonaws.com")
        }
    }

    /// The region its signatures name.
    pub fn signing_region(self, region: &str) -> &str {
        if self.is_global { "us-east-1" } else { region }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_where_amazon_says() {
        assert_eq!(EC2.address("eu-central-1"), "https://ec2.eu-central-1.amazonaws.com");
        assert_eq!(CLOUDWATCH.address("eu-central-1"), "https://monitoring.eu-central-1.amazonaws.com");
        assert_eq!(CLOUDWATCH.permissions, "cloudwatch");
        assert_eq!(IAM.address("eu-central-1"), "https://iam.amazonaws.com");
        assert_eq!(
            (IAM.signing_region("eu-central-1"), EC2.signing_region("eu-central-1")),
            ("us-east-1", "eu-central-1")
        );
    }
}

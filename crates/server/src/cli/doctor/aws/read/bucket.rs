//! The bucket of files and the bucket of logs: their settings, no object.

use serde_json::Value;

use crate::cli::doctor::aws::{
    call::Caller,
    policy::{self, Statement},
    services::S3,
    tree::Tree as _,
    verdict::Known,
};

/// A bucket's settings.
#[derive(Debug, Clone)]
pub struct Bucket {
    pub name: String,
    /// What of public access is blocked.
    pub blocks: Known<Vec<String>>,
    pub policy: Known<Vec<Statement>>,
    /// `aws:kms` or `AES256`.
    pub encryption: Known<String>,
    /// Whether old versions are kept.
    pub is_versioned: Known<bool>,
    /// Who owns objects, `BucketOwnerEnforced` when lists of access count no more.
    pub ownership: Known<String>,
    pub lifecycle: Known<Lifecycle>,
    pub cors: Known<Vec<Cors>>,
    /// The bucket that its log goes to.
    pub log: Known<String>,
}

/// What is cleared away by itself.
#[derive(Debug, Clone, Default)]
pub struct Lifecycle {
    pub old_versions: bool,
    pub unfinished_uploads: bool,
}

/// Which pages may use it.
#[derive(Debug, Clone, Default)]
pub struct Cors {
    pub origins: Vec<String>,
}

impl Bucket {
    /// Reads all settings.
    pub async fn read(caller: &Caller, name: String) -> Self {
        let get = |what: &'static str, permission: &'static str| setting(caller, &name, what, permission);
        let (blocks, policy, encryption, versions, ownership, lifecycle, cors, log) = tokio::join!(
            get("publicAccessBlock", "s3:GetBucketPublicAccessBlock"),
            get("policy", "s3:GetBucketPolicy"),
            get("encryption", "s3:GetEncryptionConfiguration"),
            get("versioning", "s3:GetBucketVersioning"),
            get("ownershipControls", "s3:GetBucketOwnershipControls"),
            get("lifecycle", "s3:GetLifecycleConfiguration"),
            get("cors", "s3:GetBucketCORS"),
            get("logging", "s3:GetBucketLogging"),
        );
        Self {
            blocks: blocks.map(|said| {
                let four =
                    ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
                four.into_iter().filter(|one| said.flag(one)).map(str::to_owned).collect()
            }),
            policy: policy.map(|said| policy::statements(&said)),
            encryption: encryption
                .map(|said| said.text("Rule.ApplyServerSideEncryptionByDefault.SSEAlgorithm")),
            is_versioned: versions.map(|said| said.text("Status") == "Enabled"),
            ownership: ownership.map(|said| said.text("Rule.ObjectOwnership")),
            lifecycle: lifecycle.map(|said| rules(&said)),
            cors: cors.map(|said| {
                let rules = said.list("CORSRule").into_iter();
                rules.map(|rule| Cors { origins: rule.texts("AllowedOrigin") }).collect()
            }),
            log: log.map(|said| said.text("LoggingEnabled.TargetBucket")),
            name,
        }
    }
}

fn rules(said: &Value) -> Lifecycle {
    let rules: Vec<_> =
        said.list("Rule").into_iter().filter(|rule| rule.text("Status") == "Enabled").collect();
    let any = |path: &str| rules.iter().any(|rule| rule.number(path).is_some_and(|days| days > 0));
    Lifecycle {
        old_versions: any("NoncurrentVersionExpiration.NoncurrentDays"),
        unfinished_uploads: any("AbortIncompleteMultipartUpload.DaysAfterInitiation"),
    }
}

/// What was never set is nothing; a bucket that isn't there is no answer.
async fn setting(caller: &Caller, bucket: &str, what: &str, permission: &str) -> Known<Value> {
    match caller.get(S3, permission, &format!("/{bucket}?{what}")).await {
        Err(refused) if refused.is_absence() && !refused.is("NoSuchBucket") => Ok(Value::Null),
        answer => Ok(answer?),
    }
}

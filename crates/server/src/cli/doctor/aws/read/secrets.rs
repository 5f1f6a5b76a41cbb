//! The secrets' settings and the key's, never a value.

use serde_json::json;

use crate::cli::doctor::aws::{
    call::Caller,
    services::{KMS, SECRETS},
    tree::Tree as _,
    verdict::Known,
};

/// Secrets and the key that encrypts them.
#[derive(Debug, Clone)]
pub struct Secrets {
    /// Name to its key; empty for Amazon's own.
    pub stored: Known<Vec<(String, String)>>,
    pub key: Known<Key>,
}

/// The installation's key.
#[derive(Debug, Clone, Default)]
pub struct Key {
    pub id: String,
    pub is_enabled: bool,
    pub rotates: bool,
}

impl Secrets {
    /// Reads what is named after the installation.
    pub async fn read(caller: &Caller, name: &str) -> Self {
        let (stored, key) = tokio::join!(stored(caller, name), key(caller, name));
        Self { stored, key }
    }
}

async fn stored(caller: &Caller, name: &str) -> Known<Vec<(String, String)>> {
    let asked = json!({"Filters": [{"Key": "name", "Values": [format!("{name}/")]}], "MaxResults": 100});
    let answer = caller.json(SECRETS, "ListSecrets", asked).await?;
    Ok(answer.list("SecretList").into_iter().map(|it| (it.text("Name"), it.text("KmsKeyId"))).collect())
}

async fn key(caller: &Caller, name: &str) -> Known<Key> {
    let said = caller.json(KMS, "DescribeKey", json!({"KeyId": format!("alias/{name}")})).await?;
    let id = said.text("KeyMetadata.KeyId");
    let rotation = caller.json(KMS, "GetKeyRotationStatus", json!({"KeyId": id})).await?;
    Ok(Key {
        is_enabled: said.text("KeyMetadata.KeyState") == "Enabled",
        rotates: rotation.flag("KeyRotationEnabled"),
        id,
    })
}

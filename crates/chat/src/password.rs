//! Passwords: argon2id with OWASP's parameters, hashed on a few threads of their own so
//! that a flood of sign-ins can't starve everyone else.

use std::{sync::LazyLock, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use tokio::sync::Semaphore;

use crate::{Refusal, Result};

/// Hashes under way at once; each takes 19 MiB and a core.
static HASHING: Semaphore = Semaphore::const_new(2);
/// Hashes that may wait for a turn; beyond, one is told to come back.
static WAITING: Semaphore = Semaphore::const_new(64);
/// How long one waits for a turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// Verified instead of nothing when there's no such account, so that both take as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody's password").unwrap_or_default());

fn argon2() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(password: &str) -> Result<String> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| Refusal::Internal)?;
    let salt = SaltString::encode_b64(&salt).map_err(|_| Refusal::Internal)?;
    let hash = argon2().hash_password(password.as_bytes(), &salt).map_err(|_| Refusal::Internal)?;
    Ok(hash.to_string())
}

async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let Ok(waiting) = WAITING.try_acquire() else { return Err(Refusal::TooManyRequests(PATIENCE)) };
    let turn = tokio::time::timeout(PATIENCE, HASHING.acquire()).await;
    let Ok(Ok(turn)) = turn else { return Err(Refusal::TooManyRequests(PATIENCE)) };
    drop(waiting);
    // The turn goes along: a client that hangs up doesn't stop the hash it asked for.
    let hashing = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    hashing.await.map_err(|_| Refusal::Internal)
}

/// The PHC string of a password.
pub async fn hash(password: String) -> Result<String> {
    on_a_thread(move || hash_now(&password)).await?
}

/// Whether the password fits; takes as long without a hash as with one.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    on_a_thread(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let fits = PasswordHash::new(&hash)
            .is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok());
        known && fits
    })
    .await
}

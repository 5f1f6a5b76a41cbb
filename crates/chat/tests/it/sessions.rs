//! Signing in and out, tokens, passwords.

use std::time::{Duration, Instant};

use chat::Refusal;

use crate::stage::{Cast::*, PASSWORD, Stage, empty, set_up};

#[tokio::test]
async fn every_wrong_sign_in_looks_the_same() {
    let stage = Stage::new().await;
    let huge = "x".repeat(1_000_000);
    for (email, password) in [
        ("cleo@example.org", "wrong password"),
        ("nobody@example.org", PASSWORD),
        ("hana@example.org", PASSWORD),
        ("not an address", PASSWORD),
        ("", ""),
        ("cleo@example.org", &huge),
        (&huge, PASSWORD),
    ] {
        let refused = stage.chat.sign_in(email, password.into(), "1.2.3.4", "").await;
        assert_eq!(refused.err(), Some(Refusal::WrongPassword));
    }
    let fine = stage.chat.sign_in(" Cleo@Example.org ", PASSWORD.into(), "1.2.3.4", "").await;
    assert_eq!(fine.unwrap().account.id, stage.who(Cleo).user);
}

#[tokio::test]
async fn an_unknown_address_takes_as_long_as_a_known_one() {
    let stage = Stage::new().await;
    let took = async |email: &str| {
        let mut best = Duration::MAX;
        for round in 0..3 {
            let from = Instant::now();
            let _ = stage.chat.sign_in(email, "wrong password".into(), &format!("t{round}"), "").await;
            best = best.min(from.elapsed());
        }
        best
    };
    let (known, unknown) = (took("cleo@example.org").await, took("nobody@example.org").await);
    // Without the hash an answer takes well under a tenth of it.
    assert!(unknown > known / 3 && known > unknown / 3, "{known:?} {unknown:?}");
}

#[tokio::test]
async fn guessing_is_slowed_per_account_and_address() {
    let stage = Stage::new().await;
    let guess = async |address: &'static str, password: &str| {
        stage.chat.sign_in("cleo@example.org", password.into(), address, "").await.map(|_| ())
    };
    for _ in 0..8 {
        assert_eq!(guess("6.6.6.6", "wrong password").await, Err(Refusal::WrongPassword));
    }
    // Even the right one waits now, but only from there.
    assert!(matches!(guess("6.6.6.6", PASSWORD).await, Err(Refusal::TooManyRequests(_))));
    assert_eq!(guess("1.2.3.4", PASSWORD).await, Ok(()));
}

#[tokio::test]
async fn an_ended_session_proves_nothing() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let sign_in = async || chat.sign_in("cleo@example.org", PASSWORD.into(), "1.2.3.4", "").await.unwrap();
    let (here, there) = (sign_in().await, sign_in().await);
    let who = chat.authenticate(&here.token).await.unwrap();
    let dora = stage.who(Dora);
    let foreign = chat.end_session(dora, there.session.id).await.unwrap_err();
    assert_eq!(foreign.code(), "not_found");
    chat.end_other_sessions(who).await.unwrap();
    assert!(chat.authenticate(&here.token).await.is_ok());
    assert_eq!(chat.authenticate(&there.token).await.err(), Some(Refusal::SignedOut));
    chat.end_session(who, who.session).await.unwrap();
    assert_eq!(chat.authenticate(&here.token).await.err(), Some(Refusal::SignedOut));
    assert_eq!(chat.authenticate("wl_").await.err(), Some(Refusal::SignedOut));
}

#[tokio::test]
async fn a_deactivated_persons_tokens_end_at_once() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let token = chat.create_token(stage.who(Cleo), "a script", 30).await.unwrap().token;
    let ada = chat.fellow(stage.who(Ada), stage.workspace).await.unwrap();
    chat.deactivate(&ada, stage.who(Cleo).user).await.unwrap();
    assert_eq!(chat.authenticate(&token).await.err(), Some(Refusal::SignedOut));
    assert!(chat.live_sessions(&[stage.who(Cleo).session]).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_token_makes_no_tokens() {
    let stage = Stage::new().await;
    let chat = &stage.chat;
    let opened = chat.create_token(stage.who(Cleo), "a script", 30).await.unwrap();
    assert!(opened.token.starts_with("wl_"));
    let script = chat.authenticate(&opened.token).await.unwrap();
    assert_eq!(chat.create_token(script, "more", 30).await.err().unwrap().code(), "forbidden");
    let forever = chat.create_token(stage.who(Cleo), "a script", 366).await;
    assert_eq!(forever.err().unwrap().field(), Some("days"));
}

#[tokio::test]
async fn a_new_password_needs_the_old_and_ends_the_rest() {
    let chat = empty();
    let ada = set_up(&chat).await;
    let there = chat.sign_in("ada@example.org", PASSWORD.into(), "1.2.3.4", "").await.unwrap();
    let who = chat.authenticate(&ada.token).await.unwrap();
    let new = "a lighthouse at noon";
    let wrong = chat.change_password(who, "wrong password".into(), new.into()).await.unwrap_err();
    assert_eq!(wrong.field(), Some("current"));
    let weak = chat.change_password(who, PASSWORD.into(), "password1".into()).await.unwrap_err();
    assert_eq!(weak.field(), Some("new"));
    chat.change_password(who, PASSWORD.into(), new.into()).await.unwrap();
    assert!(chat.authenticate(&ada.token).await.is_ok());
    assert_eq!(chat.authenticate(&there.token).await.err(), Some(Refusal::SignedOut));
    let old = chat.sign_in("ada@example.org", PASSWORD.into(), "1.2.3.4", "").await;
    assert_eq!(old.err(), Some(Refusal::WrongPassword));
    chat.sign_in("ada@example.org", new.into(), "1.2.3.4", "").await.unwrap();
}

//! A push service of one's own: a real endpoint that keeps what was posted.

use std::sync::{Arc, Mutex};

use p256::{
    SecretKey,
    ecdsa::{Signature, VerifyingKey, signature::Verifier as _},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::*;
use crate::Rules;

/// A browser of ours: what it told, and the key it kept.
struct Browser {
    key: SecretKey,
    secret: [u8; 16],
}

impl Browser {
    fn new() -> Self {
        let key = Vapid::generate().unwrap().secret();
        Self { key: SecretKey::from_slice(&key).unwrap(), secret: [7; 16] }
    }

    fn p256dh(&self) -> String {
        BASE64.encode(self.key.public_key().to_sec1_bytes())
    }

    fn device(&self, egress: &Egress, endpoint: &str) -> Result<Device, &'static str> {
        Device::new(egress, endpoint, &self.p256dh(), &BASE64.encode(self.secret))
    }
}

/// Requests as they came, head and body.
type Posted = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

/// Answers everybody this, and keeps what they posted.
async fn service(answer: &'static str) -> (String, Posted) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://127.0.0.1:{}/push/abc", listener.local_addr().unwrap().port());
    let posted = Posted::default();
    let kept = Arc::clone(&posted);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (mut all, mut piece) = (Vec::new(), [0; 4096]);
            let (length, begin) = loop {
                let read = stream.read(&mut piece).await.unwrap_or(0);
                all.extend_from_slice(&piece[..read]);
                let Some(end) = all.windows(4).position(|it| it == b"\r\n\r\n") else {
                    if read == 0 {
                        return;
                    }
                    continue;
                };
                let head = String::from_utf8_lossy(&all[..end]).to_lowercase();
                let length = head.lines().find_map(|it| it.strip_prefix("content-length: ")).unwrap();
                break (length.parse::<usize>().unwrap(), end + 4);
            };
            while all.len() < begin + length {
                let read = stream.read(&mut piece).await.unwrap();
                all.extend_from_slice(&piece[..read]);
            }
            let head = String::from_utf8_lossy(&all[..begin]).into_owned();
            kept.lock().unwrap().push((head, all[begin..].to_vec()));
            let close = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            stream.write_all(close.as_bytes()).await.unwrap();
        }
    });
    (endpoint, posted)
}

fn local() -> Egress {
    Egress::new(Rules { networks: vec!["127.0.0.1/32".parse().unwrap()] }).unwrap()
}

fn push(text: &str) -> Push {
    Push { text: text.into(), for_seconds: 60, topic: Some("harbour".into()) }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|it| it.split_once(": "))
        .find(|(it, _)| it.eq_ignore_ascii_case(name))
        .map(|it| it.1)
}

#[tokio::test]
async fn a_push_is_for_its_browser_and_signed_by_us() {
    let (endpoint, posted) = service("201 Created").await;
    let (egress, browser, vapid) = (local(), Browser::new(), Vapid::generate().unwrap());
    let device = browser.device(&egress, &endpoint).unwrap();
    let outcome = egress.push(&device, &vapid, "mailto:ops@example.org", push("Bela: ahoy")).await;
    assert_eq!(outcome, Outcome::Taken);
    let (head, body) = posted.lock().unwrap().pop().unwrap();
    assert!(head.starts_with("POST /push/abc "), "{head}");
    for (name, value) in
        [("content-encoding", "aes128gcm"), ("ttl", "60"), ("topic", "harbour"), ("urgency", "high")]
    {
        assert_eq!(header(&head, name), Some(value), "{name}");
    }
    assert!(!body.windows(4).any(|it| it == b"ahoy"));
    let read = web_push_native::decrypt(body.clone(), &browser.key, &browser.secret.into()).unwrap();
    assert_eq!(read, b"Bela: ahoy");
    let other = Browser::new();
    assert!(web_push_native::decrypt(body, &other.key, &other.secret.into()).is_err());

    let proof = header(&head, "authorization").unwrap().strip_prefix("vapid t=").unwrap();
    let (token, key) = proof.split_once(", k=").unwrap();
    assert_eq!(key, vapid.public());
    let (said, signature) = token.rsplit_once('.').unwrap();
    let key = VerifyingKey::from_sec1_bytes(&BASE64.decode(key).unwrap()).unwrap();
    let signature = Signature::from_slice(&BASE64.decode(signature).unwrap()).unwrap();
    key.verify(said.as_bytes(), &signature).unwrap();
    let claims = BASE64.decode(said.split_once('.').unwrap().1).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["aud"], endpoint.strip_suffix("/push/abc").unwrap());
    assert_eq!(claims["sub"], "mailto:ops@example.org");
}

#[tokio::test]
async fn what_a_service_answers_is_understood() {
    let wait = |seconds| Outcome::Later(Some(Duration::from_secs(seconds)), "answered 429".into());
    for (answer, outcome) in [
        ("200 OK", Outcome::Taken),
        ("202 Accepted", Outcome::Taken),
        ("404 Not Found", Outcome::Gone),
        ("410 Gone", Outcome::Gone),
        ("429 Too Many\r\nretry-after: 90", wait(90)),
        ("429 Too Many\r\nretry-after: 99999999", wait(LEFT_ALONE.as_secs())),
        ("429 Too Many\r\nretry-after: soon", Outcome::Later(None, "answered 429".into())),
        ("503 Unavailable", Outcome::Later(None, "answered 503".into())),
        ("400 Bad Request", Outcome::Refused("answered 400".into())),
        ("413 Too Large", Outcome::Refused("answered 413".into())),
        ("302 Found\r\nlocation: http://127.0.0.1:1/", Outcome::Refused(Error::Redirects.to_string())),
    ] {
        let (endpoint, _) = service(answer).await;
        let (egress, vapid) = (local(), Vapid::generate().unwrap());
        let device = Browser::new().device(&egress, &endpoint).unwrap();
        assert_eq!(egress.push(&device, &vapid, "mailto:a@b.c", push("x")).await, outcome, "{answer}");
    }
}

#[tokio::test]
async fn nobody_there_is_tried_again_and_too_much_is_not_sent() {
    let (egress, vapid) = (local(), Vapid::generate().unwrap());
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let device = Browser::new().device(&egress, &format!("http://{closed}/")).unwrap();
    let outcome = egress.push(&device, &vapid, "mailto:a@b.c", push("x")).await;
    assert!(matches!(outcome, Outcome::Later(None, _)), "{outcome:?}");
    let (endpoint, posted) = service("201 Created").await;
    let device = Browser::new().device(&egress, &endpoint).unwrap();
    let long = push(&"x".repeat(TEXT_BYTES + 1));
    assert!(matches!(egress.push(&device, &vapid, "mailto:a@b.c", long).await, Outcome::Refused(_)));
    assert!(posted.lock().unwrap().is_empty());
    let most = push(&"x".repeat(TEXT_BYTES));
    assert_eq!(egress.push(&device, &vapid, "mailto:a@b.c", most).await, Outcome::Taken);
    assert!(posted.lock().unwrap()[0].1.len() <= 4096, "what every service takes");
}

#[test]
fn only_a_subscription_makes_a_device() {
    let (egress, browser) = (Egress::new(Rules::default()).unwrap(), Browser::new());
    assert!(browser.device(&egress, "https://push.example.org/abc").is_ok());
    for endpoint in [
        "push",
        "http://push.example.org/abc",
        "https://127.0.0.1/abc",
        "https://push.example.org:8443/abc",
        "https://ada:geheim@push.example.org/",
        "https://[::ffff:169.254.169.254]/",
        "javascript:alert(1)",
    ] {
        assert!(browser.device(&egress, endpoint).is_err(), "{endpoint}");
    }
    let (endpoint, key, auth) = ("https://push.example.org/", browser.p256dh(), BASE64.encode([1; 16]));
    for (key, auth) in [("", &*auth), ("AAAA", &auth), (&key, ""), (&key, "AAAA"), (&key, "no base64!")] {
        assert!(Device::new(&egress, endpoint, key, auth).is_err(), "{key} {auth}");
    }
}

#[test]
fn a_key_is_itself_again() {
    let vapid = Vapid::generate().unwrap();
    let again = Vapid::from_secret(&vapid.secret()).unwrap();
    assert_eq!(vapid.public(), again.public());
    assert_eq!(BASE64.decode(vapid.public()).unwrap().len(), 65);
    assert!(Vapid::from_secret(&[0; 32]).is_none());
    assert!(Vapid::from_secret(b"short").is_none());
    assert!(!format!("{vapid:?}").contains(&BASE64.encode(vapid.secret())));
}

/// The example of RFC 8291, section 5: what others encrypt by the specification is read by
/// the library that encrypts for us.
#[test]
fn it_is_the_encryption_of_the_specification() {
    let key = BASE64.decode("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94").unwrap();
    let auth: [u8; 16] = BASE64.decode("BTBZMqHH6r4Tts7J_aSIgg").unwrap().try_into().unwrap();
    let body = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
    let body = BASE64.decode(body).unwrap();
    let read = web_push_native::decrypt(body, &SecretKey::from_slice(&key).unwrap(), &auth.into()).unwrap();
    assert_eq!(read, b"When I grow up, I want to be a watermelon");
}

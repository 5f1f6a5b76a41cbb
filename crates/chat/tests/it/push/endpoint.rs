//! A push service of one's own and browsers that subscribed with it: a real endpoint, and
//! the keys to read what it was given.

use std::sync::{Arc, Mutex};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use chat::push::Subscribing;
use p256::SecretKey;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// Whatever its browsers share with the server, apart from their keys.
const SECRET: [u8; 16] = [7; 16];

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Posted {
    pub path: String,
    pub head: String,
    body: Vec<u8>,
}

pub struct Service {
    base: String,
    key: SecretKey,
    posted: Arc<Mutex<Vec<Posted>>>,
    answer: Arc<Mutex<&'static str>>,
}

impl Service {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let key = egress::push::Vapid::generate().unwrap().secret();
        let service = Self {
            base,
            key: SecretKey::from_slice(&key).unwrap(),
            posted: Arc::default(),
            answer: Arc::new(Mutex::new("201 Created")),
        };
        let (posted, answer) = (Arc::clone(&service.posted), Arc::clone(&service.answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (posted, answer) = (Arc::clone(&posted), *answer.lock().unwrap());
                tokio::spawn(async move {
                    if let Some(one) = hear(stream, answer).await {
                        posted.lock().unwrap().push(one);
                    }
                });
            }
        });
        service
    }

    /// What it says from now on.
    pub fn answer(&self, answer: &'static str) {
        *self.answer.lock().unwrap() = answer;
    }

    /// What the browser of this name says of its subscription.
    pub fn subscription(&self, name: &str, text: bool) -> Subscribing {
        Subscribing {
            endpoint: format!("{}/push/{name}", self.base),
            p256dh: BASE64.encode(self.key.public_key().to_sec1_bytes()),
            auth: BASE64.encode(SECRET),
            text,
        }
    }

    /// What came since the last time.
    pub fn take(&self) -> Vec<Posted> {
        std::mem::take(&mut *self.posted.lock().unwrap())
    }

    /// What a browser's worker would get.
    pub fn read(&self, posted: &Posted) -> Value {
        let text = web_push_native::decrypt(posted.body.clone(), &self.key, &SECRET.into()).unwrap();
        serde_json::from_slice(&text).unwrap()
    }
}

async fn hear(mut stream: TcpStream, answer: &str) -> Option<Posted> {
    let (mut all, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let read = stream.read(&mut piece).await.ok().filter(|read| *read > 0)?;
        all.extend_from_slice(&piece[..read]);
        let Some(end) = all.windows(4).position(|it| it == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&all[..end]).to_lowercase();
        let length = head.lines().find_map(|it| it.strip_prefix("content-length: "))?;
        if all.len() < end + 4 + length.parse::<usize>().ok()? {
            continue;
        }
        let path = head.split(' ').nth(1)?.to_owned();
        let posted = Posted { path, head, body: all[end + 4..].to_vec() };
        let close = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        stream.write_all(close.as_bytes()).await.ok()?;
        return Some(posted);
    }
}

//! A website of one's own: real pages behind a real address, some of which mean harm.

use std::{
    io::Cursor,
    sync::{Arc, Mutex},
};

use image::{ImageFormat, RgbImage};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

pub struct Website {
    base: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Website {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let site = Self { base, asked: Arc::default() };
        let asked = Arc::clone(&site.asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let asked = Arc::clone(&asked);
                tokio::spawn(async move { answer(stream, &asked).await });
            }
        });
        site
    }

    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// What was asked for since the last time.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

async fn answer(mut stream: TcpStream, asked: &Mutex<Vec<String>>) -> Option<()> {
    let mut head = vec![0; 8_192];
    let read = stream.read(&mut head).await.ok()?;
    let head = String::from_utf8_lossy(&head[..read]).to_lowercase();
    assert!(!head.contains("\r\ncookie:") && !head.contains("\r\nreferer:"), "{head}");
    let path = head.split(' ').nth(1)?.to_owned();
    asked.lock().unwrap().push(path.clone());
    let html = |body: &str| {
        ("200 OK\r\ncontent-type: text/html; charset=utf-8".to_owned(), body.as_bytes().to_vec())
    };
    let (status, body) = match path.split('?').next()? {
        "/tides" => html(
            "<meta property=og:site_name content='Harbour News'><meta property=og:title content=Tides>
             <meta property=og:description content='When the water comes'><meta property=og:image content=/pier.png>",
        ),
        "/pier.png" => ("200 OK\r\ncontent-type: image/png".to_owned(), picture()),
        "/no-picture" => html("<title>Bare</title><meta property=og:image content='/tides'>"),
        "/nothing" => html("<p>Nothing to say"),
        "/loop" => ("302 Found\r\nlocation: /loop".to_owned(), Vec::new()),
        "/inside" => ("302 Found\r\nlocation: http://127.0.0.2/".to_owned(), Vec::new()),
        "/flood" => ("200 OK\r\ncontent-type: application/octet-stream".to_owned(), vec![0; 8 << 20]),
        _ => ("404 Not Found\r\ncontent-type: text/html".to_owned(), b"<title>Away</title>".to_vec()),
    };
    stream.write_all(format!("HTTP/1.1 {status}\r\nconnection: close\r\n\r\n").as_bytes()).await.ok()?;
    stream.write_all(&body).await.ok()?;
    stream.shutdown().await.ok()
}

fn picture() -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = RgbImage::from_fn(1_000, 500, |x, y| image::Rgb([x as u8, y as u8, 90]));
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    bytes
}

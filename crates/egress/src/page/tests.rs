//! Pages that say much, little, or what they shouldn't.

use std::sync::Arc;

use proptest::prelude::*;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::*;
use crate::Rules;

fn here() -> Url {
    "https://www.harbour.example/news/today".parse().unwrap()
}

fn read(html: &str) -> Option<Page> {
    head::read(html.as_bytes(), None, &here())
}

#[test]
fn a_page_says_what_it_is_in_the_words_of_open_graph() {
    let page = read(
        r#"<!doctype html><html><head><title>No</title>
           <meta property="og:title" content="Tides &amp; times"><meta name="description" content="No">
           <meta property='og:description' content='When the water
             comes'><meta content="Harbour News" property="OG:site_name">
           <meta property=og:image content=/pictures/tide.png></head><body>"#,
    );
    let image = Some("https://www.harbour.example/pictures/tide.png".parse().unwrap());
    let (site, title) = ("Harbour News".into(), "Tides & times".into());
    assert_eq!(page, Some(Page { site, title, description: "When the water comes".into(), image }));
}

#[test]
fn html_alone_will_do() {
    let page =
        read("<TITLE>Low tide\n at noon</TITLE><base href='/files/'><meta name=twitter:image content=x.png>");
    let page = page.unwrap();
    assert_eq!((&*page.site, &*page.title, &*page.description), ("harbour.example", "Low tide at noon", ""));
    assert_eq!(page.image.unwrap().path(), "/files/x.png");
}

#[test]
fn what_says_nothing_is_no_preview() {
    for nothing in ["", "<p>hello", "<title> \u{200b}</title>", "<meta name=description content=x>", "\0\0"] {
        assert_eq!(read(nothing), None, "{nothing:?}");
    }
}

#[test]
fn only_the_head_speaks_and_scripts_are_no_tags() {
    let page = read(
        "<script>var a = '<meta property=og:title content=script>'</script><!-- <meta property=og:title content=no> -->
         <title>Head</title><body><meta property=og:title content=body>",
    );
    assert_eq!(page.unwrap().title, "Head");
}

#[test]
fn texts_are_short_lines_without_disguise() {
    let long = "tide ".repeat(500);
    let page = read(&format!(
        "<meta property=og:title content='{long}'><meta property=og:description content='a\u{202e}b\u{200f}\u{7}c\0'>
         <meta property=og:image content='javascript:alert(1)'>"
    ));
    let page = page.unwrap();
    assert_eq!(page.title.chars().count(), head::TITLE_CHARS);
    assert!(page.title.ends_with('…'));
    assert!(page.description.starts_with("ab c"), "{:?}", page.description);
    assert_eq!(page.image, None);
}

#[test]
fn a_page_is_read_as_it_was_written() {
    let latin = b"<meta charset=iso-8859-1><title>Gr\xfc\xdfe</title>";
    assert_eq!(head::read(latin, None, &here()).unwrap().title, "Grüße");
    let old = b"<meta http-equiv=content-type content='text/html; charset=Shift_JIS'><title>\x8a\x43</title>";
    assert_eq!(head::read(old, None, &here()).unwrap().title, "海");
    let said = head::charset_of("text/html; charset=\"windows-1251\"");
    assert_eq!(head::read(b"<title>\xcf\xee\xf0\xf2</title>", said, &here()).unwrap().title, "Порт");
    assert_eq!(head::read(b"<title>\xff\xfe</title>", None, &here()).unwrap().title, "\u{fffd}\u{fffd}");
}

/// A hundred thousand open tags, attributes and quotes cost no more than other bytes.
#[test]
fn nesting_costs_nothing() {
    for piece in ["<b>", "<meta a=", "<meta property='og:title' x", "<!--", "&amp", "<title>", "\""] {
        let begun = std::time::Instant::now();
        read(&piece.repeat((1 << 20) / piece.len()));
        assert!(begun.elapsed() < Duration::from_secs(20), "{piece}");
    }
}

proptest! {
    #[test]
    fn whatever_comes_is_read_without_harm(bytes: Vec<u8>, text in "[<>/a-z='\" :&;!-]{0,300}") {
        head::read(&bytes, None, &here());
        if let Some(page) = read(&format!("<title>{text}</title><meta property=og:image content=\"{text}\">")) {
            prop_assert!(!page.title.is_empty());
        }
    }
}

/// Answers everybody the same; its address.
async fn server(head: &str, body: &[u8]) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let answer: Arc<[u8]> =
        [format!("HTTP/1.1 {head}\r\nconnection: close\r\n\r\n").as_bytes(), body].concat().into();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = Arc::clone(&answer);
            tokio::spawn(async move {
                let _asked = stream.read(&mut [0; 4_096]).await;
                let _told = stream.write_all(&answer).await;
            });
        }
    });
    format!("http://127.0.0.1:{port}/pier.png").parse().unwrap()
}

fn egress() -> Egress {
    Egress::new(Rules { networks: vec!["127.0.0.1/32".parse().unwrap()] }).unwrap()
}

#[tokio::test]
async fn a_page_longer_than_anybody_reads_is_read_as_far_as_that() {
    let long = [b"<title>Long</title>".as_slice(), &b"x".repeat(3 << 20)].concat();
    let url = server("200 OK\r\ncontent-type: text/html", &long).await;
    assert_eq!(egress().page(url.clone()).await.unwrap().unwrap().title, "Long");
    assert_eq!(egress().picture(server("200 OK", &b"x".repeat(5 << 20)).await).await, Err(Error::Long));
}

#[tokio::test]
async fn only_pages_and_pictures_are_anything() {
    let of = async |head: &str| egress().page(server(head, b"<title>Pier</title>").await).await.unwrap();
    assert_eq!(of("200 OK\r\ncontent-type: application/json").await, None);
    assert_eq!(of("200 OK").await, None);
    assert_eq!(of("404 Not Found\r\ncontent-type: text/html").await, None);
    assert_eq!(of("200 OK\r\ncontent-type: image/svg+xml").await, None);
    let picture = of("200 OK\r\ncontent-type: image/png").await.unwrap();
    assert_eq!((&*picture.title, picture.image.is_some()), ("pier.png", true));
}

#[tokio::test]
async fn nobody_is_asked_inside() {
    let url = server("200 OK\r\ncontent-type: text/html", b"<title>Inside</title>").await;
    let strict = Egress::new(Rules::default()).unwrap();
    assert!(matches!(strict.page(url.clone()).await, Err(Error::Refused(_))));
    assert!(matches!(strict.picture(url).await, Err(Error::Refused(_))));
    let long = format!("http://harbour.example/{}", "x".repeat(2_000)).parse().unwrap();
    assert!(matches!(strict.page(long).await, Err(Error::Refused(_))));
}

//! Others who lead on, stall, flood or say something else the second time.

use std::{
    collections::VecDeque,
    io,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use proptest::prelude::*;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::*;

const BOUNDS: Bounds = Bounds { redirects: 3, total: Duration::from_secs(5), body: 1024, cut: false };

/// Answers what is next in line; the last answer stays.
struct Told {
    answers: Mutex<VecDeque<Vec<&'static str>>>,
    asked: AtomicUsize,
}

impl Told {
    fn new(answers: &[&[&'static str]]) -> Arc<Self> {
        let answers = answers.iter().map(|it| it.to_vec()).collect();
        Arc::new(Self { answers: Mutex::new(answers), asked: AtomicUsize::new(0) })
    }
}

#[async_trait]
impl Names for Told {
    async fn addresses(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        Ok(answer.unwrap_or_default().iter().map(|it| it.parse().unwrap()).collect())
    }
}

fn strict(names: &Arc<Told>) -> Egress {
    Egress::with_names(Rules::default(), names.clone()).unwrap()
}

/// May reach one address of this machine, where the tests' servers are, and no other.
fn lenient(names: &Arc<Told>) -> Egress {
    let rules = Rules { networks: vec!["127.0.0.1/32".parse().unwrap()] };
    Egress::with_names(rules, names.clone()).unwrap()
}

fn get(url: &str) -> Request {
    Request { url: url.parse().unwrap(), headers: Vec::new(), body: None }
}

async fn refused(egress: &Egress, url: &str) -> bool {
    matches!(egress.ask(get(url), BOUNDS).await, Err(Error::Refused(_)))
}

/// A server of one's own: says this to everybody, then, `flood`, more without end. How many
/// came is counted.
async fn server(says: String, flood: Option<Duration>) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, came) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&came);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            let says = says.clone();
            tokio::spawn(async move {
                let mut heard = [0; 4096];
                let _ = stream.read(&mut heard).await;
                let _ = stream.write_all(says.as_bytes()).await;
                while let Some(pause) = flood {
                    if stream.write_all(&[b'x'; 64]).await.is_err() {
                        return;
                    }
                    tokio::time::sleep(pause).await;
                }
            });
        }
    });
    (port, came)
}

fn redirect(to: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

const HELLO: &str =
    "HTTP/1.1 200 OK\r\nset-cookie: a=b\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello";

#[tokio::test]
async fn however_an_address_is_spelt_it_is_the_same_address() {
    let egress = strict(&Told::new(&[&["93.184.215.14"]]));
    for url in [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://127.1/",
        "http://0/",
        "http://127.0.0.1./",
        "http://%31%32%37.0.0.1/",
        "http://①②⑦.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0xa9fea9fe/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://ada:geheim@example.org/",
        "http://example.org:22/",
        "https://example.org:8443/",
        "http://93.184.215.14:6379/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
    ] {
        assert!(refused(&egress, url).await, "{url}");
    }
}

#[tokio::test]
async fn a_name_of_an_inner_address_is_refused() {
    for inner in ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00:ec2::254", "::ffff:10.0.0.1"] {
        let names = Arc::new(Told { answers: Mutex::new([vec![inner]].into()), asked: AtomicUsize::new(0) });
        assert!(refused(&strict(&names), "http://rebind.example/").await, "{inner}");
        assert_eq!(names.asked.load(Ordering::Relaxed), 1);
    }
}

#[tokio::test]
async fn of_several_addresses_only_good_ones_are_connected_to() {
    let (port, came) = server(HELLO.into(), None).await;
    let names = Told::new(&[&["127.0.0.2", "10.9.9.9", "127.0.0.1"]]);
    let egress = lenient(&names);
    let answer = egress.ask(get(&format!("http://three.example:{port}/")), BOUNDS).await.unwrap();
    assert_eq!((answer.status, &answer.body[..]), (200, &b"hello"[..]));
    assert_eq!(came.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_name_is_asked_for_once_and_cannot_change_its_mind() {
    let (port, _) = server(HELLO.into(), None).await;
    // Good the first time, inner the second, as a rebinding server says.
    let names = Told::new(&[&["127.0.0.1"], &["127.0.0.2"]]);
    let egress = lenient(&names);
    let url = format!("http://rebind.example:{port}/");
    assert_eq!(egress.ask(get(&url), BOUNDS).await.unwrap().status, 200);
    assert_eq!(names.asked.load(Ordering::Relaxed), 1, "one look-up for a request");
    assert!(refused(&egress, &url).await, "the second request looks again");
}

#[tokio::test]
async fn another_port_is_for_allowed_networks_only() {
    let names = Told::new(&[&["93.184.215.14"]]);
    assert!(refused(&lenient(&names), "http://example.org:8080/").await);
    let (port, _) = server(HELLO.into(), None).await;
    assert!(!refused(&lenient(&names), &format!("http://127.0.0.1:{port}/")).await);
    assert!(refused(&strict(&names), &format!("http://127.0.0.1:{port}/")).await);
}

#[tokio::test]
async fn a_redirect_is_looked_at_like_the_first_address() {
    let names = Told::new(&[&["127.0.0.1"]]);
    let egress = lenient(&names);
    for to in ["http://127.0.0.2/", "http://[::1]/", "http://2130706434/", "file:///etc/passwd", "//0/"] {
        let (port, _) = server(redirect(to), None).await;
        assert!(refused(&egress, &format!("http://127.0.0.1:{port}/")).await, "{to}");
    }
    let (there, _) = server(HELLO.into(), None).await;
    let (here, _) = server(redirect(&format!("http://127.0.0.1:{there}/end")), None).await;
    let answer = egress.ask(get(&format!("http://127.0.0.1:{here}/")), BOUNDS).await.unwrap();
    assert_eq!(answer.url.path(), "/end");
    assert!(answer.header("set-cookie").is_some(), "told, and kept by nobody");
}

#[tokio::test]
async fn redirects_end() {
    let names = Told::new(&[&["127.0.0.1"]]);
    let (port, came) = server(redirect("/again"), None).await;
    let egress = lenient(&names);
    let url = format!("http://127.0.0.1:{port}/");
    assert_eq!(egress.ask(get(&url), BOUNDS).await.unwrap_err(), Error::Redirects);
    assert_eq!(came.swap(0, Ordering::Relaxed), BOUNDS.redirects + 1);
    let post = Request { body: Some(Bytes::from_static(b"secret")), ..get(&url) };
    assert_eq!(egress.ask(post, BOUNDS).await.unwrap_err(), Error::Redirects);
    assert_eq!(came.load(Ordering::Relaxed), 1, "what is posted goes nowhere else");
}

#[tokio::test]
async fn what_never_ends_is_given_up() {
    let names = Told::new(&[&["127.0.0.1"]]);
    let egress = lenient(&names);
    let endless = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
    let (slow, _) = server(endless.into(), Some(Duration::from_millis(50))).await;
    let soon = Bounds { total: Duration::from_millis(400), body: 1 << 20, ..BOUNDS };
    let slow = get(&format!("http://127.0.0.1:{slow}/"));
    assert_eq!(egress.ask(slow, soon).await.unwrap_err(), Error::Late);
    // Says nothing at all.
    let (mute, _) = server(String::new(), None).await;
    let mute = egress.ask(get(&format!("http://127.0.0.1:{mute}/")), soon).await;
    assert!(matches!(mute, Err(Error::Unreachable(_) | Error::Late)), "{mute:?}");
    let (flood, _) = server(endless.into(), Some(Duration::ZERO)).await;
    let flood = get(&format!("http://127.0.0.1:{flood}/"));
    assert_eq!(egress.ask(flood, BOUNDS).await.unwrap_err(), Error::Long);
}

#[tokio::test]
async fn what_is_packed_stays_packed() {
    let names = Told::new(&[&["127.0.0.1"]]);
    let packed =
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\nconnection: close\r\n\r\nbomb";
    let (port, _) = server(packed.into(), None).await;
    let answer = lenient(&names).ask(get(&format!("http://127.0.0.1:{port}/")), BOUNDS).await.unwrap();
    assert_eq!(&answer.body[..], b"bomb");
}

proptest! {
    /// Whatever four numbers and whatever notation: an inner address is refused before
    /// anything is asked.
    #[test]
    fn no_notation_reaches_inside(bits: u32, form in 0..6) {
        let it = std::net::Ipv4Addr::from_bits(bits);
        let [a, b, c, d] = it.octets();
        let rest = u32::from(b) << 16 | u32::from(c) << 8 | u32::from(d);
        let host = match form {
            0 => it.to_string(),
            1 => bits.to_string(),
            2 => format!("{bits:#x}"),
            3 => format!("0{bits:o}"),
            4 => format!("{a:#x}.{rest}"),
            _ => format!("0{a:o}.{b}.{:#x}", rest & 0xffff),
        };
        let egress = LOOKING.get_or_init(|| Egress::new(Rules::default()).unwrap());
        let looked = egress.look_at(&format!("http://{host}/").parse().unwrap());
        prop_assert_eq!(looked.is_ok(), address::is_public(it.into()), "{}", host);
    }
}

static LOOKING: std::sync::OnceLock<Egress> = std::sync::OnceLock::new();

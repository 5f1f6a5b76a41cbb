//! What the domain and the database answer to this machine, wherever it is. Where this machine
//! can't look, nothing is known.

use std::{
    collections::BTreeSet,
    net::{IpAddr, UdpSocket},
    sync::Arc,
    time::Duration,
};

use aws_smithy_http_client::{
    Connector,
    tls::{Provider, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::http::HttpConnector as _;
use aws_smithy_types::body::SdkBody;
use axum::http::Request;
use hickory_resolver::{TokioResolver, proto::rr::RData};
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};

use super::servers::Servers;
use crate::cli::doctor::aws::{
    facts::Place,
    verdict::{Known, Unknown},
};

/// An answer comes within this time, or not.
const PATIENCE: Duration = Duration::from_secs(5);
/// Members of a cluster that are tried.
const MEMBERS: usize = 16;

/// What was seen from here.
#[derive(Debug, Clone)]
pub struct Outside {
    /// Of the domain, and of the load balancer.
    pub addresses: Known<(BTreeSet<IpAddr>, BTreeSet<IpAddr>)>,
    pub plain: Known<Said>,
    pub secure: Known<Said>,
    /// What another host's name is answered.
    pub stranger: Known<Said>,
    pub metrics: Known<Said>,
    pub database: Known<Database>,
}

/// An answer, or why there was none though somebody listens.
pub type Said = Result<Answer, String>;

/// An answer over HTTP.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub transport_security: String,
}

/// Who of the database's members lets this machine in.
#[derive(Debug, Clone, Default)]
pub struct Database {
    pub members: Vec<(String, Result<(), String>)>,
    /// Whether this machine is one of the servers.
    pub is_server: bool,
}

impl Outside {
    /// Nothing was looked at.
    pub fn unseen(why: &str) -> Self {
        fn no<T>(why: &str) -> Known<T> {
            Err(Unknown(why.to_owned()))
        }
        Self {
            addresses: no(why),
            plain: no(why),
            secure: no(why),
            stranger: no(why),
            metrics: no(why),
            database: no(why),
        }
    }

    /// Looks at the domain, and at the database that `WORKLOOP_DATABASE_URL` names.
    pub async fn read(
        place: &Place,
        balancer: Option<&str>,
        servers: &Servers,
        database: Option<&str>,
    ) -> Self {
        let domain = &place.domain;
        let (plain, secure) = (format!("http://{domain}/"), format!("https://{domain}/"));
        let metrics = format!("https://{domain}/metrics");
        let (addresses, plain, secure, stranger, metrics, database) = tokio::join!(
            addresses(domain, balancer),
            ask(&plain, domain),
            ask(&secure, domain),
            ask(&secure, "stranger.invalid"),
            ask(&metrics, domain),
            look_at_database(database, servers),
        );
        Self { addresses, plain, secure, stranger, metrics, database }
    }
}

async fn addresses(domain: &str, balancer: Option<&str>) -> Known<(BTreeSet<IpAddr>, BTreeSet<IpAddr>)> {
    let balancer = balancer.ok_or_else(|| Unknown("there is no load balancer to compare with".to_owned()))?;
    Ok((resolved(domain).await?, resolved(balancer).await?))
}

async fn resolved(name: &str) -> Known<BTreeSet<IpAddr>> {
    match tokio::time::timeout(PATIENCE, tokio::net::lookup_host((name, 443))).await {
        Ok(Ok(found)) => Ok(found.map(|it| it.ip()).collect()),
        Ok(Err(error)) => Err(Unknown(format!("{name} can't be resolved from here: {error}"))),
        Err(_) => Err(Unknown(format!("{name} can't be resolved from here within 5 s"))),
    }
}

/// Asks once, follows nothing. Nobody listening isn't an answer; a bad certificate is.
async fn ask(url: &str, host: &str) -> Known<Said> {
    let parsed = url::Url::parse(url).map_err(|error| Unknown(format!("{url}: {error}")))?;
    let place = (parsed.host_str().unwrap_or_default(), parsed.port_or_known_default().unwrap_or(443));
    let unreachable = |why: String| Unknown(format!("{url} can't be reached from here: {why}"));
    match tokio::time::timeout(PATIENCE, TcpStream::connect(place)).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => return Err(unreachable(error.to_string())),
        Err(_) => return Err(unreachable("no answer within 5 s".to_owned())),
    }
    let connector = Connector::builder().tls_provider(Provider::Rustls(CryptoMode::Ring)).build();
    let request = Request::get(url).header("host", host).body(SdkBody::empty());
    let request = request.map_err(|error| Unknown(error.to_string()))?;
    let request = request.try_into().map_err(|error| Unknown(format!("{error}")))?;
    let answer = match tokio::time::timeout(PATIENCE, connector.call(request)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => return Ok(Err(format!("{:#}", anyhow::Error::from(error)))),
        Err(_) => return Ok(Err("no answer within 5 s".to_owned())),
    };
    let header = |name: &str| answer.headers().get(name).unwrap_or_default().to_owned();
    Ok(Ok(Answer {
        status: answer.status().as_u16(),
        location: header("location"),
        transport_security: header("strict-transport-security"),
    }))
}

async fn look_at_database(url: Option<&str>, servers: &Servers) -> Known<Database> {
    let none = "set WORKLOOP_DATABASE_URL to mongodb+srv://… to have it looked at";
    let name = url.and_then(cluster).ok_or_else(|| Unknown(none.to_owned()))?;
    let places = service(&name).await?;
    let mut members = Vec::new();
    for (host, port) in places {
        let outcome = tokio::time::timeout(PATIENCE, shake_hands(&host, port)).await;
        let outcome = outcome.unwrap_or_else(|_| Err("no answer within 5 s".to_owned()));
        members.push((format!("{host}:{port}"), outcome));
    }
    let here = own_address().map(|it| it.to_string());
    let running = servers.running.as_ref().map_or(&[][..], Vec::as_slice);
    Ok(Database { members, is_server: running.iter().any(|server| Some(&server.private) == here.as_ref()) })
}

/// The name in `mongodb+srv://user:password@name/database`; of the rest nothing is kept.
fn cluster(url: &str) -> Option<String> {
    let rest = url.strip_prefix("mongodb+srv://")?;
    let authority = rest.split(['/', '?']).next()?;
    let name = authority.rsplit('@').next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

async fn service(name: &str) -> Known<Vec<(String, u16)>> {
    let unknown = |why: String| Unknown(format!("_mongodb._tcp.{name} can't be resolved from here: {why}"));
    let resolver = TokioResolver::builder_tokio().and_then(|builder| builder.build());
    let resolver = resolver.map_err(|error| unknown(error.to_string()))?;
    let found = tokio::time::timeout(PATIENCE, resolver.srv_lookup(format!("_mongodb._tcp.{name}."))).await;
    let found = found.map_err(|_| unknown("no answer within 5 s".to_owned()))?;
    let found = found.map_err(|error| unknown(error.to_string()))?;
    let records = found.answers().iter().filter_map(|record| match &record.data {
        RData::SRV(it) => Some((it.target.to_utf8().trim_end_matches('.').to_owned(), it.port)),
        _ => None,
    });
    Ok(records.take(MEMBERS).collect())
}

/// Atlas lets anybody connect, and ends the handshake of who isn't on its list.
async fn shake_hands(host: &str, port: u16) -> Result<(), String> {
    let stream = TcpStream::connect((host, port)).await.map_err(|error| error.to_string())?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|error| error.to_string())?;
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|error| error.to_string())?;
    Ok(())
}

/// The address this machine leaves from, as far as it knows itself. Nothing is sent.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind(("0.0.0.0", 0)).ok()?;
    socket.connect(("192.0.2.1", 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;

    #[test]
    fn a_cluster_is_named_without_its_password() {
        assert_eq!(
            cluster("mongodb+srv://ada:pa%40ss@c.abcde.mongodb.net/workloop?w=1").unwrap(),
            "c.abcde.mongodb.net"
        );
        assert_eq!(cluster("mongodb+srv://c.mongodb.net").unwrap(), "c.mongodb.net");
        assert_eq!(cluster("mongodb://c.mongodb.net"), None);
    }

    /// Answers one request with this, or closes at once.
    async fn listening(answer: &'static str) -> u16 {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut bytes = [0; 1024];
                if !answer.is_empty() {
                    let _ = stream.read(&mut bytes).await;
                    let _ = stream.write_all(answer.as_bytes()).await;
                }
            }
        });
        port
    }

    #[tokio::test]
    async fn an_answer_is_read_and_followed_nowhere() {
        let port = listening(
            "HTTP/1.1 301 Moved\r\nlocation: https://chat.example.com/\r\ncontent-length: 0\r\n\r\n",
        )
        .await;
        let said = ask(&format!("http://127.0.0.1:{port}/"), "chat.example.com").await.unwrap().unwrap();
        assert_eq!((said.status, said.location.as_str()), (301, "https://chat.example.com/"));
    }

    #[tokio::test]
    async fn who_is_not_there_is_unknown_and_who_hangs_up_is_not() {
        let closed = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        assert!(
            ask(&format!("http://127.0.0.1:{closed}/"), "x")
                .await
                .unwrap_err()
                .0
                .contains("can't be reached from here")
        );
        let port = listening("").await;
        assert!(ask(&format!("https://localhost:{port}/"), "x").await.unwrap().is_err());
        assert!(shake_hands("localhost", port).await.is_err());
    }
}

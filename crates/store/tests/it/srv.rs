//! `mongodb+srv://` from end to end: names from a name server, TLS with a certificate of our
//! own authority, and a user who may do no more than the manual says. The names have to come
//! from where the system asks, so the test runs in a network of its own.

use std::{
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use mongodb::{
    Client,
    bson::{Document, doc},
    options::{ClientOptions, Credential, Tls, TlsOptions},
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use store::{
    Error, Store,
    contract::{Town, message},
    mongo::Mongo,
};
use tokio::time::sleep;

use crate::{dns::Names, replica::Member};

/// Set for the process in that network.
const INSIDE: &str = "STORE_TEST_INSIDE";
/// What that process says at its end: one that ran no test succeeds too.
const DONE: &str = "every address was tried";
const SERVICE: &str = "chat.workloop.test";
const HOSTS: [&str; 3] = ["a.workloop.test", "b.workloop.test", "c.workloop.test"];
/// With what must be escaped in an address.
const PASSWORD: &str = "s3cret/word:of@ada";

#[test]
fn a_name_with_srv_records_leads_to_the_servers_over_tls() {
    let program = std::env::current_exe().unwrap();
    let done = Command::new("unshare")
        .args(["--user", "--map-root-user", "--net", "--mount"])
        .arg(program)
        .args(["--exact", "srv::inside_its_own_network", "--nocapture"])
        .env(INSIDE, "yes")
        .output()
        .expect("unshare (util-linux) runs");
    let (said, why) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "inside a network of its own, which takes user namespaces: {said}{why}");
    assert!(said.contains(DONE), "that test was not run, or not to its end: {said}{why}");
}

/// Runs only as that process.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn inside_its_own_network() {
    if std::env::var(INSIDE).is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    run("ip", &["link", "set", "lo", "up"]);
    let resolv = folder.join("resolv.conf");
    std::fs::write(&resolv, "nameserver 127.0.0.1\n").unwrap();
    run("mount", &["--bind", &resolv.display().to_string(), "/etc/resolv.conf"]);

    let (authority, certificate) = certificates(folder);
    let key = folder.join("key");
    std::fs::write(&key, "bWVtYmVycyBvZiBvbmUgc2V0").unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    let key = key.display().to_string();
    let members: Vec<Member> = (0..3)
        .map(|_| {
            Member::start(
                &[
                    ["--replSet", "rs0", "--keyFile", &key],
                    ["--tlsMode", "requireTLS", "--tlsCertificateKeyFile", &certificate],
                    ["--tlsCAFile", &authority, "--tlsAllowConnectionsWithoutCertificates", "--quiet"],
                ]
                .concat(),
            )
        })
        .collect();
    let places: Vec<_> = HOSTS.into_iter().zip(members.iter().map(|it| it.port)).collect();
    Names::new(SERVICE, "authSource=admin&replicaSet=rs0", &places)
        // Records that lead out of the domain are somebody else's.
        .and(Names::new("stray.elsewhere.test", "replicaSet=rs0", &places))
        .serve();
    initiate(&places, &authority).await;

    let secret = "s3cret%2Fword%3Aof%40ada";
    let url = |name: &str, password: &str, more: &str| {
        format!("mongodb+srv://ada:{password}@{name}/workloop?{more}")
    };
    let elsewhere = folder.join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    let (stranger, _) = certificates(&elsewhere);
    let trusting = format!("tlsCAFile={authority}");
    let address = url(SERVICE, secret, &trusting);
    let store = Store::new(Mongo::open(&address).await.unwrap());
    let town = Town::new(&store).await;
    let sent = town.say(town.ada, "over TLS").await;
    assert_eq!(store.message(town.general, sent.id).await.unwrap(), sent);
    a_dead_node_is_buried_by_this_user(&address, &store, &town).await;
    assert_eq!(store.health().await.unwrap().schema, 1);

    for (address, what) in [
        (url(SERVICE, secret, ""), "certificate"),
        (url(SERVICE, secret, &format!("tlsCAFile={stranger}")), "certificate"),
        (url(SERVICE, "s3cret", &trusting), "uthentication"),
        (url("nowhere.workloop.test", secret, &trusting), "nowhere.workloop.test"),
        (url("stray.elsewhere.test", secret, &trusting), "elsewhere.test"),
    ] {
        let begun = Instant::now();
        let Err(error) = Mongo::open(&address).await else { panic!("{address} was taken") };
        let (Error::Unavailable(text) | Error::Internal(text)) = &error else { panic!("{error:?}") };
        assert!(text.contains(what), "{address}: {text}");
        assert!(!text.contains("s3cret"), "{text}");
        assert!(begun.elapsed() < Duration::from_secs(15), "{address} took {:?}", begun.elapsed());
    }
    println!("{DONE}");
}

/// `killSessions` needs no right beyond being the same user.
async fn a_dead_node_is_buried_by_this_user(address: &str, store: &Store, town: &Town) {
    let db = Client::with_uri_str(address).await.unwrap().database("workloop");
    let mut session = db.client().start_session().await.unwrap();
    let note = doc! { "_id": "dead", "beat": 1_i64, "sessions": [session.id().clone()] };
    db.collection::<Document>("nodes").insert_one(note).await.unwrap();
    session.start_transaction().await.unwrap();
    let feed = doc! { "_id": town.general.to_string() };
    let change = doc! { "$inc": { "head": 1_i64 } };
    db.collection::<Document>("feeds").update_one(feed, change).session(&mut session).await.unwrap();
    let begun = Instant::now();
    while let Err(error) = store.append(message(town.general, town.bela, "still there?")).await {
        assert!(matches!(error, Error::Unavailable(_)), "{error}");
        assert!(begun.elapsed() < Duration::from_secs(15), "held up for {:?}", begun.elapsed());
    }
    assert!(begun.elapsed() < Duration::from_secs(15), "held up for {:?}", begun.elapsed());
}

/// Makes the set, and its user, who may read and write one database.
async fn initiate(places: &[(&str, u16)], authority: &str) {
    let admin = |port: u16, who: Option<Credential>| {
        let tls = TlsOptions::builder().ca_file_path(Path::new(authority).to_owned()).build();
        let host = mongodb::options::ServerAddress::Tcp { host: HOSTS[0].into(), port: Some(port) };
        let mut options = ClientOptions::builder()
            .hosts(vec![host])
            .direct_connection(true)
            .tls(Tls::Enabled(tls))
            .server_selection_timeout(Duration::from_secs(20))
            .build();
        options.credential = who;
        Client::with_options(options).unwrap().database("admin")
    };
    let hosts: Vec<Document> = (0..)
        .zip(places)
        .map(|(n, (host, port))| doc! { "_id": n, "host": format!("{host}:{port}") })
        .collect();
    let settings = doc! { "electionTimeoutMillis": 2000, "heartbeatIntervalMillis": 500 };
    for (_, port) in places {
        admin(*port, None).run_command(doc! { "hello": 1 }).await.unwrap();
    }
    // Without any user yet, whoever comes from this machine may do this much.
    let first = admin(places[0].1, None);
    let config = doc! { "_id": "rs0", "members": hosts, "settings": settings };
    first.run_command(doc! { "replSetInitiate": config }).await.unwrap();
    let begun = Instant::now();
    loop {
        let hello = first.run_command(doc! { "hello": 1 }).await.unwrap();
        if matches!(hello.get_bool("isWritablePrimary"), Ok(true)) {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "nobody is elected");
        sleep(Duration::from_millis(50)).await;
    }
    first.run_command(doc! { "createUser": "root", "pwd": PASSWORD, "roles": ["root"] }).await.unwrap();
    let root = Credential::builder().username("root".to_owned()).password(PASSWORD.to_owned()).build();
    let roles = [doc! { "role": "readWrite", "db": "workloop" }];
    let ada = doc! { "createUser": "ada", "pwd": PASSWORD, "roles": roles };
    admin(places[0].1, Some(root)).run_command(ada).await.unwrap();
}

/// An authority's certificate, and one for all hosts with its key.
fn certificates(folder: &Path) -> (String, String) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    // Of the same name, its certificates would seem to be their own.
    params.distinguished_name.push(DnType::CommonName, "Harbour authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let hosts = CertificateParams::new(HOSTS.map(str::to_owned)).unwrap();
    let certificate = hosts.signed_by(&key, &authority).unwrap();
    let (one, other) = (folder.join("authority.pem"), folder.join("host.pem"));
    std::fs::write(&one, authority.pem()).unwrap();
    std::fs::write(&other, certificate.pem() + &key.serialize_pem()).unwrap();
    (one.display().to_string(), other.display().to_string())
}

fn run(program: &str, arguments: &[&str]) {
    let done = Command::new(program).args(arguments).status();
    assert!(done.unwrap_or_else(|error| panic!("{program}: {error}")).success(), "{program} {arguments:?}");
}

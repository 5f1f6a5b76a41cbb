//! The stage: a server in its own process and folder, and the cast that uses it.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use reqwest::{Method, RequestBuilder, StatusCode, header};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Good enough for everybody in the cast.
pub const PASSWORD: &str = "correct horse battery staple";

/// A running server. Killed when dropped.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    /// The set-up code it printed, while it isn't set up.
    pub code: Option<String>,
    /// Everything it logged so far.
    pub log: Arc<Mutex<String>>,
}

/// The program, with nothing set but what the test sets.
pub fn workloop(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_workloop"));
    command
        .env_clear()
        .current_dir(data)
        .env("WORKLOOP_DATA", data.join("data"))
        .env("WORKLOOP_LISTEN", "127.0.0.1:0");
    command
}

impl Server {
    /// Starts in this folder with these settings besides.
    pub fn start_in(data: &Path, settings: &[(&str, &str)]) -> Self {
        let mut command = workloop(data);
        command.envs(settings.iter().copied()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let log = Arc::new(Mutex::new(String::new()));
        let stderr = child.stderr.take().expect("piped");
        let kept = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let mut log = kept.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
        });
        let stdout = child.stdout.take().expect("piped");
        let (url, code) = read_greeting(stdout).unwrap_or_else(|seen| {
            let _ = child.kill();
            panic!("the server didn't get ready: {seen}\n{}", log.lock().unwrap())
        });
        Self { child, url, code, log }
    }

    /// A path below the API.
    pub fn api(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.url)
    }

    /// Asks it to stop, and waits.
    pub fn stop(mut self) -> std::process::ExitStatus {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs");
        self.child.wait().expect("it ends")
    }

    /// Kills it without a word.
    pub fn kill(mut self) {
        self.child.kill().expect("it was alive");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("{}", self.log.lock().unwrap());
        }
    }
}

/// Reads up to the line that says ready; keeps reading so that the pipe never fills.
fn read_greeting(stdout: impl std::io::Read + Send + 'static) -> Result<(String, Option<String>), String> {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            let _ = send.send(line);
        }
    });
    let mut seen = String::new();
    let mut url = None;
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(20) {
        let Ok(line) = receive.recv_timeout(Duration::from_secs(20)) else { break };
        seen.push_str(&line);
        seen.push('\n');
        if let Some(address) = line.strip_prefix("Listening on ") {
            url = Some(format!("http://{address}"));
        }
        // The last line says whether there is something to set up.
        if line.starts_with("Stop it") {
            let code = seen
                .split("/setup?code=")
                .nth(1)
                .and_then(|rest| rest.split_whitespace().next())
                .map(str::to_owned);
            return Ok((url.ok_or(seen)?, code));
        }
    }
    Err(seen)
}

/// A server with Ada's workspace on it.
pub struct Stage {
    /// The server.
    pub server: Server,
    /// Its owner.
    pub ada: Person,
    /// The workspace's id.
    pub workspace: String,
    /// The id of `#general`.
    pub general: String,
    /// The server's folder.
    pub folder: TempDir,
}

impl Stage {
    /// Ada has just set it up.
    pub async fn set() -> Self {
        Self::set_with(&[]).await
    }

    /// The same with settings.
    pub async fn set_with(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::start_in(folder.path(), settings);
        let mut ada = Person::stranger(&server);
        let code = server.code.clone().expect("a set-up code");
        let body = json!({"code": code, "name": "Ada", "handle": "ada", "email": "ada@example.org", "password": PASSWORD, "workspace": "Harbour"});
        let answer = ada.post("/setup", body).await.expect(StatusCode::CREATED);
        ada.id = text(&answer["account"]["id"]);
        let snapshot = ada.get("/snapshot").await.ok();
        let workspace = &snapshot["workspaces"][0]["workspace"];
        Self {
            workspace: text(&workspace["id"]),
            general: text(&workspace["default_channel"]),
            server,
            ada,
            folder,
        }
    }

    /// Stops the server, lets something happen to its folder and starts it again. Ada signs
    /// in anew: the address has changed, and cookies are an address's.
    pub async fn while_stopped(self, happening: impl FnOnce(&Path)) -> Self {
        let Self { server, ada, workspace, general, folder } = self;
        server.stop();
        happening(folder.path());
        let server = Server::start_in(folder.path(), &[]);
        let again = Person { id: ada.id, ..Person::stranger(&server) };
        again.post("/session", json!({"email": "ada@example.org", "password": PASSWORD})).await.ok();
        Self { server, ada: again, workspace, general, folder }
    }

    /// Somebody joins by an invite.
    pub async fn join(&self, name: &str, role: &str) -> Person {
        let path = format!("/workspaces/{}/invites", self.workspace);
        let body = if role == "guest" {
            json!({"role": role, "hours": 1, "channels": [self.general]})
        } else {
            json!({"role": role, "hours": 1})
        };
        let invite = self.ada.post(&path, body).await.expect(StatusCode::CREATED);
        let mut person = Person::stranger(&self.server);
        let handle = name.to_lowercase();
        let body = json!({"name": name, "handle": handle, "email": format!("{handle}@example.org"), "password": PASSWORD});
        let answer = person
            .post(&format!("/invites/{}", text(&invite["code"])), body)
            .await
            .expect(StatusCode::CREATED);
        person.id = text(&answer["account"]["id"]);
        person
    }

    /// A member joins.
    pub async fn member(&self, name: &str) -> Person {
        self.join(name, "member").await
    }

    /// Ada makes a channel.
    pub async fn channel(&self, kind: &str, name: &str) -> String {
        let path = format!("/workspaces/{}/channels", self.workspace);
        let made =
            self.ada.post(&path, json!({"kind": kind, "name": name})).await.expect(StatusCode::CREATED);
        text(&made["id"])
    }
}

/// Somebody with a browser of their own.
pub struct Person {
    /// Their account, once they have one.
    pub id: String,
    /// Their browser.
    pub http: reqwest::Client,
    base: String,
    origin: String,
}

impl Person {
    /// Nobody yet.
    pub fn stranger(server: &Server) -> Self {
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(30))
            .build()
            .unwrap();
        Self { id: String::new(), http, base: server.api(""), origin: server.url.clone() }
    }

    /// A request as a browser's page makes it.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.base))
            .header(header::ORIGIN, &self.origin)
            .header("x-workloop", "1")
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        Answer::of(self.request(Method::POST, path).json(&body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        Answer::of(self.request(Method::PUT, path).json(&body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        Answer::of(self.request(Method::PATCH, path).json(&body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::DELETE, path)).await
    }

    /// Sends a message and answers it.
    pub async fn say(&self, channel: &str, words: &str) -> Value {
        let body = json!({"nonce": nonce(), "text": words});
        self.post(&format!("/channels/{channel}/messages"), body).await.expect(StatusCode::CREATED)
    }

    /// A bearer token of theirs.
    pub async fn token(&self) -> String {
        text(
            &self.post("/tokens", json!({"label": "script", "days": 1})).await.expect(StatusCode::CREATED)["token"],
        )
    }
}

/// What the server answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub body: Value,
}

impl Answer {
    /// Sends the request.
    pub async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.expect("a whole body");
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes)
                .unwrap_or(Value::String(String::from_utf8_lossy(&bytes).into_owned()))
        };
        Self { status, headers, body }
    }

    /// The body of a 2xx.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "{}: {}", self.status, self.body);
        self.body
    }

    /// The body of exactly this status.
    #[track_caller]
    pub fn expect(self, status: StatusCode) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }

    /// A problem document of this status and code, with its id.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status.as_u16(), self.body["code"].as_str()), (status, Some(code)), "{}", self.body);
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json");
        assert_eq!(self.body["request_id"].as_str(), self.headers["x-request-id"].to_str().ok());
        assert_eq!(self.body["type"], format!("urn:workloop:problem:{code}"));
        self.body
    }
}

/// The text of a JSON string.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// So many seconds from now, as the API says times.
pub fn micros(seconds: i64) -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_micros()).unwrap() + seconds * 1_000_000
}

/// A nonce never used before.
pub fn nonce() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A file of this crate's tests or another folder of the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

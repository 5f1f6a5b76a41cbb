"""Builds the images, starts deploy/compose as somebody would, and uses it through nginx."""

import hashlib
import http.client
import io
import json
import os
import re
import resource
import subprocess
import sys
import tarfile
import time

import engine

ROOT = engine.ROOT
sys.path.insert(0, str(ROOT / "tests/services"))
sys.path.insert(0, str(ROOT / "tests/examples"))
import servers  # noqa: E402
from lines import Lines  # noqa: E402

PORT = servers.ports(1)[0]
PROJECT = f"workloop-test-{os.getpid()}"
SPOOFED = "203.0.113.7"


def run(*command, **options):
    return subprocess.run(command, check=True, text=True, capture_output=True, **options).stdout


def compose(*words, **settings):
    environment = {**os.environ, "PORT": str(PORT), "WORKLOOP_PUBLIC_URL": f"http://localhost:{PORT}", **settings}
    try:
        return run("docker", "compose", "--project-name", PROJECT, "--file", ROOT / "deploy/compose/compose.yaml", *words, env=environment)
    except subprocess.CalledProcessError as failed:
        logs = subprocess.run(["docker", "compose", "--project-name", PROJECT, "logs", "--tail", "40"], capture_output=True, text=True)
        sys.exit(f"docker compose {' '.join(words)}: {failed.stderr}\n{logs.stdout}")


class Answer:
    def __init__(self, method, path, headers=None, body=None, address=None, raw=None):
        connection = http.client.HTTPConnection(*(address or ("127.0.0.1", PORT)), timeout=30)
        given = {"Host": f"localhost:{PORT}", **(headers or {})}
        if body is not None:
            given["Content-Type"] = "application/json"
        connection.request(method, path, raw if body is None else json.dumps(body), given)
        answer = connection.getresponse()
        self.status, self.headers, self.body = answer.status, answer.headers, answer.read()
        connection.close()

    def json(self):
        assert 200 <= self.status < 300, (self.status, self.body)
        return json.loads(self.body)


def inspect(service, **settings):
    container = compose("ps", "--all", "--quiet", service, **settings).strip()
    return json.loads(run("docker", "inspect", container))[0]


def path_of(url):
    return "/" + url.split("/", 3)[3]


def address(service):
    network = inspect(service)["NetworkSettings"]["Networks"][f"{PROJECT}_default"]
    return network["IPAddress"], network["Gateway"]


def what_nginx_gives_bears_what_the_backend_does():
    backend = (address("backend")[0], 8080)
    for path in ["/", "/c/anything", "/index.html"]:
        ours, theirs = Answer("GET", path), Answer("GET", path, address=backend)
        assert ours.status == theirs.status == 200 and ours.body == theirs.body, path
        for name in theirs.headers:
            if name.lower() not in ("date", "etag", "content-length", "x-request-id"):
                assert ours.headers[name] == theirs.headers[name], (path, name, ours.headers[name], theirs.headers[name])
        assert ours.headers["X-Request-Id"] and "nginx/" not in ours.headers["Server"]
    asset = re.search(rb'src="(/assets/[^"]+\.js)"', Answer("GET", "/").body)[1].decode()
    plain = Answer("GET", asset)
    assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable", dict(plain.headers)
    for accepted, encoding in [("gzip, br", "br"), ("gzip", "gzip")]:
        packed = Answer("GET", asset, {"Accept-Encoding": accepted})
        assert packed.headers["Content-Encoding"] == encoding and len(packed.body) < len(plain.body) / 2, dict(packed.headers)
        assert packed.headers["Content-Type"] == plain.headers["Content-Type"] and packed.headers["Vary"] == "Accept-Encoding"
        assert Answer("GET", "/", {"Accept-Encoding": accepted}).headers["Content-Encoding"] == encoding
    for path in ["/assets/none.js", "/none.js", "/c/none.js", "/../etc/passwd", "/metrics", "/readyz"]:
        assert Answer("GET", path).status in (400, 404), path
    assert Answer("POST", "/").status == 405
    assert Answer("GET", "/healthz").status == 200
    missing = Answer("GET", "/api/v1/none")
    assert missing.status == 404 and missing.headers["Content-Type"] == "application/problem+json"


def nobody_is_believed_but_the_balancer():
    def asked():
        Answer("GET", "/api/v1/status", {"X-Forwarded-For": SPOOFED, "X-Forwarded-Proto": "https"})
        answer = Answer("GET", "/", {"X-Forwarded-For": SPOOFED, "X-Forwarded-Proto": "https"})
        lines = [line.split("| ", 1)[-1] for line in compose("logs", "--no-color", "frontend").splitlines() if '"client"' in line]
        return answer, json.loads(lines[-1])["client"]

    answer, client = asked()
    assert client != SPOOFED and "Strict-Transport-Security" not in answer.headers, client
    gateway = address("frontend")[1]
    compose("up", "--detach", "--wait", "--force-recreate", "--no-deps", "frontend", VPC_CIDR=f"{gateway}/32",
            MEDIA_ORIGIN="https://files.example.org")
    answer, client = asked()
    assert client == SPOOFED and answer.headers["Strict-Transport-Security"], client
    policy = answer.headers["Content-Security-Policy"]
    assert f"wss://localhost:{PORT} https://files.example.org;" in policy and "blob: https://files.example.org;" in policy, policy
    compose("up", "--detach", "--wait", "--force-recreate", "--no-deps", "frontend")


def the_containers_may_little():
    for service in ["frontend", "backend"]:
        facts = inspect(service)
        host = facts["HostConfig"]
        assert facts["Config"]["User"] not in ("", "0", "root"), service
        assert host["ReadonlyRootfs"] and host["CapDrop"] == ["ALL"] and not host["CapAdd"], service
        assert "no-new-privileges:true" in host["SecurityOpt"] and host["PidsLimit"] > 0 and host["Memory"] > 0, service
        assert facts["State"]["Health"]["Status"] == "healthy" and host["RestartPolicy"]["Name"] == "unless-stopped", service
        users = {line.split()[0] for line in compose("top", service).splitlines() if re.match(r"^\S+ +\d+ +\d+ ", line)}
        assert users and not users & {"root", "0"}, (service, users)
    assert not inspect("backend")["HostConfig"]["PortBindings"], "nginx alone is reached from outside"


def files(service):
    """Everything in the image, as `tarfile` has it."""
    export = subprocess.run(["docker", "export", inspect(service)["Id"]], check=True, capture_output=True).stdout
    return tarfile.open(fileobj=io.BytesIO(export))


def nothing_is_in_it_that_isnt_needed():
    for service, programs in [("frontend", {"workloop", "nginx"}), ("backend", {"workloop"})]:
        held = files(service)
        # What is empty is where the engine mounts its own.
        may_run = {part.name for part in held if part.isfile() and part.mode & 0o111 and part.size}
        # Libraries are executable too; the loader is one of them.
        assert {os.path.basename(name) for name in may_run if ".so" not in name} == programs, (service, may_run)
        links = {part.name for part in held if part.issym() and os.path.basename(part.name) in ("sh", "bash", "dash")}
        assert not links, (service, links)


def scanners_find_what_is_in_it():
    for service in ["frontend", "backend"]:
        parts = json.load(files(service).extractfile("usr/share/doc/workloop/web.cdx.json"))["components"]
        assert any(part["name"] == "react" for part in parts)
    # The section that cargo-auditable writes.
    assert b"dep-v0" in files("backend").extractfile("usr/local/bin/workloop").read()


class Person:
    """Somebody signed in through nginx."""

    def __init__(self, path, body):
        origin = {"Origin": f"http://localhost:{PORT}"}
        entered = Answer("POST", f"/api/v1{path}", origin, body)
        assert entered.status in (200, 201), (entered.status, entered.body)
        cookie = entered.headers["Set-Cookie"].split(";")[0]
        made = Answer("POST", "/api/v1/tokens", {**origin, "Cookie": cookie}, {"label": "test", "days": 1})
        self.token = made.json()["token"]

    def ask(self, method, path, body=None):
        return Answer(method, f"/api/v1{path}", {"Authorization": f"Bearer {self.token}"}, body).json()


def owner(**settings):
    """Who sets it up."""
    code = re.search(r"/setup\?code=(\S+)", compose("logs", "--no-color", "backend", **settings))[1]
    return Person("/setup", {"code": code, "name": "Ada", "handle": "ada", "email": "ada@example.org",
                             "password": "correct horse battery staple", "workspace": "Harbour"})


def people_talk_through_a_new_backend(python):
    ada = owner()
    snapshot = ada.ask("GET", "/snapshot")
    general = snapshot["workspaces"][0]["channels"][0]["channel"]["id"]
    listening = subprocess.Popen(
        [python, ROOT / "docs/examples/chat.py", f"http://localhost:{PORT}", "general"], env={**os.environ, "WORKLOOP_TOKEN": ada.token},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    heard = Lines(listening.stdout)
    heard.wait("following", lambda lines: any("following" in line for line in lines))

    def say(text):
        ada.ask("POST", f"/channels/{general}/messages", {"nonce": text.replace(" ", "-"), "text": text})
        heard.wait(f"“{text}”", lambda lines: sum(text in line for line in lines) == 1)

    try:
        say("through nginx")
        before = address("backend")[0]
        # Another container takes the old one's address, so that nginx has to ask for the new one.
        compose("stop", "backend")
        compose("rm", "--force", "backend")
        network = run("docker", "network", "ls", "--quiet", "--filter", f"name={PROJECT}_default").split()[0]
        squatter = run("docker", "run", "--detach", "--network", network, "localhost/workloop-frontend:local").strip()
        compose("up", "--detach", "--wait", "--no-deps", "backend")
        assert address("backend")[0] != before
        say("through nginx to another backend")
        run("docker", "rm", "--force", squatter)
    finally:
        listening.kill()


def what_was_written_stays():
    compose("stop")
    for service in ["frontend", "backend"]:
        state = json.loads(run("docker", "inspect", compose("ps", "--all", "--quiet", service).strip()))[0]["State"]
        assert state["ExitCode"] == 0, (service, state)
    compose("down")
    compose("up", "--detach", "--wait")
    assert "/setup?code=" not in compose("logs", "--no-color", "backend"), "it is set up already"
    said = Answer("GET", "/api/v1/status").json()
    assert said["set_up"] is True, said


def the_full_set_works():
    """MongoDB, Valkey and a bucket beside it, all by the settings that a script prints."""
    printed = run(ROOT / "deploy/compose/full-settings")
    full = dict(line.split("=", 1) for line in printed.splitlines())
    try:
        compose("up", "--detach", "--wait", "frontend", **full)
        settings = inspect("prepare", **full)
        assert settings["State"]["ExitCode"] == 0, compose("logs", "prepare", **full)
        for service in ["mongodb-1", "mongodb-2", "mongodb-3", "valkey"]:
            facts = inspect(service, **full)
            assert facts["HostConfig"]["ReadonlyRootfs"] and not facts["HostConfig"]["PortBindings"], service
            assert facts["Config"]["User"] == "999:999", service
            networks = list(facts["NetworkSettings"]["Networks"])
            assert len(networks) == 1 and json.loads(run("docker", "network", "inspect", networks[0]))[0]["Internal"], service
        ada = owner(**full)
        place = ada.ask("GET", "/snapshot")["workspaces"][0]["workspace"]
        ready = json.loads(run("docker", "exec", inspect("backend", **full)["Id"], "workloop", "health"))
        assert ready["bus"] == "valkey" and ready["bus_connected"] and ready["files_reachable"], ready
        body = b"as it was sent"
        begun = ada.ask("POST", f"/workspaces/{place['id']}/files", {
            "name": "tide.txt", "size": len(body), "media_type": "text/plain", "sha256": hashlib.sha256(body).hexdigest()})
        bucket = ("127.0.0.1", 3900)
        assert begun["upload"]["url"].startswith(full["MEDIA_ORIGIN"]), begun
        sent = Answer(begun["upload"]["method"], path_of(begun["upload"]["url"]), {**begun["upload"]["headers"],
                      "Host": full["MEDIA_ORIGIN"].removeprefix("http://")}, raw=body, address=bucket)
        assert sent.status == 200, sent.body
        file = ada.ask("POST", f"/files/{begun['file']['id']}/finish")
        [row] = ada.ask("POST", "/files/urls", {"files": [{"file": file["id"]}]})["rows"]
        seen = Answer("GET", path_of(row["url"]), {"Host": full["MEDIA_ORIGIN"].removeprefix("http://")}, address=bucket)
        assert seen.status == 200 and seen.body == body, seen.body
        # A second time, with everything there, nothing is made anew.
        compose("up", "--detach", "--wait", "--force-recreate", "frontend", **full)
        assert ada.ask("GET", "/snapshot")["workspaces"][0]["workspace"]["id"] == place["id"]
    finally:
        compose("down", "--volumes", "--timeout", "5", **full)


def main(python):
    # Not every machine lets its containers have as many.
    os.environ["OPEN_FILES"] = str(min(65_536, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    with engine.running():
        engine.bases()
        for target in ["frontend", "backend"]:
            begin = time.monotonic()
            subprocess.run(["docker", "build", "--quiet", "--network", "host", "--file", "deploy/docker/Dockerfile", "--target", target,
                            "--build-arg", "PROFILE=image-test", "--tag", f"localhost/workloop-{target}:local", "."], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            print(f"{target} built in {time.monotonic() - begin:.0f} s", flush=True)
        try:
            compose("up", "--detach", "--wait")
            for test in [what_nginx_gives_bears_what_the_backend_does, the_containers_may_little, nothing_is_in_it_that_isnt_needed, scanners_find_what_is_in_it,
                         lambda: people_talk_through_a_new_backend(python), nobody_is_believed_but_the_balancer, what_was_written_stays]:
                test()
        finally:
            compose("down", "--volumes", "--timeout", "5")
        the_full_set_works()
        # The rest of them is run on programs: see scripts/test.
        subprocess.run([ROOT / "scripts/e2e", "connection", "files", "front", "talking"], env={**os.environ, "E2E_IMAGES": "containers"}, check=True)
    print("The images are built, hardened and used through nginx.")


main(sys.argv[1])

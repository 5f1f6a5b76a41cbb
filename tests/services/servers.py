"""Servers as children of this process: they end with it, however it ends."""

import ctypes
import hashlib
import os
import pathlib
import secrets
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.request

# How long a server may take until it can be used.
PATIENCE = 60
# Where they listen, unless told otherwise.
HERE = "127.0.0.1"
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


def ports(count):
    """So many ports that were free a moment ago."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for it in sockets:
            it.bind(("127.0.0.1", 0))
        return [it.getsockname()[1] for it in sockets]
    finally:
        for it in sockets:
            it.close()


class Servers:
    """What runs, in a folder with a log and a data folder for each."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.running = {}

    def __enter__(self):
        # Also when told to stop, everything is ended in order.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        return self

    def __exit__(self, *_):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for process in reversed(self.running.values()):
            process.terminate()
        for name, process in self.running.items():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                print(f"{name} doesn't stop: killed", file=sys.stderr)
                process.kill()
                process.wait()

    def start(self, name, command, environment=None):
        """Starts a server; what it says goes to its log."""
        def end_with_parent():
            LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

        with open(self.folder / f"{name}.log", "ab") as log:
            self.running[name] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={**os.environ, **(environment or {})}, preexec_fn=end_with_parent,
            )

    def until(self, name, works):
        """Waits until it can be used."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if works():
                    return
            except OSError:
                pass
            if self.running[name].poll() is not None or time.monotonic() > end:
                log = (self.folder / f"{name}.log").read_text(errors="replace").splitlines()[-20:]
                sys.exit("\n".join([*log, f"{name} can't be used: see above"]))
            time.sleep(0.05)

    def data(self, name):
        """A server's own folder, made when it's missing."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder

    def watch(self):
        """Until told to stop; says once who has ended before."""
        ended = set()
        while True:
            for name, process in self.running.items():
                if process.poll() is not None and name not in ended:
                    ended.add(name)
                    print(f"{name} has ended with {process.returncode}", flush=True)
            time.sleep(1)

    def valkey(self, program, port, host=HERE):
        data = self.data("valkey")
        self.start("valkey", [program, "--bind", host, "--port", str(port), "--dir", data, "--protected-mode", "no",
                              "--save", "", "--appendonly", "no", "--daemonize", "no"])
        self.until("valkey", lambda: socket.create_connection((host, port), 1).close() is None)

    def s3(self, program, port, inner, keys, host=HERE):
        """An S3-compatible store (Garage) with one private bucket that pages of any origin
        may talk to; its address for Workloop. `keys` are what its owner signs with."""
        data = self.data("s3")
        config = data / "garage.toml"
        config.write_text(f"""
metadata_dir = "{data}/meta"
data_dir = "{data}/data"
db_engine = "lmdb"
replication_factor = 1
rpc_bind_addr = "127.0.0.1:{inner}"
rpc_public_addr = "127.0.0.1:{inner}"
rpc_secret = "{keys['AWS_SECRET_ACCESS_KEY']}"
[s3_api]
api_bind_addr = "{host}:{port}"
s3_region = "garage"
root_domain = ".localhost"
""")
        config.chmod(0o600)
        self.start("s3", [program, "-c", config, "server", "--single-node", "--default-access-key", "--default-bucket"], {
            "GARAGE_DEFAULT_ACCESS_KEY": keys["AWS_ACCESS_KEY_ID"],
            "GARAGE_DEFAULT_SECRET_KEY": keys["AWS_SECRET_ACCESS_KEY"],
            "GARAGE_DEFAULT_BUCKET": "workloop",
            "RUST_LOG": "garage=warn",
        })
        cors = (b'<CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><CORSRule><AllowedOrigin>*</AllowedOrigin>'
                b"<AllowedMethod>GET</AllowedMethod><AllowedMethod>HEAD</AllowedMethod><AllowedMethod>PUT</AllowedMethod>"
                b"<AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader></CORSRule></CORSConfiguration>")
        self.until("s3", lambda: signed("PUT", f"{host}:{port}/workloop?cors=", keys, cors))
        return f"s3://workloop?region=garage&endpoint=http://{host}:{port}&style=path"

    def replica_set(self, program, numbers, host=HERE):
        """A MongoDB replica set with a member on each of these ports; its address."""
        for number in numbers:
            self.start(f"mongodb-{number}", [
                program, "--replSet", "rs0", "--port", str(number), "--bind_ip", host, "--nounixsocket",
                "--dbpath", self.data(f"mongodb-{number}"), "--oplogSize", "256", "--wiredTigerCacheSizeGB", "0.25",
                "--setParameter", "diagnosticDataCollectionEnabled=false",
                # A primary would wait for others that are being stopped too.
                "--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100",
            ])
        for number in numbers:
            self.until(f"mongodb-{number}", lambda number=number: command(number, {"ping": 1}, host))
        members = [{"_id": place, "host": f"{host}:{number}"} for place, number in enumerate(numbers)]
        # Does nothing when it was done in an earlier run. Elections are quick, for tests wait.
        settings = {"electionTimeoutMillis": 2000, "heartbeatIntervalMillis": 500}
        command(numbers[0], {"replSetInitiate": {"_id": "rs0", "members": members, "settings": settings}}, host)
        self.until(f"mongodb-{numbers[0]}", lambda: is_complete(numbers, host))
        hosts = ",".join(f"{host}:{number}" for number in numbers)
        return f"mongodb://{hosts}/?replicaSet=rs0"


def is_ok(url):
    """Whether a server answers there."""
    with urllib.request.urlopen(url, timeout=2) as answer:
        return answer.status == 200


def signed(method, target, keys, body):
    """Whether the S3 store does what is asked; curl knows how to sign.
    https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"""
    digest = hashlib.sha256(body).hexdigest()
    done = subprocess.run(
        ["curl", "--silent", "--fail", "--noproxy", "*", "--max-time", "5", "--request", method,
         "--aws-sigv4", "aws:amz:garage:s3", "--config", "-", "--header", f"x-amz-content-sha256: {digest}",
         "--data-binary", body, f"http://{target}"],
        input=f"user = {keys['AWS_ACCESS_KEY_ID']}:{keys['AWS_SECRET_ACCESS_KEY']}\n".encode(), stdout=subprocess.DEVNULL,
    )
    return done.returncode == 0


def s3_keys():
    """Credentials in the shape that Garage wants them, which Amazon's tools take too."""
    return {"AWS_ACCESS_KEY_ID": f"GK{secrets.token_hex(12)}", "AWS_SECRET_ACCESS_KEY": secrets.token_hex(32)}


def is_complete(numbers, host):
    """Whether the set has a primary, and everyone else follows it."""
    states = command(numbers[0], {"replSetGetStatus": 1}, host)
    return states.count(b"PRIMARY\0") == 1 and states.count(b"SECONDARY\0") == len(numbers) - 1


def command(port, document, host=HERE):
    """Asks a mongod, which needs no driver for so little: one OP_MSG, the answer as it came.
    https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/"""
    body = struct.pack("<IB", 0, 0) + bson({**document, "$db": "admin"})
    message = struct.pack("<iiii", len(body) + 16, 1, 0, 2013) + body
    with socket.create_connection((host, port), 5) as connection:
        connection.sendall(message)
        answer = connection.makefile("rb")
        head = answer.read(4)
        if len(head) < 4:
            raise ConnectionError("no answer")
        return answer.read(struct.unpack("<i", head)[0] - 4)


def bson(document):
    """A document of texts, whole numbers, documents and lists: https://bsonspec.org"""
    parts = []
    for key, value in document.items():
        name = key.encode() + b"\0"
        if isinstance(value, dict):
            parts.append(b"\x03" + name + bson(value))
        elif isinstance(value, list):
            parts.append(b"\x04" + name + bson({str(place): it for place, it in enumerate(value)}))
        elif isinstance(value, str):
            text = value.encode() + b"\0"
            parts.append(b"\x02" + name + struct.pack("<i", len(text)) + text)
        else:
            parts.append(b"\x10" + name + struct.pack("<i", value))
    whole = b"".join(parts)
    return struct.pack("<i", len(whole) + 5) + whole + b"\0"

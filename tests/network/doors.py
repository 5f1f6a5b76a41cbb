"""Three ways to a server: through the load balancer as people come, to nginx as the load balancer
comes, to the backend as nginx comes. Bytes are sent as they are, answers are read one by one."""

import json
import re
import socket

import balancer
import deployment
import plan
from world import inside

# An answer that isn't there by then isn't coming.
PATIENCE = 10
# Nothing more for so long: that was all.
QUIET = 0.4


class Door:
    def __init__(self, name, place, address, tls=None):
        self.name, self.place, self.address, self.tls = name, place, address, tls

    def connect(self, source=None, buffer=None):
        with inside(self.place):
            line = socket.socket()
        if buffer:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        line.settimeout(PATIENCE)
        if source:
            line.bind((source, 0))
        line.connect(self.address)
        return self.tls.wrap_socket(line, server_hostname=plan.DOMAIN) if self.tls else line

    def ask(self, method, path, headers=None, body=None, host=plan.DOMAIN, source=None):
        """One request in good order."""
        said = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close"]
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(said)}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        with self.connect(source) as line:
            line.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + said)
            got, _ = read(line)
        assert len(got) == 1, (self.name, method, path, got)
        return got[0]


def all_doors():
    return [
        Door("front", "internet", (plan.FRONT_PUBLIC, 443), balancer.trust(deployment.HOME)),
        Door("nginx", "front", (plan.SERVER["a"], 80)),
        Door("backend", "server-a", (deployment.BACKEND, 8080)),
    ]


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        assert 200 <= self.status < 300, self
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:80]!r}"


def read(line):
    """All answers that come, but 100 Continue; and whether the connection was ended after them."""
    heard, got, ended = b"", [], False
    while not ended:
        # Until the first is there it may take a while.
        line.settimeout(QUIET if got else PATIENCE)
        try:
            part = line.recv(65536)
            ended = not part
        except socket.timeout:
            break
        except OSError:
            ended, part = True, b""
        heard += part
        while True:
            answer, heard = first(heard, ended)
            if not answer:
                break
            if answer.status != 100:
                got.append(answer)
    assert not heard, f"something that is no answer: {heard[:200]!r}"
    return got, ended


def first(heard, ended):
    """The first whole answer, and what follows it."""
    head, found, rest = heard.partition(b"\r\n\r\n")
    if not found:
        # HTTP/0.9, or an error before there was a version.
        return (Answer(0, {}, heard), b"") if ended and heard else (None, heard)
    start, *lines = head.decode("latin-1").split("\r\n")
    status = int(re.fullmatch(r"HTTP/1\.[01] (\d{3})(?: .*)?", start)[1])
    headers = {}
    for text in lines:
        name, _, value = text.partition(":")
        headers.setdefault(name.lower(), value.strip())
    if status < 200 or status in (204, 304):
        return Answer(status, headers, b""), rest
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return chunked(status, headers, heard, rest)
    if "content-length" in headers:
        length = int(headers["content-length"])
        if len(rest) < length and not ended:
            return None, heard
        return Answer(status, headers, rest[:length]), rest[length:]
    return (Answer(status, headers, rest), b"") if ended else (None, heard)


def chunked(status, headers, heard, rest):
    whole = b""
    while True:
        size, found, after = rest.partition(b"\r\n")
        if not found or len(after) < int(size, 16) + 2:
            return None, heard
        length = int(size, 16)
        whole, rest = whole + after[:length], after[length + 2 :]
        if not length:
            return Answer(status, headers, whole), rest

"""F30: requests that two servers may read in two ways. Each is sent through every door. It must
be refused, or be one request to all: never two answers, and what is hidden in its body is never
done. Whoever comes next must get the answer to their own question."""

import concurrent.futures
import itertools
import json

import plan
from doors import all_doors, read

# A server that doesn't take it says one of these.
REFUSED = {400, 405, 411, 413, 414, 421, 426, 431, 501, 505}


class Case:
    def __init__(self, name, head, body=b"", refused=True, path="/api/v1/none", method="POST"):
        self.name, self.head, self.body, self.refused, self.path, self.method = name, head, body, refused, path, method

    def bytes(self):
        start = f"{self.method} {self.path} HTTP/1.1\r\nHost: {plan.DOMAIN}\r\n".encode()
        return start + b"".join(line + b"\r\n" for line in self.head) + b"\r\n" + self.body


def cases(hidden):
    """`hidden` is a whole request that would do something."""
    end = b"0\r\n\r\n" + hidden
    chunk = b"%x\r\n" % len(hidden)
    chunks = chunk + hidden + b"\r\n0\r\n\r\n"
    te = b"Transfer-Encoding: chunked"

    def length(text):
        return b"Content-Length: %d" % len(text)

    yield Case("CL.TE", [length(end), te], end)
    yield Case("TE.CL", [te, b"Content-Length: %d" % len(chunk)], chunks)
    yield Case("CL.0", [length(hidden)], hidden, refused=False)
    yield Case("CL.0 of a GET", [length(hidden)], hidden, refused=False, method="GET", path="/")
    yield Case("CL.0 of a HEAD's page", [length(hidden)], hidden, refused=False, path="/assets/none.js", method="GET")
    yield Case("two lengths, 0 first", [b"Content-Length: 0", length(hidden)], hidden)
    yield Case("two lengths, 0 last", [length(hidden), b"Content-Length: 0"], hidden)
    yield Case("one length twice", [length(hidden), length(hidden)], hidden)
    yield Case("a list of lengths", [b"Content-Length: 0, %d" % len(hidden)], hidden)
    for odd in [b"+0", b"-1", b"0x0", b"0;", b"00 1", b"", b"1e0", b"0\x0b", b"99999999999999999999"]:
        yield Case(f"Content-Length: {odd!r}", [b"Content-Length: " + odd], hidden)
    for odd in [
        b"Transfer-Encoding: xchunked", b"Transfer-Encoding : chunked", b"Transfer-Encoding:\tchunked", b"Transfer-Encoding: chunked, identity",
        b"Transfer-Encoding: identity, chunked", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", b"Transfer-Encoding: \x0bchunked",
        b"Transfer-Encoding: chunked\x00", b"Transfer-Encoding: chunKED", b"Transfer-Encoding: \"chunked\"", b"Transfer-Encoding: gzip, chunked",
        b"Transfer-Encoding: chunked;q=1", b"X: y\r\n Transfer-Encoding: chunked", b"Transfer-Encoding:\r\n chunked", b"Transfer-Encoding: ",
        b"X: y\rTransfer-Encoding: chunked", b"\x00Transfer-Encoding: chunked", b"Transfer-Encoding\x00: chunked",
    ]:
        yield Case(f"CL.TE by {odd!r}", [length(end), odd], end)
    # Not a name that anybody reads as the other: then it's the length that counts.
    yield Case("Transfer_Encoding", [length(end), b"Transfer_Encoding: chunked"], end, refused=False)
    yield Case("X: y\\nTransfer-Encoding", [length(end), b"X: y\nTransfer-Encoding: chunked"], end)
    for size in [b"0x5", b"+5", b"-1", b"FFFFFFFFFFFFFFFFF", b"g", b" ", b"5\x00"]:
        yield Case(f"a chunk of {size!r}", [te, b"Content-Type: application/json"], size + b"\r\nhello\r\n" + end)
    # nginx takes what follows for an extension, and hands the body on by its length.
    for size in [b"5 5", b"5;a\nb"]:
        yield Case(f"a chunk of {size!r}", [te, b"Content-Type: application/json"], size + b"\r\nhello\r\n0\r\n\r\n", refused=False)
    yield Case("a chunk longer than its size", [te, b"Content-Type: application/json"], b"1\r\nhello\r\n" + end)
    yield Case("Expect", [length(hidden), b"Expect: 100-continue"], hidden, refused=False)
    yield Case("two hosts", [b"Host: evil.example"])
    yield Case("two hosts, ours last", [b"Host: evil.example", b"Host: " + plan.DOMAIN.encode()])
    yield Case("a name with a blank", [b"X Y: z"])
    yield Case("a name of none", [b": z"])
    yield Case("a folded line", [b"X: y\r\n z"], refused=False)
    yield Case("NUL in a value", [b"X: a\x00b"])
    yield Case("a line break in the path", [], path="/\r\nX-Injected:1", method="GET")
    yield Case("an encoded line break in the path", [], path="/%0d%0aX-Injected:%201", method="GET", refused=False)
    yield Case("a blank in the path", [], path="/ HTTP/1.1\tX", method="GET", refused=False)
    yield Case("40 KiB in one header", [b"X: " + b"y" * 40_000], method="GET")
    yield Case("100 KiB of headers", [b"X-%d: " % number + b"y" * 1000 for number in range(100)], method="GET")
    yield Case("500 headers", [b"X-%d: y" % number for number in range(500)], method="GET")
    yield Case("20 KiB of path", [], path="/" + "y" * 20_000, method="GET")


def bare_line_feeds(hidden):
    """RFC 9112, 2.2: a recipient may take them for line ends."""
    text = f"GET /api/v1/none HTTP/1.1\nHost: {plan.DOMAIN}\n"
    yield "bare LF", text.encode() + b"\n"
    yield "bare LF before a body", text.replace("GET", "POST").encode() + b"Content-Length: %d\n\n" % len(hidden) + hidden
    yield "bare LF at the end", text.replace("\n", "\r\n").encode() + b"\n"
    yield "bare LF once", text.encode() + b"X: y\r\n\r\n"


# What would be another protocol from there on, if it were agreed to.
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"
UPGRADES = [
    b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
    b"Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 777\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    b"Connection: Upgrade\r\nUpgrade: websocket, h2c\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
]


def no_upgrade_opens_a_way_past_nginx(_):
    """Who believes that there was one would carry anything from then on."""
    def through(door):
        for upgrade, path, rest in tries:
            head = f"GET {path} HTTP/1.1\r\nHost: {plan.DOMAIN}\r\n".encode() + upgrade + b"\r\n\r\n"
            with door.connect() as line:
                line.sendall(head + rest)
                got, _ended = read(line)
            # What follows is another request, with another answer.
            assert 1 <= len(got) <= 2 and got[0].status != 101, (door.name, upgrade, path, got)
            assert rest != PREFACE or len(got) == 1 or got[1].status in REFUSED, (door.name, upgrade, path, got)
            assert door.name == "backend" or not any(b"workloop_http" in it.body for it in got), (door.name, upgrade, path)

    metrics = f"GET /metrics HTTP/1.1\r\nHost: {plan.DOMAIN}\r\n\r\n".encode()
    tries = list(itertools.product(UPGRADES, ["/api/v1/none", "/api/v1/gateway", "/"], [PREFACE, metrics]))
    each_door(through)
    return f"{len(tries)} through each door"


def requests_that_can_be_read_in_two_ways_are_read_in_one(deployed):
    bela, channel = deployed.bela, deployed.channel
    backend = all_doors()[2]

    def through(door):
        nonce = f"hidden-{door.name}"
        said = json.dumps({"nonce": nonce, "text": nonce}).encode()
        hidden = (f"POST /api/v1/channels/{channel}/messages HTTP/1.1\r\nHost: {plan.DOMAIN}\r\nAuthorization: Bearer {bela}\r\n"
                  f"Content-Type: application/json\r\nContent-Length: {len(said)}\r\n\r\n").encode() + said
        whole = [(case.name, case.bytes(), case.refused) for case in cases(hidden)]
        whole += [(name, text, False) for name, text in bare_line_feeds(hidden)]
        if door.name != "front":
            # Load balancers speak HTTP/2; it ends there.
            whole += [("HTTP/2 without asking", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", True), ("HTTP/9.9", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", True)]
        refusals = sum(one(door, *case, bela) for case in whole)
        # That it would have been done, had it been read.
        assert nonce not in messages(backend, bela, channel), f"{door.name}: what was hidden in a body was done"
        with door.connect() as line:
            line.sendall(hidden)
            got, _ended = read(line)
        assert got[0].status == 201 and nonce in messages(backend, bela, channel), (door.name, got)
        return f"{door.name} refused {refusals} of {len(whole)}"

    return f"{', '.join(each_door(through))}; to the rest they were one request; nothing hidden was done"


def one(door, name, text, refused, bela):
    """Whether this one is refused."""
    with door.connect() as line:
        try:
            line.sendall(text)
        except OSError:
            # Refused before all of it was said.
            pass
        got, _ended = read(line)
    assert len(got) <= 1, (door.name, name, got)
    status = got[0].status if got else None
    assert status != 101 and not (got and "x-injected" in got[0].headers), (door.name, name, got)
    is_refused = status is None or status == 0 or status in REFUSED
    # HAProxy and hyper take RFC 9112, 6.3 at its word and read some of them in the one way that
    # it names; nginx, between them, refuses. So does an ALB (desync_mitigation_mode).
    assert is_refused or not refused or door.name != "nginx", (door.name, name, got)
    # Whoever comes next, by the same connections behind.
    for _ in range(2):
        ours = door.ask("GET", "/api/v1/account", {"Authorization": f"Bearer {bela}"})
        assert ours.json()["handle"] == "bela", (door.name, name, ours)
    return is_refused


def each_door(through):
    """All at once; what the first that fails says."""
    doors = all_doors()
    with concurrent.futures.ThreadPoolExecutor(len(doors)) as at_once:
        return list(at_once.map(through, doors))


def messages(door, bela, channel):
    page = door.ask("GET", f"/api/v1/channels/{channel}/messages?limit=100", {"Authorization": f"Bearer {bela}"}).json()
    return {message["text"] for message in page["messages"]}

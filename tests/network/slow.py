"""F31: clients that take their time. Many at once begin a request and don't end it, or ask for
much and don't fetch it, through every door. Each is ended within its limit, and whoever comes
in at the front door meanwhile is answered as ever."""

import re
import socket
import statistics
import threading
import time

import plan
from doors import all_doors
from world import inside

# Of each kind, at each door.
MANY = 50
# Beyond a limit: timers tick, and the machine is busy.
GRACE = 6
# Half of the others are answered sooner, and all at all.
USUAL = 1

NGINX = (plan.ROOT / "deploy/docker/nginx.conf").read_text()
LISTENER = (plan.ROOT / "crates/server/src/listener.rs").read_text()
REQUEST = (plan.ROOT / "crates/server/src/http/request.rs").read_text()


def nginx(name):
    return int(re.search(rf"^  {name} (\d+)s;$", NGINX, re.M)[1])


def backend(text, name):
    return int(re.search(rf"\b{name}: \S+ =\s+\S+from_secs\((\d+)\)", text)[1])


HEAD = f"GET / HTTP/1.1\r\nHost: {plan.DOMAIN}\r\n".encode()
# Seconds until each kind is ended: head byte by byte, body that stalls, body byte by byte, answer
# that isn't fetched. The load balancer's own patience isn't ours to say.
LIMITS = {
    "nginx": {"head": nginx("client_header_timeout"), "stalled": nginx("client_body_timeout"), "unfetched": nginx("send_timeout")},
    "backend": {"head": backend(LISTENER, "HEAD_TIME"), "stalled": backend(REQUEST, "BODY_TIME"), "drip": backend(REQUEST, "BODY_TIME"),
                "unfetched": backend(LISTENER, "SILENT_TIME")},
    "front": {"head": None, "stalled": None, "unfetched": None},
}


class Slow:
    """One of them."""

    def __init__(self, door, kind, large, deployed):
        body = (f"POST /api/v1/channels/{deployed.channel}/messages HTTP/1.1\r\nHost: {plan.DOMAIN}\r\nAuthorization: Bearer {deployed.bela}\r\n"
                "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{").encode()
        self.door, self.kind, self.limit, self.lasted = door, kind, LIMITS[door.name][kind], None
        fetch = f"GET {large} HTTP/1.1\r\nHost: {plan.DOMAIN}\r\n\r\n".encode() * 20
        self.line = door.connect(source=plan.PEOPLE[5] if door.name == "front" else None, buffer=2048 if kind == "unfetched" else None)
        self.line.sendall({"head": HEAD, "stalled": body, "drip": body, "unfetched": fetch}[kind])
        self.line.setblocking(False)
        self.begin, self.name = time.monotonic(), self.line.getsockname()

    def go_on(self):
        if self.lasted is None and self.kind in ("head", "drip"):
            try:
                self.line.send(b"X: y\r\n" if self.kind == "head" else b" ")
            except OSError:
                # That it's ended is seen at the server.
                pass


def slow_clients_are_ended_and_nobody_else_notices(deployed):
    front, *_ = doors = all_doors()
    [script] = re.findall(r'src="(/assets/[^"]+\.js)"', front.ask("GET", "/").body.decode())
    ended, took = threading.Event(), []
    asking = threading.Thread(target=ask_on, args=(front, deployed.bela, ended, took))
    asking.start()
    try:
        slow = [Slow(door, kind, script, deployed) for door in doors for kind in LIMITS[door.name] for _ in range(MANY)]
        watch([it for it in slow if it.limit])
    finally:
        ended.set()
        asking.join()
    for it in slow:
        it.line.close()
    wrong = [(it.door.name, it.kind, it.lasted, it.limit) for it in slow
             if it.limit and not (it.lasted and it.limit - 2 < it.lasted < it.limit + GRACE)]
    assert not wrong, (len(wrong), wrong[::10])
    failed = [answer for answer in took if answer[0] != 200]
    middle = statistics.median(seconds for _, seconds in took)
    assert not failed and middle < USUAL and len(took) > 20, (len(took), middle, failed)
    most = {(it.door.name, it.kind): max(other.lasted for other in slow if (other.door, other.kind) == (it.door, it.kind)) for it in slow if it.limit}
    lasted = ", ".join(f"{door} {kind} {seconds:.1f} s" for (door, kind), seconds in most.items())
    return f"{len(slow)} at once; ended by {lasted}; {len(took)} others answered, half within {middle:.2f} s"


def watch(slow):
    """Until all are ended: the kernel's table at the server says who is."""
    places = {door: {"nginx": "server-a", "backend": "server-a"}[door] for door in {it.door.name for it in slow}}
    tick = time.monotonic()
    while any(it.lasted is None for it in slow):
        now = time.monotonic()
        for door, place in places.items():
            mine = [it for it in slow if it.door.name == door and it.lasted is None]
            open_now = established(place) if mine else set()
            for it in mine:
                if it.name not in open_now:
                    it.lasted = now - it.begin
                elif now - it.begin > it.limit + 3 * GRACE:
                    return
        if now - tick >= 1:
            tick = now
            for it in slow:
                it.go_on()
        time.sleep(0.25)


def established(place):
    """The other ends of a place's connections."""
    with inside(place), open("/proc/thread-self/net/tcp") as table:
        lines = [line.split() for line in list(table)[1:]]
    ends = [line[2].split(":") for line in lines if line[3] == "01"]
    return {(socket.inet_ntoa(bytes.fromhex(address)[::-1]), int(port, 16)) for address, port in ends}


def ask_on(door, bela, ended, took):
    """Somebody who just uses it."""
    while not ended.wait(0.2):
        for path in ["/", "/api/v1/snapshot"]:
            begin = time.monotonic()
            try:
                status = door.ask("GET", path, {"Authorization": f"Bearer {bela}"}).status
            except (OSError, AssertionError) as error:
                status = repr(error)
            took.append((status, time.monotonic() - begin))

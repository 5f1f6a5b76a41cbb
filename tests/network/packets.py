"""What packets may do: nothing but the load balancer is reached from the internet, servers leave
by their NAT gateway's address and to few ports, and the database admits that address only."""

import errno
import select
import socket
import struct
import threading
import time

import deployment
import plan
from world import inside

# Connections tried at once, and how long an answer may take: a round trip here takes no ms.
AT_ONCE = 12000
WAIT = 0.5
# All that anything of ours listens on, and all that an operating system usually does.
USUAL = [*range(1, 1025), 3306, 5432, 6379, 8000, 8080, 8443, 9000, 9090, *range(27015, 27020)]


def scan(place, addresses, ports):
    """What answers, and how: {(address, port): "open" or "refused"}."""
    answers, wanted = {}, [(address, port) for address in addresses for port in ports]
    for begin in range(0, len(wanted), AT_ONCE):
        poll, trying = select.epoll(), {}
        with inside(place):
            for target in wanted[begin : begin + AT_ONCE]:
                line = socket.socket()
                line.setblocking(False)
                code = line.connect_ex(target)
                if code == errno.EINPROGRESS:
                    trying[line.fileno()] = line, target
                    poll.register(line, select.EPOLLOUT | select.EPOLLERR)
                    continue
                note(answers, target, code)
                line.close()
        end = time.monotonic() + WAIT
        while trying and (left := end - time.monotonic()) > 0:
            for number, _ in poll.poll(left):
                line, target = trying.pop(number)
                poll.unregister(number)
                note(answers, target, line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
                line.close()
        for line, _ in trying.values():
            line.close()
        poll.close()
    return answers


def note(answers, target, code):
    if code == 0:
        answers[target] = "open"
    elif code == errno.ECONNREFUSED:
        answers[target] = "refused"
    elif code not in (errno.ETIMEDOUT, errno.EINPROGRESS):
        # "No route", say: somebody answered that.
        answers[target] = errno.errorcode[code]


def the_internet_reaches_the_load_balancer_and_nothing_else(_):
    whole = scan("internet", [plan.FRONT_PUBLIC], range(1, 65536))
    assert whole == {(plan.FRONT_PUBLIC, 80): "open", (plan.FRONT_PUBLIC, 443): "open"}, whole
    gateways = {plan.gateway(address) for address in [plan.FRONT, *plan.NAT.values(), *plan.SERVER.values()]}
    rest = [*plan.NAT_PUBLIC.values(), plan.FRONT, *plan.NAT.values(), *plan.SERVER.values(), plan.VALKEY, *gateways]
    found = scan("internet", rest, USUAL)
    assert not found, found
    # Not only these: each address of the subnets, at the doors there are.
    parts = [*plan.PUBLIC.values(), *plan.PRIVATE.values()]
    found = scan("internet", [str(part[number]) for part in parts for number in range(256)], [80, 8080])
    assert not found, found
    return f"{65535 + len(rest) * len(USUAL) + len(parts) * 512} tried, 2 open, the rest silent"


def groups_let_through_what_terraform_says_and_nothing_else(_):
    here = scan("server-a", [plan.SERVER["a"]], USUAL)
    listening = {port for (_, port), how in here.items() if how == "open"}
    assert listening == {80, 8080}, "that scans find what is there"
    expected = {
        ("front", plan.SERVER["a"]): {80}, ("front", plan.SERVER["b"]): {80}, ("front", plan.VALKEY): set(),
        ("server-a", plan.SERVER["b"]): set(), ("server-a", plan.VALKEY): {6379}, ("server-b", plan.VALKEY): {6379},
        ("server-a", plan.FRONT): {80, 443}, ("valkey", plan.SERVER["a"]): set(),
        ("nat-a", plan.SERVER["a"]): set(), ("front", plan.NAT["a"]): set(),
    }
    for (place, address), ports in expected.items():
        found = scan(place, [address], USUAL)
        assert found == {(address, port): "open" for port in ports}, (place, address, found)
    return f"{len(expected)} pairs"


def servers_leave_by_their_nat_gateway(_):
    """Programs on the internet say who came."""
    allowed = {port for rule in plan.rules("egress") if rule.group == "servers" and not rule.peer for port in range(rule.ports[0], rule.ports[1] + 1)}
    tried = sorted(allowed | {22, 25, 53, 123, 465, 587, 6379, 8080, 27014, 27018})
    with inside("internet"):
        listening = [listen(plan.PEOPLE[1], port) for port in tried]
    # Everything there answers: who is on the internet sees so.
    assert set(scan("internet", [plan.PEOPLE[1]], tried).values()) == {"open"}
    for zone in plan.ZONES:
        found = scan(f"server-{zone}", [plan.PEOPLE[1]], tried)
        assert found == {(plan.PEOPLE[1], port): "open" for port in allowed}, (zone, found)
        for port in allowed:
            seen = seen_as(f"server-{zone}", plan.PEOPLE[1], port)
            assert seen == plan.NAT_PUBLIC[zone], (zone, port, seen)
    for place in ["front", "valkey"]:
        assert not scan(place, [plan.PEOPLE[1]], tried), place
    for line in listening:
        line.close()
    return f"as {', '.join(plan.NAT_PUBLIC.values())} to {len(allowed)} ports, nothing to {len(tried) - len(allowed)}"


def listen(address, port):
    """Tells everybody which address they come from."""
    line = socket.create_server((address, port))

    def serve():
        while True:
            try:
                caller, peer = line.accept()
            except OSError:
                return
            with caller:
                caller.sendall(peer[0].encode())

    threading.Thread(target=serve, daemon=True).start()
    return line


def seen_as(place, address, port):
    with inside(place):
        line = socket.socket()
    with line:
        line.settimeout(5)
        line.connect((address, port))
        return line.recv(100).decode()


def nobody_sends_in_anothers_name(_):
    """A server that says it is the load balancer: its group admits that one, the wire doesn't."""
    with inside("server-b"):
        raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    with inside("server-a"):
        heard = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
    heard.settimeout(0.3)
    for source, comes in [(plan.FRONT, False), (plan.SERVER["b"], False)]:
        raw.sendto(syn(source, plan.SERVER["a"], 80, 4242), (plan.SERVER["a"], 0))
        assert is_heard(heard, 4242) == comes, source
    with inside("front"):
        own = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    own.sendto(syn(plan.FRONT, plan.SERVER["a"], 80, 4242), (plan.SERVER["a"], 0))
    assert is_heard(heard, 4242), "that packets made by hand arrive"
    for line in [raw, heard, own]:
        line.close()
    return "the load balancer's address works for the load balancer only"


def syn(source, target, port, mine):
    """RFC 9293 in an RFC 791 packet, whose own checksum the kernel fills in."""
    ends = socket.inet_aton(source) + socket.inet_aton(target)
    tcp = struct.pack("!HHIIBBHHH", mine, port, 1, 0, 5 << 4, 2, 1024, 0, 0)
    total = sum(struct.unpack(f"!{(12 + len(tcp)) // 2}H", ends + struct.pack("!BBH", 0, 6, len(tcp)) + tcp))
    total = (total >> 16) + (total & 0xFFFF)
    check = ~(total + (total >> 16)) & 0xFFFF
    return struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0) + ends + tcp[:16] + struct.pack("!H", check) + tcp[18:]


def is_heard(line, mine):
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        try:
            packet = line.recv(200)
        except socket.timeout:
            return False
        if packet[20:22] == struct.pack("!H", mine):
            return True
    return False


def the_database_admits_the_nat_gateways_only(_):
    first, last = plan.MONGODB
    for place in ["internet", "bucket"]:
        found = scan(place, [plan.ATLAS], USUAL)
        assert not found, (place, found)
    for zone in plan.ZONES:
        with inside(f"server-{zone}"):
            told = deployment.servers.command(first, {"whatsmyuri": 1}, plan.ATLAS)
        assert plan.NAT_PUBLIC[zone].encode() + b":" in told, (zone, told)
    # And those who are there now, the servers themselves.
    with inside("atlas"):
        peers = established(first, last)
    assert peers - {plan.ATLAS} == set(plan.NAT_PUBLIC.values()), peers
    return "MongoDB itself says so"


def established(first, last):
    """Peers of a place's connections to these of its ports."""
    peers = set()
    with open("/proc/thread-self/net/tcp") as table:
        for line in list(table)[1:]:
            _, local, remote, state = line.split()[:4]
            if state == "01" and first <= int(local[9:], 16) <= last:
                peers.add(socket.inet_ntoa(bytes.fromhex(remote[:8])[::-1]))
    return peers

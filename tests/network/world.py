"""The network of plan.py: a namespace for each who has an address, each on a wire of its own to
the router, which does what a VPC does: routes by subnet, asks the security groups, and maps
public addresses. All of it, names too, is in namespaces of this process, which `run` made: the
kernel ends it with us, however we end, and nothing outside sees it."""

import contextlib
import ctypes
import os
import pathlib
import subprocess

import plan

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000


def sh(*commands):
    """One command after the other."""
    for command in commands:
        done = subprocess.run(command.split(), capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{command}: {done.stderr}")


def nft(rules):
    done = subprocess.run(["nft", "--file", "-"], input=rules, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"nft: {done.stderr}\n{rules}")


@contextlib.contextmanager
def inside(name):
    """This thread, and what it starts, are there meanwhile."""
    before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    there = os.open(f"/run/netns/{name}", os.O_RDONLY)
    try:
        enter(there)
        yield
    finally:
        enter(before)
        os.close(before)
        os.close(there)


def enter(namespace):
    if LIBC.setns(namespace, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


def build():
    pathlib.Path("/run/netns").mkdir(exist_ok=True)
    sh("mount -t tmpfs tmpfs /run/netns")
    add("router")
    add("internet")
    wire("internet", "router", "igw", *plan.PEOPLE)
    inside_of("router", "ip address add 203.0.113.1/32 dev igw", "ip route add blackhole 203.0.113.0/24")
    # To whoever asks there, the whole network is behind its gateway, private parts too.
    for range in ["203.0.113.0/24", plan.VPC]:
        inside_of("internet", f"ip route add {range} via 203.0.113.1 dev router onlink src {plan.PEOPLE[0]}")
    for name, address in {"atlas": plan.ATLAS, "bucket": plan.BUCKET}.items():
        attach(name, address, "internet", "198.51.100.1")
    attach("front", plan.FRONT, "router", plan.gateway(plan.FRONT))
    for zone in plan.ZONES:
        attach(f"nat-{zone}", plan.NAT[zone], "router", plan.gateway(plan.NAT[zone]))
        attach(f"server-{zone}", plan.SERVER[zone], "router", plan.gateway(plan.SERVER[zone]))
    attach("valkey", plan.VALKEY, "router", plan.gateway(plan.VALKEY))
    routes()
    with inside("router"):
        nft(groups())
    for zone in plan.ZONES:
        with inside(f"nat-{zone}"):
            nft(nat(plan.NAT[zone]))
    with inside("atlas"):
        nft(access_list())


def add(name):
    sh(f"ip netns add {name}")
    with inside(name):
        sh("ip link set lo up", "sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv4.ip_forward=0",
           # Containers may listen on 80 without being root, and so may what runs here.
           "sysctl -qw net.ipv4.ip_unprivileged_port_start=0")
    if name in ("router", "internet", "nat-a", "nat-b"):
        inside_of(name, "sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0")


def inside_of(name, *commands):
    with inside(name):
        sh(*commands)


def wire(one, other, called, *addresses):
    """Between two namespaces: in `one` it's named after the other and has these addresses."""
    inside_of(one, f"ip link add {other} type veth peer name {called} netns {other}", f"ip link set {other} up",
              *[f"ip address add {address}/32 dev {other}" for address in addresses])
    inside_of(other, f"ip link set {called} up")


def attach(name, address, hub, gateway):
    add(name)
    wire(name, hub, name, address)
    inside_of(hub, f"ip address add {gateway}/32 dev {name}", f"ip route add {address}/32 dev {name}")
    inside_of(name, f"ip route add {gateway} dev {hub}", f"ip route add default via {gateway}")


def routes():
    """Within the network everything is reached; by which way one leaves it, one's subnet says."""
    rules = ["ip rule add pref 10 lookup main suppress_prefixlength 0"]
    # aws_route_table.public, aws_route.internet
    rules += [f"ip route add default via {plan.PEOPLE[0]} dev igw onlink table 100"]
    rules += [f"ip rule add pref 20 iif {name} lookup 100" for name in ["front", "nat-a", "nat-b"]]
    for place, zone in enumerate(plan.ZONES, 101):
        # aws_route_table.private, aws_route.nat: each zone has its own.
        rules += [f"ip route add default via {plan.NAT[zone]} dev nat-{zone} onlink table {place}"]
        rules += [f"ip rule add pref 20 from {plan.PRIVATE[zone]} lookup {place}"]
    inside_of("router", *rules)


def members():
    """The group of each wire."""
    names = {plan.FRONT: "front", plan.VALKEY: "valkey", **{address: f"server-{zone}" for zone, address in plan.SERVER.items()}}
    return {names[address]: group for group, addresses in plan.GROUPS.items() for address in addresses}


def groups():
    """What the router lets through."""
    sets, chains = [], []
    for group, addresses in plan.GROUPS.items():
        sets.append(f"set {group} {{ type ipv4_addr; elements = {{ {', '.join(addresses)} }} }}")
        for direction, chain, end, verdict in [("egress", "from", "daddr", "return"), ("ingress", "to", "saddr", "accept")]:
            lines = []
            for rule in plan.rules(direction):
                if rule.group == group:
                    peer = f"ip {end} @{rule.peer} " if rule.peer else ""
                    said = rule.resource.replace('"', "")
                    lines.append(f'{peer}tcp dport {rule.ports[0]}-{rule.ports[1]} {verdict} comment "{said}"')
            # Who has no rule for it is let through nowhere.
            chains.append("\n    ".join([f"chain {chain}_{group} {{", *lines, "drop\n  }"]))
    own = "\n    ".join(f"iifname {wire} ip saddr != {address} drop" for wire, address in addresses_of().items())
    out = ", ".join(f"{wire} : jump from_{group}" for wire, group in members().items())
    into = ", ".join(f"{wire} : jump to_{group}" for wire, group in members().items())
    return f"""
table ip vpc {{
  {chr(10).join(sets)}
  {chr(10).join(chains)}
  chain forward {{
    type filter hook forward priority filter; policy drop;
    # Groups know whose answer something is.
    ct state established,related accept
    # Nobody sends in another's name; only NAT gateways hand on what isn't theirs.
    {own}
    iifname vmap {{ {out} }}
    # aws_internet_gateway.this: only to whom a public address belongs.
    iifname igw ct status & dnat != dnat drop
    oifname vmap {{ {into} }}
    # aws_nat_gateway.this
    iifname != igw oifname {{ nat-a, nat-b }} accept
    iifname {{ nat-a, nat-b }} oifname igw accept
  }}
  chain input {{ type filter hook input priority filter; policy drop; }}
  chain mapped_in {{
    type nat hook prerouting priority dstnat;
    iifname igw ip daddr {plan.FRONT_PUBLIC} dnat to {plan.FRONT} comment "aws_lb.this"
  }}
  chain mapped_out {{
    type nat hook postrouting priority srcnat;
    oifname igw ip saddr {plan.NAT["a"]} snat to {plan.NAT_PUBLIC["a"]} comment "aws_eip.nat[a]"
    oifname igw ip saddr {plan.NAT["b"]} snat to {plan.NAT_PUBLIC["b"]} comment "aws_eip.nat[b]"
  }}
}}"""


def addresses_of():
    return {wire: address for wire, address in [("front", plan.FRONT), ("valkey", plan.VALKEY),
                                                *[(f"server-{zone}", plan.SERVER[zone]) for zone in plan.ZONES]]}


def nat(address):
    """aws_nat_gateway.this: from within, in its own name; nothing else."""
    return f"""
table ip nat {{
  chain forward {{
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    ip saddr {plan.VPC} ip daddr != {plan.VPC} accept
  }}
  chain input {{ type filter hook input priority filter; policy drop; }}
  chain out {{ type nat hook postrouting priority srcnat; snat to {address}; }}
}}"""


def access_list():
    """Atlas admits these addresses, as docs/AWS.md says to enter them; its members one another."""
    return f"""
table ip atlas {{
  chain input {{
    type filter hook input priority filter; policy drop;
    iifname lo accept
    ct state established,related accept
    ip saddr {{ {", ".join(plan.NAT_PUBLIC.values())} }} tcp dport {plan.MONGODB[0]}-{plan.MONGODB[1]} accept
  }}
}}"""

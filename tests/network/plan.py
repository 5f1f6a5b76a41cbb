"""The plan: who is where, and who may talk with whom. The second is read from Terraform's own
files, so that what is tried here is what is deployed there; what can't be read ends the run."""

import ipaddress
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODULES = ROOT / "deploy/terraform/modules"
DOMAIN = "chat.example.com"


def blocks(path):
    """(type, name, body) of each resource in a file that `terraform fmt` has laid out."""
    return re.findall(r'^resource "(\w+)" "(\w+)" \{\n(.*?)^\}$', path.read_text(), re.M | re.S)


def body(module, kind, name):
    [found] = [text for path in (MODULES / module).glob("*.tf") for a, b, text in blocks(path) if (a, b) == (kind, name)]
    return found


def default(module, name):
    """A variable's default, as it's written."""
    text = (MODULES / module / "variables.tf").read_text()
    block = re.search(rf'^variable "{name}" \{{\n(.*?)^\}}$', text, re.M | re.S)[1]
    return re.search(r"^  default\s*= (.+)$", block, re.M)[1].strip('"')


def setting(text, name):
    """What is set in a body."""
    return re.search(rf'^\s*{name}\s*= "?([^"\n#]+?)"?\s*(?:#.*)?$', text, re.M)[1]


MONGODB = tuple(map(int, re.findall(r"\d+", default("network", "mongodb_ports"))))


class Rule:
    """A security group lets this through: from or to whom (none: anybody), on which ports."""

    def __init__(self, resource, group, peer, first, last):
        self.resource, self.group, self.peer, self.ports = resource, group, peer, (first, last)


def port(text):
    known = {"var.mongodb_ports.from": MONGODB[0], "var.mongodb_ports.to": MONGODB[1]}
    return known[text] if text in known else int(text)


def each_of(text):
    """The ports of a rule with for_each, by key: a list of the module's locals, or numbers."""
    listed = re.search(r"^  for_each\s*= \{ for (\w+) in local\.(\w+) : \1\.name => \1 \}$", text, re.M)
    if listed:
        whole = "\n".join(path.read_text() for path in sorted((MODULES / "network").glob("*.tf")))
        entries = re.search(rf"^  {listed[2]} = \[\n(.*?)^  \]$", whole, re.M | re.S)[1].splitlines()
        found = [re.match(r'    \{ name = "(\w+)", from = ([\w.]+), to = ([\w.]+),', entry) for entry in entries]
        return {it[1]: (it[2], it[3]) for it in found} if all(found) else {}
    numbers = re.search(r"^  for_each\s*= \{ (.*) \}$", text, re.M)
    return {key: (only, only) for key, only in re.findall(r"(\w+) = (\d+)", numbers[1])} if numbers else {}


def rules(direction):
    """All rules of `ingress` or `egress`."""
    found = []
    for kind, name, text in [block for path in sorted(MODULES.glob("*/*.tf")) for block in blocks(path)]:
        if kind in ("aws_security_group_rule", "aws_security_group") and re.search(r"^\s*(ingress|egress|type)\b", text, re.M):
            raise SystemExit(f"{kind}.{name} has rules of another form than plan.py reads")
        if kind != f"aws_vpc_security_group_{direction}_rule":
            continue
        group = re.search(r"^  security_group_id\s*= aws_security_group\.(\w+)\.id$", text, re.M)[1]
        peer = re.search(r"^  referenced_security_group_id\s*= aws_security_group\.(\w+)\.id$", text, re.M)
        if not peer and setting(text, "cidr_ipv4") != "0.0.0.0/0":
            raise SystemExit(f"{kind}.{name}: a range that plan.py doesn't read")
        if setting(text, "ip_protocol") != "tcp":
            raise SystemExit(f"{kind}.{name}: not TCP")
        first, last = setting(text, "from_port"), setting(text, "to_port")
        each = {"": (first, last)}
        if first.startswith("each."):
            each = each_of(text)
        if not each:
            raise SystemExit(f"{kind}.{name}: a for_each that plan.py doesn't read")
        for key, (low, high) in each.items():
            place = f'{kind}.{name}["{key}"]' if key else f"{kind}.{name}"
            found.append(Rule(place, group, peer and peer[1], port(low), port(high)))
    if not found:
        raise SystemExit(f"no {direction} rule was found in {MODULES}")
    return found


# aws_vpc.this, aws_subnet.public and aws_subnet.private: sixteen equal parts, the private ones
# from the eighth on.
VPC = ipaddress.ip_network(default("network", "cidr"))
PARTS = list(VPC.subnets(prefixlen_diff=4))
ZONES = ["a", "b"]
PUBLIC = dict(zip(ZONES, PARTS))
PRIVATE = dict(zip(ZONES, PARTS[8:]))
PARTED = re.findall(r"cidrsubnet\(var\.cidr, 4, i( \+ 8)?\)", (MODULES / "network/main.tf").read_text())
assert PARTED == ["", " + 8"], "the network is parted otherwise"

FRONT = str(PUBLIC["a"][10])
NAT = {zone: str(PUBLIC[zone][20]) for zone in ZONES}
SERVER = {zone: str(PRIVATE[zone][11]) for zone in ZONES}
VALKEY = str(PRIVATE["a"][30])

# Outside. The first three are the load balancer's address and aws_eip.nat.
FRONT_PUBLIC = "203.0.113.10"
NAT_PUBLIC = {"a": "203.0.113.20", "b": "203.0.113.21"}
PEOPLE = [f"198.51.100.{number}" for number in range(2, 10)]
ATLAS = "198.51.100.130"
BUCKET = "198.51.100.140"

# Who is in which security group. Gateways have none.
GROUPS = {"front": [FRONT], "servers": list(SERVER.values()), "valkey": [VALKEY]}


def gateway(address):
    """The router's address in its subnet: the second, as on AWS."""
    [part] = [part for part in PARTS if ipaddress.ip_address(address) in part]
    return str(part[1])

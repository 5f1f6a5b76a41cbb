"""What runs in the network: MongoDB as Atlas, Valkey, a bucket, on each server the nginx of
deploy/docker in front of the program, and HAProxy as the load balancer."""

import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import sys
import threading
import time

import balancer
import plan
import world
from world import inside

sys.path.insert(0, str(plan.ROOT / "tests/services"))
import fetch  # noqa: E402
import servers  # noqa: E402

# Where all of it is: memory of this process's own, see prepare().
HOME = pathlib.Path("/run/workloop")
# As containers have it: where nginx finds the backend by its name, within what is trusted.
BACKEND = "172.18.0.2"
# How long a container may take to stop: stop_grace_period.
GRACE = 60
# Servers wait for the load balancer to forget them before they stop: boot.sh does for 10 s.
FORGET = 2
NOBODY = ["setpriv", "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"]


def prepare(program):
    """Gives this process a file system in which nginx.conf finds everything where the image has
    it, so that it's used as it is. Nobody else sees it."""
    world.sh("mount -t tmpfs -o mode=0755 tmpfs /run")
    HOME.mkdir()
    for place in ["/etc", "/usr/share"]:
        layer = HOME / "layers" / place.strip("/").replace("/", "-")
        for part in ["upper", "work"]:
            (layer / part).mkdir(parents=True)
        world.sh(f"mount -t overlay overlay -o lowerdir={place},upperdir={layer}/upper,workdir={layer}/work {place}")
    for name in ["nginx.conf", "headers.conf"]:
        shutil.copy(plan.ROOT / "deploy/docker" / name, "/etc/nginx")
    shutil.copytree(plan.ROOT / "web/dist", "/usr/share/workloop")
    world.sh("chmod -R a+rX /usr/share/workloop /etc/nginx", f"touch {HOME}/program", f"mount --bind {program} {HOME}/program")
    # What tests/faults connects to, which speaks no TLS: devices() does.
    pathlib.Path("/etc/hosts").write_text(f"127.0.0.1 localhost\n127.0.0.2 {plan.DOMAIN}\n")


class Deployment:
    """Everything, started in order."""

    def __init__(self, running):
        self.running = running
        self.keys, secret = servers.s3_keys(), secrets.token_hex(32)
        with inside("atlas"):
            first = plan.MONGODB[0]
            database = running.replica_set(fetch.mongod(), [first, first + 1, first + 2], plan.ATLAS)
        with inside("valkey"):
            running.valkey(fetch.valkey(), 6379, plan.VALKEY)
        with inside("bucket"):
            bucket = running.s3(fetch.garage(), 80, 3901, self.keys, plan.BUCKET)
        compose = (plan.ROOT / "deploy/compose/compose.yaml").read_text()
        self.settings = {
            **self.keys,
            "WORKLOOP_LISTEN": re.search(r"WORKLOOP_LISTEN: (\S+)", compose)[1],
            "WORKLOOP_TRUSTED_PROXIES": re.search(r"WORKLOOP_TRUSTED_PROXIES: (\S+)", compose)[1],
            "WORKLOOP_PUBLIC_URL": f"https://{plan.DOMAIN}",
            "WORKLOOP_DATABASE_URL": database.replace("/?", "/network?"),
            "WORKLOOP_BUS_URL": f"valkey://{plan.VALKEY}:6379",
            "WORKLOOP_MEDIA_URL": bucket,
            "WORKLOOP_SECRET": secret,
            # tests/faults asks as much in a minute as a person does in a day.
            "WORKLOOP_REQUESTS_PER_MINUTE": "100000",
            # Few enough to be used up here.
            "WORKLOOP_ANONYMOUS_REQUESTS_PER_MINUTE": "60",
        }
        for zone in plan.ZONES:
            with inside(f"server-{zone}"):
                world.sh(f"ip address add {BACKEND}/32 dev lo")
                name_backend()
        for zone in plan.ZONES:
            self.start(zone)
        for zone in plan.ZONES:
            self.wait(zone)
        balancer.certificates(HOME)
        self.haproxy("front", balancer.front(HOME))
        self.haproxy("internet", balancer.devices(HOME))
        self.wait_for_front(*plan.ZONES)

    def start(self, zone):
        """Both of a server's containers."""
        with inside(f"server-{zone}"):
            data = self.running.data(f"data-{zone}")
            os.chown(data, 10001, 10001)
            as_is = [*NOBODY, "--reuid=10001", "--regid=10001"]
            own = {"WORKLOOP_DATA": str(data), "PATH": os.environ["PATH"]}
            self.running.start(f"backend-{zone}", [*as_is, HOME / "program", "serve"], {**own, **self.settings})
            # It opens its log itself, as nobody in particular.
            (HOME / f"nginx-{zone}.log").touch()
            (HOME / f"nginx-{zone}.log").chmod(0o666)
            as_is = " ".join([*NOBODY, "--reuid=www-data", "--regid=www-data"])
            own_tmp = f"mount -t tmpfs -o mode=1777 tmpfs /tmp && exec {as_is} {HOME}/program front"
            settings = {"PATH": os.environ["PATH"], "VPC_CIDR": str(plan.VPC), "PUBLIC_URL": f"https://{plan.DOMAIN}"}
            self.running.start(f"nginx-{zone}", ["unshare", "--mount", "sh", "-c", own_tmp], settings)

    def wait(self, zone):
        with inside("front"):
            self.running.until(f"backend-{zone}", lambda: servers.is_ok(f"http://{plan.SERVER[zone]}/healthz"))

    def stop(self, zone):
        """The backend first, while nginx carries what is said to those who are sent away; as
        boot.sh does."""
        for name, told in [(f"backend-{zone}", signal.SIGTERM), (f"nginx-{zone}", signal.SIGQUIT)]:
            process = self.running.running[name]
            process.send_signal(told)
            if process.wait(GRACE) != 0:
                raise SystemExit(f"{name} ended with {process.returncode}\n{self.log(name)}")

    def restart(self, zone):
        """Out of the load balancer, stopped, started, in again. `maint` admits nobody, as an
        ALB's target that is being deregistered; what goes on there may go on."""
        self.tell_front(f"set server servers/{zone} state maint")
        time.sleep(FORGET)
        self.stop(zone)
        self.start(zone)
        self.wait(zone)
        self.tell_front(f"set server servers/{zone} state ready")
        self.wait_for_front(zone)

    def wait_for_front(self, *zones):
        def is_up():
            lines = [line.split(",") for line in self.tell_front("show stat").splitlines()]
            states = {line[1]: line[17] for line in lines if line[0] == "servers"}
            return all(states[zone] == "UP" for zone in zones)

        self.running.until("haproxy-front", is_up)

    def tell_front(self, words):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(HOME / "front.sock"))
            line.sendall(words.encode() + b"\n")
            return line.makefile().read()

    def haproxy(self, place, config):
        path = HOME / f"haproxy-{place}.cfg"
        path.write_text(config)
        with inside(place):
            self.running.start(f"haproxy-{place}", ["haproxy", "-db", "-f", path])

    def log(self, name):
        return (HOME / f"{name}.log").read_text(errors="replace")

    def code(self):
        """The code to set it up with."""
        return re.search(r"/setup\?code=(\S+)", self.log("backend-a"))[1]


def name_backend():
    """The engine's DNS, of which nginx asks where the backend is."""
    asked = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    asked.bind(("127.0.0.11", 53))

    def answer():
        while True:
            query, peer = asked.recvfrom(512)
            name = query[12 : query.index(b"\0", 12) + 5]
            known = name == b"\x07backend\0\0\1\0\1"
            record = b"\xc0\x0c\0\1\0\1\0\0\0\1\0\4" + socket.inet_aton(BACKEND) if known else b""
            head = query[:2] + (b"\x81\x80" if known else b"\x81\x83") + b"\0\1\0" + bytes([known]) + b"\0\0\0\0"
            asked.sendto(head + name + record, peer)

    threading.Thread(target=answer, daemon=True).start()

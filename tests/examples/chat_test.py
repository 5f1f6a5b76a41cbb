"""Two people talk through docs/examples/chat.py; answers get lost on the way, and the server
is killed without a word in the middle and started again. Each line must be printed by both,
once, in one order; an edit prints nothing again."""

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

from lines import Lines

PROGRAM = os.path.abspath(sys.argv[1])
CLIENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../docs/examples/chat.py")
LINES = 30


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

    def ask(self, path, body=None, token=None, method=None):
        headers = {"Content-Type": "application/json", "Origin": self.url}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(self.url + "/api/v1" + path, data, headers, method=method)
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


class Road:
    """Carries connections to the server, and loses the answer to every third message sent.

    The kills alone rarely hit the moment between commit and answer, the only one in which a
    client that makes a new nonce for each try says something twice."""

    def __init__(self, server):
        self.to, self.sends, self.lost = ("127.0.0.1", server.port), 0, 0
        self.counting = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.listener.accept()
            threading.Thread(target=self.carry, args=(near,), daemon=True).start()

    def carry(self, near):
        try:
            with near, socket.create_connection(self.to) as far:
                said = near.recv(65536)
                far.sendall(said)
                lose = self.loses(said)
                threading.Thread(target=self.copy, args=(near, far), daemon=True).start()
                if not lose:
                    self.copy(far, near)
                elif far.recv(65536):  # it was answered, hence committed
                    with self.counting:
                        self.lost += 1
                for end in (near, far):
                    self.end(end)
        except OSError:
            pass  # the server is down: so is the road

    def loses(self, said):
        if not re.match(rb"POST \S+/messages ", said):
            return False
        with self.counting:
            self.sends += 1
            return self.sends % 3 == 0

    @staticmethod
    def end(connection):
        """Closing alone tells the other side nothing while a thread still reads."""
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    @staticmethod
    def copy(source, target):
        try:
            while said := source.recv(65536):
                target.sendall(said)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Person:
    def __init__(self, name, token, url):
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, CLIENT, url, "general"],
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
        place = server.ask("/snapshot", token=ada)[0]["workspaces"][0]
        workspace = place["workspace"]["id"]
        invite, _ = server.ask(f"/workspaces/{workspace}/invites", {"role": "member", "hours": 1}, ada)
        bela = {**account, "name": "Bela", "email": "bela@example.org"}
        _, headers = server.ask(f"/invites/{invite['code']}", bela)
        road = Road(server)
        people = [Person("Ada", ada, road.url), Person("Bela", server.token(headers), road.url)]
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
        assert road.lost > LINES // 3, f"only {road.lost} answers were lost: nothing is proven"
        general = next(it["channel"]["id"] for it in place["channels"] if it["channel"]["name"] == "general")
        messages = server.ask(f"/channels/{general}/messages?limit=100", token=ada)[0]["messages"]
        first = next(message for message in messages if message["text"] == "Ada 0")
        server.ask(f"/channels/{general}/messages/{first['id']}", {"text": "Ada nought"}, ada, "PATCH")
        # Whoever has printed this has been told of the edit.
        people[0].say("end")
        for person in people:
            person.heard.wait(f"the end reaching {person.name}", lambda lines: "Ada: end" in lines)
        for person in people:
            doubled = {line for line in person.heard.all if person.heard.all.count(line) > 1}
            assert not doubled, f"{person.name} heard twice: {doubled}"
            own = [line for line in person.heard.all if line.startswith(f"{person.name}: ")]
            assert own == [f"{person.name}: {person.name} {number}" for number in range(LINES)] + ["Ada: end"] * (person.name == "Ada"), own
            person.process.kill()
        assert people[0].heard.all == people[1].heard.all, "heard in different orders"
        server.kill()
    print(f"{2 * LINES} lines through two kills and {road.lost} lost answers: each heard once by both, in one order")


main()

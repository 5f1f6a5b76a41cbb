"""A Workloop client in one file: prints a channel's messages and sends what is typed.

    pip install websockets
    WORKLOOP_TOKEN=wl_… python3 chat.py http://localhost:8080 general

Catches up after every drop, and sends each line with a nonce until it is answered: it is in
the channel once, whatever happens on the way. See docs/GATEWAY.md and docs/API.md.
"""

import asyncio
import http.client
import itertools
import json
import os
import random
import sys
import urllib.request
import uuid

import websockets


async def pause(tries):
    """Full jitter: many who were cut together don't come back together."""
    await asyncio.sleep(random.uniform(0, min(30, 0.5 * 2 ** min(tries, 6))))


class Client:
    def __init__(self, address, token, name):
        self.api = address.rstrip("/") + "/api/v1"
        self.token, self.name, self.tries = token, name, 0
        self.epoch, self.cursors, self.channel, self.people = "", {}, None, {}
        self.last = 0  # `seq` of the newest message printed

    def ask(self, method, path, body=None):
        """One REST call. Raises OSError when it may be tried again."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(self.api + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == 429 or error.code >= 500:
                raise OSError(f"the server answered {error.code}") from error
            raise SystemExit(json.load(error).get("detail", error.reason)) from error
        except http.client.HTTPException as error:
            raise OSError("the answer broke off") from error

    def begin(self):
        """A snapshot: where all feeds stand, and who is who."""
        snapshot = self.ask("GET", "/snapshot")
        self.epoch, self.cursors = snapshot["epoch"], snapshot["cursors"]
        for place in snapshot["workspaces"]:
            self.people |= {person["user"]: person["name"] for person in place["people"]}
            for joined in place["channels"]:
                if joined["channel"]["name"] == self.name:
                    self.channel, self.last = joined["channel"]["id"], joined["last_seq"]
        if not self.channel:
            raise SystemExit(f"you are in no channel called {self.name}")

    def show(self, message):
        """Prints a message when it is first met; edits are left to better clients."""
        if message["seq"] > self.last:
            self.last = message["seq"]
            if message["kind"] == "text" and not message["thread"]:
                print(f"{self.people.get(message['author'], '?')}: {message['text']}", flush=True)

    def apply(self, changes):
        """`from <= cursor < to`, then the cursor is `to`. False: there is a gap."""
        cursor = self.cursors.get(changes["feed"], 0)
        if changes["from"] > cursor:
            return False
        self.cursors[changes["feed"]] = max(cursor, changes["to"])
        for item in changes["items"]:
            if item["type"] == "message" and changes["feed"] == self.channel:
                self.show(item)
            elif item["type"] == "person":
                self.people[item["user"]] = item["name"]
        return True

    def fetch(self):
        """After a reset: the conversation from where we are."""
        page = {"more_after": True}
        while page["more_after"]:
            page = self.ask("GET", f"/channels/{self.channel}/messages?after={self.last}&limit=100")
            for message in page["messages"]:
                self.show(message)

    async def listen(self, socket):
        async for text in socket:
            frame = json.loads(text)
            if frame["t"] == "changes" and not self.apply(frame):
                page = {"more": True}
                while page.get("more"):
                    path = f"/changes?feed={frame['feed']}&since={self.cursors.get(frame['feed'], 0)}"
                    page = await asyncio.to_thread(self.ask, "GET", path)
                    self.apply(page)
            elif frame["t"] == "reset":
                self.cursors[frame["feed"]] = frame["to"]
                if frame["feed"] == self.channel:
                    await asyncio.to_thread(self.fetch)
            elif frame["t"] == "ready":
                self.epoch, self.tries = frame["epoch"], 0
                print(f"* following #{self.name}", file=sys.stderr, flush=True)

    async def say(self, socket, **frame):
        await socket.send(json.dumps(frame))

    async def beat(self, socket):
        while await asyncio.sleep(25, True):
            await self.say(socket, t="heartbeat", cursors=self.cursors)

    async def follow(self):
        """Connects, and comes back with full jitter whenever the connection ends."""
        address = "ws" + self.api.removeprefix("http") + "/gateway"
        headers = {"Authorization": f"Bearer {self.token}"}
        while True:
            try:
                async with websockets.connect(address, additional_headers=headers, max_size=None) as socket:
                    await self.say(socket, t="hello", epoch=self.epoch, cursors=self.cursors)
                    await asyncio.gather(self.listen(socket), self.beat(socket))
            except websockets.ConnectionClosed as closed:
                if closed.rcvd and closed.rcvd.code in (4002, 4003):
                    raise SystemExit(closed.rcvd.reason) from closed
            except (OSError, websockets.WebSocketException):
                pass
            self.tries += 1
            await pause(self.tries)

    async def send(self, text):
        """Until it is answered: the same nonce is the same message."""
        body, path = {"nonce": uuid.uuid4().hex, "text": text}, f"/channels/{self.channel}/messages"
        for tries in itertools.count():
            try:
                return await asyncio.to_thread(self.ask, "POST", path, body)
            except OSError:
                await pause(tries)

    async def speak(self):
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip():
                await self.send(line.rstrip("\n"))


async def main():
    client = Client(sys.argv[1], os.environ["WORKLOOP_TOKEN"], sys.argv[2])
    client.begin()
    await asyncio.gather(client.follow(), client.speak())


asyncio.run(main())

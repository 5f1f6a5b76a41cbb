"""E-mail, by a real SMTP server (aiosmtpd) that takes it over TLS, from a user it knows, and not
at the first try: a forgotten password is set anew by a link, and the address that has no account
gets none; people are invited; and they are told of what they missed, once, of nothing that they
have read or may not read, until they want no more."""

import email
import email.policy
import json
import logging
import os
import pathlib
import queue
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "examples"))
from lines import Lines  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
PATIENCE = 30


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Postman:
    """Takes mails, each only when it comes a second time."""

    def __init__(self):
        self.taken, self.refused, self.is_picky = queue.Queue(), set(), True

    async def handle_DATA(self, _server, _session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        if self.is_picky and mail["Message-ID"] not in self.refused:
            self.refused.add(mail["Message-ID"])
            return "451 Come back later"
        self.taken.put((envelope, mail))
        return "250 Taken"

    def next(self):
        return self.taken.get(timeout=PATIENCE)


def known(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"chat@harbour.example", b"geheim/1"), handled=False)


class Server:
    def __init__(self, folder, mail):
        self.url = f"http://localhost:{(port := free_port())}"
        self.environment = {
            "WORKLOOP_DATA": folder, "WORKLOOP_LISTEN": f"127.0.0.1:{port}", "WORKLOOP_PUBLIC_URL": self.url,
            "WORKLOOP_MAIL_FROM": "Harbour chat <chat@harbour.example>", "WORKLOOP_MAIL_URL": mail,
            "WORKLOOP_MAIL_PASSWORD": "geheim/1", "WORKLOOP_MAIL_WAIT_SECONDS": "1",
        }

    def __enter__(self):
        self.process = subprocess.Popen([PROGRAM, "serve"], env=self.environment, stdout=subprocess.PIPE, text=True)
        lines = Lines(self.process.stdout)
        lines.wait("the server's start", lambda lines: any(line.startswith("Stop it") for line in lines))
        self.code = next((it.split("code=")[1] for it in lines.all if "/setup?code=" in it), None)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def ask(self, method, path, body=None, cookie=None):
        """The status, the answer and its cookie."""
        headers = {"Content-Type": "application/json", "Origin": self.url, **({"Cookie": cookie} if cookie else {})}
        return self.send(method, path, None if body is None else json.dumps(body).encode(), headers)

    def send(self, method, path, data, headers):
        request = urllib.request.Request(self.url + "/api/v1" + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                cookie = (answer.headers["Set-Cookie"] or "").split(";")[0]
                return answer.status, json.loads(answer.read() or b"null"), cookie
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read()), None

    def doctor(self):
        """What it says of e-mail."""
        said = subprocess.run([PROGRAM, "doctor"], env=self.environment, capture_output=True, text=True).stdout
        return next(line for line in said.splitlines() if "e-mail" in line)


def a_forgotten_password_is_set_anew(server, postman):
    owner = {"name": "Ada", "email": "ada@harbour.example", "password": "the old password", "workspace": "Harbour"}
    status, _, cookie = server.ask("POST", "/setup", {"code": server.code, **owner})
    assert status == 201, status
    assert server.ask("GET", "/status")[1]["mail"] is True

    # The address isn't told apart from one that nobody has.
    assert server.ask("POST", "/password-reset", {"email": "nobody@harbour.example"})[0] == 202
    assert server.ask("POST", "/password-reset", {"email": "Ada@Harbour.example"})[0] == 202
    envelope, mail = postman.next()
    assert envelope.rcpt_tos == ["ada@harbour.example"] and envelope.mail_from == "chat@harbour.example", envelope
    assert mail["From"] == "Harbour chat <chat@harbour.example>" and mail["Auto-Submitted"] == "auto-generated", mail
    link = re.search(r"^(\S+)/reset#(\S+)\r?$", mail.get_content(), re.M)
    assert link and link[1] == server.url, mail.get_content()
    code = link[2]

    def reset(code, new):
        status, answer, _ = server.ask("PUT", "/password-reset", {"code": code, "new": new})
        return status, (answer or {}).get("field")

    user, ends, signature = code.split(".")
    for forged in ["", "x", user, f"{user}.{int(ends) + 1}.{signature}", f"{user}.{ends}.{signature[:-4]}AAAA"]:
        assert reset(forged, "the new password") == (422, "code"), forged
    assert reset(code, "short") == (422, "new")
    assert server.ask("GET", "/account", cookie=cookie)[0] == 200
    assert reset(code, "the new password") == (204, None)
    assert reset(code, "another password") == (422, "code"), "a link is good once"
    assert server.ask("GET", "/account", cookie=cookie)[0] == 401, "whoever was signed in is out"

    def sign_in(password):
        return server.ask("POST", "/session", {"email": "ada@harbour.example", "password": password})

    assert sign_in("the old password")[0] == 401
    status, _, cookie = sign_in("the new password")
    assert status == 200, status
    _, told = postman.next()
    assert "was changed" in told["Subject"] and told["To"] == "ada@harbour.example", told

    change = {"current": "the new password", "new": "a third password"}
    assert server.ask("POST", "/account/password", change, cookie)[0] == 204
    assert "was changed" in postman.next()[1]["Subject"]
    for _ in range(2):
        assert server.ask("POST", "/password-reset", {"email": "ada@harbour.example"})[0] == 202
        postman.next()
    assert server.ask("POST", "/password-reset", {"email": "ada@harbour.example"})[0] == 429
    # All that was sent has come, and nothing to nobody.
    time.sleep(1)
    assert postman.taken.empty(), postman.taken.get()


def people_are_invited(server, postman):
    status, _, cookie = server.ask("POST", "/session", {"email": "ada@harbour.example", "password": "a third password"})
    assert status == 200, status
    workspace = server.ask("GET", "/snapshot", cookie=cookie)[1]["workspaces"][0]["workspace"]["id"]

    def invite(emails, **more):
        return server.ask("POST", f"/workspaces/{workspace}/invites/mail", {"emails": emails, "role": "member", "hours": 48, **more}, cookie)

    for wrong in [[], ["bela"], ["a@b.example", "two words@b.example"], [f"{number}@b.example" for number in range(21)]]:
        status, answer, _ = invite(wrong)
        assert (status, answer["field"]) == (422, "emails"), (wrong, answer)
    assert invite(["bela@b.example"], role="owner")[0] == 403
    status, answer, _ = invite(["Bela@b.example", "bela@b.example", "cleo@b.example"])
    assert status == 201 and [row["max_uses"] for row in answer["rows"]] == [1, 1], answer
    mails = {mail["To"]: mail for _, mail in (postman.next(), postman.next())}
    assert sorted(mails) == ["bela@b.example", "cleo@b.example"], mails
    assert mails["bela@b.example"]["Subject"] == "Ada invites you to Harbour"
    codes = {to: re.search(r"/invite/(\S+)\r?$", mail.get_content(), re.M)[1] for to, mail in mails.items()}
    assert "within 2 days" in mails["bela@b.example"].get_content()
    assert len(set(codes.values())) == 2 and not any(code in str(answer) for code in codes.values()), "links go by mail only"
    joined = {"name": "Bela", "email": "bela@b.example", "password": "the password of Bela"}
    status, _, theirs = server.ask("POST", f"/invites/{codes['bela@b.example']}", joined)
    assert status == 201, status
    assert server.ask("POST", f"/invites/{codes['bela@b.example']}", {**joined, "email": "x@b.example"})[0] == 404
    # Who is no administrator writes to nobody.
    refused = server.ask("POST", f"/workspaces/{workspace}/invites/mail", {"emails": ["y@b.example"], "role": "member", "hours": 1}, theirs)
    assert refused[0] == 403, refused
    time.sleep(1)
    assert postman.taken.empty(), postman.taken.get()


def what_was_missed_is_told(server, postman):
    def signed_in(email, password):
        status, _, cookie = server.ask("POST", "/session", {"email": email, "password": password})
        assert status == 200, status
        return cookie

    ada = signed_in("ada@harbour.example", "a third password")
    bela = signed_in("bela@b.example", "the password of Bela")
    place = server.ask("GET", "/snapshot", cookie=ada)[1]["workspaces"][0]
    workspace, general = place["workspace"]["id"], place["channels"][0]["channel"]["id"]
    me = {name: server.ask("GET", "/account", cookie=cookie)[1]["id"] for name, cookie in (("ada", ada), ("bela", bela))}

    def say(text, channel=general, cookie=ada):
        status, message, _ = server.ask("POST", f"/channels/{channel}/messages", {"text": text, "nonce": os.urandom(8).hex()}, cookie)
        assert status == 201, message
        return message

    def choose(**notices):
        whole = {"missed": "soon", "excerpts": True, "hours": None, **notices}
        assert server.ask("PATCH", "/account", {"notices": whole, "time_zone": "Asia/Kolkata"}, bela)[0] == 200

    def silence(seconds=4):
        time.sleep(seconds)
        assert postman.taken.empty(), postman.taken.get()[1].get_content()

    choose()
    # What is read in time needs no mail.
    message = say(f"<@{me['bela']}> read this")
    assert server.ask("POST", f"/channels/{general}/read", {"seq": message["seq"], "generation": 0}, bela)[0] == 200
    say("nobody is named here")
    silence()

    message = say(f"<@{me['bela']}> the *tide*\nturns")
    envelope, mail = postman.next()
    text = mail.get_content().replace("\r\n", "\n")
    assert envelope.rcpt_tos == ["bela@b.example"] and mail["Subject"] == "Ada in #general", mail["Subject"]
    assert "#general (Harbour)" in text and "@Bela the *tide* turns" in text, text
    assert f"{server.url}/c/{general}?at={message['seq']}" in text, text
    assert "read this" not in text, "it was read"
    postman.is_picky = False
    direct = server.ask("POST", f"/workspaces/{workspace}/direct", {"people": [me["bela"]]}, ada)[1]["id"]
    say("psst", direct)
    say("and once more", direct)
    say(f"<@{me['bela']}> and here", general)
    _, mail = postman.next()
    text = mail.get_content().replace("\r\n", "\n")
    assert mail["Subject"] == "3 messages for you in Harbour", mail["Subject"]
    assert "Direct message (Harbour)" in text and "psst" in text and "and here" in text and "tide" not in text, text
    silence()

    # What was taken back, or what they can't read any more, isn't told.
    message = say(f"<@{me['bela']}> a slip")
    assert server.ask("DELETE", f"/channels/{general}/messages/{message['id']}", cookie=ada)[0] == 200
    cove = server.ask("POST", f"/workspaces/{workspace}/channels", {"kind": "private", "name": "cove", "people": [me["bela"]]}, ada)[1]["id"]
    say(f"<@{me['bela']}> a secret", cove)
    assert server.ask("DELETE", f"/channels/{cove}/members/{me['bela']}", cookie=ada)[0] in (200, 204)
    silence()

    choose(excerpts=False)
    say(f"<@{me['bela']}> confidential")
    _, mail = postman.next()
    text = mail.get_content()
    assert mail["Subject"] == "Something was said to you in Workloop" and "confidential" not in text and "Ada" not in text, text

    # Once a day is not now.
    choose(missed="daily")
    say(f"<@{me['bela']}> tomorrow")
    silence()
    choose()
    say(f"<@{me['bela']}> for the last time")
    _, mail = postman.next()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click", mail
    address = mail["List-Unsubscribe"].strip("<>")
    link = re.search(r"^No more of these: (\S+)#(\S+?)\r?$", mail.get_content(), re.M)
    assert link and link[1] == f"{server.url}/unsubscribe" and address.endswith(link[2]), mail.get_content()
    # A scanner that only looks changes nothing; a mail program's press does, from elsewhere.
    path = address.removeprefix(f"{server.url}/api/v1")
    with urllib.request.urlopen(address, timeout=PATIENCE) as page:
        assert page.url.split("#")[0] == f"{server.url}/unsubscribe", page.url
    notices = lambda: server.ask("GET", "/account", cookie=bela)[1]["notices"]["missed"]  # noqa: E731
    assert notices() == "soon"
    assert server.send("POST", path[:-3] + "AAA", b"", {})[0] == 422
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://mail.example"}
    assert server.send("POST", path, b"List-Unsubscribe=One-Click", form)[0] == 204
    assert notices() == "never"
    say(f"<@{me['bela']}> never again")
    silence()


def main():
    # Of not requiring TLS below, where there is nothing but TLS.
    warnings.simplefilter("ignore")
    # What strangers are told is asked below, not what their failure looks like from there.
    logging.disable()
    with tempfile.TemporaryDirectory(prefix="workloop-mail-") as folder:
        certificate, key = f"{folder}/cert.pem", f"{folder}/key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE",
             "-keyout", key, "-out", certificate], check=True, capture_output=True)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        users = {"authenticator": known, "auth_required": True, "hostname": "localhost"}
        for scheme, safety in [
            ("smtps", {"ssl_context": context, "auth_require_tls": False}),
            ("smtp", {"tls_context": context, "require_starttls": True}),
        ]:
            postman = Postman()
            controller = Controller(postman, port=free_port(), **users, **safety)
            controller.start()
            url = f"{scheme}://chat%40harbour.example@localhost:{controller.port}"
            with Server(f"{folder}/{scheme}", f"{url}?ca={certificate}") as server:
                assert server.doctor().startswith("ok "), server.doctor()
                a_forgotten_password_is_set_anew(server, postman)
                people_are_invited(server, postman)
                if scheme == "smtps":
                    what_was_missed_is_told(server, postman)
            stranger = Server(f"{folder}/{scheme}-stranger", url)
            assert stranger.doctor().startswith("FAIL") and "certificate" in stranger.doctor(), stranger.doctor()
            stranger = Server(f"{folder}/{scheme}-stranger", f"{url}?ca={certificate}")
            stranger.environment["WORKLOOP_MAIL_PASSWORD"] = "wrong"
            assert stranger.doctor().startswith("FAIL"), stranger.doctor()
            controller.stop()
    print("A forgotten password was set anew, people were invited and told of what they missed, over TLS and STARTTLS.")


main()

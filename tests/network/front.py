"""What the front door promises: TLS, one name, nothing internal; and that nobody is believed who
claims to be somebody else's client."""

import json
import re

import plan
from doors import Door, all_doors

INTERNAL = ["/metrics", "/metrics/", "/readyz", "/%6detrics", "//metrics", "/./readyz", "/api/../metrics", "/metrics?x",
            "/readyz/", "/metrics%00"]


def plain_http_only_sends_to_https(_):
    plain = Door("plain", "internet", (plan.FRONT_PUBLIC, 80))
    for method, path in [("GET", "/"), ("POST", "/api/v1/session"), ("GET", "/api/v1/gateway"), ("GET", "/metrics"),
                         ("GET", "/%0d%0aX-Injected:%201")]:
        got = plain.ask(method, path, {"X-Forwarded-Proto": "https"})
        assert (got.status, got.headers["location"]) == (301, f"https://{plan.DOMAIN}{path}"), got
        assert "x-injected" not in got.headers


def over_tls_browsers_are_told_to_stay_there(_):
    front, _, _ = all_doors()
    page = front.ask("GET", "/")
    [script] = re.findall(rb'src="(/assets/[^"]+\.js)"', page.body)
    for path in ["/", script.decode(), "/assets/none.js", "/api/v1/status", "/api/v1/none", "/api/v1/snapshot", "/healthz"]:
        # A claim of another scheme changes nothing.
        for claimed in ["http", "https", "https, http"]:
            got = front.ask("GET", path, {"X-Forwarded-Proto": claimed})
            assert got.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains", (path, got.headers)


def what_is_internal_stays_inside(_):
    front, nginx, backend = all_doors()
    told = [b"workloop_http_requests_total", b'"draining"']
    assert told[0] in backend.ask("GET", "/metrics").body and told[1] in backend.ask("GET", "/readyz").body, "that it would be seen"
    for door in [front, nginx]:
        for path in INTERNAL:
            got = door.ask("GET", path)
            assert got.status in (400, 404) or b"<!doctype html>" in got.body.lower(), (door.name, path, got)
            assert not any(word in got.body for word in told), (door.name, path)


def other_names_are_refused(deployed):
    front, nginx, _ = all_doors()
    for host in ["evil.example", plan.FRONT_PUBLIC, f"{plan.DOMAIN}.evil.example", f"evil.{plan.DOMAIN}", "localhost"]:
        for door in [front, nginx]:
            for path in ["/", "/api/v1/status", "/assets/x.js", "/api/v1/gateway"]:
                got = door.ask("GET", path, host=host)
                assert got.status == 421, (door.name, host, path, got)
    for host in [plan.DOMAIN, plan.DOMAIN.upper(), f"{plan.DOMAIN}:443"]:
        assert front.ask("GET", "/api/v1/status", host=host).status == 200, host
    # The load balancer asks each server by its address whether it is well.
    assert nginx.ask("GET", "/healthz", host=plan.SERVER["a"]).status == 200
    # And the container engine, by no name at all.
    with nginx.connect() as line:
        line.sendall(b"HEAD /favicon.svg HTTP/1.0\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 200 "), "the image's health check"
    # Neither of the two fills the log, where what was refused is.
    told = [json.loads(line) for line in deployed.log("nginx-a").splitlines() if line.startswith("{")]
    assert any(line["status"] == 421 for line in told) and not any(line["path"] in ("/healthz", "/favicon.svg") and line["status"] == 200 for line in told)


# As people write them who want to be taken for somebody else.
SPOOFED = [
    {"X-Forwarded-For": "203.0.113.77"}, {"X-Forwarded-For": "127.0.0.1"}, {"X-Forwarded-For": f"{plan.FRONT}"},
    {"X-Forwarded-For": f"203.0.113.77, {plan.FRONT}"}, {"X-Real-IP": "203.0.113.77"}, {"Forwarded": "for=203.0.113.77;proto=http"},
    {"X_Forwarded_For": "203.0.113.77"}, {"True-Client-IP": "203.0.113.77"}, {"X-Client-IP": "203.0.113.77"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Server": "evil.example"}, {"X-Original-URL": "/metrics", "X-Rewrite-URL": "/metrics"},
    {"X-HTTP-Method-Override": "DELETE"}, {"X-Request-Id": "chosen-by-the-client"},
]


def claims_of_another_client_are_not_believed(deployed):
    """nginx writes down who asked, and the backend counts for them: a budget of one address can't
    be had twice by claiming others."""
    front, _, _ = all_doors()
    # Where another protocol may begin, what nginx says for itself must be said too.
    for headers in SPOOFED:
        got = front.ask("GET", "/api/v1/gateway", headers, source=plan.PEOPLE[5])
        assert not re.search(rb"evil\.example|203\.0\.113|chosen", repr((got.headers, got.body)).encode()), got.headers
    source, other = plan.PEOPLE[3], plan.PEOPLE[4]
    before = {zone: len(deployed.log(f"nginx-{zone}")) for zone in plan.ZONES}
    budget, answers = int(deployed.settings["WORKLOOP_ANONYMOUS_REQUESTS_PER_MINUTE"]), []
    for number in range(budget + 12):
        headers = SPOOFED[number % len(SPOOFED)]
        headers = {name: value.replace("203.0.113.77", f"203.0.113.{100 + number % 100}") for name, value in headers.items()}
        got = front.ask("GET", "/api/v1/account", headers, source=source)
        assert not re.search(rb"evil\.example|203\.0\.113|chosen", repr((got.headers, got.body)).encode()), got.headers
        answers.append(got.status)
    # The budget fills up again by the second.
    assert set(answers) == {401, 429} and answers.index(429) >= budget, answers
    assert front.ask("GET", "/api/v1/account", source=other).status == 401, "others have a budget of their own"
    clients = set()
    for zone in plan.ZONES:
        new = deployed.log(f"nginx-{zone}")[before[zone]:].splitlines()
        clients |= {json.loads(line)["client"] for line in new if line.startswith("{")}
    assert clients == {source, other}, clients
    return f"{len(answers)} requests under {len(SPOOFED)} disguises: one client, one budget"

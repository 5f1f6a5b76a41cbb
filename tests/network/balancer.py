"""The load balancer: HAProxy in its stead, with the figures of modules/edge; and the TLS of those
who come."""

import re
import ssl
import subprocess

import plan


def certificates(home):
    """aws_acm_certificate.this, by an authority of our own."""
    with open(home / "tls.cnf", "w") as config:
        config.write(f"[req]\ndistinguished_name=dn\n[dn]\n[leaf]\nsubjectAltName=DNS:{plan.DOMAIN}\nbasicConstraints=CA:FALSE\n")
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    for command in [
        ["req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Tests"],
        ["req", *key, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", f"/CN={plan.DOMAIN}"],
        ["x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "2", "-out", "leaf.pem",
         "-extfile", "tls.cnf", "-extensions", "leaf"],
    ]:
        subprocess.run(["openssl", *command], cwd=home, check=True, capture_output=True)
    (home / "front.pem").write_text((home / "leaf.pem").read_text() + (home / "leaf.key").read_text())


def trust(home):
    """What a browser has."""
    return ssl.create_default_context(cafile=str(home / "ca.pem"))


def front(home):
    """The load balancer: modules/edge, with its own figures."""
    group, balancer = plan.body("edge", "aws_lb_target_group", "this"), plan.body("edge", "aws_lb", "this")
    inside_paths = re.search(r"values = \[(.*)\]", plan.body("edge", "aws_lb_listener_rule", "inside"))[1].replace('"', "").split(", ")
    assert plan.setting(balancer, "drop_invalid_header_fields") == "true"
    assert plan.setting(plan.body("edge", "aws_lb_listener", "http"), "status_code") == "HTTP_301"
    idle = plan.default("edge", "idle_seconds")
    targets = "\n".join(
        f"  server {zone} {plan.SERVER[zone]}:{plan.setting(group, 'port')} cookie {zone} check" for zone in plan.ZONES)
    return f"""
global
  maxconn 8000
  log stdout format raw local0
  stats socket {home}/front.sock mode 600 level admin
  # Larger than an ALB's 64 KiB: what nginx thinks of large heads is to be seen.
  tune.bufsize 131072
defaults
  mode http
  log global
  timeout connect 5s
  timeout client {idle}s
  timeout server {idle}s
  timeout tunnel {idle}s
  timeout check {plan.setting(group, "timeout")}s
  timeout http-request 60s
  # What one server lost isn't asked of another.
  retries 0
frontend http # aws_lb_listener.http
  bind {plan.FRONT}:80
  http-request redirect scheme https code 301
frontend https # aws_lb_listener.https
  bind {plan.FRONT}:443 ssl crt {home}/front.pem ssl-min-ver TLSv1.2 alpn h2,http/1.1
  # aws_lb.this: drop_invalid_header_fields
  http-request del-header [^-A-Za-z0-9] -m reg
  # aws_lb_listener_rule.inside
  acl inside path -m reg {" ".join("^" + path.replace("*", ".*") + "$" for path in inside_paths)}
  http-request return status 404 content-type text/plain string "Not found" if inside
  # aws_lb_listener_rule.workloop
  acl ours hdr(host),field(1,:) -i {plan.DOMAIN}
  http-request return status 421 content-type text/plain string "This server doesn't answer for that name." unless ours
  # As an ALB does: the client's address is added, the rest is its own.
  http-request set-header X-Forwarded-For "%[req.fhdr(x-forwarded-for)], %[src]" if {{ req.fhdr(x-forwarded-for) -m found }}
  http-request set-header X-Forwarded-For %[src] unless {{ req.fhdr(x-forwarded-for) -m found }}
  http-request set-header X-Forwarded-Proto https
  http-request set-header X-Forwarded-Port 443
  default_backend servers
backend servers # aws_lb_target_group.this
  balance roundrobin
  cookie AWSALB insert indirect nocache maxlife {plan.setting(group, "cookie_duration")}s
  option httpchk GET {plan.setting(group, "path")}
  http-check expect status {plan.setting(group, "matcher")}
  # Asked every second rather than every {plan.setting(group, "interval")}, to save time.
  default-server inter 1s rise {plan.setting(group, "healthy_threshold")} fall {plan.setting(group, "unhealthy_threshold")}
{targets}
"""


def devices(home):
    """On the internet: TLS for those who speak none."""
    return f"""
global
  maxconn 8000
listen devices
  mode tcp
  bind 127.0.0.2:80
  timeout connect 5s
  timeout client 300s
  timeout server 300s
  server front {plan.FRONT_PUBLIC}:443 ssl verify required ca-file {home}/ca.pem sni str({plan.DOMAIN}) verifyhost {plan.DOMAIN} alpn http/1.1
"""

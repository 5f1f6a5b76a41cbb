"""The network of deploy/terraform in namespaces, with real servers in it: what reaches what, what
the front door lets through, and what people notice while all servers are restarted."""

import os
import shutil
import sys
import time

import deployment
import front
import packets
import plan
import rolling
import slow
import smuggling
import world
from doors import all_doors

TESTS = [
    packets.the_internet_reaches_the_load_balancer_and_nothing_else,
    packets.groups_let_through_what_terraform_says_and_nothing_else,
    packets.servers_leave_by_their_nat_gateway,
    packets.nobody_sends_in_anothers_name,
    packets.the_database_admits_the_nat_gateways_only,
    front.plain_http_only_sends_to_https,
    front.over_tls_browsers_are_told_to_stay_there,
    front.what_is_internal_stays_inside,
    front.other_names_are_refused,
    front.claims_of_another_client_are_not_believed,
    smuggling.requests_that_can_be_read_in_two_ways_are_read_in_one,
    smuggling.no_upgrade_opens_a_way_past_nginx,
    rolling.a_restart_of_all_servers_is_not_noticed,
    slow.slow_clients_are_ended_and_nobody_else_notices,
]


def enter(deployed):
    """Ada sets it up through the front door, lets Bela in, and Bela has a channel of her own."""
    door = all_doors()[0]

    def come(path, name, **more):
        """By this path; their token."""
        origin = {"Origin": f"https://{plan.DOMAIN}"}
        whole = {"name": name, "handle": name.lower(), "email": f"{name}@example.org", "password": "correct horse battery staple", **more}
        entered = door.ask("POST", f"/api/v1{path}", origin, whole)
        assert entered.status in (200, 201), entered
        cookie = entered.headers["set-cookie"].split(";")[0]
        assert cookie.startswith("__Host-wl="), cookie
        return door.ask("POST", "/api/v1/tokens", {**origin, "Cookie": cookie}, {"label": "test", "days": 1}).json()["token"]

    def ask(token, path, body):
        return door.ask("GET" if body is None else "POST", f"/api/v1{path}", {"Authorization": f"Bearer {token}"}, body).json()

    deployed.ada = come("/setup", "Ada", code=deployed.code(), workspace="Harbour")
    workspace = ask(deployed.ada, "/snapshot", None)["workspaces"][0]["workspace"]["id"]
    invite = ask(deployed.ada, f"/workspaces/{workspace}/invites", {"role": "member", "hours": 1})
    deployed.bela = come(f"/invites/{invite['code']}", "Bela")
    deployed.channel = ask(deployed.bela, f"/workspaces/{workspace}/channels", {"kind": "private", "name": "pier"})["id"]


def main(program, faults, results, *wanted):
    begin = time.monotonic()
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]
    deployment.prepare(program)
    world.build()
    running = deployment.servers.Servers(deployment.HOME).__enter__()
    deployed = deployment.Deployment(running)
    deployed.faults, deployed.results = faults, results
    enter(deployed)
    print(f"the network and {len(running.running)} servers in it are up in {time.monotonic() - begin:.0f} s", flush=True)
    failed = []
    for test in TESTS:
        if wanted and not any(word in test.__name__ for word in wanted):
            continue
        name, begin = test.__name__.replace("_", " "), time.monotonic()
        try:
            said = test(deployed)
        except Exception as error:
            failed.append(name)
            print(f"FAILED {name}: {type(error).__name__}: {error}", flush=True)
            sys.excepthook(*sys.exc_info())
            continue
        print(f"ok {name}{f': {said}' if said else ''} ({time.monotonic() - begin:.1f} s)", flush=True)
    for name, process in running.running.items():
        if process.poll() is not None:
            failed.append(f"{name} has ended")
            print(f"{name} ended with {process.returncode}\n{deployed.log(name)[-3000:]}")
    if failed:
        shutil.copytree(deployment.HOME, results, dirs_exist_ok=True, ignore=lambda folder, names: [
            name for name in names if not name.endswith((".log", ".cfg", ".conf"))])
        print(f"their logs: {results}", file=sys.stderr)
    # Everything that still runs ends with this process, which is the first of its namespace.
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


main(*sys.argv[1:])

"""F22: people talk and devices listen through the front door, while every server leaves, stops,
starts and comes back, one after the other; tests/faults holds everything against everything."""

import os
import pathlib
import subprocess
import threading

import deployment
import plan
from world import inside


def a_restart_of_all_servers_is_not_noticed(deployed):
    home = deployment.HOME
    for name in ["asked", "told"]:
        os.mkfifo(home / name)
    restart, token = home / "restart", home / "token"
    # How tests/faults lets this process do it.
    restart.write_text(f'#!/bin/sh\necho >{home}/asked && read -r told <{home}/told && [ "$told" = done ]\n')
    restart.chmod(0o700)
    token.write_text(deployed.ada)
    threading.Thread(target=obey, args=(deployed,), daemon=True).start()
    with inside("internet"):
        done = subprocess.run(
            [deployed.faults, "front-door", "--front", f"http://{plan.DOMAIN}/", "--token-file", token, "--restart", restart,
             "--servers", str(len(plan.ZONES)), "--seconds", "5", "--program", home / "program", "--results", deployed.results],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
    lines = done.stdout.splitlines()
    # A busy machine makes every gap longer.
    busy = f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    assert done.returncode == 0, "\n".join([*lines[-60:], busy])
    return f"{lines[-1]} ({lines[0]})"


def obey(deployed):
    home = deployment.HOME
    while True:
        (home / "asked").read_text()
        answer = "failed"
        try:
            for zone in plan.ZONES:
                deployed.restart(zone)
            answer = "done"
        finally:
            pathlib.Path(home / "told").write_text(answer + "\n")

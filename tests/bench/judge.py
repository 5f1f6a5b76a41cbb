"""Refuses results of the bench that can't be: python3 judge.py FOLDER"""

import json
import pathlib
import sys
import xml.etree.ElementTree

folder = pathlib.Path(sys.argv[1])

# What each scenario must have counted exactly, and what must be above zero.
EXACT = {
    "send": {"failed": 0},
    "fan-out": {"sent": 20, "failed": 0, "deliveries": 100, "deliveries_missing": 0},
    "rooms": {"sent": 20, "failed": 0, "deliveries": 60, "deliveries_missing": 0},
    "idle": {"connections": 50},
    "storm": {"came_back": 50, "refused": 0},
    "open": {"messages": 120},
    "hop": {"sent": 20, "failed": 0, "heard_near": 20, "heard_far": 20},
}
POSITIVE = {
    "send": ["acknowledged", "acknowledged_per_s", "full_p50_ms", "half_p99_ms", "floor_inserts_per_s", "of_floor"],
    "fan-out": ["acknowledged_p50_ms", "delivery_p50_ms", "floor_delivery_p50_ms", "floor_deliveries_per_cpu_s"],
    "rooms": ["acknowledged_p50_ms", "delivery_p50_ms", "floor_delivery_p50_ms", "floor_deliveries_per_cpu_s"],
    "idle": ["server_rss_mib"],
    "storm": ["ready_p50_ms", "all_back_s", "bystander_calm_p50_ms", "bystander_storm_p50_ms"],
    "hop": ["near_p50_ms", "far_p50_ms", "far_over_near"],
    "open": [f"{look}_{what}" for what in ("p50_ms", "over_short") for look in (
        "snapshot", "newest", "middle", "oldest", "changes_newest", "changes_oldest")],
}
wrong = []
curves = 0
for scenario, exact in EXACT.items():
    run = json.loads((folder / f"{scenario}.json").read_text())
    values, table = run["values"], (folder / f"{scenario}.txt").read_text()
    curves += len(run["curves"])
    wrong += [f"{scenario}: {name} is {values.get(name)}, not {want}"
              for name, want in exact.items() if values.get(name) != want]
    wrong += [f"{scenario}: {name} is {values.get(name)}"
              for name in POSITIVE[scenario] if not values.get(name, 0) > 0]
    wrong += [f"{scenario}: the table lacks {name}" for name in values if name not in table]
svg = xml.etree.ElementTree.parse(folder / "latency.svg")
drawn = len(svg.findall("{http://www.w3.org/2000/svg}polyline"))
if drawn != curves or not curves:
    wrong.append(f"{drawn} curves are drawn of {curves}")
print("\n".join(wrong) or f"{len(EXACT)} scenarios measured, {curves} latencies drawn")
sys.exit(bool(wrong))

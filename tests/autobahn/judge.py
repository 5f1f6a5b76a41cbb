"""Reads Autobahn's report: every case passed, none missing, or it says which."""

import json
import sys

# Sections 1 to 7, 10 and the limits of section 9.
CASES = 301
# NON-STRICT only says that bad UTF-8 could have been refused some bytes earlier.
PASSED = {"OK", "NON-STRICT", "INFORMATIONAL"}
CLOSED = {"OK", "INFORMATIONAL"}

with open(sys.argv[1]) as report:
    cases = json.load(report)["workloop"]
failed = {
    name: (case["behavior"], case["behaviorClose"])
    for name, case in cases.items()
    if case["behavior"] not in PASSED or case["behaviorClose"] not in CLOSED
}
for name, behavior in sorted(failed.items()):
    print(name, *behavior)
loose = sorted(name for name, case in cases.items() if case["behavior"] == "NON-STRICT")
print(f"{len(cases) - len(failed)} of {CASES} cases passed; not strict: {', '.join(loose) or 'none'}")
sys.exit(bool(failed) or len(cases) != CASES)

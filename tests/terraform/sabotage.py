"""Breaks what was applied, one thing at a time through the API, and asks the doctor each time: it
must name what is broken by its own check and words, and nothing else; undone, all is well again.

  python sabotage.py WORKLOOP ENVIRONMENT [PART OF A NAME]
"""

import importlib
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.request

from sabotages.applied import AFTERWARDS, CASES, DOMAIN, door_arn, environment, iam
from sabotages.door import attribute

workloop, wanted = sys.argv[1], (sys.argv[3:] or [""])[0]
for part in ("network", "ways", "servers", "identity", "bucket", "door", "names", "watch"):
    importlib.import_module(f"sabotages.{part}")
# What this machine would have to look at by itself, and an emulator has no part in.
OUTSIDE = {"outside.resolves", "outside.redirect", "outside.https", "outside.refuses", "outside.database"}


def doctor(*arguments, **environment_of):
    asked = [workloop, "doctor", "--aws", "--json", "--domain", DOMAIN, *arguments]
    said = subprocess.run(asked, capture_output=True, text=True, timeout=120, env={**os.environ, **environment_of})
    if not said.stdout.startswith("{"):
        sys.exit(f"the doctor said nothing: {said.stderr}")
    return json.loads(said.stdout), said.returncode


def by_verdict(report, verdict):
    return {one["name"]: one for one in report["verdicts"] if one["verdict"] == verdict}


def is_well(when):
    report, code = doctor("--without-probes")
    broken = by_verdict(report, "broken")
    if broken or code != 0:
        sys.exit(f"{when}, the doctor finds: {json.dumps(broken, indent=1)}")
    unknown = by_verdict(report, "unknown")
    if set(unknown) != OUTSIDE:
        sys.exit(f"{when}, the doctor can't know: {json.dumps(unknown, indent=1)}")
    if not any("load balancer" in way for way in report["ways"]["in"]) or not report["ways"]["out"]:
        sys.exit(f"{when}, the doctor knows no way in or out: {report['ways']}")
    return report


def documented(permissions):
    """The page's policy must be just what is asked; the emulator then lets nobody in but by it."""
    page = (pathlib.Path(__file__).parents[2] / "docs" / "AWS.md").read_text()
    policy = json.loads(re.search(r'```json\n(\{[^`]*"Doctor"[^`]*\})\n```', page).group(1))
    written = {action for one in policy["Statement"] for action in one["Action"]}
    # Nobody needs to be given the one; the other is what GetWebACLForResource needs besides itself.
    asked = set(permissions) - {"sts:GetCallerIdentity"} | {"wafv2:GetWebACL"}
    if written != asked:
        sys.exit(f"docs/AWS.md: the doctor's policy lacks {sorted(asked - written)} and needn't have {sorted(written - asked)}")
    report = asked_as(written)
    wrong = {**by_verdict(report, "broken"), **{k: v for k, v in by_verdict(report, "unknown").items() if k not in OUTSIDE}}
    if wrong:
        sys.exit(f"with the policy of docs/AWS.md, the doctor says: {json.dumps(wrong, indent=1)}")
    for missing, blind in UNSEEN.items():
        report = asked_as(written - {missing})
        unknown = {name: one["why"] for name, one in by_verdict(report, "unknown").items() if name not in OUTSIDE}
        if set(unknown) != blind or not all(missing in why for why in unknown.values()) or by_verdict(report, "broken"):
            sys.exit(f"without {missing}, the doctor says: {json.dumps(report['verdicts'], indent=1)}")
        print(f"ok    without {missing}: {', '.join(sorted(blind))} unknown")


# What can't be known without a permission.
UNSEEN = {
    "ec2:DescribeFlowLogs": {"network.flow-logs"},
    "ec2:DescribeNetworkAcls": {"network.private-routes", "network.nat", "network.s3-endpoint", "paths.direct", "paths.door", "paths.out", "servers.private-subnet"},
    "iam:GetPolicyVersion": {"identity.role", "identity.no-wildcard", "identity.files-only"},
    "s3:GetBucketPolicy": {"bucket.policy", "bucket.tls-only", "bucket.signed-lately"},
    "acm:DescribeCertificate": {"door.certificate", "names.validation"},
    "route53:ListResourceRecordSets": {"names.alias", "names.validation", "names.caa"},
}
# Permissions that the emulator knows by other names than Amazon.
OTHERWISE = {
    "cloudwatch:DescribeAlarms": ["monitoring:DescribeAlarms"],
    "budgets:ViewBudget": ["budgets:DescribeBudget", "budgets:DescribeNotificationsForBudget"],
    "s3:GetBucketOwnershipControls": ["s3:ListBucket"],
    "s3:GetBucketPublicAccessBlock": ["s3:ListBucket"],
    "s3:GetEncryptionConfiguration": ["s3:ListBucket"],
}


def asked_as(actions):
    """What the doctor says to somebody who may do just this, and whose signatures are checked."""
    allowed = {"Effect": "Allow", "Action": [name for one in actions for name in OTHERWISE.get(one, [one])], "Resource": "*"}
    iam.create_user(UserName="cleo")
    iam.put_user_policy(UserName="cleo", PolicyName="look", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allowed]}))
    key = iam.create_access_key(UserName="cleo")["AccessKey"]
    guard("0")
    try:
        report, _ = doctor("--without-probes", AWS_ACCESS_KEY_ID=key["AccessKeyId"], AWS_SECRET_ACCESS_KEY=key["SecretAccessKey"])
    finally:
        guard("inf")
    iam.delete_access_key(UserName="cleo", AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(UserName="cleo", PolicyName="look")
    iam.delete_user(UserName="cleo")
    return report


def guard(calls):
    """After so many calls, the emulator asks who calls and what they may."""
    url = os.environ["AWS_ENDPOINT_URL"] + "/moto-api/reset-auth"
    urllib.request.urlopen(urllib.request.Request(url, calls.encode(), {"content-type": "text/plain"}), timeout=10).close()


def main():
    chosen = [case for case in CASES if wanted in case[0]]
    if environment != "staging":
        # Which the tests leave off, to be able to destroy what they made.
        protected = attribute(door_arn, "deletion_protection.enabled", "true")
        protected.__enter__()
        AFTERWARDS.append(lambda: protected.__exit__(None, None, None))
    report = is_well("applied")
    broken = {check for _, expected, _ in CASES for check in expected}
    never = {one["name"] for one in report["verdicts"]} - broken - OUTSIDE - ({"door.protected"} if environment == "staging" else set())
    if never or broken - {one["name"] for one in report["verdicts"]}:
        sys.exit(f"nothing here breaks {sorted(never)}, or breaks what no check is called")
    documented(report["permissions"])
    failed = 0
    for name, expected, case in chosen:
        with case():
            report, code = doctor("--without-probes")
        broken = by_verdict(report, "broken")
        wrong = [f"{check} should fail" for check in expected if check not in broken]
        wrong += [f"{check} shouldn't fail: {one['findings']}" for check, one in broken.items() if check not in expected]
        wrong += [f"{check} should say {words!r}: {broken[check]['findings']}" for check, words in expected.items() if check in broken and words not in " ".join(broken[check]["findings"])]
        wrong += [f"{check} isn't known: {one['why']}" for check, one in by_verdict(report, "unknown").items() if check not in OUTSIDE]
        wrong += ["it should end with a failure"] if code == 0 else []
        failed += bool(wrong)
        print(f"{'FAIL' if wrong else 'ok  '}  {name.replace('_', ' ')}: {', '.join(expected)}", *wrong, sep="\n      ")
    is_well("mended")
    for end in AFTERWARDS:
        end()
    print(f"{len(chosen) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


main()

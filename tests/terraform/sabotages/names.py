"""The domain's records."""

import contextlib

from sabotages.applied import DOMAIN, breaks, route53, zone_id


@contextlib.contextmanager
def records(change, **of):
    all = route53.list_resource_record_sets(HostedZoneId=zone_id)["ResourceRecordSets"]
    was = next(one for one in all if one["Type"] == of["kind"] and one["Name"].endswith(f"{DOMAIN}."))

    def tell(action, record):
        route53.change_resource_record_sets(HostedZoneId=zone_id, ChangeBatch={"Changes": [{"Action": action, "ResourceRecordSet": record}]})

    changed = change(was)
    tell("UPSERT", changed) if changed else tell("DELETE", was)
    yield
    tell("UPSERT", was)


@breaks(names_alias="leads to elsewhere.example.net")
def the_domain_leads_elsewhere():
    with records(lambda was: {**was, "AliasTarget": {**was["AliasTarget"], "DNSName": "elsewhere.example.net."}}, kind="A"):
        yield


@breaks(names_validation="isn't in the zone")
def the_certificate_cannot_be_renewed():
    with records(lambda was: None, kind="CNAME"):
        yield


@breaks(names_caa="anybody may issue")
def anybody_may_issue_certificates():
    with records(lambda was: None, kind="CAA"):
        yield

"""The load balancer."""

import contextlib

import boto3

from sabotages.applied import DOMAIN, breaks, door, door_arn, elb, environment, front, listeners, running, targets, waf


@contextlib.contextmanager
def attribute(of, key, value):
    kind, call = ("TargetGroup", "target_group") if of == targets else ("LoadBalancer", "load_balancer")
    arn = {f"{kind}Arn": of}
    was = next(one for one in getattr(elb, f"describe_{call}_attributes")(**arn)["Attributes"] if one["Key"] == key)
    change = getattr(elb, f"modify_{call}_attributes")
    change(**arn, Attributes=[{"Key": key, "Value": value}])
    yield
    change(**arn, Attributes=[was])


@contextlib.contextmanager
def listener(port, **change):
    was = {name: listeners[port][name] for name in change}
    elb.modify_listener(ListenerArn=listeners[port]["ListenerArn"], **change)
    yield
    elb.modify_listener(ListenerArn=listeners[port]["ListenerArn"], **was)


FORWARD = [{"Type": "forward", "TargetGroupArn": targets}]


@breaks(door_sticky="stickiness is off")
def browsers_change_servers():
    with attribute(targets, "stickiness.enabled", "false"):
        yield


@breaks(door_drain="it has 5 s")
def leaving_servers_have_no_time():
    with attribute(targets, "deregistration_delay.timeout_seconds", "5"):
        yield


@breaks(door_health="health is asked on /readyz")
def health_asks_the_database():
    elb.modify_target_group(TargetGroupArn=targets, HealthCheckPath="/readyz")
    yield
    elb.modify_target_group(TargetGroupArn=targets, HealthCheckPath="/healthz")


@breaks(door_redirect="answers by forward instead of a redirect")
def plain_http_is_answered():
    with listener(80, DefaultActions=FORWARD):
        yield


@breaks(door_tls="its policy is ELBSecurityPolicy-2016-08")
def old_tls_is_spoken():
    with listener(443, SslPolicy="ELBSecurityPolicy-2016-08"):
        yield


@breaks(door_unknown__host="forwards any host")
def any_host_is_answered():
    with listener(443, DefaultActions=FORWARD):
        yield


@breaks(door_internals="/metrics is forwarded")
def metrics_can_be_read_from_outside():
    rules = elb.describe_rules(ListenerArn=listeners[443]["ListenerArn"])["Rules"]
    rule = next(one for one in rules if any("/metrics" in c.get("PathPatternConfig", {}).get("Values", []) for c in one["Conditions"]))
    elb.modify_rule(RuleArn=rule["RuleArn"], Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/nothing"]}}])
    yield
    conditions = [{"Field": "path-pattern", "PathPatternConfig": c["PathPatternConfig"]} for c in rule["Conditions"]]
    elb.modify_rule(RuleArn=rule["RuleArn"], Conditions=conditions)


@breaks(door_headers="the mode against smuggled requests is defensive")
def doubtful_requests_pass():
    with attribute(door_arn, "routing.http.desync_mitigation_mode", "defensive"):
        yield


@breaks(door_idle="kept for 30 s")
def silent_connections_are_cut():
    with attribute(door_arn, "idle_timeout.timeout_seconds", "30"):
        yield


@breaks(door_logged="access logs are off")
def nobody_writes_down_who_asked():
    with attribute(door_arn, "access_logs.s3.enabled", "false"):
        yield


@breaks(door_firewall="no firewall stands in front")
def no_firewall_stands_in_front():
    arn = waf.get_web_acl_for_resource(ResourceArn=door_arn)["WebACL"]["ARN"]
    waf.disassociate_web_acl(ResourceArn=door_arn)
    yield
    waf.associate_web_acl(ResourceArn=door_arn, WebACLArn=arn)


@breaks(door_certificate="not for chat.example.com", names_validation="isn't in the zone")
def the_certificate_is_anothers():
    other = boto3.client("acm").request_certificate(DomainName="other.example.com", ValidationMethod="DNS")["CertificateArn"]
    with listener(443, Certificates=[{"CertificateArn": other}]):
        yield
    boto3.client("acm").delete_certificate(CertificateArn=other)


@breaks(door_forward="no rule forwards chat.example.com", door_unknown__host="forwards other.example.com")
def another_host_is_forwarded():
    rules = elb.describe_rules(ListenerArn=listeners[443]["ListenerArn"])["Rules"]
    rule = next(one for one in rules if any("HostHeaderConfig" in c for c in one["Conditions"]))["RuleArn"]

    def to(host):
        elb.modify_rule(RuleArn=rule, Conditions=[{"Field": "host-header", "HostHeaderConfig": {"Values": [host]}}])

    to("other.example.com")
    yield
    to(DOMAIN)


@breaks(door_healthy="isn't registered")
def no_server_is_registered():
    all = [{"Id": one["InstanceId"]} for one in running]
    elb.deregister_targets(TargetGroupArn=targets, Targets=all)
    yield
    elb.register_targets(TargetGroupArn=targets, Targets=all)


@breaks(door_alone="side is also in the network")
def there_is_a_side_door():
    side = elb.create_load_balancer(Name="side", Subnets=[zone["SubnetId"] for zone in door["AvailabilityZones"]], SecurityGroups=[front])
    yield
    elb.delete_load_balancer(LoadBalancerArn=side["LoadBalancers"][0]["LoadBalancerArn"])


if environment != "staging":

    @breaks(door_protected="deletion protection is off")
    def the_load_balancer_can_be_deleted():
        with attribute(door_arn, "deletion_protection.enabled", "false"):
            yield

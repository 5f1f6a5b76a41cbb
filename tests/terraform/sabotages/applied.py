"""What was applied, by the names that Terraform gave it; and how a sabotage says what it breaks."""

import contextlib
import sys

import boto3

environment = sys.argv[2]
NAME = f"workloop-{environment}"
DOMAIN = "chat.example.com"
ANYBODY = "0.0.0.0/0"

ec2, elb, scaling, iam, s3 = (boto3.client(name) for name in ("ec2", "elbv2", "autoscaling", "iam", "s3"))
route53, kms, waf, alarms, logs, sns = (boto3.client(name) for name in ("route53", "kms", "wafv2", "cloudwatch", "logs", "sns"))
secrets, budgets = boto3.client("secretsmanager"), boto3.client("budgets")
account = boto3.client("sts").get_caller_identity()["Account"]


def named(list_of, name):
    return next(one for one in list_of if {"Key": "Name", "Value": name} in one.get("Tags", []))


def ours():
    return [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]


def acl_of(subnet):
    lists = ec2.describe_network_acls(Filters=ours())["NetworkAcls"]
    return next(one["NetworkAclId"] for one in lists if any(a["SubnetId"] == subnet for a in one["Associations"]))


vpc = named(ec2.describe_vpcs()["Vpcs"], NAME)
group_of = {group["GroupName"]: group["GroupId"] for group in ec2.describe_security_groups(Filters=ours())["SecurityGroups"]}
front, servers, default = group_of[f"{NAME}-front"], group_of[f"{NAME}-servers"], group_of["default"]
running = [one for all in ec2.describe_instances(Filters=ours())["Reservations"] for one in all["Instances"] if one["State"]["Name"] == "running"]
server = running[0]
instance, zone, subnet = server["InstanceId"], server["Placement"]["AvailabilityZone"], server["SubnetId"]
public = named(ec2.describe_subnets(Filters=ours())["Subnets"], f"{NAME}-public-{zone}")["SubnetId"]
tables = ec2.describe_route_tables(Filters=ours())["RouteTables"]
table = named(tables, f"{NAME}-private-{zone}")["RouteTableId"]
gateway = ec2.describe_internet_gateways(Filters=[{"Name": "attachment.vpc-id", "Values": [vpc["VpcId"]]}])["InternetGateways"][0]["InternetGatewayId"]
nat = next(route["NatGatewayId"] for one in tables if one["RouteTableId"] == table for route in one["Routes"] if route.get("NatGatewayId"))
range_of = {one["SubnetId"]: one["CidrBlock"] for one in ec2.describe_subnets(Filters=ours())["Subnets"]}
acl = acl_of(subnet)
door = next(one for one in elb.describe_load_balancers()["LoadBalancers"] if one["LoadBalancerName"] == NAME)
door_arn = door["LoadBalancerArn"]
listeners = {one["Port"]: one for one in elb.describe_listeners(LoadBalancerArn=door_arn)["Listeners"]}
targets = elb.describe_target_groups(LoadBalancerArn=door_arn)["TargetGroups"][0]["TargetGroupArn"]
files = next(one["Name"] for one in s3.list_buckets()["Buckets"] if one["Name"].startswith(f"{NAME}-files-"))
log_bucket = next(one["Name"] for one in s3.list_buckets()["Buckets"] if one["Name"].startswith(f"{NAME}-logs-"))
zone_id = route53.list_hosted_zones()["HostedZones"][0]["Id"]
role = f"{NAME}-server"
key = kms.describe_key(KeyId=f"alias/{NAME}")["KeyMetadata"]["KeyId"]

CASES = []
# What could only be made again under another name, which Terraform doesn't know.
AFTERWARDS = []


def breaks(**checks):
    """The checks that must fail, with words of theirs: names with _ for . and __ for -."""
    expected = {name.replace("__", "-").replace("_", ".", 1): words for name, words in checks.items()}

    def keep(case):
        CASES.append((case.__name__, expected, contextlib.contextmanager(case)))
        return case

    return keep

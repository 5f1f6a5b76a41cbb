"""What there is in the account, one a line: compared before applying and after destroying.

  python resources.py
"""

import boto3
import jmespath

# Service, call, path to each resource's name. Apart from Terraform's state on purpose: what it
# forgot is what this is for. Interfaces aren't asked for: the emulator keeps those of the dead.
KINDS = [
    ("acm", "list_certificates", "CertificateSummaryList[].CertificateArn"),
    ("autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups[].AutoScalingGroupName"),
    ("budgets", "describe_budgets", "Budgets[].BudgetName"),
    ("cloudformation", "describe_stacks", "Stacks[?StackStatus!='DELETE_COMPLETE'].StackName"),
    ("cloudtrail", "describe_trails", "trailList[].Name"),
    ("cloudwatch", "describe_alarms", "[MetricAlarms,CompositeAlarms][][].AlarmName"),
    ("cloudwatch", "list_dashboards", "DashboardEntries[].DashboardName"),
    ("ec2", "describe_addresses", "Addresses[].PublicIp"),
    ("ec2", "describe_flow_logs", "FlowLogs[].FlowLogId"),
    ("ec2", "describe_instances", "Reservations[].Instances[?State.Name!='terminated'][].InstanceId"),
    ("ec2", "describe_internet_gateways", "InternetGateways[].InternetGatewayId"),
    ("ec2", "describe_launch_templates", "LaunchTemplates[].LaunchTemplateId"),
    ("ec2", "describe_nat_gateways", "NatGateways[?State!='deleted'].NatGatewayId"),
    ("ec2", "describe_network_acls", "NetworkAcls[?!IsDefault].NetworkAclId"),
    ("ec2", "describe_route_tables", "RouteTables[].RouteTableId"),
    ("ec2", "describe_security_groups", "SecurityGroups[].GroupId"),
    ("ec2", "describe_subnets", "Subnets[].SubnetId"),
    ("ec2", "describe_volumes", "Volumes[].VolumeId"),
    ("ec2", "describe_vpc_endpoints", "VpcEndpoints[?State!='deleted'].VpcEndpointId"),
    ("ec2", "describe_vpcs", "Vpcs[].VpcId"),
    ("elasticache", "describe_cache_clusters", "CacheClusters[].CacheClusterId"),
    ("elasticache", "describe_cache_subnet_groups", "CacheSubnetGroups[].CacheSubnetGroupName"),
    ("elasticache", "describe_replication_groups", "ReplicationGroups[].ReplicationGroupId"),
    ("elasticache", "describe_users", "Users[].UserId"),
    ("elbv2", "describe_load_balancers", "LoadBalancers[].LoadBalancerName"),
    ("elbv2", "describe_target_groups", "TargetGroups[].TargetGroupName"),
    ("iam", "list_instance_profiles", "InstanceProfiles[].InstanceProfileName"),
    ("iam", "list_policies", "Policies[].PolicyName"),
    ("iam", "list_roles", "Roles[].RoleName"),
    ("iam", "list_users", "Users[].UserName"),
    ("kms", "list_aliases", "Aliases[].AliasName"),
    ("logs", "describe_log_groups", "logGroups[].logGroupName"),
    ("logs", "describe_resource_policies", "resourcePolicies[].policyName"),
    ("route53resolver", "list_resolver_query_log_configs", "ResolverQueryLogConfigs[].Name"),
    ("s3", "list_buckets", "Buckets[].Name"),
    ("secretsmanager", "list_secrets", "SecretList[].Name"),
    ("sns", "list_topics", "Topics[].TopicArn"),
    ("wafv2", "list_web_acls", "WebACLs[].Name"),
]
MORE = {
    "describe_budgets": {"AccountId": "123456789012"},
    "list_policies": {"Scope": "Local"},
    "list_secrets": {"IncludePlannedDeletion": True},
    "list_web_acls": {"Scope": "REGIONAL"},
}


def told(service, call, path):
    client = boto3.client(service)
    if client.can_paginate(call):
        for name in client.get_paginator(call).paginate(**MORE.get(call, {})).search(path):
            yield f"{service} {call} {name}"
    else:
        for name in jmespath.search(path, getattr(client, call)(**MORE.get(call, {}))) or []:
            yield f"{service} {call} {name}"


def records():
    client = boto3.client("route53")
    for zone in client.list_hosted_zones()["HostedZones"]:
        for record in client.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]:
            yield f"route53 {record['Type']} {record['Name']}"


# A key can't be deleted at once, and Amazon makes some for itself.
def keys():
    client = boto3.client("kms")
    amazons = {a.get("TargetKeyId") for page in client.get_paginator("list_aliases").paginate() for a in page["Aliases"] if a["AliasName"].startswith("alias/aws/")}
    for key in client.list_keys()["Keys"]:
        if key["KeyId"] not in amazons and client.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"] != "PendingDeletion":
            yield f"kms key {key['KeyId']}"


if __name__ == "__main__":
    found = [line for kind in KINDS for line in told(*kind) if not line.endswith(" None")]
    print("\n".join(sorted([*found, *records(), *keys()])))

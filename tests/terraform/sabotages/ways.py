"""Groups and lists, and what they come to together with routes."""

import contextlib

from sabotages.applied import ANYBODY, acl, acl_of, breaks, default, ec2, front, public, range_of, role, server, servers, vpc


def tcp(port, peer=ANYBODY, to=None):
    return [{"IpProtocol": "tcp", "FromPort": port, "ToPort": to or port, "IpRanges": [{"CidrIp": peer}]}]


@contextlib.contextmanager
def admitting(group, permissions):
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=permissions)
    yield
    ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=permissions)


@contextlib.contextmanager
def letting_out(group, permissions):
    ec2.authorize_security_group_egress(GroupId=group, IpPermissions=permissions)
    yield
    ec2.revoke_security_group_egress(GroupId=group, IpPermissions=permissions)


@breaks(groups_default__closed="has 1 rules")
def the_default_group_lets_something_through():
    with admitting(default, tcp(5432, "10.20.0.0/16")):
        yield


@breaks(groups_front__alone__open="admits 0.0.0.0/0 on 22", groups_servers__admit__front="admits 0.0.0.0/0 on 22")
def servers_admit_ssh_from_anybody():
    with admitting(servers, tcp(22)):
        yield


@breaks(groups_servers__admit__front="admits 10.20.0.0/16 on 80")
def servers_admit_their_neighbours():
    with admitting(servers, tcp(80, "10.20.0.0/16")):
        yield


@breaks(groups_front__alone__open="admits 0.0.0.0/0 on 8080")
def the_load_balancer_admits_another_port():
    with admitting(front, tcp(8080)):
        yield


@breaks(groups_front__reaches__servers="lets out to 0.0.0.0/0 on all ports")
def the_load_balancer_may_talk_to_anybody():
    with letting_out(front, tcp(0, to=65535)):
        yield


@contextlib.contextmanager
def listed(rules):
    """Lines at the head of subnets' lists: number, list, outward, allow or deny, ports, range."""
    for number, of, outward, action, port, peer in rules:
        where = {"NetworkAclId": of, "RuleNumber": number, "Egress": outward}
        ec2.create_network_acl_entry(**where, Protocol="6", RuleAction=action, CidrBlock=peer, PortRange={"From": port, "To": port})
    yield
    for number, of, outward, *_ in rules:
        ec2.delete_network_acl_entry(NetworkAclId=of, RuleNumber=number, Egress=outward)


@breaks(groups_no__mail="lets out to 0.0.0.0/0 on 25", paths_out="gets out to port 25 (mail)")
def servers_may_send_mail():
    # Groups and lists, on the way to the NAT gateway and out of it.
    lists = [(1, acl, True, "allow", 25, ANYBODY), (2, acl_of(public), False, "allow", 25, "10.20.0.0/16"), (3, acl_of(public), True, "allow", 25, ANYBODY)]
    with letting_out(servers, tcp(25)), listed(lists):
        yield


@breaks(paths_door="no security group of the server admits it")
def servers_admit_nobody():
    rules = ec2.describe_security_groups(GroupIds=[servers])["SecurityGroups"][0]["IpPermissions"]
    ec2.revoke_security_group_ingress(GroupId=servers, IpPermissions=rules)
    yield
    ec2.authorize_security_group_ingress(GroupId=servers, IpPermissions=rules)


@breaks(paths_door="refuses port 80")
def a_list_refuses_the_load_balancer():
    with listed([(1, acl, False, "deny", 80, range_of[public])]):
        yield


@breaks(paths_out="refuses port 27017")
def a_list_refuses_the_database():
    with listed([(1, acl, True, "deny", 27017, ANYBODY)]):
        yield


@contextlib.contextmanager
def a_server_in_public(groups):
    started = ec2.run_instances(
        ImageId=server["ImageId"], MinCount=1, MaxCount=1, InstanceType=server["InstanceType"],
        MetadataOptions={"HttpTokens": "required", "HttpPutResponseHopLimit": 2}, IamInstanceProfile={"Name": role},
        BlockDeviceMappings=[{"DeviceName": "/dev/sda1", "Ebs": {"Encrypted": True, "VolumeSize": 20, "DeleteOnTermination": True}}],
        NetworkInterfaces=[{"DeviceIndex": 0, "SubnetId": public, "AssociatePublicIpAddress": True, "Groups": groups}],
    )["Instances"][0]["InstanceId"]
    yield
    ec2.terminate_instances(InstanceIds=[started])


@breaks(servers_private__address="has ", servers_private__subnet="which leads to the internet gateway", paths_out="doesn't leave by a NAT gateway")
def a_server_stands_in_a_public_subnet():
    with a_server_in_public([servers]):
        yield


@breaks(
    servers_private__address="has ", servers_private__subnet="which leads to the internet gateway", paths_out="doesn't leave by a NAT gateway",
    paths_direct="TCP 8443", groups_front__alone__open="on 8443", groups_servers__admit__front="on 8443",
)
def a_server_can_be_reached_from_the_internet():
    opened = ec2.create_security_group(GroupName="jump", Description="jump", VpcId=vpc["VpcId"])["GroupId"]
    ec2.revoke_security_group_egress(GroupId=opened, IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": ANYBODY}]}])
    ec2.authorize_security_group_ingress(GroupId=opened, IpPermissions=tcp(8443))
    with a_server_in_public([servers, opened]):
        yield
    ec2.delete_security_group(GroupId=opened)

"""Subnets, routes, what is written down."""

from sabotages.applied import AFTERWARDS, ANYBODY, NAME, breaks, ec2, gateway, named, nat, ours, subnet, table, tables, vpc


@breaks(network_public__addresses="hands them out")
def a_subnet_hands_out_public_addresses():
    ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
    yield
    ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": False})


@breaks(network_private__routes="to the internet gateway", servers_private__subnet="leads to the internet gateway")
def a_private_table_has_a_side_door():
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="198.51.100.0/24", GatewayId=gateway)
    yield
    ec2.delete_route(RouteTableId=table, DestinationCidrBlock="198.51.100.0/24")


@breaks(network_private__routes="to the internet gateway", servers_private__subnet="leads to the internet gateway", paths_out="doesn't leave by a NAT gateway")
def a_private_table_leads_to_the_internet_gateway():
    ec2.replace_route(RouteTableId=table, DestinationCidrBlock=ANYBODY, GatewayId=gateway)
    yield
    ec2.delete_route(RouteTableId=table, DestinationCidrBlock=ANYBODY)
    ec2.create_route(RouteTableId=table, DestinationCidrBlock=ANYBODY, NatGatewayId=nat)


@breaks(network_private__routes="leads to no NAT gateway", paths_out="has no route to the internet")
def a_private_table_leads_nowhere():
    ec2.delete_route(RouteTableId=table, DestinationCidrBlock=ANYBODY)
    yield
    ec2.create_route(RouteTableId=table, DestinationCidrBlock=ANYBODY, NatGatewayId=nat)


@breaks(network_s3__endpoint="isn't served by an endpoint")
def files_go_through_the_nat_gateway():
    endpoint = next(one["VpcEndpointId"] for one in ec2.describe_vpc_endpoints(Filters=ours())["VpcEndpoints"] if one["ServiceName"].endswith(".s3"))
    ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, RemoveRouteTableIds=[table])
    yield
    ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, AddRouteTableIds=[table])


@breaks(network_flow__logs="no active flow log")
def nobody_writes_down_who_talks():
    log = next(one for one in ec2.describe_flow_logs()["FlowLogs"] if one["ResourceId"] == vpc["VpcId"])
    ec2.delete_flow_logs(FlowLogIds=[log["FlowLogId"]])
    yield
    again = ec2.create_flow_logs(
        ResourceIds=[vpc["VpcId"]], ResourceType="VPC", TrafficType="ALL", MaxAggregationInterval=60,
        LogDestination=log["LogDestination"], DeliverLogsPermissionArn=log["DeliverLogsPermissionArn"],
    )["FlowLogIds"]
    AFTERWARDS.append(lambda: ec2.delete_flow_logs(FlowLogIds=again))


@breaks(network_nat="doesn't lead to the internet gateway", paths_door="doesn't reach", paths_out="which has no route to the internet gateway")
def the_public_table_leads_nowhere():
    road = named(tables, f"{NAME}-public")["RouteTableId"]
    ec2.delete_route(RouteTableId=road, DestinationCidrBlock=ANYBODY)
    yield
    ec2.create_route(RouteTableId=road, DestinationCidrBlock=ANYBODY, GatewayId=gateway)

"""Servers, their disks, the template and the group."""

import base64

from sabotages.applied import NAME, breaks, ec2, instance, running, scaling, zone


@breaks(servers_private__address="has ")
def a_server_gets_a_public_address():
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    bound = ec2.associate_address(AllocationId=address, InstanceId=instance)["AssociationId"]
    yield
    ec2.disassociate_address(AssociationId=bound)
    ec2.release_address(AllocationId=address)


@breaks(servers_metadata="answers IMDSv1")
def a_server_answers_imdsv1():
    ec2.modify_instance_metadata_options(InstanceId=instance, HttpTokens="optional", HttpPutResponseHopLimit=2, HttpEndpoint="enabled")
    yield
    ec2.modify_instance_metadata_options(InstanceId=instance, HttpTokens="required", HttpPutResponseHopLimit=2, HttpEndpoint="enabled")


@breaks(servers_disks="isn't")
def a_disk_is_not_encrypted():
    disk = ec2.create_volume(AvailabilityZone=zone, Size=8, Encrypted=False)["VolumeId"]
    ec2.attach_volume(Device="/dev/sdf", InstanceId=instance, VolumeId=disk)
    yield
    ec2.detach_volume(VolumeId=disk, InstanceId=instance, Device="/dev/sdf")
    ec2.delete_volume(VolumeId=disk)


@breaks(servers_user__data="the database's address", servers_no__key__pair="has the key ada", servers_metadata="the launch template answers IMDSv1")
def the_template_gives_secrets_away():
    group = scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[NAME])["AutoScalingGroups"][0]
    template = group["LaunchTemplate"]
    said = ec2.describe_launch_template_versions(LaunchTemplateId=template["LaunchTemplateId"], Versions=[template["Version"]])["LaunchTemplateVersions"][0]["LaunchTemplateData"]
    said.update(KeyName="ada", UserData=base64.b64encode(b"WORKLOOP_DATABASE_URL=mongodb+srv://ada:secret@c.example.net").decode())
    said["MetadataOptions"] = {**said["MetadataOptions"], "HttpTokens": "optional"}
    said["MetadataOptions"].pop("State", None)
    version = str(ec2.create_launch_template_version(LaunchTemplateId=template["LaunchTemplateId"], LaunchTemplateData=said)["LaunchTemplateVersion"]["VersionNumber"])
    of = {"LaunchTemplateId": template["LaunchTemplateId"]}
    scaling.update_auto_scaling_group(AutoScalingGroupName=NAME, LaunchTemplate={**of, "Version": version})
    yield
    scaling.update_auto_scaling_group(AutoScalingGroupName=NAME, LaunchTemplate={**of, "Version": template["Version"]})


@breaks(servers_group="asks EC2 for health")
def ill_servers_are_kept():
    scaling.update_auto_scaling_group(AutoScalingGroupName=NAME, HealthCheckType="EC2")
    yield
    scaling.update_auto_scaling_group(AutoScalingGroupName=NAME, HealthCheckType="ELB")


@breaks(servers_running="0 of 0 in service")
def no_server_is_in_service():
    for one in running:
        scaling.enter_standby(AutoScalingGroupName=NAME, InstanceIds=[one["InstanceId"]], ShouldDecrementDesiredCapacity=True)
    yield
    for one in running:
        scaling.exit_standby(AutoScalingGroupName=NAME, InstanceIds=[one["InstanceId"]])

"""An AWS API to apply against: moto, and what the AWS provider asks that moto doesn't answer.

  python emulator.py PORT
"""

import datetime
import inspect
import json
import os
import sys
import uuid

# Before moto is imported, which reads it then.
os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

import moto.autoscaling.models as groups
import moto.autoscaling.responses as group_calls
import moto.budgets.responses as budgets
import moto.cloudtrail.models as trails
import moto.ec2.models.launch_templates as templates
import moto.ec2.models.security_groups as rules
import moto.ec2.responses.network_acls as walls
import moto.elasticache.models as caches
import moto.elasticache.responses as cache_calls
import moto.elbv2.models as balancers
import moto.route53resolver.models as names
import moto.route53resolver.responses as name_calls
import moto.ssm.models as parameters
from moto.core.responses import ActionResult, BaseResponse, EmptyResult
from moto.ec2.responses.launch_templates import parse_user_data
from moto.server import main


def missing_calls_end_at_once():
    """A 500, which moto's own faults are too, is tried again for ten minutes; 501 isn't."""
    call = BaseResponse.call_action

    def answered(self):
        try:
            return call(self)
        except (NotImplementedError, AssertionError, AttributeError, KeyError, TypeError) as error:
            error = f"{self.service_name} {self._get_action()}: {error!r}"
            print("not there:", error, file=sys.stderr)
            if "json" in (self.headers.get("Content-Type") or ""):
                return 501, {"status": 501}, json.dumps({"__type": "NotImplemented", "message": str(error)})
            return 501, {"status": 501}, f"<Response><Errors><Error><Code>NotImplemented</Code><Message>{error}</Message></Error></Errors></Response>"

    BaseResponse.call_action = answered


def budgets_know_whom_they_tell():
    tags = {}
    calls = budgets.BudgetsResponse

    def same(left, right):
        return all(str(left.get(k)) == str(right.get(k)) for k in ("NotificationType", "ComparisonOperator")) and float(left["Threshold"]) == float(right["Threshold"])

    def subscribers(self):
        budget = self.backend.budgets[self._get_param("AccountId")][self._get_param("BudgetName")]
        asked = self._get_param("Notification")
        found = next((n.subscribers for n in budget.notifications if same(n.details, asked)), [])
        return json.dumps({"Subscribers": found})

    create = calls.create_budget

    def create_with_tags(self):
        answer = create(self)
        arn = f"arn:aws:budgets::{self._get_param('AccountId')}:budget/{self._get_param('Budget')['BudgetName']}"
        tags[arn] = self._get_param("ResourceTags") or []
        return answer

    calls.describe_subscribers_for_notification = subscribers
    calls.list_tags_for_resource = lambda self: json.dumps({"ResourceTags": tags.get(self._get_param("ResourceARN"), [])})
    calls.create_budget = create_with_tags


def groups_keep_what_they_are_told():
    calls = group_calls.AutoScalingResponse
    refreshes = {}

    def keeping(call):
        def kept(self):
            answer = call(self)
            said = self._get_params()
            group = self.autoscaling_backend.autoscaling_groups[said["AutoScalingGroupName"]]
            if said.get("DefaultInstanceWarmup") is not None:
                group.default_instance_warmup = int(said["DefaultInstanceWarmup"])
            return answer

        return kept

    hook = calls.put_lifecycle_hook

    def put_hook(self):
        answer = hook(self)
        said = self._get_params()
        for kept in self.autoscaling_backend.describe_lifecycle_hooks(said["AutoScalingGroupName"], [said["LifecycleHookName"]]):
            kept.role_arn, kept.notification_target_arn = said.get("RoleARN"), said.get("NotificationTargetARN")
        return answer

    # A server of the smallest kind never becomes healthy, and Amazon goes back by itself.
    def refresh(self):
        said = self._get_params()
        name, identity = said["AutoScalingGroupName"], str(uuid.uuid4())
        group = self.autoscaling_backend.autoscaling_groups[name]
        wanted = str(said["DesiredConfiguration"]["LaunchTemplate"]["Version"])
        bad = group.ec2_launch_template.get_version(wanted).data.get("InstanceType") == "t4g.nano"
        if bad and str(said["Preferences"]["AutoRollback"]).lower() != "true":
            raise NotImplementedError("a refresh that doesn't go back")
        refreshes.setdefault(name, []).insert(0, {
            "InstanceRefreshId": identity, "AutoScalingGroupName": name, "Status": "RollbackSuccessful" if bad else "Successful",
            "StatusReason": "instances failed health checks" if bad else "", "PercentageComplete": 100, "InstancesToUpdate": 0,
        })
        if not bad:
            group.launch_template_version = group.provided_launch_template_version = wanted
            for state in list(group.instance_states):
                self.autoscaling_backend.terminate_instance(state.instance.id, should_decrement=False)
        return ActionResult({"InstanceRefreshId": identity})

    calls.create_auto_scaling_group = keeping(calls.create_auto_scaling_group)
    calls.update_auto_scaling_group = keeping(calls.update_auto_scaling_group)
    calls.put_lifecycle_hook = put_hook
    calls.start_instance_refresh = refresh
    calls.describe_instance_refreshes = lambda self: ActionResult({"InstanceRefreshes": refreshes.get(self._get_params()["AutoScalingGroupName"], [])})


def servers_are_what_their_template_says():
    """moto starts all in the first subnet, with the default group and no profile."""

    def yes(value):
        return str(value).lower() == "true"

    def start(self, count, tags):
        tags[groups.ASG_NAME_TAG] = self.name
        tags.update(self.instance_tags)
        version = self.ec2_launch_template.get_version(self.launch_template_version)
        said = version.data
        face = said["NetworkInterfaces"][0]
        disks = [{**d, "Ebs": {**d["Ebs"], "Encrypted": yes(d["Ebs"].get("Encrypted"))}} for d in said["BlockDeviceMappings"]]
        subnets = self.vpc_zone_identifier.split(",")
        for _ in range(count):
            taken = [state.instance.subnet_id for state in self.instance_states]
            started = self.autoscaling_backend.ec2_backend.run_instances(
                self.image_id, 1, self.user_data, [], instance_type=self.instance_type,
                tags={"instance": dict(tags), "volume": dict(tags)}, is_instance_type_default=False, subnet_id=min(subnets, key=taken.count),
                associate_public_ip=yes(face.get("AssociatePublicIpAddress")), security_group_ids=list(face["Groups"]),
                metadata_options=said.get("MetadataOptions", {}), block_device_mappings=disks,
                launch_template={"LaunchTemplateId": self.ec2_launch_template.id, "Version": str(version.number)},
            )
            for instance in started.instances:
                instance.autoscaling_group = self
                self.autoscaling_backend.ec2_backend.associate_iam_instance_profile(instance.id, iam_instance_profile_arn=said["IamInstanceProfile"]["Arn"])
                state = groups.InstanceState(instance)
                state.made_of = {"LaunchTemplateId": self.ec2_launch_template.id, "LaunchTemplateName": self.ec2_launch_template.name, "Version": str(version.number)}
                self.instance_states.append(state)

    groups.FakeAutoScalingGroup.replace_autoscaling_group_instances = start
    groups.InstanceState.launch_template = property(lambda self: self.made_of)


def load_balancers_are_public_unless_told():
    make = balancers.ELBv2Backend.create_load_balancer

    def create(self, *args, **named):
        return make(self, *args, **{**named, "scheme": named.get("scheme") or "internet-facing"})

    balancers.ELBv2Backend.create_load_balancer = create


def rules_keep_their_descriptions():
    rules.SecurityGroupRule.description = property(lambda self: self.ip_range.get("Description") or self.source_group.get("Description"))


def walls_know_kinds_of_icmp():
    make = walls.NetworkACLs.create_network_acl_entry

    def create(self):
        answer, kind = make(self), self._get_param("IcmpTypeCode")
        if kind:
            wall = self.ec2_backend.get_network_acl(self._get_param("NetworkAclId"))
            entry = next(e for e in wall.network_acl_entries if int(e.rule_number) == int(self._get_param("RuleNumber")) and str(e.egress).lower() == str(self._get_param("Egress")).lower())
            entry.icmp_code, entry.icmp_type = int(kind["Code"]), int(kind["Type"])
        return answer

    walls.NetworkACLs.create_network_acl_entry = create


def templates_read_what_they_are_given():
    begin = templates.LaunchTemplateVersion.__init__

    def version(self, *args, **named):
        begin(self, *args, **named)
        tags = self.data.get("TagSpecifications")
        if tags:
            self.data["TagSpecifications"] = [t for t in tags if t.get("ResourceType") != "launch-template"]
        # A second version's is left as it came, and the next launch ends on an assertion.
        told = self.data.get("UserData")
        if isinstance(told, str) and not isinstance(told, templates.Base64EncodedString):
            self.data["UserData"] = parse_user_data(told)

    templates.LaunchTemplateVersion.__init__ = version


def valkey_has_its_nodes():
    """moto makes a group of one whatever was asked for, and none of its nodes can be described."""
    backend = caches.ElastiCacheBackend
    make, remove = backend.create_replication_group, backend.delete_replication_group
    ask = inspect.signature(caches.CacheCluster.__init__).parameters

    def create(self, **said):
        nodes = int(said.get("num_cache_clusters") or 1)
        group = make(self, **{**said, "num_cache_clusters": nodes, "replicas_per_node_group": nodes - 1})
        for name in group.member_clusters:
            known = {k: v for k, v in vars(group).items() if k in ask}
            told = {"account_id": self.account_id, "region_name": self.region_name, "cache_cluster_id": name, "engine_version": f"{group.engine_version}.1"}
            node = caches.CacheCluster(**{**{k: None for k in ask if k != "self"}, **known, **told})
            node.replication_group_id, node.num_cache_nodes = group.replication_group_id, 1
            node.at_rest_encryption_enabled = group.at_rest_encryption_enabled
            node.security_groups = [{"security_group_id": one, "status": "active"} for one in group.security_group_ids or []]
            self.cache_clusters[name] = node
        return group

    def delete(self, *args, **named):
        group = remove(self, *args, **named)
        for name in group.member_clusters:
            self.cache_clusters.pop(name, None)
        self.replication_groups.pop(group.replication_group_id)
        return group

    def delete_subnets(self):
        self.elasticache_backend.cache_subnet_groups.pop(self._get_param("CacheSubnetGroupName"))
        return EmptyResult()

    backend.create_replication_group, backend.delete_replication_group = create, delete
    cache_calls.ElastiCacheResponse.delete_cache_subnet_group = delete_subnets


def trails_have_two_names():
    """The provider names a trail by its ARN, moto's calls know its short name only."""
    backend = trails.CloudTrailBackend
    for name in ("start_logging", "stop_logging", "delete_trail"):
        call = getattr(backend, name)
        setattr(backend, name, lambda self, name, call=call: call(self, self.get_trail(name).trail_name))


def resolvers_forget_their_logs():
    """moto can begin to log what names are asked for, but not end it, and loses the tags."""
    backend, calls = names.Route53ResolverBackend, name_calls.Route53ResolverResponse
    known = backend._matched_arn
    backend._matched_arn = lambda self, arn: None if any(c.arn == arn for c in self.resolver_query_log_configs.values()) else known(self, arn)

    def disassociate(self):
        its = self.route53resolver_backend.resolver_query_log_config_associations
        found = next(k for k, a in its.items() if a.resource_id == self._get_param("ResourceId"))
        return json.dumps({"ResolverQueryLogConfigAssociation": its.pop(found).description()})

    def delete(self):
        gone = self.route53resolver_backend.resolver_query_log_configs.pop(self._get_param("ResolverQueryLogConfigId"))
        return json.dumps({"ResolverQueryLogConfig": gone.description()})

    calls.disassociate_resolver_query_log_config, calls.delete_resolver_query_log_config = disassociate, delete


def ubuntu_has_an_image():
    """Canonical's parameter, which moto's copy of the public ones lacks: any image that it has."""
    find = parameters.SimpleSystemManagerBackend.get_parameters

    def with_ubuntu(self, names):
        found = find(self, names)
        for name in names:
            if name.startswith("/aws/service/canonical/ubuntu/") and name not in found:
                found[name] = parameters.Parameter(
                    account_id=self.account_id, name=name, value="ami-0abcdef1234567890", parameter_type="String", description="",
                    allowed_pattern=None, keyid=None, last_modified_date=datetime.datetime.now(datetime.timezone.utc), version=1, data_type="aws:ec2:image",
                )
        return found

    parameters.SimpleSystemManagerBackend.get_parameters = with_ubuntu
    one = parameters.SimpleSystemManagerBackend.get_parameter
    parameters.SimpleSystemManagerBackend.get_parameter = lambda self, name: one(self, name) or with_ubuntu(self, [name]).get(name)


missing_calls_end_at_once()
budgets_know_whom_they_tell()
groups_keep_what_they_are_told()
servers_are_what_their_template_says()
load_balancers_are_public_unless_told()
rules_keep_their_descriptions()
walls_know_kinds_of_icmp()
templates_read_what_they_are_given()
valkey_has_its_nodes()
trails_have_two_names()
resolvers_forget_their_logs()
ubuntu_has_an_image()
if __name__ == "__main__":
    main(["-H", "127.0.0.1", "-p", sys.argv[1]])

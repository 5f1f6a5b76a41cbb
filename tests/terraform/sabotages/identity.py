"""The servers' role, and who else may do what."""

import json

from sabotages.applied import breaks, files, iam, role


@breaks(identity_no__wildcard="allows s3:*", identity_files__only="allows S3 on *")
def the_role_may_do_anything_to_any_bucket():
    iam.put_role_policy(RoleName=role, PolicyName="more", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}))
    yield
    iam.delete_role_policy(RoleName=role, PolicyName="more")


@breaks(identity_no__wildcard="AdministratorAccess of", identity_files__only="AdministratorAccess of")
def the_role_is_an_administrators():
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    yield
    iam.detach_role_policy(RoleName=role, PolicyArn=arn)


@breaks(identity_files__only="/backup/*")
def the_role_reads_more_than_files():
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": [f"arn:aws:s3:::{files}/backup/*"]}]}
    iam.put_role_policy(RoleName=role, PolicyName="more", PolicyDocument=json.dumps(document))
    yield
    iam.delete_role_policy(RoleName=role, PolicyName="more")


@breaks(identity_role="can also be taken by AWS:")
def somebody_else_can_take_the_role():
    trust = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    loose = json.loads(json.dumps(trust))
    loose["Statement"].append({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::210987654321:root"}})
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(loose))
    yield
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(trust))


@breaks(identity_no__user="user ada has AmazonS3FullAccess")
def a_user_with_keys_is_back():
    arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
    iam.create_user(UserName="ada")
    iam.attach_user_policy(UserName="ada", PolicyArn=arn)
    yield
    iam.detach_user_policy(UserName="ada", PolicyArn=arn)
    iam.delete_user(UserName="ada")

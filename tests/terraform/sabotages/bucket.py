"""The bucket of files, and the one of logs."""

import contextlib
import json

from sabotages.applied import breaks, files, log_bucket, s3


@breaks(bucket_public__blocked="only blocked: nothing")
def public_access_is_not_blocked():
    was = s3.get_public_access_block(Bucket=files)["PublicAccessBlockConfiguration"]
    s3.delete_public_access_block(Bucket=files)
    yield
    s3.put_public_access_block(Bucket=files, PublicAccessBlockConfiguration=was)


@contextlib.contextmanager
def policy_of(bucket, change):
    was = s3.get_bucket_policy(Bucket=bucket)["Policy"]
    policy = json.loads(was)
    policy["Statement"] = change(policy["Statement"])
    # What blocks public policies would refuse it.
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=block)
    yield
    s3.put_bucket_policy(Bucket=bucket, Policy=was)


def without(sid):
    return lambda statements: [one for one in statements if one["Sid"] != sid]


@breaks(bucket_tls__only="doesn't refuse plain HTTP")
def the_bucket_answers_plain_http():
    with policy_of(files, without("TlsOnly")):
        yield


@breaks(bucket_tls__only="-logs-")
def the_log_bucket_answers_plain_http():
    with policy_of(log_bucket, without("TlsOnly")):
        yield


@breaks(bucket_signed__lately="the age of signatures")
def signed_addresses_last():
    with policy_of(files, without("SignedLately")):
        yield


@breaks(bucket_policy="anybody is allowed s3:GetObject")
def anybody_may_read_files():
    with policy_of(files, lambda all: [*all, {"Sid": "Web", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{files}/*"}]):
        yield


@breaks(bucket_encrypted="encrypted by default: AES256")
def files_are_encrypted_by_another_key():
    was = s3.get_bucket_encryption(Bucket=files)["ServerSideEncryptionConfiguration"]
    s3.put_bucket_encryption(Bucket=files, ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]})
    yield
    s3.put_bucket_encryption(Bucket=files, ServerSideEncryptionConfiguration=was)


@breaks(bucket_versioned="old versions aren't kept")
def what_is_deleted_is_gone():
    s3.put_bucket_versioning(Bucket=files, VersioningConfiguration={"Status": "Suspended"})
    yield
    s3.put_bucket_versioning(Bucket=files, VersioningConfiguration={"Status": "Enabled"})


@breaks(bucket_owned="its ownership is ObjectWriter")
def single_objects_can_be_made_public():
    s3.put_bucket_ownership_controls(Bucket=files, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]})
    yield
    s3.put_bucket_ownership_controls(Bucket=files, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]})


@breaks(bucket_lifecycle="old versions stay for ever")
def nothing_is_cleared_away():
    was = s3.get_bucket_lifecycle_configuration(Bucket=files)["Rules"]
    s3.delete_bucket_lifecycle(Bucket=files)
    yield
    s3.put_bucket_lifecycle_configuration(Bucket=files, LifecycleConfiguration={"Rules": was})


@breaks(bucket_cors="pages of * may use it")
def any_page_may_use_the_bucket():
    was = s3.get_bucket_cors(Bucket=files)["CORSRules"]
    s3.put_bucket_cors(Bucket=files, CORSConfiguration={"CORSRules": [*was, {"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]}]})
    yield
    s3.put_bucket_cors(Bucket=files, CORSConfiguration={"CORSRules": was})


@breaks(bucket_logged="its log goes to nowhere")
def nobody_writes_down_who_read():
    was = s3.get_bucket_logging(Bucket=files)["LoggingEnabled"]
    s3.put_bucket_logging(Bucket=files, BucketLoggingStatus={})
    yield
    s3.put_bucket_logging(Bucket=files, BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": was["TargetBucket"], "TargetPrefix": was["TargetPrefix"]}})

# The servers: a launch template that admits nobody, and a group that keeps as many as there should
# be. Another release, secret or system makes another version of the template; `roll` brings it to
# the servers.

# Looked up anew with each apply. Ubuntu, since Docker with Compose is among its own packages.
data "aws_ssm_parameter" "image" {
  name = "/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id"
}

# The provider puts its tags on what it makes itself, not on what the group makes.
data "aws_default_tags" "all" {}

locals {
  tags = merge(data.aws_default_tags.all.tags, { Name = var.name })
}

resource "aws_launch_template" "server" {
  #checkov:skip=CKV_AWS_341:The backend runs in a container, which is one hop further; with a limit of 1 it gets no credentials.
  name                   = var.name
  image_id               = nonsensitive(data.aws_ssm_parameter.image.value)
  instance_type          = var.instance_type
  ebs_optimized          = true
  update_default_version = true
  user_data              = local.user_data
  iam_instance_profile {
    arn = aws_iam_instance_profile.server.arn
  }
  # No key pair: Session Manager lets in who may, and writes down who did.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 2
    instance_metadata_tags      = "disabled"
  }
  monitoring {
    enabled = true
  }
  network_interfaces {
    associate_public_ip_address = false
    delete_on_termination       = true
    security_groups             = [var.group_id]
  }
  block_device_mappings {
    device_name = "/dev/sda1"
    ebs {
      volume_type           = "gp3"
      volume_size           = var.disk_gib
      encrypted             = true
      delete_on_termination = true
    }
  }
  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume", "network-interface"])
    content {
      resource_type = tag_specifications.value
      tags          = local.tags
    }
  }
}

resource "aws_autoscaling_group" "servers" {
  name                      = var.name
  min_size                  = var.servers
  max_size                  = var.servers + 1 # room for the newcomer while an old one leaves
  desired_capacity          = var.servers
  vpc_zone_identifier       = var.subnet_ids
  target_group_arns         = [var.target_group_arn]
  health_check_type         = "ELB"
  health_check_grace_period = 300
  default_instance_warmup   = 60
  # An apply ends when the servers answer, or says that they don't.
  wait_for_capacity_timeout = "15m"
  wait_for_elb_capacity     = var.servers
  launch_template {
    id      = aws_launch_template.server.id
    version = aws_launch_template.server.latest_version
  }
  dynamic "tag" {
    for_each = local.tags
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
  # The version that servers are made of moves when it has proved itself, which `roll` sees to.
  # Terraform would move it first, and going back would then lead to the bad one.
  lifecycle {
    ignore_changes = [launch_template[0].version]
  }
}

# A server that is to leave gets the time to send people elsewhere: boot.sh does, and says when.
resource "aws_autoscaling_lifecycle_hook" "leaving" {
  name                   = "leaving"
  autoscaling_group_name = aws_autoscaling_group.servers.name
  lifecycle_transition   = "autoscaling:EC2_INSTANCE_TERMINATING"
  heartbeat_timeout      = var.drain_seconds + 60
  default_result         = "CONTINUE"
}

resource "aws_cloudwatch_log_group" "servers" {
  #checkov:skip=CKV_AWS_338:How long is the owner's choice (log_days).
  name              = "/${var.name}/servers"
  retention_in_days = var.log_days
  kms_key_id        = var.key_arn
}

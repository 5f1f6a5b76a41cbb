# What a new server is told: how to get its engine, its compose files, its settings. No secret
# is among it: boot.sh fetches those with the server's role.

data "aws_region" "here" {}

locals {
  # Not WORKLOOP_…, what the server itself doesn't read: it refuses variables it doesn't know.
  settings = merge(var.environment, {
    WORKLOOP_PUBLIC_URL = "https://${var.domain}"
    IMAGE_REGISTRY      = var.registry
    RELEASE             = var.release
    # Which the engine knows how to, see below.
    LOG_DRIVER = "awslogs"
  })
  unit = <<-UNIT
    [Unit]
    Description=Workloop
    Requires=docker.service
    After=docker.service network-online.target
    Wants=network-online.target

    [Service]
    Environment=AWS_REGION=${data.aws_region.here.name} WORKLOOP_GROUP=${var.name}
    Environment=PATH=/snap/bin:/usr/sbin:/usr/bin:/sbin:/bin
    ExecStart=/opt/workloop/boot.sh
    ExecStop=/usr/bin/docker compose --project-directory /opt/workloop/compose --env-file /run/workloop/.env stop --timeout 60 backend
    ExecStop=/usr/bin/docker compose --project-directory /opt/workloop/compose --env-file /run/workloop/.env stop --timeout 60
    TimeoutStopSec=90
    Restart=on-failure
    RestartSec=15

    [Install]
    WantedBy=multi-user.target
  UNIT
  docker = jsonencode({
    "log-driver" = "awslogs"
    "log-opts"   = { awslogs-region = data.aws_region.here.name, awslogs-group = aws_cloudwatch_log_group.servers.name, tag = "{{.Name}}/{{.ID}}" }
    # Containers outlive a restart of the engine, as its security updates do.
    "live-restore" = true
  })
  files = concat(
    [
      { path = "/opt/workloop/boot.sh", permissions = "0755", content = file("${path.module}/boot.sh") },
      { path = "/opt/workloop/settings", permissions = "0644", content = join("", [for name, value in local.settings : "${name}='${value}'\n"]) },
      { path = "/opt/workloop/secrets", permissions = "0644", content = join("", [for name, arn in var.secret_arns : "${name} ${arn}\n"]) },
      { path = "/etc/systemd/system/workloop.service", permissions = "0644", content = local.unit },
      { path = "/etc/docker/daemon.json", permissions = "0644", content = local.docker },
    ],
    [for name in fileset(var.compose_folder, "**") : { path = "/opt/workloop/compose/${name}", permissions = "0644", content = file("${var.compose_folder}/${name}") }],
  )
  # cloud-config is YAML, and JSON is YAML.
  cloud_config = join("", ["#cloud-config\n", jsonencode({
    # Read again with every change: it makes another launch template, and so rolls the servers.
    workloop_secret_versions = var.secret_versions
    write_files              = local.files
    package_update           = true
    packages                 = ["docker.io", "docker-compose-v2"]
    snap                     = { commands = ["snap install aws-cli --classic"] }
    runcmd                   = ["systemctl daemon-reload", "systemctl enable --now workloop"]
  }), "\n"])
  user_data = base64gzip(local.cloud_config)
}

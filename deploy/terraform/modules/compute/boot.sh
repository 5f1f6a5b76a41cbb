#!/usr/bin/env bash
# Starts Workloop on a server, at each boot: secrets come from Secrets Manager into memory, never
# onto the disk; then the containers start; then it tells how full the server is, until it is told
# to leave the group.
set -euo pipefail
home=${WORKLOOP_HOME:-/opt/workloop} run=${WORKLOOP_RUN:-/run/workloop}
metadata=${WORKLOOP_METADATA:-http://169.254.169.254/latest}

# .env, readable by root alone. Compose takes what stands in single quotes as it is.
write_env() {
  local name arn value
  mkdir -p -m 0700 "$run"
  (
    umask 0277
    rm -f "$run/.env.new"
    exec >"$run/.env.new"
    cat "$home/settings"
    while read -r name arn; do
      value=$(aws secretsmanager get-secret-value --secret-id "$arn" --query SecretString --output text --cli-connect-timeout 5 --cli-read-timeout 10)
      case $value in
        '' | *"'"* | *$'\n'*)
          echo "workloop: the secret $name is empty, or has a line break or a single quote in it: put another with aws secretsmanager put-secret-value --secret-id $arn" >&2
          exit 1
          ;;
      esac
      printf "%s='%s'\n" "$name" "$value"
    done <"$home/secrets"
  )
  mv -f "$run/.env.new" "$run/.env"
}

compose() { docker compose --project-directory "$home/compose" --env-file "$run/.env" "$@"; }

about_me() {
  local token
  token=$(curl -fsS -m 5 -X PUT "$metadata/api/token" -H 'X-aws-ec2-metadata-token-ttl-seconds: 60')
  curl -fsS -m 5 -H "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/$1"
}

# How much of memory and disk is used, in percent. Nothing is held up when it can't be told: the
# alarm rings when nobody tells.
tell() {
  local memory disk
  memory=$(awk '/^MemTotal/ { all = $2 } /^MemAvailable/ { free = $2 } END { printf "%d", 100 - 100 * free / all }' /proc/meminfo)
  disk=$(df --output=pcent / | tr -dc 0-9)
  aws cloudwatch put-metric-data --namespace Workloop --cli-connect-timeout 5 --cli-read-timeout 10 --metric-data \
    "MetricName=MemoryUsed,Unit=Percent,Value=$memory,Dimensions=[{Name=AutoScalingGroupName,Value=$WORKLOOP_GROUP}]" \
    "MetricName=DiskUsed,Unit=Percent,Value=$disk,Dimensions=[{Name=AutoScalingGroupName,Value=$WORKLOOP_GROUP}]" || true
}

# The group says "Terminated" when this server is to leave. The load balancer may send for some
# seconds more; then people are sent elsewhere by a clean stop, and the group needn't wait longer.
# The backend first: compose would begin with nginx, which holds people until it cuts them off.
leave_when_told() {
  local round=0
  until [ "$(about_me autoscaling/target-lifecycle-state || true)" = Terminated ]; do
    if [ $((round++ % 12)) = 0 ]; then tell; fi
    sleep 5
  done
  sleep 10
  compose stop --timeout 60 backend
  compose stop --timeout 60
  aws autoscaling complete-lifecycle-action --lifecycle-hook-name leaving --auto-scaling-group-name "$WORKLOOP_GROUP" \
    --lifecycle-action-result CONTINUE --instance-id "$(about_me instance-id)"
}

write_env
compose pull --quiet
compose up --detach --remove-orphans
leave_when_told

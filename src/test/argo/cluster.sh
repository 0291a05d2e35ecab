#!/usr/bin/env bash
# Runs the manifests on a real Kubernetes of one node: the overlay `stream` becomes ready and loads a file; the workflow that the
# sensor would submit loads another, is refused a second time, and tells of an event that cannot be read. By hand, as root.
#
#   cluster.sh IMAGE TOOLS
#
# IMAGE  the archive of Snowgauge's image (src/test/image/folder.sh makes one), tagged snowgauge:0.1.0
# TOOLS  the folder with `argo`, `argo-events` and the source that check.sh has built; workflow-controller and argoexec are built there
#
# Needs a cluster that runs (src/test/kubernetes/cluster.sh up), Node with the packages of src/test/emulators in io/target/emulators
# (the tests install them), Go and Python.
set -euo pipefail

home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd)
image=$(readlink -f -- "${1:?expected the archive of the image}") tools=$(readlink -f -- "${2:?expected the folder of tools}")
cluster=$home/src/test/kubernetes/cluster.sh
scratch=$(mktemp -d)
processes=()
trap 'kill "${processes[@]}" 2>/dev/null || true; rm -rf "$scratch"' EXIT

eval "$("$cluster" env)"
account=devstoreaccount1
# Azurite's, which everybody knows.
key='Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

fail() {
  printf 'FAILED   %s\n' "$*" >&2
  exit 1
}

ok() {
  printf 'ok       %s\n' "$*"
}

# What, then a command that is to succeed within five minutes.
await() {
  local what=$1 tries
  shift
  for ((tries = 0; tries < 300; tries++)); do
    if "$@" >"$scratch/said" 2>&1; then
      ok "$what"
      return
    fi
    sleep 1
  done
  cat "$scratch/said" >&2
  fail "$what"
}

# A port of this machine that is free.
free_port() {
  python3 -c 'import socket; s = socket.create_server(("", 0)); print(s.getsockname()[1])'
}

blob() {
  python3 "$home/src/test/argo/blob.py" "$endpoint" "$key" "$@"
}

build() {
  local source=$tools/source
  # The module lacks the file for Linux, whose text is that for Darwin.
  local signals=$source/workflow/executor/os-specific
  [[ -e $signals/signal_linux.go ]] || cp "$signals/signal_darwin.go" "$signals/signal_linux.go"
  local program
  for program in workflow-controller argoexec; do
    [[ -x $tools/$program ]] || (cd "$source" && CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$tools/$program" "./cmd/$program")
  done
  (cd "$home/src/test/kubernetes" && python3 - "$tools/argoexec" "$scratch/argoexec.tar") <<'PYTHON'
import sys

import images

layer = images.Layer()
layer.file(sys.argv[1], "bin/argoexec")
layer.save(sys.argv[2], "snowgauge.test/argoexec:1", ["/bin/argoexec"])
PYTHON
  "$cluster" image "$image" "$scratch/argoexec.tar"
}

start_emulators() {
  local port node
  port=$(free_port) alerts_port=$(free_port)
  endpoint=http://$CLUSTER_HOST:$port/$account
  node=$(find "$home/io/target/emulators" -maxdepth 1 -name 'node-*' -print -quit)
  [[ -n $node ]] || fail "expected Node's packages in io/target/emulators, which a test such as AzureStoreTest installs"
  node "$node/node_modules/azurite/dist/src/blob/main.js" --blobHost "$CLUSTER_HOST" --blobPort "$port" \
    --inMemoryPersistence --skipApiVersionCheck --disableTelemetry --silent >"$scratch/azurite.log" 2>&1 &
  processes+=($!)
  python3 "$home/src/test/argo/alerts.py" "$CLUSTER_HOST" "$alerts_port" "$scratch/alerts" &
  processes+=($!)
  await "Azurite answers" blob create landing
  blob create archive
}

# The manifests as they are, but for the configuration, the image of the alert and where notifications come from.
configure() {
  cp -r "$home/runner-configs" "$scratch/configs"
  cat >"$scratch/configs/kubernetes/base/snowgauge.json" <<JSON
{
  "warehouse": { "path": "/work/warehouse.duckdb" },
  "staging": "/work/staging/",
  "archive": "https://$account.blob.core.windows.net/archive/",
  "deadLetters": "https://$account.blob.core.windows.net/archive/dead-letters/",
  "storage": { "azure": { "endpoint": "$endpoint",
    "auth": { "type": "accountKey", "accountKey": "\${file:/run/secrets/snowgauge/account-key}" } } },
  "notifications": { "type": "files", "interval": "5 seconds" },
  "batch": { "interval": "1 second" },
  "monitoring": { "port": 8080 },
  "datasets": { "user_groups": { "input": "https://$account.blob.core.windows.net/landing/{farm}/lsb.users*",
    "format": { "type": "lsf" }, "table": "USER_GROUP_SHARES", "publish": "append" } }
}
JSON
  sed -i 's#docker.io/curlimages/curl:.*#snowgauge.test/curl:1#' "$scratch/configs/argo/workflow-template.yaml"
  kubectl apply -f "$scratch/configs/kubernetes/base/namespace.yaml" >/dev/null
  kubectl --namespace snowgauge create secret generic snowgauge --from-literal=account-key="$key" \
    --from-literal=alert-url="http://$CLUSTER_HOST:$alerts_port/" --dry-run=client --output=yaml | kubectl apply -f - >/dev/null
}

upload() {
  printf 'Begin UserGroup\nGROUP_NAME GROUP_MEMBER USER_SHARES\n%s (user1 user2) ([user1, 3])\nEnd UserGroup\n' "$1" | blob put landing "$1/lsb.users"
}

# Whether the archive has what a file's two records are; only published files stay in it.
archived() {
  local name
  for name in $(blob list archive); do
    if [[ $(blob get archive "$name" | grep -c "\"group\":\"$1\"") == 2 ]]; then return; fi
  done
  return 1
}

check_stream() {
  kubectl apply -k "$scratch/configs/kubernetes/overlays/stream" >/dev/null
  kubectl --namespace snowgauge rollout status deployment/snowgauge-stream --timeout=5m >/dev/null || fail "the stream becomes ready"
  ok "the stream becomes ready"
  upload berlin >/dev/null
  await "the stream loads a file" archived berlin
  local pod
  pod=$(kubectl --namespace snowgauge get pods --selector app.kubernetes.io/component=stream --output=jsonpath='{.items[0].metadata.name}')
  [[ $(kubectl --namespace snowgauge get pod "$pod" --output=jsonpath='{.status.containerStatuses[0].restartCount}') == 0 ]] || fail "it was not started again"
  [[ $(kubectl --namespace snowgauge get pdb snowgauge-stream --output=jsonpath='{.status.disruptionsAllowed}') == 1 ]] || fail "its disruption budget lets it go"
  kubectl --namespace snowgauge delete pod "$pod" >/dev/null
  kubectl --namespace snowgauge rollout status deployment/snowgauge-stream --timeout=5m >/dev/null || fail "another takes its place"
  ok "another takes its place"
  kubectl --namespace snowgauge delete deployment snowgauge-stream >/dev/null
}

start_argo() {
  local modules
  modules=$(go env GOMODCACHE)/github.com/argoproj
  kubectl apply --server-side -k "$modules/argo-workflows/v3@v3.6.5/manifests/base/crds/minimal" >/dev/null
  kubectl apply -k "$modules/argo-events@v1.9.6/manifests/base/crds" >/dev/null
  kubectl --namespace snowgauge create configmap workflow-controller-configmap --dry-run=client --output=yaml | kubectl apply -f - >/dev/null
  kubectl apply -k "$scratch/configs/argo" >/dev/null
  ok "the API server takes all of runner-configs/argo"
  ARGO_EXECUTOR_PLUGINS=false LEADER_ELECTION_DISABLE=true "$tools/workflow-controller" --kubeconfig "$KUBECONFIG" \
    --namespace snowgauge --namespaced --executor-image snowgauge.test/argoexec:1 --executor-image-pull-policy Never >"$scratch/controller.log" 2>&1 &
  processes+=($!)
  # As the sensor's service account may.
  kubectl config view --raw --minify --output=json >"$scratch/admin.json"
  kubectl --namespace snowgauge create token snowgauge-sensor >"$scratch/token"
  python3 - "$scratch" <<'PYTHON'
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
config = json.loads((folder / "admin.json").read_text())
config["users"][0]["user"] = {"token": (folder / "token").read_text().strip()}
(folder / "sensor.json").write_text(json.dumps(config))
PYTHON
}

# Renders and submits what the sensor makes of a body.
submit() {
  printf '{"topic": "snowflake", "body": "%s"}' "$(printf '%s' "$1" | base64 -w 0)" >"$scratch/data.json"
  "$tools/argo-events" render "$home/runner-configs/argo/sensor.yaml" "$scratch/data.json" >"$scratch/workflow.yaml"
  workflow=$(sed -n 's/^  name: \(snowgauge-event-.*\)$/\1/p' "$scratch/workflow.yaml")
  KUBECONFIG=$scratch/sensor.json "$tools/argo" --namespace snowgauge submit "$scratch/workflow.yaml"
}

ended_as() {
  [[ $(kubectl --namespace snowgauge get workflow "$1" --output=jsonpath='{.status.phase}') == "$2" ]]
}

attempts() {
  kubectl --namespace snowgauge get workflow "$1" --output=json |
    python3 -c 'import json, sys; print(sum(n["type"] == "Pod" and n["templateName"] == "event" for n in json.load(sys.stdin)["status"]["nodes"].values()))'
}

check_workflows() {
  local told event
  told=$(upload paris)
  event=$(printf '[{"subject": "/blobServices/default/containers/landing/blobs/paris/lsb.users", "eventType": "Microsoft.Storage.BlobCreated", "data": {"api": "PutBlob", "eTag": "%s", "url": "https://%s.blob.core.windows.net/landing/paris/lsb.users"}}]' "$told" "$account")
  submit "$event" >/dev/null
  await "the workflow succeeds" ended_as "$workflow" Succeeded
  await "it loads the file" archived paris
  if submit "$event" >"$scratch/said" 2>&1 || ! grep -q "already exists" "$scratch/said"; then fail "the same event is refused"; fi
  ok "the same event is refused"
  submit '{"eventType": 7}' >/dev/null
  await "an event that cannot be read fails" ended_as "$workflow" Failed
  [[ $(attempts "$workflow") == 1 ]] || fail "it is tried once"
  ok "it is tried once"
  await "somebody is told" grep -q "$workflow ended as Failed" "$scratch/alerts"
  "$tools/argo" --namespace snowgauge submit --from cronworkflow/snowgauge-run --name by-hand >/dev/null
  await "the daily run succeeds" ended_as by-hand Succeeded
}

build
start_emulators
configure
check_stream
start_argo
check_workflows
kubectl delete namespace snowgauge --wait=false >/dev/null

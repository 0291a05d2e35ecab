#!/usr/bin/env bash
# Checks the manifests by the tools that would consume them: Argo Workflows' linter, Argo Events' own types and validators, what
# its sensor makes of recorded events, kustomize, kubeconform, shellcheck; and that each of them refuses a broken copy. By hand:
# with nothing cached, on 2 cores, it builds for a quarter of an hour; then it takes seconds. Needs Go 1.25 or later and Python 3.11.
#
#   check.sh            the manifests in runner-configs
#
# SNOWGAUGE_TOOLS  where tools are built and kept (default: target/argo-tools in the repository)
set -euo pipefail

home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd)
tools=${SNOWGAUGE_TOOLS:-$home/target/argo-tools}
recorded=$home/transforms/src/test/resources/notifications
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

skip() {
  if [[ -n ${CI:-} ]]; then
    printf 'FAILED   %s\n' "$1"
    failures=$((failures + 1))
  else
    printf 'skipped  %s\n' "$1"
  fi
}

# What, then the command: that it succeeds.
accepts() {
  local what=$1
  shift
  if "$@" >"$scratch/said" 2>&1; then
    printf 'ok       %s\n' "$what"
  else
    printf 'FAILED   %s\n' "$what"
    sed 's/^/           /' "$scratch/said"
    failures=$((failures + 1))
  fi
}

# What, a part of the message, then the command: that it fails, and says so.
refuses() {
  local what=$1 message=$2
  shift 2
  if ! "$@" >"$scratch/said" 2>&1 && grep -qF -- "$message" "$scratch/said"; then
    printf 'ok       refuses %s\n' "$what"
  else
    printf 'FAILED   expected a complaint with "%s" about %s but found:\n' "$message" "$what"
    sed 's/^/           /' "$scratch/said"
    failures=$((failures + 1))
  fi
}

build_tools() {
  mkdir -p "$tools"
  export GOBIN=$tools GOFLAGS=-buildvcs=false
  [[ -x $tools/kustomize ]] || go install sigs.k8s.io/kustomize/kustomize/v5@v5.7.1
  [[ -x $tools/kubeconform ]] || go install github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0
  if [[ ! -x $tools/argo ]]; then
    # The module is of a major version that `go install` cannot name, and embeds a page that is not in it.
    local source
    source=$(cd "$scratch" && go mod download -json github.com/argoproj/argo-workflows/v3@v3.6.5 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
    cp -r "$source" "$tools/source"
    chmod -R u+w "$tools/source"
    mkdir -p "$tools/source/ui/dist/app"
    touch "$tools/source/ui/dist/app/index.html"
    (cd "$tools/source" && CGO_ENABLED=0 go build -trimpath -o "$tools/argo" ./cmd/argo)
  fi
  (cd "$home/src/test/argo" && go build -o "$tools/argo-events" .)
}

# Of what kustomize builds, one file for each kind of tool.
build_manifests() {
  local overlay
  for overlay in kubernetes/base kubernetes/overlays/stream kubernetes/overlays/batch argo; do
    accepts "kustomize build runner-configs/$overlay" "$tools/kustomize" build "$home/runner-configs/$overlay"
    cp "$scratch/said" "$scratch/${overlay//\//-}.yaml"
  done
}

argo_lint() {
  "$tools/argo" lint --offline --kinds workflows,workflowtemplates,cronworkflows "$@"
}

check_workflows() {
  mkdir -p "$scratch/workflows"
  cp "$home"/runner-configs/argo/{workflow-template,cron-*}.yaml "$scratch/workflows"
  "$tools/argo-events" render "$home/runner-configs/argo/sensor.yaml" "$recorded/kafka.json" >"$scratch/workflows/submitted.yaml"
  accepts "argo lint --offline, with the workflow that the sensor submits" argo_lint "$scratch/workflows"
  breaks_workflow "an entry point that is not there" 'entrypoint: run' 'entrypoint: ran' cron-run.yaml "ran"
  breaks_workflow "a template that is not there" 'template: alert' 'template: alarm' workflow-template.yaml "alarm"
  breaks_workflow "a parameter that is not there" 'workflow.parameters.event}}' 'workflow.parameters.events}}' workflow-template.yaml "workflow.parameters.events"
  breaks_workflow "a schedule that is none" '30 3 \* \* \*' '30 25 * * *' cron-backfill.yaml "schedule"
  breaks_workflow "a misspelt field" 'retryStrategy:' 'retryStrategies:' workflow-template.yaml "retryStrategies"
  breaks_workflow "a misspelt field of a cron workflow" 'suspend:' 'suspended:' cron-extract.yaml "suspended"
}

# What, a pattern, its replacement, the file, and a part of the complaint.
breaks_workflow() {
  rm -rf "$scratch/broken"
  cp -r "$scratch/workflows" "$scratch/broken"
  sed -i "s/$2/$3/" "$scratch/broken/$4"
  refuses "$1" "$5" argo_lint "$scratch/broken"
}

lint_events() {
  "$tools/argo-events" lint "$@"
}

check_events() {
  local here=$home/runner-configs/argo source
  for source in event-source event-source-service-bus event-source-azure-events-hub; do
    accepts "Argo Events' validators: $source.yaml" lint_events "$here/event-bus.yaml" "$here/$source.yaml" "$here/sensor.yaml"
  done
  breaks_events "a misspelt field of the bus" 'replicas: 3' 'replica: 3' event-bus.yaml 'unknown field'
  breaks_events "a version that changes" 'version: 2.10.10' 'version: latest' event-bus.yaml 'expected one version'
  breaks_events "a source without a topic" 'topic: snowflake' 'topic: ""' event-source.yaml 'topic must be specified'
  breaks_events "a password without TLS" 'enable: true' 'enable: false' event-source.yaml 'net.tls.enable'
  breaks_events "a group that begins with the newest" 'oldest: true' 'oldest: false' event-source.yaml 'consumerGroup.oldest'
  breaks_events "a mechanism that is none" 'mechanism: PLAIN' 'mechanism: PLAN' event-source.yaml 'SASL Mechanism'
  breaks_events "an event that no source has" 'eventName: blobs' 'eventName: blob' sensor.yaml 'no event "blob"'
  breaks_events "a dependency that is not there" 'dependencyName: blobs' 'dependencyName: blob' sensor.yaml 'no dependency "blob"'
  breaks_events "a template that does not parse" 'sha256sum' 'sha257sum' sensor.yaml 'sha257sum'
  refuses "a queue's source without a queue" 'QueueName' lint_broken 'queueName: snowflake' 'queueName: ""' event-source-service-bus.yaml
  refuses "a hub's source without a name" 'hub name' lint_broken 'hubName: snowflake' 'hubName: ""' event-source-azure-events-hub.yaml
}

# A pattern, its replacement and the file; the other manifests are as they are.
lint_broken() {
  local here=$home/runner-configs/argo source=event-source.yaml file
  [[ $3 == event-source* ]] && source=$3
  mkdir -p "$scratch/broken-events"
  for file in event-bus.yaml "$source" sensor.yaml; do
    cp "$here/$file" "$scratch/broken-events/$file"
  done
  sed -i "s/$1/$2/" "$scratch/broken-events/$3"
  lint_events "$scratch/broken-events"/{event-bus.yaml,"$source",sensor.yaml}
}

breaks_events() {
  refuses "$1" "$5" lint_broken "$2" "$3" "$4"
}

name_of() {
  "$tools/argo-events" render "$home/runner-configs/argo/sensor.yaml" "$1" | sed -n 's/^  name: \(snowgauge-event-[0-9a-f]\{40\}\)$/\1/p'
}

same_name() {
  local first second
  first=$(name_of "$1") second=$(name_of "$2")
  printf '%s\n%s\n' "$first" "$second"
  [[ -n $first && $first == "$second" ]]
}

other_name() {
  local first second
  first=$(name_of "$1") second=$(name_of "$2")
  printf '%s\n%s\n' "$first" "$second"
  [[ -n $first && -n $second && $first != "$second" ]]
}

# The data of an event source around a body, which comes as base64.
data_of() {
  printf '{"topic": "snowflake", "body": "%s"}' "$(printf '%s' "$1" | base64 -w 0)"
}

check_names() {
  local source event
  for source in kafka-json-body azure-events-hub azure-service-bus sqs; do
    accepts "one event, one name: kafka and $source" same_name "$recorded/kafka.json" "$recorded/$source.json"
  done
  event=$(<"$recorded/event-grid.json")
  data_of "${event/0x8D4BCC2E4835CD0/0x8D4BCC2E4835CD1}" >"$scratch/other-etag.json"
  data_of "${event/berlin\/sales%202026/paris/sales}" >"$scratch/other-url.json"
  data_of "${event/831e1650-001e-001b-66ab-eeb76e069631/another}" >"$scratch/other-id.json"
  data_of "no JSON" >"$scratch/none.json"
  data_of "no JSON either" >"$scratch/none-either.json"
  data_of '[1]' >"$scratch/number.json"
  accepts "another ETag, another name" other_name "$recorded/kafka.json" "$scratch/other-etag.json"
  accepts "another URL, another name" other_name "$recorded/kafka.json" "$scratch/other-url.json"
  accepts "the same version told of again, the same name" same_name "$recorded/kafka.json" "$scratch/other-id.json"
  accepts "what is no event has a name, too" other_name "$scratch/none.json" "$scratch/none-either.json"
  accepts "what is no object has a name, too" other_name "$scratch/none.json" "$scratch/number.json"
}

check_recorded() {
  mkdir -p "$scratch/recorded"
  cp "$recorded/event-grid.json" "$scratch/recorded"
  "$tools/argo-events" record "$recorded/event-grid.json" "$scratch/recorded"
  accepts "the recorded payloads are what Argo Events' types write" diff -r "$recorded" "$scratch/recorded"
}

python_environment() {
  local lock=$home/src/test/argo/requirements-lock.txt
  if [[ ! -e $tools/python/complete ]]; then
    python3 -m venv "$tools/python"
    "$tools/python/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$lock"
    touch "$tools/python/complete"
  fi
}

kubeconform() {
  "$tools/kubeconform" -strict -summary -kubernetes-version 1.34.0 -skip WorkflowTemplate,CronWorkflow,EventBus,EventSource,Sensor \
    -schema-location "$scratch/schemas/{{ .ResourceKind }}{{ .KindSuffix }}.json" "$@"
}

check_kubernetes() {
  python_environment
  mkdir -p "$scratch/schemas"
  "$tools/python/bin/python" "$home/src/test/argo/schemas.py" 1.34.0 "$scratch/schemas"
  local file
  for file in kubernetes-base kubernetes-overlays-stream kubernetes-overlays-batch argo; do
    accepts "kubeconform: $file" kubeconform "$scratch/$file.yaml"
  done
  sed 's/readOnlyRootFilesystem/readOnlyRootFileSystem/' "$scratch/kubernetes-overlays-stream.yaml" >"$scratch/broken.yaml"
  refuses "a misspelt field of a container" 'readOnlyRootFileSystem' kubeconform "$scratch/broken.yaml"
  accepts "shellcheck: the scripts beside this one" "$tools/python/bin/shellcheck" "$home"/src/test/argo/*.sh
  sed -n '/^          - |$/,/^        resources:/s/^            //p' "$home/runner-configs/argo/workflow-template.yaml" >"$scratch/alert.sh"
  accepts "shellcheck: the alert" "$tools/python/bin/shellcheck" --shell=sh "$scratch/alert.sh"
}

if command -v go >/dev/null; then
  build_tools
  build_manifests
  check_workflows
  check_events
  check_names
  check_recorded
  if command -v python3 >/dev/null; then
    check_kubernetes
  else
    skip "kubeconform and shellcheck: no Python was found"
  fi
else
  skip "all checks of Argo's manifests: no Go was found"
fi

if ((failures > 0)); then
  printf '%d failed\n' "$failures"
  exit 1
fi

#!/usr/bin/env bash
# A real Flink cluster and a Kafka broker as processes on this machine, from Maven Central's artifacts.
#
#   local-cluster.sh start     starts what does not run yet, and waits until it is ready
#   local-cluster.sh status    what runs, and where
#   local-cluster.sh stop      stops what it has started, and nothing else
#
#   --taskmanagers N   1        --slots N        2     of each TaskManager
#   --rest-port N      8081     --rpc-port N     6123
#   --kafka-port N     9092     --no-kafka
#   --state DIR        target/flink/local
#   --job-jar FILE     on the cluster's own class path, so that jobs need not bring it (docs/flink-cluster.md)
#   -D key=value       one more setting of Flink (config.yaml beside this script has the others)
#
# One process in the foreground, for whoever wants to end it by its handle; these take --state and -D:
#   local-cluster.sh libraries | jobmanager | taskmanager [NAME] | kafka | flink ARGUMENTS…
set -euo pipefail

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
home=$(cd -- "$here/../.." && pwd)
libraries=$home/target/flink
state=$libraries/local
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
taskmanagers=1 slots=2 rest_port=8081 rpc_port=6123 kafka_port=9092 kafka=yes job_jar=
settings=()

fail() {
  printf 'local-cluster.sh: %s\n' "$*" >&2
  exit 1
}

# Lays out the jars once; one process at a time, for tests start several.
libraries() {
  mkdir -p "$libraries"
  exec 9>"$libraries/lock"
  if command -v flock >/dev/null; then flock 9; fi
  local kind
  for kind in flink kafka; do
    [[ -e $libraries/$kind/complete && ! $here/local/$kind-pom.xml -nt $libraries/$kind/complete ]] && continue
    command -v mvn >/dev/null || fail "expected Maven (mvn) on the PATH to fetch $kind; install it and run again"
    printf 'local-cluster.sh: fetching the libraries of %s …\n' "$kind" >&2
    rm -rf "${libraries:?}/$kind"
    mvn -q -B -f "$here/local/$kind-pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
      -DincludeScope=runtime -DoutputDirectory="$libraries/$kind" >"$libraries/$kind.log" 2>&1 ||
      fail "Maven could not fetch $kind; all it said is in $libraries/$kind.log"
    touch "$libraries/$kind/complete"
  done
  exec 9>&-
}

# What the memory settings mean for a process, worked out by Flink itself: options of the JVM, then settings.
resources() {
  "$java" -XX:TieredStopAtLevel=1 -cp "$libraries/flink/*" org.apache.flink.runtime.util.bash.BashJavaUtils "$1" \
    --configDir "$here" "${settings[@]}" 2>/dev/null | sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p'
}

# Becomes a process of Flink: COMMAND of the resources, main class, arguments.
become() {
  local command=$1 class=$2
  shift 2
  local -a given
  mapfile -t given < <(resources "$command")
  [[ ${#given[@]} -ge 1 ]] || fail "Flink does not take the settings; see config.yaml and -D"
  # shellcheck disable=SC2086,SC2206 # the lines are words
  local -a options=(${given[0]}) dynamic=(${given[1]:-})
  cd "$state"
  exec "$java" "@$here/local/java-options" -XX:+UseSerialGC "${options[@]}" \
    -Dlog4j2.configurationFile="file:$here/local/log4j.properties" \
    -cp "$libraries/flink/*${job_jar:+:$job_jar}" "$class" --configDir "$here" "$@" "${dynamic[@]}" "${settings[@]}"
}

become_kafka() {
  mkdir -p "$state/kafka"
  local configuration=$state/kafka/server.properties
  local -a run=("$java" -Xmx384m -XX:+UseSerialGC -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$libraries/kafka/*")
  local controller_port=${SNOWGAUGE_KAFKA_CONTROLLER_PORT:-$((kafka_port + 1))}
  sed -e "s|@PORT@|$kafka_port|g" -e "s|@CONTROLLER@|$controller_port|g" -e "s|@DATA@|$state/kafka/data|g" \
    "$here/local/kafka.properties" >"$configuration"
  if [[ ! -e $state/kafka/data/meta.properties ]]; then
    "${run[@]}" kafka.tools.StorageTool format -t "$("${run[@]}" kafka.tools.StorageTool random-uuid)" -c "$configuration" >/dev/null
  fi
  exec "${run[@]}" kafka.Kafka "$configuration"
}

# Whether the process of a pid file runs and is one of ours: a number may have gone to another since.
runs() {
  local file=$state/$1.pid
  [[ -e $file ]] && kill -0 "$(<"$file")" 2>/dev/null && [[ $(ps -o args= -p "$(<"$file")") == *"$libraries"* ]]
}

launch() {
  local name=$1
  shift
  runs "$name" && return
  printf 'starting %s\n' "$name"
  setsid "${BASH_SOURCE[0]}" "$@" --state "$state" ${job_jar:+--job-jar "$job_jar"} "${settings[@]}" >"$state/$name.log" 2>&1 </dev/null &
  printf '%s\n' $! >"$state/$name.pid"
}

# Waits for a condition, as long as a process runs.
await() {
  local name=$1 tries=600
  shift
  until "$@"; do
    runs "$name" || sleep 1
    runs "$name" || fail "$name has ended; its log is $state/$name.log"
    ((tries-- > 0)) || fail "$name is not ready after two minutes; its log is $state/$name.log"
    sleep 0.2
  done
}

answers() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

has_slots() {
  local overview
  exec 3<>"/dev/tcp/127.0.0.1/$rest_port" || return 1
  printf 'GET /overview HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  overview=$(cat <&3)
  exec 3>&-
  [[ $overview =~ \"slots-total\":([0-9]+) ]] && ((BASH_REMATCH[1] >= taskmanagers * slots))
} 2>/dev/null

start() {
  libraries
  mkdir -p "$state"
  settings+=(-D rest.port="$rest_port" -D jobmanager.rpc.port="$rpc_port" -D taskmanager.numberOfTaskSlots="$slots")
  [[ $kafka == yes ]] && launch kafka kafka --kafka-port "$kafka_port"
  launch jobmanager jobmanager
  local n
  for ((n = 1; n <= taskmanagers; n++)); do
    launch "taskmanager-$n" taskmanager "taskmanager-$n"
  done
  await jobmanager answers "$rest_port"
  await "taskmanager-$taskmanagers" has_slots
  [[ $kafka == yes ]] && await kafka answers "$kafka_port"
  printf 'Flink: http://localhost:%s, %s slots\n' "$rest_port" $((taskmanagers * slots))
  [[ $kafka == yes ]] && printf 'Kafka: localhost:%s\n' "$kafka_port"
  printf './snowgauge run … --runner=FlinkRunner --flinkMaster=localhost:%s\n' "$rest_port"
}

names() {
  local file
  for file in "$state"/*.pid; do
    [[ -e $file ]] && basename "$file" .pid
  done
  return 0
}

status() {
  local name
  for name in $(names); do
    if runs "$name"; then printf '%s runs, log %s\n' "$name" "$state/$name.log"; else printf '%s has ended\n' "$name"; fi
  done
}

stop() {
  local name pid
  for name in $(names | sort -r); do
    if runs "$name"; then
      pid=$(<"$state/$name.pid")
      printf 'stopping %s\n' "$name"
      kill "$pid"
      for _ in $(seq 100); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
      done
      kill -9 "$pid" 2>/dev/null || true
    fi
    rm -f "$state/$name.pid"
  done
}

[[ $# -ge 1 ]] || fail "expected start, status or stop"
command=$1
shift
rest=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --taskmanagers) taskmanagers=$2 && shift ;;
    --slots) slots=$2 && shift ;;
    --rest-port) rest_port=$2 && shift ;;
    --rpc-port) rpc_port=$2 && shift ;;
    --kafka-port) kafka_port=$2 && shift ;;
    --no-kafka) kafka=no ;;
    --job-jar) job_jar=$(readlink -f -- "$2") && shift ;;
    --state) state=$2 && shift ;;
    -D) settings+=(-D "$2") && shift ;;
    *) rest+=("$1") ;;
  esac
  shift
done
mkdir -p "$state"
state=$(cd -- "$state" && pwd)
settings=(-D state.checkpoints.dir="file://$state/checkpoints" -D state.savepoints.dir="file://$state/savepoints" \
  -D io.tmp.dirs="$state/tmp" "${settings[@]}")
mkdir -p "$state/tmp"
# What jobs bring beside it must not come before it.
[[ -z $job_jar ]] || settings+=(-D classloader.resolve-order=parent-first)

case $command in
  start) start ;;
  status) status ;;
  stop) stop ;;
  libraries) libraries ;;
  jobmanager)
    become GET_JM_RESOURCE_PARAMS org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint
    ;;
  taskmanager)
    become GET_TM_RESOURCE_PARAMS org.apache.flink.runtime.taskexecutor.TaskManagerRunner \
      -D taskmanager.resource-id="${rest[0]:-taskmanager}-$$"
    ;;
  kafka) become_kafka ;;
  flink)
    export FLINK_CONF_DIR=$here
    exec "$java" "@$here/local/java-options" -XX:TieredStopAtLevel=1 -cp "$libraries/flink/*" \
      org.apache.flink.client.cli.CliFrontend "${rest[@]}"
    ;;
  *) fail "expected start, status or stop but found '$command'" ;;
esac

#!/usr/bin/env bash
# Runs the tests that kill parts of a Flink cluster again and again, and keeps their log. The number of a round
# seeds its random moments.
#
#   crash-loop.sh [TIMES]     10 by default; target/flink/crash-loop.log
set -euo pipefail

home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd)
times=${1:-10}
log=$home/target/flink/crash-loop.log
mkdir -p "$home/target/flink"
: >"$log"
cd "$home"
for ((n = 1; n <= times; n++)); do
  start=$SECONDS
  SEED=$n mvn -q -B -pl transforms,io,pipelines,src/test -Dspotless.check.skip=true -Dsurefire.failIfNoSpecifiedTests=false \
    -Dtest='FlinkCrashTest#survives*,FlinkStreamTest' -Dmaven.test.failure.ignore=false verify >>"$log" 2>&1 ||
    {
      printf 'round %s of %s failed; see %s\n' "$n" "$times" "$log" | tee -a "$log"
      exit 1
    }
  printf 'round %s of %s: green in %s s\n' "$n" "$times" $((SECONDS - start)) | tee -a "$log"
done

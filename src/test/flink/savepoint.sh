#!/usr/bin/env bash
# Makes src/test/resources/savepoint-0.zip: the program of an earlier commit stops a stream on a cluster of real
# processes when it has staged files and before it publishes them.
#
#   savepoint.sh [COMMIT [FILE]]     needs what the gate needs, and some minutes
set -euo pipefail

# The last one whose encodings had no numbers.
commit=${1:-df58bde}

home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd)
made=$(realpath -m "${2:-$home/src/test/resources/savepoint-0.zip}")
tests=src/test/java/io/snowgauge/endtoend
work=$home/target/savepoint

git -C "$home" worktree add --force --detach "$work" "$commit"
trap 'git -C "$home" worktree remove --force "$work"' EXIT
cp "$home/$tests"/{StreamOnFlink,SavepointMaker}.java "$work/$tests/"
mkdir -p "$(dirname "$made")"
cd "$work"
mvn -q -Dtest=SavepointMaker -Dsavepoint="$made" -Dsurefire.failIfNoSpecifiedTests=false \
  -Dspotless.check.skip=true verify
ls -l "$made"

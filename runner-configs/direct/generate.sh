#!/usr/bin/env bash
# Makes GloboLatte's files: generate.sh [--folder DIR] [--seed N] [--corrections]
set -euo pipefail

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
bin=${JAVA_HOME:+$JAVA_HOME/bin/}

classes=$(mktemp -d)
trap 'rm -rf -- "$classes"' EXIT
"${bin}javac" -d "$classes" "$here"/generator/*.java
"${bin}java" -cp "$classes" GloboLatte "$@"

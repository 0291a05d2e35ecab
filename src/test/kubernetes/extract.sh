#!/usr/bin/env bash
# `snowgauge extract` against a real API server, kubelet and containerd: starts the cluster of cluster.sh, checks, ends it.
#
#   extract.sh             all checks of extract_checks.py, one line each, then `N passed, N failed`
#   extract.sh NAME…       only those whose names contain one of these
#   extract.sh measure     the figures of docs/measured.md; on an otherwise idle machine
#
# As root; cluster.sh says what it needs. A cluster that runs already is used and left running.
set -euo pipefail

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
home=${CLUSTER_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/snowgauge/kubernetes}

if ! "$here/cluster.sh" env >/dev/null 2>&1; then
  trap '"$here/cluster.sh" down' EXIT
fi
"$here/cluster.sh" up >/dev/null
eval "$("$here/cluster.sh" env)"

# DuckDB to look into the warehouse with, and moto for the checks of presigned URLs.
for kind in snowflake emulators; do
  lock=$here/../$kind/requirements-lock.txt
  python=$home/python-$kind
  if ! cmp -s "$lock" "$python/lock"; then
    rm -rf "$python"
    python3 -m venv "$python"
    "$python/bin/pip" install --quiet --disable-pip-version-check --requirement "$lock"
    cp "$lock" "$python/lock"
  fi
done

"$here/../../../snowgauge" --version
MOTO=$home/python-emulators/bin/moto_server "$home/python-snowflake/bin/python" "$here/extract_checks.py" "$@"

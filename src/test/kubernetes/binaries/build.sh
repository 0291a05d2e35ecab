#!/usr/bin/env bash
# Builds etcd and the four programs of a Kubernetes node into the folder given, from the versions of go.mod; some
# minutes from empty, at once if they are there. Go 1.24 or later and the Go module proxy are all it needs.
set -euo pipefail
bin=${1:?the folder for the programs}
cd "$(dirname "$0")"
version=$(GOWORK=off go list -m -f '{{.Version}}' k8s.io/kubernetes)
[ "$(cat "$bin/VERSION" 2>/dev/null)" != "$version" ] || exit 0

mkdir -p "$bin"
# The programs compare each other's versions, which only a linker flag tells them.
set_version() { printf -- '-X k8s.io/component-base/version.%s=%s ' "$1" "$2"; }
IFS=. read -r major minor _ <<<"${version#v}"
flags="-s -w $(set_version gitVersion "$version")$(set_version gitMajor "$major")$(set_version gitMinor "$minor")"
flags+="$(set_version gitTreeState clean)$(set_version gitCommit "$version")$(set_version buildDate 1970-01-01T00:00:00Z)"
GOWORK=off CGO_ENABLED=0 go build -buildvcs=false -trimpath -ldflags "$flags" -o "$bin/" tool
mv "$bin/server" "$bin/etcd"
echo "$version" > "$bin/VERSION"

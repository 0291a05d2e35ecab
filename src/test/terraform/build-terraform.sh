#!/usr/bin/env bash
# Builds Terraform from its Go module, for machines that have Go but no Terraform: it takes some minutes.
#   build-terraform.sh FILE    the program to write
# The module lacks the parts that are modules of their own, the backends that keep state in clouds; what
# checks configurations does not need them.
set -euo pipefail
version=1.11.4
target=$(realpath -m -- "$1")
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
module=$(cd "$folder" && go mod download -json "github.com/hashicorp/terraform@v$version" | sed -n 's/^.*"Dir": "\(.*\)",$/\1/p')
cp -r "$module" "$folder/source"
chmod -R u+w "$folder/source"
cd "$folder/source"
sed -i -E '/backend(Azure|Consul|Cos|GCS|Kubernetes|OSS|Pg|S3)\b/d' internal/backend/init/init.go
sed -i -E '/^godebug tlskyber/d; /terraform\/internal\/(backend\/remote-state|legacy)/d' go.mod
mkdir -p "$(dirname "$target")"
go build -mod=mod -trimpath -ldflags '-s -w -X github.com/hashicorp/terraform/version.dev=no' -o "$target" .

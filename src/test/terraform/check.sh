#!/usr/bin/env bash
# Checks the Terraform modules with Terraform itself, against the schemas of the real providers, with no
# network but for what install.sh installs, and with no account.
#   check.sh [FOLDER]                 FOLDER gets the plans of the tests, in JSON lines, a file a module
#   check.sh --documentation [write]  compares the generated part of the modules' pages, or writes it
# CHECK_TERRAFORM_CACHE is where tools are kept (target/terraform); 77 is its exit code for "skipped".
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/install.sh"

documentation() {
  local binary=$cache/terraform-docs module
  (cd "$here/documentation" && go build -trimpath -o "$binary" github.com/terraform-docs/terraform-docs)
  for module in azure snowflake; do
    "$binary" --config "$here/documentation/terraform-docs.yml" $([[ ${1:-} == write ]] || echo --output-check) "$modules/$module"
  done
}

if [[ ${1:-} == --documentation ]]; then
  documentation "${2:-}"
  exit
fi

install
plans=${1:-$cache/plans}
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r "$modules/." "$copy"
mkdir -p "$plans"
for module in snowflake azure azure/examples/globolatte; do
  printf '%s …\n' "$module"
  name=$(tr / - <<<"$module")
  (cd "$copy/$module" && check "$plans/$name")
done
(cd "$copy/azure" && subscribes_after_roles)
printf 'The Terraform modules are as they should be.\n'

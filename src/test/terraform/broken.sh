#!/usr/bin/env bash
# Requires that the checks of check.sh find what is broken in each copy that broken-copies.txt describes, and
# that it describes one of each file. It takes some minutes.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/install.sh"
install

copies=$(sed -E '/^(#.*)?$/d' "$here/broken-copies.txt")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

while read -r file; do
  grep -q "^$file " <<<"$copies" || {
    printf 'expected a broken copy of %s but found none\n' "$file" >&2
    failed=1
  }
done < <(cd "$modules" && git ls-files -- '*.tf' '*.hcl' '*.json' '*.pem')

# The module that a file is in.
module_of() {
  case $1 in
    azure/examples/globolatte/*) echo azure/examples/globolatte ;;
    *) echo "${1%%/*}" ;;
  esac
}

while read -r file script; do
  rm -rf "$work/copy"
  cp -r "$modules/." "$work/copy"
  sed -i -e "$script" "$work/copy/$file"
  # What is badly formatted would be found before what is wrong.
  "$terraform" fmt -recursive "$work/copy" >/dev/null 2>&1 || true
  module=$(module_of "$file")
  if cmp -s "$modules/$file" "$work/copy/$file"; then
    printf 'FAIL %s: %s changes nothing\n' "$file" "$script"
    failed=1
  elif (cd "$work/copy/$module" && check "$work/plan" && { [[ $module != azure ]] || subscribes_after_roles; }) >"$work/said" 2>&1; then
    printf 'FAIL %s: %s was not found\n' "$file" "$script"
    failed=1
  else
    printf 'ok   %s: %s\n' "$file" "$(grep -m1 -E '^(Error|azure:)|^[-+][^-+]' "$work/said" || head -1 "$work/said")"
  fi
done <<<"$copies"
exit "$failed"

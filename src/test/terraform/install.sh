# Sourced: makes what checks of the Terraform modules need, in $cache, and tells Terraform of it.
#   terraform   1.9 or later, from the PATH or as $CHECK_TERRAFORM (build-terraform.sh makes one)
#   providers   of the real providers' schemas: built by Go, from packages that pip downloads
# What is missing ends the script with 77, "skipped", or where CI is set with 1.
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$here/../../.." && pwd)
cache=${CHECK_TERRAFORM_CACHE:-$root/target/terraform}
terraform=${CHECK_TERRAFORM:-terraform}

skip() {
  printf 'skipped: %s; the Terraform modules are not checked\n' "$1" >&2
  [[ -z ${CI:-} ]] || exit 1
  exit 77
}

# Terraform would read it before it says its version.
export TF_CLI_CONFIG_FILE=$cache/terraform.rc CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1
mkdir -p "$cache"
cat >"$TF_CLI_CONFIG_FILE" <<END
provider_installation {
  filesystem_mirror {
    path = "$cache/providers"
  }
}
END

found=$("$terraform" version 2>/dev/null | sed -n '1s/^Terraform v//p') || true
[[ -n $found ]] || skip 'no Terraform was found'
[[ $(printf '%s\n' 1.9 "$found" | sort -V | head -1) == 1.9 ]] || skip "expected Terraform 1.9 or later but found $found"
go version >/dev/null 2>&1 || skip 'no Go was found'
python3 -m pip --version >/dev/null 2>&1 || skip 'no Python 3 with pip was found'

platform=$(go env GOOS)_$(go env GOARCH)
modules=$root/runner-configs/terraform

# provider SOURCE PACKAGE: the real provider's schema, of the types that the modules use, where Terraform looks.
provider() {
  local name=${1##*/} types folder version
  types=$(grep -rhoE --include='*.tf' "^(resource|data) \"${name}_[a-z_]+\"" "$modules" | sed -E 's/^resource "|"$//g; s/^data "/data./' | sort -u)
  version=$("$cache/provider" extract "$2" "$cache/new" $types)
  folder=$cache/providers/registry.terraform.io/$1/$version/$platform
  rm -rf "$folder"
  mkdir -p "$(dirname "$folder")"
  mv "$cache/new" "$folder"
  cp "$cache/provider" "$folder/terraform-provider-${name}_v$version"
}

install() {
  # Once for what it is made of.
  local made
  made=$(cat "$here"/provider/*.go "$here"/provider/go.* "$here/packages.txt" "$here/install.sh" <(grep -rhE --include='*.tf' '^(resource|data) ' "$modules" | sort -u) | cksum)
  [[ $(cat "$cache/made" 2>/dev/null) != "$made" ]] || return 0
  printf 'preparing schemas of the Terraform providers …\n' >&2
  rm -rf "$cache/providers" "$cache/new"
  (cd "$here/provider" && go build -trimpath -o "$cache/provider" .)
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --dest "$cache/packages" --requirement "$here/packages.txt"
  provider hashicorp/azurerm "$cache"/packages/cdktn_provider_azurerm-*.whl
  provider snowflakedb/snowflake "$cache"/packages/cdktn_provider_snowflake-*.whl
  printf '%s\n' "$made" >"$cache/made"
}

# check NAME: all that Terraform says of one module in the folder it is called in, and its tests. What the tests
# planned is left in NAME.jsonl.
check() {
  "$terraform" fmt -check -recursive -diff &&
    "$terraform" init -no-color -input=false >"$1.init" || { cat "$1.init"; return 1; }
  "$terraform" validate -no-color >"$1.validate" || { cat "$1.validate"; return 1; }
  "$terraform" test -no-color -json -verbose >"$1.jsonl" || { "$terraform" test -no-color; return 1; }
}

# subscribes_after_roles: whether the event subscription waits for each role of the topic's identity, which only
# depends_on says, and for the firewall.
subscribes_after_roles() {
  local edges wanted
  edges=$("$terraform" graph | sed -n 's/^ *"\(.*\)" -> "\(.*\)";$/\1 \2/p')
  for wanted in role_assignment.event_grid_sends role_assignment.event_grid_writes_dead_letters storage_account_network_rules.this; do
    grep -qx "azurerm_eventgrid_system_topic_event_subscription.blob_created azurerm_$wanted" <<<"$edges" || {
      printf 'azure: expected the event subscription to depend on azurerm_%s but found that it does not\n' "$wanted" >&2
      return 1
    }
  done
}

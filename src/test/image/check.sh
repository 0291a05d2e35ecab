#!/usr/bin/env bash
# Checks the image and Flink's where no Docker is: makes the folder that the layers would be and runs the app from there,
# as the image's user, with a read-only root and a fresh /tmp.
#
#   check.sh [STEP...]   all of them by default:
#     lint        hadolint, for both Dockerfiles
#     materials   the bill of materials lists each library (builds it)
#     context     lets a build have what it copies and nothing of Terraform's state and secrets beside it
#     folder      makes target/image/root by the Dockerfile's own steps, as root of it, of what that lets in
#     start       starts what ENTRYPOINT says, with the class-data archive or not at all
#     quickstart  loads the quick start; and says what to do where nothing can be written
#     secrets     no file of the layers is or holds a key
#     broken      a copy of each thing that is broken is refused by its check
#     archive     makes target/image/snowgauge.tar; containerd runs it, where that is
# Needs root, a JDK 17, Maven and Python 3.11. CHECK_PYTHON is an environment
# with what requirements-lock.txt lists; by default it is made in target/image.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../../.." && pwd)
work=$home/target/image
root=$work/root
dockerfile=$home/runner-configs/image/Dockerfile
app=$home/pipelines/target/app

fail() {
  printf 'check.sh: %s\n' "$*" >&2
  exit 1
}

# in_python PROGRAM ARGUMENT...   a program of the environment
in_python() {
  local environment=${CHECK_PYTHON:-$work/python} program=$1
  if [[ ! -x $environment/bin/hadolint ]]; then
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements-lock.txt"
  fi
  "$environment/bin/$program" "${@:2}"
}

hadolint() {
  in_python hadolint --failure-threshold=info "$@"
}

lint() {
  hadolint "$dockerfile" "$home/runner-configs/flink/Dockerfile"
}

# The sources, with what people keep beside them: Terraform's state and variables, keys, what was built.
planted() {
  local planted=$work/planted example=$work/planted/runner-configs/terraform/azure/examples/globolatte file
  rm -rf "$planted"
  mkdir -p "$planted"
  tar -C "$home" -c --exclude=target --exclude=runner-configs/direct/data \
    pom.xml LICENSE transforms io pipelines src/test/pom.xml runner-configs | tar -C "$planted" -x
  mkdir -p "$example/deployment" "$planted/pipelines/target"
  for file in "$example"/{terraform.tfstate,terraform.tfstate.backup,terraform.tfvars,snowflake.p8,snowflake-passphrase,alert-url} \
    "$example/deployment/kustomization.yaml" "$planted"/{.env,io/.env.local,pipelines/target/built,runner-configs/image/jane.p8}; do
    echo planted-secret >"$file"
  done
}

context() {
  local dockerfile=${1:-$dockerfile} context=$work/context found
  mkdir -p "$work"
  planted
  rm -rf "$context"
  in_python python3 "$here/image.py" context "$dockerfile" "$work/planted" "$context" || fail "expected what is copied to be let in"
  found=$(grep -rl planted-secret "$context" || true)
  [[ -z $found ]] || fail "expected a build without secrets but found $found"
  mkdir -p "$context/pipelines/target"
  ln -s "$app" "$context/pipelines/target/app"
}

folder() {
  context
  CONTEXT=$work/context "$here/folder.sh" "$root"
}

# in_image ARGUMENT...   options of container.sh, --, and arguments of the image
in_image() {
  local options=() entrypoint user
  while [[ $1 != -- ]]; do
    options+=("$1") && shift
  done
  shift
  mapfile -t entrypoint < <(python3 -c '
import json, sys
config = json.load(sys.stdin)
# Required here, where the image itself goes without an archive that does not fit.
print(config["User"], *config["Entrypoint"][:-1], "-Xshare:on", config["Entrypoint"][-1], sep="\n")' \
    < <(python3 "$here/image.py" config "${image:-$dockerfile}"))
  "$here/container.sh" "${layers:-$root}" "${entrypoint[0]}" "${options[@]}" -- "${entrypoint[@]:1}" "$@"
}

start() {
  local version help
  version=$(in_image -- --version)
  [[ $version == "snowgauge "[0-9]* ]] || fail "expected a version but found $version"
  help=$(in_image -- --help)
  [[ $help == *"Exit codes: 0"* ]] || fail "expected help but found $help"
}

quickstart() {
  local volume=$work/volume told
  rm -rf "$volume"
  # As Docker fills a named volume: by what the image has in its place.
  cp -a "${layers:-$root}/var/lib/snowgauge" "$volume" || fail "expected a place for the volume in the image but found none"
  # A configuration that is mounted read-only, whose folder cannot hold anything else.
  local run=(-v "$home/runner-configs/direct:/etc/snowgauge:ro" -v "$volume:/var/lib/snowgauge"
    -- run --config /etc/snowgauge/quickstart.json)
  if told=$(in_image "${run[@]}" 2>&1); then
    fail "expected a refusal where nothing can be written but found $told"
  elif [[ $told != *"staging: expected a place that can be written but found that"* ]]; then
    fail "expected a word on staging but found $told"
  fi
  told=$(in_image "${run[@]}" --set warehouse.path=/var/lib/snowgauge/warehouse.duckdb \
    --set archive=/var/lib/snowgauge/archive --set staging=/var/lib/snowgauge/staging)
  [[ $told == *"user_groups      4      49        47         2  PARTIAL"* ]] || fail "expected the quick start but found $told"
  [[ -s $volume/warehouse.duckdb && -n $(ls -A "$volume/archive") ]] || fail "expected what was loaded in $volume"
}

# Keys of clouds, private keys, signatures and passwords in URLs; and files that hold such things by their names.
secrets() {
  local layers=${layers:-$root} found
  found=$(find "$layers" -xdev \( -name '*.p8' -o -name '*.pem' -o -name '*.key' -o -name 'id_rsa*' -o -name '.env*' \
    -o -name 'credentials' -o -name '.netrc' -o -name 'settings.xml' -o -name '.git' \) -print)
  [[ -z $found ]] || fail "expected no file for secrets but found $found"
  found=$(grep -rlaIE -e '-----BEGIN ([A-Z]+ )?PRIVATE KEY-----' -e 'AKIA[0-9A-Z]{16}' -e 'AccountKey=[A-Za-z0-9+/]{40}' \
    -e 'sig=[A-Za-z0-9%]{40}' -e '[a-z]+://[^/ :"]+:[^/ @"$]{8,}@' "$layers/etc" "$layers/home" "$layers"/opt/*/*.* \
    "$layers/opt/snowgauge/flink" || true)
  [[ -z $found ]] || fail "expected no secret but found one in $found"
}

materials() {
  "$home/snowgauge" --version >/dev/null
  (cd "$home" && mvn -q -B -Psbom -pl transforms,io,pipelines,pipelines/cloud -Dmaven.test.skip=true \
    -Dspotless.check.skip=true package)
  python3 "$here/materials.py" "$app/snowgauge.cdx.json" "$app"
}

archive() {
  "$here/folder.sh" "$root" docker.io/library/snowgauge:check "$work/snowgauge.tar"
  if ! command -v containerd ctr runc >/dev/null; then
    echo "check.sh: no containerd, ctr and runc were found: running the archive is skipped" >&2
    return
  fi
  local containerd=$work/containerd told=''
  mkdir -p "$containerd"
  containerd --root "$containerd/root" --state "$containerd/state" --address "$containerd/socket" >"$containerd/log" 2>&1 &
  local daemon=$!
  for _ in {1..50}; do
    ctr -a "$containerd/socket" version >/dev/null 2>&1 && break
    sleep 0.2
  done
  ctr -a "$containerd/socket" images import "$work/snowgauge.tar" >/dev/null &&
    told=$(ctr -a "$containerd/socket" run --rm --read-only --mount type=tmpfs,dst=/tmp,options=mode=1777 \
      docker.io/library/snowgauge:check check) || true
  kill "$daemon"
  wait "$daemon" || true
  rm -rf "$containerd"
  [[ $told == *"Exit codes: 0"* ]] || fail "expected help from the image's command but found $told"
}

refused() {
  local what=$1
  shift
  if ("$@") >"$work/refused.log" 2>&1; then
    fail "expected a refusal of $what but found none"
  fi
}

broken() {
  local copy=$work/broken
  rm -rf "$copy"
  mkdir -p "$copy"
  sed 's/^FROM maven:[^ ]*/FROM maven/' "$dockerfile" >"$copy/untagged"
  refused "an image without a tag" hadolint "$copy/untagged"
  sed 's/^RUN runner-configs/RUN cd runner-configs \&\& sudo runner-configs/' "$dockerfile" >"$copy/sudo"
  refused "sudo" hadolint "$copy/sudo"
  sed 's/^RUN \["\/usr\/bin\/java", \(.*\)\]$/RUN java \1/' "$dockerfile" >"$copy/shell"
  refused "a command that needs a shell" python3 "$here/image.py" commands "$copy/shell" archive
  cp "$dockerfile.dockerignore" "$copy/all.dockerignore"
  sed 's/^COPY runner-configs\/image .*/COPY runner-configs runner-configs/' "$dockerfile" >"$copy/all"
  context "$copy/all" # What is not let in cannot be copied.
  printf '%s\n' '!runner-configs' >>"$copy/all.dockerignore"
  refused "Terraform's state in a build" context "$copy/all"
  sed '/^!runner-configs\/flink\/jobs/d' "$dockerfile.dockerignore" >"$copy/without.dockerignore"
  cp "$dockerfile" "$copy/without"
  refused "a copy of what is not let in" context "$copy/without"
  sed 's/^ENTRYPOINT .*/ENTRYPOINT ["\/bin\/sh", "-c", "snowgauge"]/' "$dockerfile" >"$copy/entrypoint"
  image=$copy/entrypoint refused "an entry point that is not there" in_image -- --version

  # Hard links: what is changed below is replaced, not written.
  cp -al "$root" "$copy/layers"
  cp --remove-destination "$root/opt/snowgauge/snowgauge.jar" "$copy/layers/opt/snowgauge/snowgauge.jar"
  layers=$copy/layers refused "class data of a jar of another time" in_image -- --version
  rm "$copy/layers/opt/snowgauge/classes.jsa"
  layers=$copy/layers refused "missing class data" in_image -- --version
  printf 'aws_access_key_id = AKIA%s\n' ABCDEFGHIJKLMNOP >"$copy/layers/home/nonroot/aws"
  layers=$copy/layers refused "a key in a file" secrets
  rm "$copy/layers/home/nonroot/aws"
  layers=$copy/layers secrets
  touch "$copy/layers/opt/snowgauge/snowgauge.p8"
  layers=$copy/layers refused "a file of a key" secrets
  rm -r "$copy/layers/var/lib/snowgauge"
  layers=$copy/layers refused "an image without a place for its volume" quickstart
  rm -rf "$copy"
}

[[ $EUID -eq 0 ]] || fail "expected root, for mounts and for the folder's owner"
for step in "${@:-lint materials context folder start quickstart secrets broken archive}"; do
  for each in $step; do
    "$each"
    echo "ok   $each"
  done
done

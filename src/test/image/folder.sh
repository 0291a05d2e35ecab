#!/usr/bin/env bash
# Makes the folder that the image's layers would be, where no Docker is: the base by base.sh, and on it what the Dockerfile
# does, by its own script and commands. Needs root, a JDK 17 and Python 3.11; the app is built by the launcher.
#
# CONTEXT is the folder of the sources that the Dockerfile copies (by default the repository).
#
#   folder.sh ROOT              a folder of its own; what is in it goes
#   folder.sh ROOT TAG OUT      and an image of it: a tar for `docker load` and `ctr images import`
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
home=$(cd -- "$here/../../.." && pwd)
dockerfile=$home/runner-configs/image/Dockerfile
root=${1:?expected the folder to make} tag=${2:-} out=${3:-}

[[ $EUID -eq 0 ]] || { echo "folder.sh: expected root, for its commands run in the folder as their root" >&2 && exit 1; }
"$home/snowgauge" --version >/dev/null
rm -rf "$root"
"$here/base.sh" "$root"
"${CONTEXT:-$home}/runner-configs/image/layout.sh" "$root/opt/snowgauge"
while read -r owner place; do
  mkdir -p "$root$place"
  chown "$owner" "$root$place"
done < <(python3 "$here/image.py" owned "$dockerfile")

# The stage that archives class data, in the JVM of that folder.
while read -r line; do
  mapfile -t command < <(python3 -c 'import json, sys; told = json.loads(sys.argv[1]); print(told["user"], *told["command"], sep="\n")' "$line")
  "$here/container.sh" "$root" "${command[0]}" -w -- "${command[@]:1}"
done < <(python3 "$here/image.py" commands "$dockerfile" archive)

if [[ -n $tag ]]; then
  python3 "$here/image.py" archive "$dockerfile" "$root" /opt/snowgauge "$tag" "${out:?expected the file of the image}"
fi

#!/usr/bin/env bash
# Runs a command in a folder as a container would: its own mounts and processes, a read-only view, a fresh /tmp, and the
# user of the image without any capability. Needs root, as mounting does.
#
#   container.sh ROOT USER:GROUP [-w] [-v FOLDER:PLACE[:ro]]... [-e NAME=VALUE]... -- COMMAND...
#     -w  may write to /opt, as a build's RUN may
set -euo pipefail

root=$(readlink -f -- "$1") user=$2
shift 2
writable='' mounts=() environment=(PATH=/usr/bin:/bin LANG=C.UTF-8 HOME=/home/nonroot)
while [[ $1 != -- ]]; do
  case $1 in
    -w) writable=yes && shift ;;
    -v) mounts+=("$2") && shift 2 ;;
    -e) environment+=("$2") && shift 2 ;;
    *) echo "container.sh: expected -w, -v, -e or -- but found $1" >&2 && exit 2 ;;
  esac
done
shift

# shellcheck disable=SC2016 # what follows is another shell's
exec unshare --mount --pid --fork --kill-child -- bash -c '
set -euo pipefail
layers=$1 user=$2 writable=$3 count=$4
shift 4
mount --make-rprivate /
# The root is made anew of what it holds, the large folders as binds: mount points are no part of what is run.
root=$(mktemp -d)
mount -t tmpfs -o mode=755 root "$root"
for entry in "$layers"/*; do
  place=$root/${entry##*/}
  case ${entry##*/} in
    opt | usr | lib | lib64) mkdir "$place" && mount --bind "$entry" "$place" ;;
    *) cp -a "$entry" "$place" && continue ;;
  esac
  [[ -n $writable ]] || mount -o remount,bind,ro "$place"
done
mount -t proc proc "$root/proc"
mount -t tmpfs -o size=16m dev "$root/dev"
for device in null zero random urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount -t tmpfs -o mode=1777 tmp "$root/tmp"
for place in "${@:1:count}"; do
  IFS=: read -r from to how <<<"$place"
  mkdir -p "$root$to"
  mount --bind "$from" "$root$to"
  [[ -z $how ]] || mount -o "remount,bind,$how" "$root$to"
done
shift "$count"
[[ -n $writable ]] || mount -o remount,ro "$root"
# A change of user drops all capabilities, and none comes back.
exec setpriv --no-new-privs -- env -i "${@/#@root/$root}"' \
  container "$root" "$user" "$writable" "${#mounts[@]}" "${mounts[@]}" \
  "${environment[@]}" "$(command -v chroot)" "--userspec=$user" --groups= @root "$@"

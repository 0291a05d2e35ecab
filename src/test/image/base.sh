#!/usr/bin/env bash
# Lays out the file system of the image's base: what distroless' java17 has, from this machine's JDK and libraries, to the
# very path of that JVM. No shell, nothing else.
#
#   base.sh ROOT     an empty or missing folder; JAVA_HOME is a JDK 17, else the one on the PATH
set -euo pipefail

root=${1:?expected the folder to lay out}
java=$(readlink -f -- "$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java")")
jdk=${java%/bin/java}
jvm=usr/lib/jvm/java-17-openjdk-amd64

mkdir -p "$root"/{bin,dev,etc/ssl/certs,home/nonroot,opt,proc,root,tmp,usr/bin,var/tmp} "$root/$jvm"
chmod 1777 "$root/tmp" "$root/var/tmp"
chmod 700 "$root/home/nonroot" "$root/root"
[[ $EUID -ne 0 ]] || chown 65532:65532 "$root/home/nonroot"
printf '%s\n' 'root:x:0:0:root:/root:/sbin/nologin' 'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin' \
  'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin' >"$root/etc/passwd"
printf '%s\n' 'root:x:0:' 'nobody:x:65534:' 'nonroot:x:65532:' >"$root/etc/group"
printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
if [[ -e /etc/ssl/certs/ca-certificates.crt ]]; then
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
fi

# The runtime without what only developers need. Times are kept: class data is archived with them.
(cd "$jdk" && find -L bin/java conf lib release -type f ! -name ct.sym ! -name src.zip -print0 |
  tar --null --files-from=- --dereference -c) | tar -C "$root/$jvm" -x
ln -s "/$jvm/bin/java" "$root/usr/bin/java"

# The C library whole, and what else the JVM and DuckDB's library are linked to.
libraries() {
  local linked
  linked=$(ldd "$jdk/bin/java" "$jdk/lib/server/libjvm.so" "$jdk"/lib/lib{net,nio,zip}.so |
    sed -n -e 's/.*=> \(\/[^ ]*\) (.*/\1/p' -e 's/^\t\(\/[^ ]*\) (.*/\1/p')
  printf '%s\n' "$linked"
  local c_library
  c_library=$(grep -m 1 '/libc\.so' <<<"$linked")
  ls "${c_library%/*}"/lib{dl,pthread,rt,resolv,util}.so.[0-9] 2>/dev/null || true
}
while read -r library; do
  if [[ $library != "$jdk"/* ]]; then
    mkdir -p "$root${library%/*}"
    cp -L --preserve=mode,timestamps "$library" "$root$library"
  fi
done < <(libraries | sort -u)

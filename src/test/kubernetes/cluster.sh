#!/usr/bin/env bash
# A real Kubernetes of one node on this machine: etcd, API server, controller manager, scheduler, kubelet and containerd, as
# processes; needs no Docker and no registry. As root, on Linux with Go 1.24 and these packages of Debian:
#   containerd runc containernetworking-plugins iptables iproute2 busybox-static openssl python3 curl, and kubectl
#
#   cluster.sh up      builds what is not built (some minutes the first time), starts everything and waits until it is ready
#   cluster.sh env     prints `export KUBECONFIG=…` and, for pods, where they reach this machine: eval "$(cluster.sh env)"
#   cluster.sh image ARCHIVE…   imports archives of images, so that pods with imagePullPolicy Never or IfNotPresent find them
#   cluster.sh down    stops what `up` has started, by its process ids, and removes what it has made but the binaries
#
# Programs are kept in $CLUSTER_HOME, by default ~/.cache/snowgauge/kubernetes. A cluster is in its folder run/, or
# in $CLUSTER_RUN: with another folder another cluster runs beside it. Ports, the pods' subnet 10.244.N.0/24 and
# their bridge are what is free.
set -euo pipefail

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
home=${CLUSTER_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/snowgauge/kubernetes}
run=${CLUSTER_RUN:-$home/run}
bin=$home/bin
service=10.96.0.1

fail() {
  printf 'cluster.sh: %s\n' "$*" >&2
  exit 1
}

say() {
  printf '%s  %s\n' "$(date +%T)" "$*" >&2
}

# Whether the process of a name that we started runs: its command line has our folder, so it is no other's that got its id.
runs() {
  local pid
  pid=$(cat "$run/pid/$1" 2>/dev/null) && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$run"
}

start() {
  local name=$1
  shift
  if runs "$name"; then return; fi
  setsid nohup "$@" >"$run/log/$name.log" 2>&1 </dev/null &
  echo $! >"$run/pid/$name"
}

# Waits at most two minutes.
await() {
  local what=$1 name=$2 tries
  shift 2
  for ((tries = 0; tries < 240; tries++)); do
    if "$@" >/dev/null 2>&1; then
      say "$what"
      return
    fi
    runs "$name" || fail "$name has ended; its last words: $(tail -n 3 "$run/log/$name.log")"
    sleep 0.5
  done
  fail "expected '$what' within two minutes; see $run/log/$name.log"
}

check_tools() {
  [[ $(id -u) == 0 ]] || fail "expected to be root, for containers need that"
  local tool
  for tool in go containerd ctr runc iptables ip openssl python3 kubectl busybox; do
    command -v "$tool" >/dev/null || fail "expected $tool on the PATH; the head of this script names the packages"
  done
  for cni in /usr/lib/cni /opt/cni/bin ''; do
    if [[ -x $cni/bridge ]]; then break; fi
  done
  [[ $cni ]] || fail "expected the CNI plugin 'bridge' in /usr/lib/cni or /opt/cni/bin"
}

# Ports and the subnet, chosen once a cluster.
choose() {
  if [[ -e $run/settings ]]; then return; fi
  local n=7
  while ip link show "snowgauge$n" >/dev/null 2>&1 || ip route show "10.244.$n.0/24" | grep -q .; do n=$((n + 1)); done
  {
    echo "n=$n bridge=snowgauge$n gateway=10.244.$n.1 cni=$cni"
    python3 - <<'PYTHON'
import socket
names = ["etcd", "peer", "api", "kubelet", "health", "manager", "scheduler", "stream"]
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in names]
print(" ".join(f"{name}_port={s.getsockname()[1]}" for name, s in zip(names, sockets)))
PYTHON
  } >"$run/settings"
}

certificate() {
  local name=$1 subject=$2
  openssl req -newkey rsa:2048 -nodes -keyout "$name.key" -out "$name.csr" -subj "$subject" 2>/dev/null
  openssl x509 -req -in "$name.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -out "$name.crt" 2>/dev/null \
    -extfile <(echo "subjectAltName=DNS:localhost,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:$service,IP:$gateway"
               echo "extendedKeyUsage=serverAuth,clientAuth")
}

certificates() {
  mkdir -p "$run/pki"
  cd "$run/pki"
  if [[ -e complete ]]; then return; fi
  openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 30 -subj /CN=snowgauge-test 2>/dev/null
  certificate apiserver /CN=kube-apiserver
  certificate admin /O=system:masters/CN=admin
  certificate kubelet /O=system:nodes/CN=system:node:node
  openssl genrsa -out accounts.key 2048 2>/dev/null
  openssl rsa -in accounts.key -pubout -out accounts.pub 2>/dev/null
  kubeconfig admin
  kubeconfig kubelet
  touch complete
}

kubeconfig() {
  local user=$1
  local k=(kubectl --kubeconfig "$run/$user.kubeconfig" config)
  {
    "${k[@]}" set-cluster snowgauge --server "https://127.0.0.1:$api_port" --certificate-authority ca.crt --embed-certs
    "${k[@]}" set-credentials "$user" --client-certificate "$user.crt" --client-key "$user.key" --embed-certs
    "${k[@]}" set-context snowgauge --cluster snowgauge --user "$user"
    "${k[@]}" use-context snowgauge
  } >/dev/null
}

configurations() {
  mkdir -p "$run/cni" "$run/containerd" "$run/kubelet"
  cat >"$run/cni/10-bridge.conflist" <<JSON
{"cniVersion": "0.4.0", "name": "$bridge", "plugins": [{"type": "bridge", "bridge": "$bridge", "isGateway": true, "ipam": {
  "type": "host-local", "ranges": [[{"subnet": "10.244.$n.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}], "dataDir": "$run/ipam"}}]}
JSON
  cat >"$run/containerd.toml" <<TOML
version = 2
root = "$run/containerd/root"
state = "$run/containerd/state"
[grpc]
  address = "$run/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$run/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "snowgauge.test/pause:1"
  disable_apparmor = true
  restrict_oom_score_adj = true
  stream_server_port = "$stream_port"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$cni"
    conf_dir = "$run/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
TOML
  cat >"$run/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $gateway
port: $kubelet_port
healthzPort: $health_port
readOnlyPort: 0
tlsCertFile: $run/pki/kubelet.crt
tlsPrivateKeyFile: $run/pki/kubelet.key
authentication: {anonymous: {enabled: false}, webhook: {enabled: false}, x509: {clientCAFile: $run/pki/ca.crt}}
authorization: {mode: AlwaysAllow}
cgroupDriver: cgroupfs
cgroupRoot: /$bridge
failSwapOn: false
enforceNodeAllocatable: []
containerRuntimeEndpoint: unix://$run/containerd.sock
podLogsDir: $run/podlogs
volumePluginDir: $run/volumes
resolvConf: ""
maxPods: 200
evictionHard: {nodefs.available: "1%", imagefs.available: "1%", nodefs.inodesFree: "1%"}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
YAML
}

# The pods' bridge; and their way to the API server, which no kube-proxy makes here.
network() {
  if ! ip link show "$bridge" >/dev/null 2>&1; then
    ip link add "$bridge" type bridge
    ip addr add "$gateway/24" dev "$bridge"
    ip link set "$bridge" up
  fi
  iptables -t nat -C PREROUTING "${to_api[@]}" 2>/dev/null || iptables -t nat -A PREROUTING "${to_api[@]}"
}

settings() {
  [[ -e $run/settings ]] || fail "no cluster in $run; cluster.sh up starts one"
  # shellcheck source=/dev/null
  source <(tr ' ' '\n' <"$run/settings")
  # shellcheck disable=SC2154
  to_api=(-i "$bridge" -d "$service/32" -p tcp --dport 443 -j DNAT --to-destination "$gateway:$api_port")
  export KUBECONFIG=$run/admin.kubeconfig
}

# A root of the pods' control groups that is this cluster's own: a kubelet ends what it finds in its root and does not know.
cgroups() {
  local root file
  for root in $(cgroup_roots); do
    mkdir -p "$root"
    for file in cpuset.cpus cpuset.mems; do
      if [[ $root == */cpuset/* || $root == *cpuset,* ]] && [[ -z $(cat "$root/$file") ]]; then
        cat "$(dirname "$root")/$file" >"$root/$file"
      fi
    done
  done
}

# One in each hierarchy of version 1, or the one of version 2.
cgroup_roots() {
  awk -v name="$bridge" '$3 ~ /^cgroup2?$/ { print $2 "/" name }' /proc/mounts
}

node_is_ready() {
  kubectl get node node -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' | grep -q True
}

up() {
  check_tools
  "$here/binaries/build.sh" "$bin"
  mkdir -p "$run"/{pid,log,images}
  choose
  settings
  certificates
  configurations
  network
  cgroups
  # shellcheck disable=SC2154
  {
    start containerd containerd -c "$run/containerd.toml"
    start etcd "$bin/etcd" --data-dir "$run/etcd" --unsafe-no-fsync --listen-client-urls "http://127.0.0.1:$etcd_port" \
      --advertise-client-urls "http://127.0.0.1:$etcd_port" --listen-peer-urls "http://127.0.0.1:$peer_port" \
      --initial-advertise-peer-urls "http://127.0.0.1:$peer_port" --initial-cluster "default=http://127.0.0.1:$peer_port"
    start api "$bin/kube-apiserver" --etcd-servers "http://127.0.0.1:$etcd_port" --secure-port "$api_port" \
      --bind-address 0.0.0.0 --advertise-address "$gateway" --endpoint-reconciler-type none --anonymous-auth=false \
      --tls-cert-file "$run/pki/apiserver.crt" --tls-private-key-file "$run/pki/apiserver.key" \
      --client-ca-file "$run/pki/ca.crt" --kubelet-certificate-authority "$run/pki/ca.crt" \
      --kubelet-client-certificate "$run/pki/admin.crt" --kubelet-client-key "$run/pki/admin.key" \
      --kubelet-preferred-address-types InternalIP --service-cluster-ip-range "${service%.*}.0/24" \
      --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$run/pki/accounts.pub" \
      --service-account-signing-key-file "$run/pki/accounts.key" --authorization-mode Node,RBAC
    await "containerd is ready" containerd ctr -a "$run/containerd.sock" version
    python3 "$here/images.py" "$run/images"
    image "$run"/images/*.tar
    await "the API server is ready" api kubectl get --raw /readyz
    start kubelet "$bin/kubelet" --config "$run/kubelet.yaml" --kubeconfig "$run/kubelet.kubeconfig" \
      --root-dir "$run/kubelet" --hostname-override node --node-ip "$gateway"
    start manager "$bin/kube-controller-manager" --kubeconfig "$KUBECONFIG" --authentication-kubeconfig "$KUBECONFIG" \
      --authorization-kubeconfig "$KUBECONFIG" --bind-address 127.0.0.1 --secure-port "$manager_port" --leader-elect=false \
      --service-account-private-key-file "$run/pki/accounts.key" --root-ca-file "$run/pki/ca.crt"
    start scheduler "$bin/kube-scheduler" --kubeconfig "$KUBECONFIG" --authentication-kubeconfig "$KUBECONFIG" \
      --authorization-kubeconfig "$KUBECONFIG" --bind-address 127.0.0.1 --secure-port "$scheduler_port" --leader-elect=false
  }
  await "the node is ready" kubelet node_is_ready
  await "service accounts are there" manager kubectl get serviceaccount default
  environment
}

environment() {
  settings
  printf 'export KUBECONFIG=%q\n' "$KUBECONFIG"
  printf 'export CLUSTER_HOST=%q CLUSTER_API=%q CONTAINERD=%q\n' \
    "$gateway" "https://127.0.0.1:$api_port" "$run/containerd.sock"
}

image() {
  local archive
  for archive; do
    ctr -a "$run/containerd.sock" -n k8s.io images import "$archive" >/dev/null || fail "could not import $archive"
  done
}

stop() {
  local name=$1 pid tries
  if runs "$name"; then
    pid=$(cat "$run/pid/$name")
    kill "$pid"
    for ((tries = 0; tries < 40; tries++)); do
      if ! runs "$name"; then break; fi
      sleep 0.25
    done
    if runs "$name"; then kill -9 "$pid"; fi
  fi
  rm -f "$run/pid/$name"
}

down() {
  settings
  local name task mount
  for name in scheduler manager kubelet api etcd; do stop "$name"; done
  if runs containerd; then
    local c=(ctr -a "$run/containerd.sock" -n k8s.io)
    for task in $("${c[@]}" tasks ls -q); do "${c[@]}" tasks kill -s SIGKILL "$task" || true; done
    for task in $("${c[@]}" tasks ls -q); do "${c[@]}" tasks delete -f "$task" >/dev/null || true; done
    for task in $("${c[@]}" containers ls -q); do "${c[@]}" containers delete "$task" || true; done
  fi
  stop containerd
  for mount in $(awk -v run="$run/" 'index($2, run) == 1 { print $2 }' /proc/mounts | sort -r); do umount "$mount" || true; done
  for mount in $(cgroup_roots); do
    if [[ -d $mount ]]; then find "$mount" -depth -type d -exec rmdir {} + 2>/dev/null || true; fi
  done
  ip link show "$bridge" >/dev/null 2>&1 && ip link delete "$bridge"
  while iptables -t nat -D PREROUTING "${to_api[@]}" 2>/dev/null; do :; done
  rm -rf "$run"
}

case ${1:-} in
  up) up ;;
  env) environment ;;
  image)
    shift
    settings
    image "$@"
    ;;
  down) down ;;
  *) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" ;;
esac

# How the app's folder is laid out: sourced by the launcher and by what makes the image.
# shellcheck shell=bash

main=io.snowgauge.pipelines.commands.Snowgauge
app_scripts=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
jvm_options=$app_scripts/jvm.options

# What is in cloud/ beyond lib/ is loaded only when a run asks for it.
#
# separate_cloud_libraries APP
separate_cloud_libraries() {
  local app=$1 jar
  for jar in "$app"/lib/*.jar "$app"/cloud/snowgauge-*.jar; do
    rm -f "$app/cloud/${jar##*/}"
  done
}

# DuckDB's driver unpacks its library at every start as long as its jar has it, and only else looks on the library path.
#
# extract_native_library APP JAVA
extract_native_library() {
  local app=$1 java=$2 system machine entry name
  case $(uname -s) in
    Linux) system=linux name=libduckdb_java.so ;;
    Darwin) system=macos name=libduckdb_java.dylib ;;
    *) return 0 ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=amd64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) return 0 ;;
  esac
  entry=libduckdb_java.so_${system}_${machine}
  mkdir -p "$app/natives"
  if (cd "$app/natives" && "${java%java}jar" xf "$app"/lib/duckdb_jdbc-*.jar "$entry") 2>/dev/null && [[ -e $app/natives/$entry ]]; then
    mv "$app/natives/$entry" "$app/natives/$name"
    "$java" "$app_scripts/RemoveEntry.java" "$app"/lib/duckdb_jdbc-*.jar "$entry"
  fi
}

# The class path; where the app lies elsewhere in the end, as it will be there.
#
# class_path APP [AT]
class_path() {
  local app=$1 at=${2:-$1} jar
  printf '%s' "$at/snowgauge.jar"
  for jar in "$app"/lib/*.jar; do
    printf ':%s' "$at/lib/${jar##*/}"
  done
}

# Sets the array place to the options that depend on where the app lies.
#
# set_place AT FLINK_SETTINGS
set_place() {
  local at=$1 flink_settings=$2
  place=(
    "-Djava.library.path=$at/natives" "-Dsnowgauge.cloud=$at/cloud"
    "-Dsnowgauge.job=$at/snowgauge-job.jar" "-Dsnowgauge.flink=$flink_settings"
  )
}

# Lists the classes that a small run loads: data of these is archived, by the JVM that is to use it.
#
# list_classes APP JAVA LIST
list_classes() (
  app=$1 java=$2 list=$3
  unset "${!SNOWGAUGE_@}" # The warm-up has a configuration of its own, and nothing may redirect it.
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  cat >"$scratch/snowgauge.json" <<'JSON'
{"datasets": {
  "shares": {"input": "lsb.users", "format": {"type": "lsf"}, "table": "SHARES", "publish": "replace"},
  "sales": {"input": "sales.csv", "format": {"type": "csv"}, "table": "SALES", "key": ["id"], "publish": "merge",
    "columns": {"id": "STRING", "quantity": "INTEGER", "price": "NUMBER(10,2)", "total": "FLOAT", "day": "DATE", "sold_at": "TIMESTAMP"}}
}}
JSON
  printf 'id,quantity,price,total,day,sold_at\n1,2,3.40,6.8,2026-01-31,2026-01-31T10:00:00Z\n' >"$scratch/sales.csv"
  printf 'Begin UserGroup\nGROUP_NAME GROUP_MEMBER USER_SHARES\nteam1 (user1) ([user1, 3])\nEnd UserGroup\n' >"$scratch/lsb.users"
  set_place "$app" "$app/none"
  "$java" "@$jvm_options" "${place[@]}" -Xshare:off -XX:DumpLoadedClassList="$scratch/all" -cp "$(class_path "$app")" \
    "$main" run --config "$scratch/snowgauge.json"
  # Without proxies of lambdas, for archiving some of Beam's crashes JDK 17.
  grep -v '^@lambda-proxy' "$scratch/all" >"$list"
)

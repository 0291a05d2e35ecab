#!/usr/bin/env bash
# Lays out what the image holds below /opt/snowgauge, from what Maven built. The Dockerfile runs it, and so does
# src/test/image/check.sh where no Docker is.
#
#   layout.sh FOLDER     an empty or missing folder; JAVA_HOME is a JDK 17, else the one on the PATH
#
# After it, the JVM of the image makes the class-data archive: arguments.txt's first part with -Xshare:dump.
set -euo pipefail

home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
built=$home/pipelines/target/app
folder=${1:?expected the folder to lay out}
at=/opt/snowgauge
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# shellcheck source=../../pipelines/src/main/app/layout.sh
source "$home/pipelines/src/main/app/layout.sh"

[[ -e $built/snowgauge.jar ]] || { echo "layout.sh: expected a built app but found no $built/snowgauge.jar" >&2 && exit 1; }
mkdir -p "$folder"
[[ -z $(ls -A "$folder") ]] || { echo "layout.sh: expected an empty folder but found files in $folder" >&2 && exit 1; }

cp -r "$built/snowgauge.jar" "$built/lib" "$built/cloud" "$folder"
cp -r "$home/runner-configs/flink/jobs" "$folder/flink"
cp "$jvm_options" "$home/LICENSE" "$folder"
if [[ -e $built/snowgauge.cdx.json ]]; then
  cp "$built/snowgauge.cdx.json" "$folder"
fi
# Where the launcher has been before, the driver's jar has its library no more.
if [[ -e $built/natives ]]; then
  cp -r "$built/natives" "$folder"
fi
separate_cloud_libraries "$folder"
extract_native_library "$folder" "$java"
list_classes "$folder" "$java" "$folder/classes.list" >&2
# Nobody needs to write here, and everybody may read.
chmod -R u=rwX,go=rX "$folder"

set_place "$at" "$at/flink"
printf '%s\n' "# What depends on where the app lies; java reads it as @app.options." \
  "${place[@]}" "-XX:SharedArchiveFile=$at/classes.jsa" "-cp $(class_path "$folder" "$at")" >"$folder/app.options"

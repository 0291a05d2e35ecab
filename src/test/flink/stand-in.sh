# Starts the stand-in for Snowflake in a folder and says where: sourced by the scripts that need one.
#   start_stand_in FOLDER    sets $stand_in_url; ends with the shell that calls it
start_stand_in() {
  local folder=$1 root python environment
  root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd)
  for python in python3.11 python3.12 python3; do
    "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break
    python=
  done
  [[ -n $python ]] || {
    printf 'expected Python 3.11 or later on the PATH but found none\n' >&2
    return 1
  }
  mkdir -p "$folder"
  environment=$root/target/stand-in
  if [[ ! -e $environment/complete ]]; then
    printf 'preparing the stand-in for Snowflake …\n' >&2
    "$python" -m venv "$environment"
    "$environment/bin/python" -m pip install -q --disable-pip-version-check -r "$root/src/test/snowflake/requirements-lock.txt"
    touch "$environment/complete"
  fi
  rm -f "$folder/port"
  # It ends with its standard input, which this shell holds open.
  exec {stand_in}> >(STAND_IN_BUCKETS='{}' exec "$environment/bin/python" "$root/src/test/snowflake/stand_in.py" \
    --log "$folder/statements.jsonl" >"$folder/port" 2>"$folder/errors")
  local tries=600
  until [[ -s $folder/port ]]; do
    ((tries-- > 0)) || {
      cat "$folder/errors" >&2
      return 1
    }
    sleep 0.1
  done
  stand_in_url="jdbc:snowflake://localhost:$(<"$folder/port")/?ssl=off&account=standin"
}

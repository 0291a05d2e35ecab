# Measures files where they lie, and hands them out. POSIX sh; needs wc and tail. Leaves nothing
# behind: no temporary file is written, so a read-only file system will do.
#
# What is put before this text: 'tag', which marks each record of the answer, and count_text, a
# function that counts records: of standard input, of which it is told the bytes and line ends. It
# becomes awk, so it is called in the background. What is put behind this text calls one of the
# functions below; text that was cut on its way calls none.
#
# The answer: fields, each ended by a NUL, which no path holds. A record is the tag, a letter and
# its fields; the last one has the letter E, so that an answer that was cut is not taken for whole.
export LC_ALL=C

has() {
  command -v "$1" >/dev/null 2>&1
}

fields() {
  for field; do
    printf '%s\0' "$field"
  done
}

say_tools() {
  if has sha256sum; then
    digest_tool=sha256sum
  elif has shasum; then
    digest_tool=shasum
  elif has openssl; then
    digest_tool=openssl
  else
    digest_tool=none
  fi
  upload_tool=none
  if has curl; then
    upload_tool=curl
  fi
  fields "$tag" T "$digest_tool" "$upload_tool"
}

# Sets 'digest' to that of file $1, or to nothing.
take_digest() {
  case $digest_tool in
    sha256sum) digest=$(sha256sum <"$1" & attend "$!") ;;
    shasum) digest=$(shasum -a 256 <"$1" & attend "$!") ;;
    openssl) digest=$(openssl dgst -sha256 <"$1" & attend "$!") ;;
    none) digest= ;;
  esac
  is_good "$?" || digest=
  digest=${digest##*= }
  digest=${digest%% *}
}

# The seconds since 1970 when file $1 was written, or nothing.
modified() {
  stat -L -c %Y -- "$1" 2>/dev/null || date -r "$1" +%s 2>/dev/null
}

# Sets 'unpack' to the tool that unpacks file $1, to nothing if it is not packed, and to
# 'unknown: …' if it is and there is no such tool.
find_unpacker() {
  unpack=
  if has od; then
    magic=$(head -c 4 <"$1" | od -An -tx1 | tr -d ' \n')
  else
    case $1 in
      *.gz) magic=1f8b ;;
      *.zst) magic=28b52ffd ;;
      *) magic= ;;
    esac
  fi
  case $magic in
    1f8b*)
      if has gzip; then
        unpack=gzip
      elif has gunzip; then
        unpack=gunzip
      else
        unpack='unknown: the file is gzip, and the container has no gzip'
      fi
      ;;
    28b52ffd)
      if has zstd; then
        unpack=zstd
      else
        unpack='unknown: the file is zstd, and the container has no zstd'
      fi
      ;;
  esac
}

# Sets 'records' to how many file $1 holds by the counting rule, or to 'unknown: …'.
count() {
  if ! has awk; then
    records='unknown: the container has no awk'
    return
  fi
  find_unpacker "$1"
  case $unpack in
    unknown*) records=$unpack ;;
    '')
      lines=$(wc -l <"$1")
      records=$(count_text "$bytes" "$((lines + 0))" <"$1" & attend "$!")
      is_good "$?" || records="unknown: awk ended with $ended"
      ;;
    *)
      # Whether it is whole, its bytes, and its line ends: a reading each, as nothing may be written.
      "$unpack" -t <"$1" >/dev/null 2>&1 &
      attend "$!"
      if [ "$ended" = 0 ]; then
        size=$("$unpack" -dc <"$1" | wc -c & attend "$!")
        is_good "$?"
        lines=$("$unpack" -dc <"$1" | wc -l & attend "$!")
        is_good "$?"
        records=$("$unpack" -dc <"$1" | count_text "$((size + 0))" "$((lines + 0))" & attend "$!")
        is_good "$?" || records="unknown: awk ended with $ended"
      else
        records="unknown: $unpack cannot unpack the file"
      fi
      ;;
  esac
  case $records in
    'unknown: '*) ;;
    '' | *[!0-9]*) records='unknown: awk gave no count' ;;
  esac
}

# Whether the file was measured before it was handed out.
again=no

# A file of more bytes is not read when all are looked at: it has an exec of its own.
most=

# Says what file $1 is and holds.
measure() {
  kind=file
  [ -L "$1" ] && kind=link
  if [ ! -e "$1" ]; then
    if [ "$kind" = link ]; then
      kind=dangling
    else
      kind=missing
    fi
  elif [ -d "$1" ]; then
    kind=folder
  elif [ -p "$1" ]; then
    kind=fifo
  elif [ ! -f "$1" ]; then
    kind=device
  elif [ ! -r "$1" ]; then
    kind=unreadable
  fi
  case $kind in
    file | link)
      bytes=$(wc -c <"$1") || bytes=
      bytes=$((bytes + 0))
      if [ "$most" ] && [ "$bytes" -gt "$most" ]; then
        fields "$tag" L "$1" "$kind" "$bytes" '' '' ''
        return
      fi
      take_digest "$1"
      # The same bytes hold as many records as before.
      records=
      if [ "$again" = no ] || [ -z "$digest" ]; then
        count "$1"
      fi
      fields "$tag" F "$1" "$kind" "$bytes" "$digest" "$(modified "$1")" "$records"
      ;;
    *)
      fields "$tag" F "$1" "$kind" 0 '' '' ''
      ;;
  esac
}

absolute() {
  case $1 in
    /*) path=$1 ;;
    *) path=${PWD%/}/$1 ;;
  esac
}

end() {
  fields "$tag" E
}

# Measures what each pattern stands for, but for files of more than $1 bytes; one without '*', '?'
# and '[' is literal.
measure_all() {
  most=$1
  shift
  exec 3<&0
  say_tools
  for pattern; do
    case $pattern in
      *[*?[]*)
        absolute "$pattern"
        expand "$path"
        ;;
      *)
        absolute "$pattern"
        measure "$path"
        ;;
    esac
  done
  end
}

# Measures file $1, whatever characters its name has.
measure_one() {
  exec 3<&0
  say_tools
  measure "$1"
  end
}

expand() {
  IFS=
  for match in $1; do
    if [ "$match" = "$1" ] && [ ! -e "$match" ] && [ ! -L "$match" ]; then
      fields "$tag" F "$match" unmatched 0 '' '' ''
    else
      measure "$match"
    fi
  done
}

# Waits for process $1, sets 'ended' to its exit status and gives it. File descriptor 3 is standard
# input.
#
# What runs in a container outlives its client: it would wait for ever for somebody to read on,
# upload a file that nobody expects any more, or count beside the next try to count. The runtime
# closes standard input when the client is gone, so the end of that ends the process. Each process
# is waited for here: the first process of a container seldom takes leave of others' orphans.
attend() {
  {
    while read -r _; do :; done
    kill "$1"
  } <&3 >/dev/null 2>&1 &
  watch=$!
  wait "$1"
  ended=$?
  kill "$watch" 2>/dev/null
  wait "$watch" 2>/dev/null
  # A watch that has ended by itself has seen the client go.
  [ "$?" -gt 128 ] || exit "$gone"
  return "$ended"
}

# What a substitution ends with whose client is gone.
gone=99

# Sets 'ended' to the exit status $1 of a substitution, and gives it; ends where its client is gone.
is_good() {
  ended=$1
  [ "$ended" != "$gone" ] || exit "$gone"
  return "$ended"
}

# Hands out file $1 from byte $2 on, the first being 1, and measures it again.
send() {
  say_tools
  fields "$tag" S "$(($(wc -c <"$1")))"
  exec 3<&0
  if [ "$2" = 1 ]; then
    cat <"$1" &
  else
    tail -c "+$2" <"$1" &
  fi
  attend "$!" || :
  # What follows a copy that failed would be taken for the rest of the file.
  [ "$ended" = 0 ] || exit 1
  again=yes
  measure "$1"
  end
}

# Has curl upload file $1, and measures it again. All that curl is told, the URL among it, it reads
# from its standard input: a pipe, as some shells write here-documents to files. What it says is
# handed out as it comes, for a command substitution would hide its process.
upload() {
  say_tools
  fields "$tag" U
  exec 3<&0
  printf '%s\n' "$curl" | curl -q -K - 2>&1 3<&- &
  attend "$!" || :
  fields '' "$ended"
  again=yes
  measure "$1"
  end
}

# Counts the records of an NDJSON file by docs/formats/csv-ndjson.md, rule 4.1; written from that page alone.
#
#   LC_ALL=C awk -v bytes=N -v lines=N -f count-ndjson.awk < FILE
#
# bytes and lines are what `wc -c` and `wc -l` say of the same file. Prints the number of records on one line, or
# `unknown: REASON`. POSIX awk.

BEGIN {
  if (dialect != "") unknown = "the programs for pods do not know " dialect
}

NR == 1 {
  kind = compressed()
  if (substr($0, 1, 3) == "\357\273\277") {
    seen += 3
    $0 = substr($0, 4)
  }
}

{
  seen += length($0) + 1
  if ($0 ~ /[^ \t\r]/) records++
}

END { report() }

# What a file that Snowgauge would decompress is compressed with.
function compressed() {
  if (substr($0, 1, 2) == "\037\213") return "gzip"
  if (substr($0, 1, 4) == "(\265/\375") return "zstd"
  if (substr($0, 1, 3) == "BZh" && (substr($0, 5, 6) == "1AY&SY" || substr($0, 5, 6) == "\027rE8P\220")) return "bzip2"
  if (substr($0, 1, 5) == "\3757zXZ") return "xz"
  if (substr($0, 1, 4) == "PK\003\004") return "zip"
  return ""
}

# Some awks end a line at a NUL byte, or drop what is behind it. Then what was read is not as long as the file, or has more
# lines. The last line may lack its line end.
function report() {
  if (bytes == "" || lines == "") unknown = "bytes and lines were not given"
  else if (kind != "") unknown = "it is compressed with " kind
  else if (unknown == "" && !(NR == lines && seen == bytes) && !(NR == lines + 1 && seen == bytes + 1))
    unknown = "this awk did not read all of it, as some do where a file has NUL bytes"
  if (unknown != "") print "unknown: " unknown
  else printf "%.0f\n", records
}

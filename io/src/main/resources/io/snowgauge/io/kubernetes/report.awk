# What all programs that count records have: whether awk could read the file as it is, and what to print.

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

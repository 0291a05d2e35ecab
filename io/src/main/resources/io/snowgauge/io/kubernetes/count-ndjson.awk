# Counts the records of an NDJSON file by docs/formats/csv-ndjson.md, rule 4.1; written from that page alone.
#
#   LC_ALL=C awk -v bytes=N -v lines=N -f count-ndjson.awk < FILE
#
# bytes and lines are what `wc -c` and `wc -l` say of the same file. Prints the number of records on one line, or
# `unknown: REASON`. POSIX awk; report.awk belongs to the program.

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

# Counts the records of a CSV file by docs/formats/csv-ndjson.md, rules 1.1 to 1.8; written from that page alone. Of other
# dialects (rules 1.9 to 1.13) it says that it does not know them.
#
#   LC_ALL=C awk -v bytes=N -v lines=N -v delimiter=, -v header=1 -v encoding=UTF-8 -v paddedQuotes=reject \
#     -f count-csv.awk < FILE
#
# bytes and lines are what `wc -c` and `wc -l` say of the same file. Prints the number of records, less the header, on one
# line, or `unknown: REASON`. Where the file has a structural fault the number means nothing: such a file fails whatever
# its count. POSIX awk; report.awk belongs to the program.
#
# The text is read line by line and each line quote by quote, so quotes are what states change at:
#   filled   the record has a byte
#   begins   a quote would be the first byte of its field
#   quoted   inside a quoted field
#   closing  behind a quote within a quoted field: it closes the field unless another one follows

BEGIN {
  if (encoding == "") encoding = "UTF-8"
  if (delimiter == "") delimiter = ","
  if (dialect != "") unknown = "the programs for pods do not know " dialect
  else if (tolower(encoding) ~ /^utf-?16/) unknown = "awk reads bytes, and this is " encoding
  else if (length(delimiter) != 1) unknown = "the delimiter is not one byte"
  QUOTE = "\""
  padded = paddedQuotes == "trim"
  if (LEAF == "") LEAF = 2000 # set by tests alone
  begins = 1
}

NR == 1 {
  kind = compressed()
  if (substr($0, 1, 3) == "\357\273\277" && tolower(encoding) ~ /^utf-?8$/) {
    seen += 3
    $0 = substr($0, 4)
  }
  if (is_sep_line()) {
    seen += 5
    $0 = substr($0, 6)
  }
}

{
  seen += length($0) + 1
  if (quoted || index($0, QUOTE) || index($0, "\r")) {
    pieces($0)
    if (!quoted || closing) end_record()
  } else if ($0 != "") {
    records++
  }
}

END {
  if (filled) records++
  if (header && records > 0) records--
  report()
}

# Excel's line that names the delimiter.
function is_sep_line() {
  return tolower(substr($0, 1, 5)) == "sep=" delimiter && (length($0) == 5 || substr($0, 6, 1) == "\r")
}

function end_record() {
  if (filled) records++
  filled = quoted = closing = 0
  begins = 1
}

# A long line is halved until its parts are short: to cut one piece after the other from its start would take a time that
# grows with the square of its length.
function pieces(text,   half) {
  if (length(text) <= LEAF) {
    leaf(text)
    return
  }
  half = int(length(text) / 2)
  pieces(substr(text, 1, half))
  pieces(substr(text, half + 1))
}

function leaf(text,   count, i, part) {
  count = split(text, part, QUOTE)
  for (i = 1; i <= count; i++) {
    if (i > 1) quote()
    if (part[i] != "") {
      if (closing) quoted = closing = 0
      if (!quoted) ordinary(part[i])
    }
  }
}

function quote() {
  filled = 1
  if (closing) closing = 0
  else if (quoted) closing = 1
  else if (begins) quoted = 1
  begins = 0
}

# Text without quotes outside of quoted fields.
function ordinary(text,   count, i, part) {
  if (index(text, "\r")) {
    count = split(text, part, "\r")
    for (i = 1; i <= count; i++) {
      if (i > 1) end_record()
      if (part[i] != "") filled = 1
    }
    text = part[count]
  } else {
    filled = 1
  }
  if (padded) begins_behind_blanks(text)
  else begins = (text == "") || substr(text, length(text)) == delimiter
}

# Where blanks in front of a quote do not count.
function begins_behind_blanks(text,   at, last) {
  at = length(text)
  while (at > 0 && (last = substr(text, at, 1)) != delimiter && last <= " ") at--
  if (at > 0) begins = substr(text, at, 1) == delimiter
}

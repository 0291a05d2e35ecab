# Counts the records of an lsb.users file by docs/formats/lsb-users.md; written from that page alone, whose rules the numbers
# below are.
#
#   LC_ALL=C awk -v bytes=N -v lines=N -v maxLineBytes=16777216 -v badEntries=rejectLine -v wanted=UserGroup \
#     -f count-lsf.awk < FILE
#
# bytes and lines are what `wc -c` and `wc -l` say of the same file. Prints the number of records on one line, or
# `unknown: REASON`. Where the file has a structural fault the number means nothing: such a file fails whatever
# its count. POSIX awk; text.awk and report.awk belong to the program.
#
# Nothing may take a time that grows with the square of a line's length, in an awk whose substr takes as long as its argument
# is: so a text is halved, or cut a few times, and never consumed piece by piece.

BEGIN {
  if (maxLineBytes == "") maxLineBytes = 16777216
  if (LEAF == "") LEAF = 2000 # set by tests alone
  wanted = wanted == "" ? "usergroup" : tolower(wanted)
  if (wanted == "usergroup") known = "GROUP_NAME GROUP_MEMBER USER_SHARES GROUP_ADMIN PRIORITY"
  else if (wanted == "usermap") known = "LOCAL REMOTE DIRECTION"
  else if (wanted != "user") unknown = "this program does not know sections called " wanted
  if (encoding != "") unknown = "awk reads UTF-8, and this is " encoding
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
  physical_line($0)
}

END {
  if (continues) end_logical_line()
  report()
}

# Rules 1.1 to 1.3 and 1.5.
function physical_line(line,   text, at, slash) {
  text = line
  at = index(line, "#")
  slash = index(line, "\\")
  if (slash > at && at) slash = 0
  if (at && !slash) {
    text = substr(line, 1, at - 1)
    if (text !~ /[^ \t\f\v]/) {
      if (continues) end_logical_line()
      if (includes == "follow" && tolower(substr(line, at + 1, 8)) ~ /^include([ \t\f\v(\r]|$)/)
        unknown = "it includes other files, whose text belongs to it"
      return
    }
  }
  if (length(line) > maxLineBytes && length(without_trailing(line, "\r")) > maxLineBytes) over = 1
  continues = 0
  if (slash) text = text_with_backslashes(without_trailing(line, "\r"))
  if (!continues) text = without_trailing(text, " \t\f\v\r")
  joinedBytes += length(text)
  if (joinedBytes > maxLineBytes) over = 1
  if (!nonblank) nonblank = text ~ /[^ \t\f\v]/
  if (over) taken()
  else add(text)
  if (!continues) end_logical_line()
}

# A backslash and the byte behind it are read together: it may continue the line, be dropped, or make a number sign text.
function text_with_backslashes(line,   text) {
  pending = commented = 0
  text = unescaped(line)
  continues = pending
  return text
}

function unescaped(text,   half, left) {
  if (commented) return ""
  if (length(text) <= LEAF) return unescaped_leaf(text)
  half = int(length(text) / 2)
  left = unescaped(substr(text, 1, half))
  return left unescaped(substr(text, half + 1))
}

function unescaped_leaf(text,   out, count, i, part, first, at) {
  count = split(text, part, /\\/)
  for (i = 1; i <= count && !commented; i++) {
    if (i > 1) {
      if (pending) out = out "\\\\"
      pending = !pending
    }
    if (part[i] != "" && pending) {
      first = substr(part[i], 1, 1)
      if (first !~ /[ \t\f\v]/) {
        out = out "\\" first
        part[i] = substr(part[i], 2)
      }
      pending = 0
    }
    at = index(part[i], "#")
    if (at) {
      commented = 1
      part[i] = substr(part[i], 1, at - 1)
    }
    out = out part[i]
  }
  return out
}

function end_logical_line(   text) {
  text = taken()
  if (nonblank) {
    if (over) line_over_the_limit()
    else logical_line(text)
  }
  joinedBytes = over = nonblank = continues = 0
}

# Rules 2.1, 2.2, 3 and 4.6.
function line_over_the_limit() {
  if (section == "") records++
  else if (section == wanted) {
    if (header) records++
    else {
      header = 1
      usable = 0
    }
  }
}

# Rules 2.1 to 2.5.
function logical_line(text,   word) {
  text = without_leading_blanks(text)
  word = first_word(text, 5)
  if (word == "begin") {
    begin(without_leading_blanks(substr(text, 6)))
  } else if (section == "") {
    records++
  } else if (word == "end") {
    section = ""
  } else if (section == wanted) {
    if (header) data_line(text)
    else header_line(text)
  }
}

# Rule 2.2, of the words behind Begin.
function begin(words) {
  section = first_word(words, 9)
  header = 0
  if (section != wanted && (section == "" || is_near(letters(words), wanted, 2))) {
    section = ""
    records++
  }
}

# The letters and digits of a text, in lower case, up to as many as matter at least.
function letters(text,   half, found, i, c) {
  if (length(text) > LEAF) {
    half = int(length(text) / 2)
    found = letters(substr(text, 1, half))
    return length(found) < 12 ? found letters(substr(text, half + 1)) : found
  }
  for (i = 1; i <= length(text) && length(found) < 12; i++) {
    c = tolower(substr(text, i, 1)) # a mawk's tolower ends at a NUL byte
    if (index("0123456789abcdefghijklmnopqrstuvwxyz", c)) found = found c
  }
  return found
}

# Whether so many edits, at most, make one text of another.
function is_near(text, other, edits) {
  while (text != "" && substr(text, 1, 1) == substr(other, 1, 1)) {
    text = substr(text, 2)
    other = substr(other, 2)
  }
  if (text == "" && other == "") return 1
  if (edits == 0 || length(text) > length(other) + edits) return 0
  return is_near(substr(text, 2), other, edits - 1) || is_near(text, substr(other, 2), edits - 1) \
    || is_near(substr(text, 2), substr(other, 2), edits - 1)
}

# In lower case; what is longer than the limit is cut one byte behind it.
function first_word(text, limit,   at) {
  text = tolower(substr(text, 1, limit + 1))
  at = match(text, /[ \t\f\v]/)
  return at ? substr(text, 1, at - 1) : text
}

# Rules 3 and 8.1. In a User section each line counts 1, as if its header were not usable.
function header_line(text) {
  header = 1
  columns = 0
  split("", columnOf)
  usable = known != "" && !index(text, "=") && all_items(text, "COLUMNS")
  if (wanted == "usermap" && columns < 3) usable = 0
  if (wanted == "usergroup" && (!("GROUP_NAME" in columnOf) || !("GROUP_MEMBER" in columnOf))) usable = 0
}

# Rules 3, 4 and 8.
function data_line(text,   count) {
  dataLine++
  names = bad = locals = remotes = 0
  count = usable && is_well_formed(text) ? names + bad + pairs() : 1
  # What the names of earlier lines take is given back from time to time.
  held += names + locals + remotes
  records += count
  if (held > 100000) {
    split("", named)
    split("", shared)
    held = 0
  }
}

# Rules 8.2 and 8.3, of a line that is well-formed but for the number of its pairs.
function pairs() {
  if (wanted != "usermap") return 0
  return locals * remotes > 1000000 ? 1 : locals * remotes
}

# Rules 4.1 to 4.6: as many values as columns, and each one what its column wants.
function is_well_formed(text,   i, at, value) {
  for (i = 1; i <= columns; i++) {
    text = without_leading_blanks(text)
    if (text == "") return 0
    if (substr(text, 1, 1) == "(") {
      at = index(text, ")")
      value = substr(text, 2, at - 2)
      if (index(value, "(")) {
        # Nobody looks into this one; in any other column's value no parenthesis may be.
        if (column[i] != "GROUP_ADMIN" && column[i] != "PRIORITY") return 0
        at = end_of_parentheses(text)
      }
      if (!at) return 0
      text = substr(text, at + 1)
      if (text != "" && text !~ /^[ \t\f\v]/) return 0
    } else {
      at = match(text, /[ \t\f\v()]/)
      value = at ? substr(text, 1, at - 1) : text
      text = at ? substr(text, at) : ""
      if (text ~ /^[()]/) return 0
      if (value == "-") value = ""
    }
    if (!is_valid(column[i], value)) return 0
  }
  return text !~ /[^ \t\f\v]/
}

# Rules 4.4 to 4.6; the value has no parentheses unless it is one that nobody looks into.
function is_valid(name, value) {
  if (name == "GROUP_NAME")
    return value ~ /^[ \t\f\v]*[^ \t\f\v]+[ \t\f\v]*$/ && value !~ /^[ \t\f\v]*-[ \t\f\v]*$/ && value !~ /[][,]/
  if (value ~ /^[ \t\f\v]*-[ \t\f\v]*$/) value = ""
  if (name == "DIRECTION") return value ~ /^[ \t\f\v]*([Ii][Mm]|[Ee][Xx])[Pp][Oo][Rr][Tt][ \t\f\v]*$/
  if (name == "LOCAL") return (locals = list_names(value)) > 0
  if (name == "REMOTE") return (remotes = list_names(value)) > 0
  if (name == "GROUP_MEMBER") return value !~ /[][,]/ && all_items(value, "NAMES")
  if (name == "USER_SHARES") {
    defaults = others = entries = 0
    return all_items(value, "SHARES")
  }
  return 1
}

# How many distinct names a list has; 0 if it is none. They are told apart from those of other lists.
function list_names(value,   count) {
  dataLine++
  count = value !~ /[][,]/ && all_items(value, "NAMES") ? names : 0
  names = 0
  return count
}

# Where the parenthesis closes that a text begins with; 0 if it does not.
function end_of_parentheses(text) {
  depth = position = closed = 0
  close_parentheses(text)
  return closed
}

function close_parentheses(text,   half, count, i, part, opened) {
  if (length(text) > LEAF) {
    half = int(length(text) / 2)
    close_parentheses(substr(text, 1, half))
    if (!closed) close_parentheses(substr(text, half + 1))
    return
  }
  count = split(text, part, ")")
  for (i = 1; i <= count && !closed; i++) {
    if (i > 1) {
      position++
      if (--depth == 0) closed = position
    }
    depth += split(part[i] ".", opened, "(") - 1
    position += length(part[i])
  }
}

# Whether a list has nothing but valid items: COLUMNS or NAMES, which blanks separate, or SHARES, which "]" ends.
function all_items(text, kind,   valid, rest) {
  if (length(text) <= LEAF) {
    if (kind == "SHARES") return all_shares(text)
    if (kind == "NAMES" && text !~ /[\t\f\v\r]/) return all_names(text)
  }
  valid = valid_items(text, kind)
  rest = taken()
  if (kind == "SHARES") return valid && (rest !~ /[^ \t\f\v]/ || is_bad_entry())
  return valid && valid_item(rest, kind)
}

# The same of entries.
function all_shares(text,   count, i, part) {
  count = split(text, part, "]")
  for (i = 1; i < count; i++) if (!valid_share(part[i]) && !is_bad_entry()) return 0
  return count == 0 || part[count] !~ /[^ \t\f\v]/ || is_bad_entry()
}

# The same of names between spaces, for which an awk needs no regular expression; other blanks it may take for any. What
# has_name does stands here once more, for a call of it for each of the many names takes longer than all the rest.
function all_names(text,   count, i, part) {
  count = split(text, part, " ")
  for (i = 1; i <= count; i++) {
    if (part[i] == "-") return 0
    if (named[part[i]] != dataLine) {
      named[part[i]] = dataLine
      names++
    }
  }
  return 1
}

# Whether all items are valid that end in a text; the start of one that does not is kept by add.
function valid_items(text, kind,   half, count, i, part) {
  if (length(text) > LEAF) {
    half = int(length(text) / 2)
    return valid_items(substr(text, 1, half), kind) && valid_items(substr(text, half + 1), kind)
  }
  count = kind == "SHARES" ? split(text, part, "]") : split(text, part, /[ \t\f\v]+/)
  if (count == 0) return 1
  add(part[1])
  if (count == 1) return 1
  if (!valid_item(taken(), kind)) return 0
  for (i = 2; i < count; i++) if (!valid_item(part[i], kind)) return 0
  add(part[count])
  return 1
}

function valid_item(item, kind) {
  if (kind == "NAMES") return item == "" || (item != "-" && has_name(item))
  if (kind == "SHARES") return valid_share(item) || is_bad_entry()
  if (item == "") return 1
  item = length(item) > 20 ? "" : toupper(item)
  if (item == "" || !index(" " known " ", " " item " ") || (item in columnOf)) return 0
  column[++columns] = item
  columnOf[item] = columns
  return 1
}

# Counts a name that the line has not had before (rule 4.7).
function has_name(name) {
  if (named[name] != dataLine) {
    named[name] = dataLine
    names++
  }
  return 1
}

# Counts a bad entry, unless it makes its line bad.
function is_bad_entry() {
  if (badEntries != "rejectEntry") return 0
  bad++
  return 1
}

# An entry without its "]", with the comma in front of it. One regular expression says whether it is one: they take long.
function valid_share(entry,   at, comma, name, number, part) {
  if (entries++ && index(entry, ",") < index(entry, "[") && match(entry, /^[ \t\f\v]*,/))
    entry = substr(entry, RLENGTH + 1)
  if (entry !~ /^[ \t\f\v]*\[[ \t\f\v]*[^][, \t\f\v()]+[ \t\f\v]*,[ \t\f\v]*[0-9]+[ \t\f\v]*$/) return 0
  at = index(entry, "[")
  comma = index(entry, ",")
  name = substr(entry, at + 1, comma - at - 1)
  number = substr(entry, comma + 1)
  if (length(number) > 9 || index(name, " ") || index(name, "\t") || index(name, "\f") || index(name, "\v")) {
    split(entry, part, /[[, \t\f\v]+/) # in front of the first is nothing
    name = part[2]
    number = part[3]
    if (length(number) > 9) sub(/^0+/, "", number)
    if (length(number) > 10) return 0
  }
  if (number + 0 < 1 || number + 0 > 2147483646) return 0
  if (name == "-" || shared[name] == dataLine) return 0
  if ((name == "default" && others) || (name == "others" && defaults)) return 0
  shared[name] = dataLine
  if (name == "default") defaults = 1
  if (name == "others") others = 1
  return has_name(name)
}

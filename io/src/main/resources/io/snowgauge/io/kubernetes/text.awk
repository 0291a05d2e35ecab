# What a program in awk does with long texts, in a time that grows with their length and not with its square.

function without_leading_blanks(text) {
  # A mawk's sub drops what is behind a NUL byte.
  return match(text, /^[ \t\f\v]+/) ? substr(text, RLENGTH + 1) : text
}

# The text up to its last byte that is none of a set.
function without_trailing(text, set,   last, times) {
  for (times = 0; times < 10; times++) {
    last = substr(text, length(text))
    if (last == "" || !index(set, last)) return text
    text = substr(text, 1, length(text) - 1)
  }
  return substr(text, 1, last_other(text, "[^" set "]"))
}

function last_other(text, other,   half, right) {
  if (text !~ other) return 0
  if (length(text) == 1) return 1
  half = int(length(text) / 2)
  right = substr(text, half + 1)
  return right ~ other ? half + last_other(right, other) : last_other(substr(text, 1, half), other)
}

# A text that is put together from pieces: add appends one, taken gives the whole and forgets it. Of the pieces in rope,
# each one is longer than the next, for those of about one length are joined: so joining takes n log n.
function add(text,   level) {
  tail = tail text
  if (length(tail) <= LEAF) return
  for (level = 0; (level in rope); level++) {
    tail = rope[level] tail
    delete rope[level]
  }
  rope[level] = tail
  if (level >= levels) levels = level + 1
  tail = ""
}

function taken(   text, level) {
  text = tail
  for (level = 0; level < levels; level++) {
    if (level in rope) {
      text = rope[level] text
      delete rope[level]
    }
  }
  tail = ""
  levels = 0
  return text
}

package io.snowgauge.transforms.digest;

import io.snowgauge.transforms.record.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Puts the keys of JSON objects in order, that of their characters' code points, and writes
 * characters as UTF-8 that have escapes for surrogates. The rest stays as it is. Reused for the
 * values of one column: a row has what was sorted until the next one is.
 */
final class SortedJson {
  /** A key with its value: where it is in what was written. */
  private static final class Member {
    final byte[] name;
    final int start;
    final int end;

    Member(byte[] name, int start, int end) {
      this.name = name;
      this.start = start;
      this.end = end;
    }
  }

  private static final Comparator<Member> BY_NAME =
      Comparator.comparing(member -> member.name, Arrays::compareUnsigned);

  /** {@code \\u0001}. */
  private static final int ESCAPE = 6;

  private byte[] json = new byte[0];
  private int jsonEnd;
  private byte[] sorted = new byte[256];
  private int size;
  private boolean isChanged;

  /**
   * Sorts a column's value.
   *
   * @param row whose value is valid JSON without blanks between its tokens
   */
  void sort(Row row, int column) {
    json = row.bytes(column);
    jsonEnd = row.end(column);
    size = 0;
    isChanged = false;
    int unused = copyValue(row.start(column));
    if (isChanged) {
      row.set(column, sorted, 0, size);
    }
  }

  /** Copies the value that begins somewhere; where it ends. */
  private int copyValue(int start) {
    return switch (json[start]) {
      case '{' -> copyObject(start);
      case '[' -> copyArray(start);
      case '"' -> copyText(start);
      default -> copy(start, endOfWord(start));
    };
  }

  private int copyArray(int start) {
    int at = copy(start, start + 1);
    while (json[at] != ']') {
      at = json[at] == ',' ? copy(at, at + 1) : copyValue(at);
    }
    return copy(at, at + 1);
  }

  private int copyObject(int start) {
    int at = copy(start, start + 1);
    int first = size;
    List<Member> members = new ArrayList<>();
    while (json[at] != '}') {
      if (json[at] == ',') {
        at = copy(at, at + 1);
      }
      int member = size;
      int endOfKey = copyText(at);
      byte[] name = name(member + 1, size - 1);
      at = copyValue(copy(endOfKey, endOfKey + 1));
      members.add(new Member(name, member, size));
    }
    arrange(first, members);
    return copy(at, at + 1);
  }

  private void arrange(int first, List<Member> members) {
    for (int i = 1; i < members.size(); i++) {
      if (BY_NAME.compare(members.get(i - 1), members.get(i)) > 0) {
        isChanged = true;
        byte[] unsorted = Arrays.copyOfRange(sorted, first, size);
        members.sort(BY_NAME);
        int at = first;
        for (Member member : members) {
          if (at > first) {
            sorted[at++] = ',';
          }
          int length = member.end - member.start;
          System.arraycopy(unsorted, member.start - first, sorted, at, length);
          at += length;
        }
        return;
      }
    }
  }

  /** Copies a text from its quote to its quote. */
  private int copyText(int start) {
    int copied = start;
    int at = start + 1;
    while (json[at] != '"') {
      if (json[at] != '\\') {
        at++;
      } else if (isSurrogate(at)) {
        int unused = copy(copied, at);
        putPair(codeUnit(at), codeUnit(at + ESCAPE));
        at += 2 * ESCAPE;
        copied = at;
      } else {
        at += 2;
      }
    }
    return copy(copied, at + 1);
  }

  /** Whether an escape is one of a surrogate, behind which the other one of the pair stands. */
  private boolean isSurrogate(int at) {
    return json[at + 1] == 'u' && Character.isHighSurrogate(codeUnit(at));
  }

  private char codeUnit(int at) {
    String digits = new String(json, at + 2, ESCAPE - 2, StandardCharsets.US_ASCII);
    return (char) Integer.parseInt(digits, 16);
  }

  private void putPair(char high, char low) {
    byte[] utf8 =
        Character.toString(Character.toCodePoint(high, low)).getBytes(StandardCharsets.UTF_8);
    reserve(utf8.length);
    System.arraycopy(utf8, 0, sorted, size, utf8.length);
    size += utf8.length;
    isChanged = true;
  }

  private int endOfWord(int start) {
    int at = start;
    while (at < jsonEnd && json[at] != ',' && json[at] != ']' && json[at] != '}') {
      at++;
    }
    return at;
  }

  /** A key that was copied, without its escapes, of which there are those of controls. */
  private byte[] name(int start, int end) {
    byte[] name = new byte[end - start];
    int length = 0;
    int at = start;
    while (at < end) {
      if (sorted[at] != '\\') {
        name[length++] = sorted[at++];
      } else if (sorted[at + 1] == 'u') {
        String digits = new String(sorted, at + 2, ESCAPE - 2, StandardCharsets.US_ASCII);
        name[length++] = (byte) Integer.parseInt(digits, 16);
        at += ESCAPE;
      } else {
        name[length++] = unescaped(sorted[at + 1]);
        at += 2;
      }
    }
    return Arrays.copyOf(name, length);
  }

  private static byte unescaped(byte letter) {
    return (byte)
        switch (letter) {
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> letter;
        };
  }

  private int copy(int start, int end) {
    int length = end - start;
    reserve(length);
    System.arraycopy(json, start, sorted, size, length);
    size += length;
    return end;
  }

  private void reserve(int length) {
    if (length > sorted.length - size) {
      sorted = Arrays.copyOf(sorted, Math.max(2 * sorted.length, size + length));
    }
  }
}

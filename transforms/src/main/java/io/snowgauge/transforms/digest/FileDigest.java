package io.snowgauge.transforms.digest;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Row;
import java.util.List;

/**
 * The digest of the records of one file: the sum of the MD5 of their canonical texts, so that it is
 * the same in whatever order they are added. It says what columns hold and not how that was
 * written; docs/formats/digest.md is the rule, of which warehouses have an implementation in SQL.
 */
public final class FileDigest {
  private final RecordHash hash;
  private long upper;
  private long lower;

  /** Of no records yet, which have these columns. */
  public FileDigest(List<Column> columns) {
    this(new RecordHash(columns));
  }

  /** Of no records yet, which this hashes. */
  public FileDigest(RecordHash hash) {
    this.hash = hash;
  }

  /**
   * Adds a record, of whose JSON the keys are in order from then on, for warehouses are given what
   * was added.
   */
  public void add(Row row) {
    hash.take(row);
    addTaken();
  }

  /** Adds the record that was hashed last, whoever had it hashed. */
  public void addTaken() {
    upper += hash.upper();
    lower += hash.lower();
  }

  /** The sums of both halves modulo 2^64, in decimal digits: {@code upper-lower}. */
  public String value() {
    return Long.toUnsignedString(upper) + "-" + Long.toUnsignedString(lower);
  }

  /** The digest of the records of both, each as {@link #value} gives it. */
  public static String sum(String one, String other) {
    int ofOne = one.indexOf('-');
    int ofOther = other.indexOf('-');
    long upper =
        Long.parseUnsignedLong(one.substring(0, ofOne))
            + Long.parseUnsignedLong(other.substring(0, ofOther));
    long lower =
        Long.parseUnsignedLong(one.substring(ofOne + 1))
            + Long.parseUnsignedLong(other.substring(ofOther + 1));
    return Long.toUnsignedString(upper) + "-" + Long.toUnsignedString(lower);
  }

  /** The sums of no records. */
  public void clear() {
    upper = 0;
    lower = 0;
  }
}

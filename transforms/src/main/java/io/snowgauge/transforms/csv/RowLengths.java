package io.snowgauge.transforms.csv;

import java.io.Serializable;

/**
 * What becomes of records with more or fewer fields than the header has names.
 *
 * @param keepsExtra whether fields without a name are kept in {@code _EXTRA} by their position;
 *     else their record is rejected
 * @param padsMissing whether fields that are not there are null; else their record is rejected
 */
public record RowLengths(boolean keepsExtra, boolean padsMissing) implements Serializable {
  /** Each record has as many fields as the header. */
  public static final RowLengths EQUAL = new RowLengths(false, false);
}

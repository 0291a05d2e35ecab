package io.snowgauge.io.warehouse;

import java.sql.SQLException;

/**
 * A column of a table that is there, as the warehouse describes it.
 *
 * @param name as the table has it
 * @param type by the warehouse's name, without what stands in brackets where that is told apart
 * @param isNullable whether it takes nulls
 * @param length how many characters a text may have; 0 where that is not told
 * @param precision how many digits a number may have; 0 where that is not told
 * @param scale how many of them stand behind the point
 * @param fraction how many digits the seconds of a timestamp may have
 */
public record CatalogColumn(
    String name,
    String type,
    boolean isNullable,
    long length,
    int precision,
    int scale,
    int fraction) {

  static CatalogColumn of(Row row) throws SQLException {
    return new CatalogColumn(
        row.text("COLUMN_NAME"),
        row.text("DATA_TYPE"),
        !row.text("IS_NULLABLE").equals("NO"),
        row.number("CHARACTER_MAXIMUM_LENGTH"),
        (int) row.number("NUMERIC_PRECISION"),
        (int) row.number("NUMERIC_SCALE"),
        (int) row.number("DATETIME_PRECISION"));
  }
}

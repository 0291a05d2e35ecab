package io.snowgauge.io.warehouse;

import io.snowgauge.transforms.digest.DigestColumn;
import io.snowgauge.transforms.record.ColumnType;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a warehouse words in a way of its own, for statements that are common otherwise. */
public interface Dialect {
  /** The name of a schema in statements, quoted, with the database where that is needed. */
  String qualified(String schema);

  /**
   * The name of a table or view in the query of a view of the same schema, so that it is found
   * there whatever becomes of the database's name.
   */
  default String nameInView(String schema, String table) {
    return qualified(schema) + "." + Identifiers.quote(table);
  }

  /**
   * How {@code ALTER TABLE … RENAME TO} takes a table's new name.
   *
   * @param schema that holds it, before and after
   * @param name plain, unquoted
   */
  default String newName(String schema, String name) {
    return qualified(schema) + "." + Identifiers.quote(name);
  }

  /** The standard's views of the database that holds the schemas, as statements name them. */
  default String informationSchema() {
    return "INFORMATION_SCHEMA";
  }

  /**
   * A condition that a column of {@link #informationSchema} holds a name, compared as this
   * warehouse compares names.
   *
   * @param name as configured
   */
  default Sql isNamed(String column, String name) {
    return isOneOf(column, List.of(name));
  }

  /** The same for several names. */
  default Sql isOneOf(String column, List<String> names) {
    return Sql.of("UPPER({column}) IN (:names)")
        .with("column", column)
        .bindAll("names", names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
  }

  /** The name of a column type. */
  String typeName(ColumnType type);

  /**
   * The name of a type for values of a column.
   *
   * @param longest no text has more bytes
   */
  default String typeName(ColumnType type, long longest) {
    return typeName(type);
  }

  /**
   * The name of a type for columns of the program's own tables, whose texts are compared as they
   * are, whatever a database has for its tables.
   */
  default String controlTypeName(ColumnType type) {
    return typeName(type);
  }

  /** No text can be longer, in bytes. */
  default long longestText() {
    return Long.MAX_VALUE;
  }

  /**
   * Whether a column that is there takes all values of a declared one, and keeps them as they are.
   *
   * @param longest no text has more bytes
   */
  default boolean fits(ColumnType declared, long longest, CatalogColumn found) {
    return sameType(typeName(declared), found.type());
  }

  private static boolean sameType(String declared, String found) {
    return declared.replace(" ", "").equalsIgnoreCase(found.replace(" ", ""));
  }

  /** The type of a column that is there, as one would declare it. */
  default String describe(CatalogColumn found) {
    return found.type();
  }

  /**
   * The type that JSON has in staged rows: text, which the target makes JSON of, unless reading is
   * the better place for that.
   */
  default ColumnType stagedJson(ColumnType type) {
    return ColumnType.STRING;
  }

  /** Names that no column can have, not even in quotes. */
  default Set<String> forbiddenColumns() {
    return Set.of();
  }

  /**
   * An expression for the JSON value of a text expression; null for null.
   *
   * @param type one of JSON, which the text is of
   */
  Sql parseJson(Sql text, ColumnType type);

  /**
   * An expression for a message of a column with … in place of each value in it, which are numbers
   * and what stands in quotes; behind signs alone in quotes there is a …, too.
   */
  Sql withoutValues(String column);

  /** The time now in UTC, by the warehouse's clock, as a timestamp without a zone. */
  String now();

  /**
   * What is added to a new target's columns to make its key known; nothing where that would be
   * enforced, for targets may hold older rows of a key.
   */
  default Optional<Sql> keyConstraint(List<String> columns) {
    return Optional.empty();
  }

  /** How many keys of a merge one statement can weigh within its memory. */
  long keysPerStatement();

  /** The kind of table that one publishing attempt needs: {@code CREATE kind TABLE}. */
  String stagingTableKind();

  /** What follows the columns, or the name, of such a table: nothing, or a blank and options. */
  default String stagingTableOptions() {
    return "";
  }

  /**
   * Prefixes a staging table's name with where it lives.
   *
   * @param name a plain name, unique to the attempt
   */
  String stagingTable(String name);

  /**
   * A query for the {@code TABLE_NAME} of staging tables that are older than any attempt lasts;
   * nothing where they end with their connection.
   *
   * @param prefix that their names start with
   */
  default Optional<Sql> oldStagingTables(String prefix) {
    return Optional.empty();
  }

  /**
   * A query for {@code STAGE_ID, STAGED, HIGHEST, DISTINCT_COUNT, DIGEST}: per {@code _STAGE_ID}
   * how many records are staged, the highest {@code _RECORD}, how many different ones there are,
   * exactly, and their digest, as {@link io.snowgauge.transforms.digest.FileDigest#value} has it.
   *
   * @param digested the columns that the digest is of, in its order; without any it is null
   */
  Sql recordCounts(String records, List<DigestColumn> digested);

  /**
   * An expression for the canonical text of a row of a table, as docs/formats/digest.md has it.
   *
   * @param columns that the text is of, in its order
   */
  Sql canonicalText(List<DigestColumn> columns);

  /**
   * An expression for what stands for a row in {@link #digest} and {@link #hash}: its canonical
   * text, or the MD5 of that where a database would make it more than once.
   */
  default Sql canonical(List<DigestColumn> columns) {
    return canonicalText(columns);
  }

  /**
   * An aggregate: the digest of a group's rows.
   *
   * @param canonical the column with what {@link #canonical} gave
   */
  Sql digest(String canonical);

  /** The MD5 of what {@link #canonical} gave, in hexadecimal digits. */
  Sql hash(String canonical);

  /** An expression for the canonical text of a column of a target's row; null for null. */
  Sql canonicalValue(DigestColumn column);

  /** The SHA-256 of a text in UTF-8, in hexadecimal digits of which letters are small. */
  Sql sha256(Sql text);

  /** An aggregate: the texts of a group, with nothing between them; null or empty of none. */
  Sql joined(String text, String order);

  /**
   * Whether JSON in a target has the text that was staged; otherwise it has only the values, and
   * its text need not be the one that a file's digest is of.
   */
  default boolean keepsJsonText() {
    return true;
  }

  /**
   * A query for {@code ROW_COUNT, BYTES} of a table, which is answered without reading it; nothing
   * where reading costs no money.
   */
  default Optional<Sql> tableSize(String schema, String table) {
    return Optional.empty();
  }

  /** An expression for the id of the current transaction; null if there is none. */
  String transaction();

  /** A query for the {@code TRANSACTION_ID} of the current transaction; null if there is none. */
  default Sql transactionId() {
    return Sql.of("SELECT {transaction} AS TRANSACTION_ID").with("transaction", transaction());
  }

  /** Whether a statement failed for want of a privilege. */
  default boolean isNotAllowed(SQLException e) {
    return false;
  }

  /** Whether a statement failed because what it names does not exist. */
  default boolean isMissing(SQLException e) {
    return false;
  }
}

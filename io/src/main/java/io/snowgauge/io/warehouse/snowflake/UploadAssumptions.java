package io.snowgauge.io.warehouse.snowflake;

import static io.snowgauge.io.warehouse.snowflake.TrialSchema.errorOf;

import io.snowgauge.io.warehouse.CopySource.Compression;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What is assumed of PUT and COPY. */
final class UploadAssumptions {
  private static final String COPY = "sql-reference/sql/copy-into-table";

  static final List<Assumption> ALL =
      List.of(
          new Assumption(
              "PUT uploads all files that a wildcard matches, and COPY tells the rows of each",
              "sql-reference/sql/put",
              "3 rows",
              schema -> {
                createText(schema);
                return schema.copy("a,b,c,d\n", "e,f,g,h\ni,j,k,l\n") + " rows";
              }),
          new Assumption(
              "COPY reads what is compressed by gzip and by Zstandard",
              COPY,
              "gzip, Zstandard",
              UploadAssumptions::readsCompressed),
          new Assumption(
              "PUT with OVERWRITE takes the place of a file that is there",
              "sql-reference/sql/put",
              "second",
              schema -> {
                createText(schema);
                schema.upload("first,,,\n");
                schema.copy("second,,,\n");
                return schema.text("SELECT A FROM {schema}.COPIED");
              }),
          new Assumption(
              "LIST names what was put just now, and dates it so",
              "sql-reference/sql/list",
              "a run, a try, within 5 minutes",
              UploadAssumptions::lists),
          new Assumption(
              "COPY keeps backslashes, \\N, umlauts, and the empty text apart from null",
              COPY,
              "EU\\user, \\N, ü, null, ''",
              UploadAssumptions::keepsTexts),
          new Assumption(
              "COPY takes timestamps that end in +00:00",
              "sql-reference/date-time-input-output",
              "2025-06-06 10:00:00.123456",
              UploadAssumptions::timestamp),
          new Assumption(
              "a file of which a row does not fit loads nothing",
              COPY,
              "refused, 0 rows",
              UploadAssumptions::allOrNothing));

  private UploadAssumptions() {}

  private static void createText(TrialSchema schema) throws SQLException {
    schema.run(
        "CREATE OR REPLACE TABLE {schema}.COPIED (A VARCHAR, B VARCHAR, C VARCHAR, D VARCHAR)");
  }

  private static String readsCompressed(TrialSchema schema) throws SQLException {
    createText(schema);
    schema.copyCompressed("gzip,,,\n", Compression.GZIP);
    String first = schema.text("SELECT A FROM {schema}.COPIED");
    createText(schema);
    schema.copyCompressed("Zstandard,,,\n", Compression.ZSTD);
    return first + ", " + schema.text("SELECT A FROM {schema}.COPIED");
  }

  private static String lists(TrialSchema schema) throws SQLException {
    if (!schema.heartbeats().leave("a run", "a try")) {
      return "PUT failed";
    }
    return schema.heartbeats().listen(schema.one()).stream()
        .map(
            heard ->
                heard.runId()
                    + ", "
                    + heard.tryId()
                    + (heard.age().abs().compareTo(Duration.ofMinutes(5)) < 0
                        ? ", within 5 minutes"
                        : ", " + heard.age()))
        .collect(Collectors.joining("; "));
  }

  private static String keepsTexts(TrialSchema schema) throws SQLException {
    createText(schema);
    schema.copy("EU\\user,\\N,ü,\n", "x,y,z,\"\"\n");
    return schema.text("SELECT A || ', ' || B || ', ' || C FROM {schema}.COPIED WHERE D IS NULL")
        + ", null, '"
        + schema.text("SELECT D FROM {schema}.COPIED WHERE A = 'x'")
        + "'";
  }

  private static String timestamp(TrialSchema schema) throws SQLException {
    schema.run("CREATE OR REPLACE TABLE {schema}.COPIED (A TIMESTAMP_NTZ(6))");
    schema.copy("2025-06-06T10:00:00.123456+00:00\n");
    return schema.text("SELECT CAST(A AS VARCHAR) FROM {schema}.COPIED");
  }

  private static String allOrNothing(TrialSchema schema) throws SQLException {
    schema.run("CREATE OR REPLACE TABLE {schema}.COPIED (A NUMBER(19, 0))");
    String error = errorOf(() -> schema.copy("1\nx\n"));
    return (error.equals("no error") ? "taken" : "refused")
        + ", "
        + schema.text("SELECT CAST(COUNT(*) AS VARCHAR) FROM {schema}.COPIED")
        + " rows";
  }
}

package io.snowgauge.pipelines.config;

import static io.snowgauge.pipelines.config.ConfigurationFolder.MINIMAL;
import static io.snowgauge.pipelines.config.ConfigurationFolder.dataset;
import static io.snowgauge.pipelines.config.ConfigurationFolder.minimalWith;
import static io.snowgauge.pipelines.config.ConfigurationFolder.snowflake;
import static io.snowgauge.pipelines.config.TabularDatasets.csv;
import static io.snowgauge.pipelines.config.TabularDatasets.csvOf;
import static io.snowgauge.pipelines.config.TabularDatasets.csvWith;
import static io.snowgauge.pipelines.config.TabularDatasets.ndjson;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ConfigurationSchemaTest {
  private static final Path PUBLISHED = Path.of("../runner-configs/snowgauge.schema.json");
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(ConfigurationSchema.json());

  @TempDir Path path;

  @Test
  void thePublishedSchemaIsTheGeneratedOne() throws IOException {
    assertThat(
        PUBLISHED + " is out of date; write to it what " + ConfigurationSchema.class + " prints",
        Files.readString(PUBLISHED).equals(ConfigurationSchema.json()));
  }

  @Test
  void isAValidSchemaItself() {
    JsonSchema metaschema =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(com.networknt.schema.SchemaLocation.of(VersionFlag.V202012.getId()));
    assertThat(metaschema.validate(ConfigurationSchema.json(), InputFormat.JSON), is(empty()));
  }

  @ParameterizedTest
  @FieldSource("GOOD")
  void acceptsWhatTheLoaderAccepts(String json) {
    new ConfigurationFolder(path).load(json, Map.of("MODE", "append"));
    assertThat(violations(json), is(empty()));
  }

  static final List<String> GOOD =
      List.of(
          """
          {
            "$schema": "snowgauge.schema.json",
            "warehouse": { "type": "duckdb", "path": "warehouse.duckdb" },
            "archive": "out/ndjson/",
            "datasets": {
              "user_groups": {
                "input": "data/lsf/{farm}/lsb.users*",
                "format": { "type": "lsf", "section": "UserGroup" },
                "table": "USER_GROUP_SHARES",
                "publish": "append"
              }
            }
          }
          """,
          MINIMAL,
          minimalWith("\"warehouse\": {\"schema\": \"lsf\", \"lockTimeout\": \"PT5M\"}"),
          minimalWith("\"warehouse\": {\"lockTimeout\": \"5 minutes\"}, \"archive\": \"s3://b/x\""),
          minimalWith("\"archiveCompression\": \"gzip\", \"rejectsPerFile\": 5.0"),
          minimalWith("\"maxDecompressedBytes\": \"5 GiB\""),
          minimalWith("\"maxDecompressedBytes\": 5"),
          minimalWith("\"notifications\": {\"type\": \"files\"}, \"sweep\": \"1 min\""),
          minimalWith("\"batch\": {\"bytes\": 1000000}, \"deadLetters\": \"letters\""),
          minimalWith("\"notifications\": {\"type\": \"sqs\", \"queueUrl\": \"https://sqs/1/q\"}"),
          minimalWith(
              "\"notifications\": {\"type\": \"kafka\", \"bootstrapServers\": \"b:1\","
                  + " \"topic\": \"t\", \"properties\": {}}"),
          minimalWith(
              "\"notifications\": {\"type\": \"kafka\", \"bootstrapServers\": \"b:1\","
                  + " \"topic\": \"t\", \"properties\": {\"client.id\": \"c\", \"a\": 5}}"),
          minimalWith(
              "\"notifications\": {\"type\": \"eventHubs\", \"namespace\": \"n\","
                  + " \"hub\": \"h\", \"auth\": {\"type\": \"oauth\"}}"),
          dataset("x", ", \"publish\": \"${env:MODE}\", \"rejects\": {}"),
          dataset("x", ", \"publish\": \"replace\", \"rejects\": {\"max\": 1, \"maxRatio\": 0.5}"),
          MINIMAL.replace("\"lsf\"", "\"lsf\", \"section\": \"UserMap\""),
          MINIMAL.replace("\"lsf\"", "\"lsf\", \"optionalColumns\": [\"PRIORITY\"]"),
          MINIMAL.replace(
              "\"lsf\"", "\"lsf\", \"section\": \"USERgroup\", \"maxLineBytes\": \"1 MB\""),
          snowflake(
              "{\"type\": \"keyPair\", \"privateKeyFile\": \"k\", \"passphrase\": \"${env:P}\"}"),
          snowflake("{\"type\": \"keyPair\", \"privateKeyFile\": \"k\"}"),
          snowflake("{\"type\": \"oauth\", \"token\": \"${env:T}\"}"),
          snowflake("{\"type\": \"token\", \"token\": \"${file:/t}\"}"),
          snowflake("{\"type\": \"password\", \"password\": \"p\"}, \"role\": \"R\""),
          snowflake("{\"type\": \"oauth\", \"token\": \"t\"}, \"stage\": {\"type\": \"internal\"}"),
          snowflake("{\"type\": \"oauth\", \"token\": \"t\"}, \"stage\": {}"),
          snowflake(
              "{\"type\": \"oauth\", \"token\": \"t\"}, "
                  + "\"stage\": {\"type\": \"external\", \"name\": \"S\"}"),
          snowflake("{\"type\": \"oauth\", \"token\": \"t\"}")
              .replace("\"account\": \"", "\"url\": \"jdbc:snowflake://"),
          csv(
              ", \"header\": false, \"delimiter\": \"\\t\", \"encoding\": \"utf-16LE\","
                  + " \"nullTokens\": [\"NULL\"], \"extraColumns\": \"refuse\","
                  + " \"maxRecordBytes\": \"1 MiB\""),
          csv(", \"delimiter\": \"\\\\t\""),
          csv(", \"delimiter\": \"|\""),
          csv(", \"delimiter\": \"^\""),
          csv(", \"delimiter\": \"~|~\", \"quote\": \"none\", \"escape\": \"\\\\\""),
          csv(
              ", \"comment\": \"#\", \"skipLines\": 3, \"trailers\": [\"Total\", \"Sum\"],"
                  + " \"quotedNulls\": true, \"extraFields\": \"keep\","
                  + " \"missingFields\": \"null\", \"nullTokens\": [\"\", \"NULL\"]"),
          ndjson(", \"nullTokens\": [\"NULL\"]"),
          csvOf("{\"id\": \"VARIANT FROM '_x.y z'\", \"n\": \"NUMBER(9,2) FORMAT '1.234,56'\"}"),
          ndjson(", \"extraColumns\": \"keep\", \"maxRecordBytes\": 268435456"),
          csvOf("{\"*\": \"int\", \"größe (m²)\": \"DATE NOT NULL FORMAT 'd.M.yyyy'\"}"),
          csvWith(", \"publish\": \"merge\", \"key\": [\"id\"]"),
          csvWith(", \"key\": [\"id\", \"unit\"]"),
          dataset("x", ", \"publish\": \"merge\", \"key\": [\"GROUP_NAME\"]"),
          dataset("x", ", \"expect\": {\"every\": \"day\", \"by\": \"06:00\"}"),
          dataset(
              "{unit}/{farm}",
              ", \"expect\": {\"every\": \"month\", \"by\": \"06:00\", \"daysAfter\": 2,"
                  + " \"captures\": {\"unit\": \"learned\", \"farm\": [\"a\", \"b\"]}}"));

  @ParameterizedTest
  @FieldSource("BAD")
  void refusesWhatTheLoaderRefuses(String json) {
    assertThat(new ConfigurationFolder(path).errors(json), is(not(empty())));
    assertThat(violations(json), is(not(empty())));
  }

  static final List<String> BAD =
      List.of(
          "{}",
          "[]",
          "{\"datasets\": {}}",
          "{\"datasets\": {\"9\": {\"input\": \"x\", \"format\": {\"type\": \"lsf\"}, \"table\":"
              + " \"T\"}}}",
          "{\"datasets\": {\"d\": {\"format\": {\"type\": \"lsf\"}, \"table\": \"T\"}}}",
          "{\"datasets\": {\"d\": {\"input\": \"x\", \"table\": \"T\"}}}",
          "{\"datasets\": {\"d\": {\"input\": \"x\", \"format\": {}, \"table\": \"T\"}}}",
          "{\"datasets\": {\"d\": {\"input\": \"x\", \"format\": {\"type\": \"lsf\"}}}}",
          minimalWith("\"wharehouse\": {}"),
          minimalWith("\"archive\": 5"),
          minimalWith("\"archive\": \" \""),
          minimalWith("\"archiveCompression\": \"GZIP\""),
          minimalWith("\"archiveCompression\": null"),
          minimalWith("\"rejectsPerFile\": -1"),
          minimalWith("\"rejectsPerFile\": \"5\""),
          minimalWith("\"rejectsPerFile\": 5.5"),
          minimalWith("\"maxDecompressedBytes\": 0"),
          minimalWith("\"maxDecompressedBytes\": \"0 GB\""),
          minimalWith("\"maxDecompressedBytes\": \"5 gigabytes\""),
          minimalWith("\"warehouse\": \"duckdb\""),
          minimalWith("\"warehouse\": {\"type\": \"postgres\"}"),
          minimalWith("\"warehouse\": {\"lockTimeout\": 5}"),
          minimalWith("\"warehouse\": {\"lockTimeout\": \"5\"}"),
          minimalWith("\"warehouse\": {\"account\": \"a\"}"),
          minimalWith("\"warehouse\": {\"type\": \"duckdb\", \"auth\": {\"type\": \"oauth\"}}"),
          minimalWith("\"warehouse\": {\"type\": \"snowflake\"}"),
          minimalWith("\"sweep\": 5"),
          minimalWith("\"batch\": {\"bytes\": 999999}"),
          minimalWith("\"batch\": {\"bytes\": 1000000001}"),
          minimalWith("\"notifications\": {\"interval\": \"5 s\"}"),
          minimalWith("\"notifications\": {\"type\": \"sqs\"}"),
          minimalWith("\"notifications\": {\"type\": \"sqs\", \"queueUrl\": \"q\"}"),
          minimalWith("\"notifications\": {\"type\": \"files\", \"topic\": \"t\"}"),
          minimalWith(
              "\"notifications\": {\"type\": \"kafka\", \"bootstrapServers\": \"b:1\","
                  + " \"topic\": \"t\", \"properties\": {\"client.id\": []}}"),
          minimalWith(
              "\"notifications\": {\"type\": \"eventHubs\", \"namespace\": \"n\","
                  + " \"hub\": \"h\", \"auth\": {\"type\": \"connectionString\"}}"),
          minimalWith(
              "\"notifications\": {\"type\": \"eventHubs\", \"namespace\": \"n\","
                  + " \"hub\": \"h\"}"),
          dataset("x", ", \"publish\": \"upsert\""),
          dataset("x", ", \"publsh\": \"append\""),
          dataset("x", ", \"rejects\": {\"max\": -1}"),
          dataset("x", ", \"rejects\": {\"max\": \"1\"}"),
          dataset("x", ", \"rejects\": {\"maxRatio\": 1.5}"),
          MINIMAL.replace("\"lsf\"", "\"csv\""),
          MINIMAL.replace("\"lsf\"", "\"lsf\", \"section\": \"Host\""),
          MINIMAL.replace("\"lsf\"", "\"lsf\", \"optionalColumns\": [\"SHARE\"]"),
          MINIMAL.replace("\"lsf\"", "\"lsf\", \"maxLineBytes\": 2000000000"),
          snowflake("{}"),
          snowflake("{\"type\": \"kerberos\"}"),
          snowflake("{\"type\": \"keyPair\"}"),
          snowflake("{\"type\": \"oauth\"}"),
          snowflake("{\"type\": \"password\", \"password\": \"\"}"),
          snowflake("{\"type\": \"password\", \"password\": \"p\", \"token\": \"t\"}"),
          snowflake("{\"type\": \"oauth\", \"token\": \"t\"}, \"path\": \"x\""),
          snowflake("{\"type\": \"oauth\", \"token\": \"t\"}, \"url\": \"jdbc:snowflake://x\""),
          snowflake("{\"type\": \"oauth\", \"token\": \"t\"}, \"stage\": {\"name\": \"S\"}"),
          snowflake("{\"type\": \"oauth\", \"token\": \"t\"}, \"stage\": {\"type\": \"external\"}"),
          snowflake("{\"type\": \"oauth\", \"token\": \"t\"}")
              .replace("\"account\": \"", "\"url\": \""),
          snowflake("{\"type\": \"oauth\", \"token\": \"t\"}").replace("\"account\"", "\"role\""),
          snowflake("{\"type\": \"oauth\", \"token\": \"t\"}").replace("\"user\"", "\"role\""),
          csvOf("{}"),
          csvOf("[]"),
          csvOf("{\"id\": 5}"),
          csvOf("{\"id\": \"NUMER\"}"),
          csvOf("{\"id\": \"STRING FORMAT 'yyyyMMdd'\"}"),
          csvOf("{\"_id\": \"STRING\"}"),
          csvOf("{\"a.b\": \"STRING\"}"),
          csvOf("{\" a\": \"STRING\"}"),
          csvOf("{\"a \": \"STRING\"}"),
          csvOf("{\"it's\": \"STRING\"}"),
          csvOf("{\"\": \"STRING\"}"),
          csvOf("{\"" + "x".repeat(256) + "\": \"STRING\"}"),
          csv("").replaceFirst(",\\s*\"columns\": [^}]*}", ""),
          ndjson("").replaceFirst(",\\s*\"columns\": [^}]*}", ""),
          csv(", \"header\": \"true\""),
          csv(", \"delimiter\": \"a\""),
          csv(", \"delimiter\": \"\\\"\""),
          csv(", \"delimiter\": \",,,,,,,,,\""),
          csv(", \"quote\": \"a\""),
          csv(", \"escape\": \"\\\\\\\\\""),
          csv(", \"skipLines\": -1"),
          csv(", \"trailers\": []"),
          csv(", \"extraFields\": \"drop\""),
          csvOf("{\"id\": \"INT FROM ''\"}"),
          csv(", \"delimiter\": \"é\""),
          csv(", \"encoding\": \"latin1\""),
          csv(", \"nullTokens\": []"),
          csv(", \"extraColumns\": \"drop\""),
          csv(", \"maxRecordBytes\": 268435457"),
          csv(", \"maxLineBytes\": 5"),
          csv(", \"section\": \"UserGroup\""),
          ndjson(", \"header\": true"),
          ndjson(", \"delimiter\": \",\""),
          ndjson(", \"encoding\": \"UTF-8\""),
          ndjson(", \"quote\": \"none\""),
          csvWith(", \"publish\": \"merge\""),
          csvWith(", \"key\": []"),
          csvWith(", \"key\": \"id\""),
          dataset("x", ", \"publish\": \"merge\""),
          dataset("x", ", \"columns\": {\"id\": \"STRING\"}"),
          MINIMAL.replace("\"lsf\"", "\"lsf\", \"header\": true"));

  @Test
  void everyGroupAndEverySettingHasADescription() {
    assertDescribed("", SCHEMA.getSchemaNode());
  }

  private static void assertDescribed(String name, JsonNode schema) {
    assertThat(name, schema.path("description").asText(), is(not("")));
    schema
        .path("properties")
        .properties()
        .forEach(property -> assertDescribed(property.getKey(), property.getValue()));
    JsonNode each = schema.path("additionalProperties");
    if (each.isObject()) {
      assertDescribed(name + ".*", each);
    }
  }

  private static Set<ValidationMessage> violations(String json) {
    return SCHEMA.validate(json, InputFormat.JSON);
  }
}

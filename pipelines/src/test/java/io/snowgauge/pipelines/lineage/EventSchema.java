package io.snowgauge.pipelines.lineage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** OpenLineage's own schemas, of events and of each facet that names its schema. */
final class EventSchema {
  private static final String SPEC = "https://openlineage.io/spec/";

  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          builder ->
              builder.schemaLoaders(
                  loaders ->
                      loaders.add(
                          location -> {
                            String name = location.toString().replaceFirst(".*/", "");
                            InputStream file =
                                EventSchema.class.getResourceAsStream("/openlineage/" + name);
                            return file == null ? null : () -> file;
                          })));

  private EventSchema() {}

  /** Requires that an event and all facets in it are as they say they are. */
  static JsonNode valid(String event) throws IOException {
    assertThat(event.lines().count(), is(1L));
    JsonNode json = new ObjectMapper().readTree(event);
    require(json, json.get("schemaURL").asText());
    requireFacets(json);
    return json;
  }

  /** The names of the facets that were found in events, wherever they stand. */
  static List<String> facets(JsonNode json) {
    TreeSet<String> names = new TreeSet<>();
    collect(json, names);
    return new ArrayList<>(names);
  }

  private static void collect(JsonNode json, Set<String> names) {
    json.fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().has("_schemaURL")) {
                names.add(field.getKey());
              }
              collect(field.getValue(), names);
            });
    if (json.isArray()) {
      json.forEach(each -> collect(each, names));
    }
  }

  private static void requireFacets(JsonNode json) {
    if (json.has("_schemaURL")) {
      require(json, json.get("_schemaURL").asText());
    }
    json.forEach(EventSchema::requireFacets);
  }

  private static void require(JsonNode json, String url) {
    assertThat(url, url.startsWith(SPEC));
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    assertThat(
        url + " " + json,
        Objects.requireNonNull(FACTORY.getSchema(SchemaLocation.of(url), config)).validate(json),
        is(empty()));
  }
}

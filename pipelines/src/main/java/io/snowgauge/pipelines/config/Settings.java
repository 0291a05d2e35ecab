package io.snowgauge.pipelines.config;

import io.snowgauge.io.notifications.Subscription;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.pipelines.config.engine.Catalogue;
import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All settings there are, in the order in which they are shown and checked, and the configuration
 * that is made of them.
 */
final class Settings {
  static final Catalogue CATALOGUE =
      new Catalogue(
          List.of(ObjectStorage.GROUP, Alerts.GROUP, Extractions.GROUP, Datasets.GROUP),
          sections());

  private Settings() {}

  private static List<Section> sections() {
    List<Section> sections =
        new ArrayList<>(
            List.of(
                Warehouses.TYPES,
                DuckDb.SECTION,
                Snowflake.ACCOUNT_SECTION,
                Warehouses.TARGETS,
                Snowflake.AUTH_SECTION,
                Snowflake.STAGE_SECTION,
                Outputs.PLACES));
    sections.addAll(ObjectStorage.SECTIONS);
    sections.addAll(
        List.of(
            Outputs.LIMITS,
            Notifications.TYPES,
            EventHubs.HUBS,
            Kafka.TOPICS,
            Kafka.CONSUMER,
            Kafka.PROPERTIES,
            AzureSubscriber.SECTION,
            Sqs.SECTION,
            AzureQueue.SECTION,
            Notifications.FILES));
    sections.addAll(Streams.SECTIONS);
    sections.add(Retentions.SECTION);
    sections.add(Proofs.SECTION);
    sections.add(Alerts.SECTION);
    sections.add(Lineages.SECTION);
    sections.add(Extractions.SECTION);
    sections.addAll(ofDatasets());
    return sections;
  }

  private static List<Section> ofDatasets() {
    return List.of(
        Datasets.INPUTS,
        FormatType.TYPES,
        Lsf.SECTION,
        Csv.SECTION,
        FormatType.TEXTS,
        Ndjson.SECTION,
        Tabular.SECTION,
        Tabular.COLUMNS,
        Datasets.TARGETS,
        Datasets.REJECTS,
        Expectations.SECTION,
        Expectations.CAPTURES);
  }

  /** What values that passed every check mean. */
  static Configuration configuration(Values values, List<String> warnings) {
    return new Configuration(
        warehouse(values),
        values.get(Outputs.ARCHIVE),
        values.get(Outputs.ARCHIVE_COMPRESSION),
        values.get(Outputs.STAGING),
        values.get(Outputs.REJECTS_PER_FILE),
        values.get(Outputs.MAX_DECOMPRESSED_BYTES),
        new ObjectStorage(values),
        Streams.streaming(values, subscription(values)),
        values.names(Datasets.GROUP).stream().map(name -> Datasets.dataset(values, name)).toList(),
        Expectations.expectations(values),
        values.names(Extractions.GROUP).stream()
            .map(name -> Extractions.extraction(values, name))
            .toList(),
        Retentions.retention(values),
        Proofs.proof(values),
        Alerts.routes(values),
        Lineages.target(values),
        Streams.textfile(values),
        values.flat(),
        Stream.of(Snowflake.AUTH_GROUP, Notifications.GROUP)
            .filter(values::holdsSecret)
            .map(Group::pattern)
            .toList(),
        warnings);
  }

  private static Warehouse warehouse(Values values) {
    return switch (values.get(Warehouses.TYPE)) {
      case DUCKDB -> DuckDb.warehouse(values);
      case SNOWFLAKE -> Snowflake.warehouse(values);
    };
  }

  /** Null where a stream only lists inputs. */
  private static @Nullable Subscription subscription(Values values) {
    Notifications.Type type = values.find(Notifications.TYPE);
    if (type == null) {
      return null;
    }
    return switch (type) {
      case EVENT_HUBS -> EventHubs.subscription(values);
      case KAFKA -> Kafka.subscription(values);
      case SQS -> Sqs.subscription(values);
      case AZURE_QUEUE -> AzureQueue.subscription(values);
      case FILES -> null;
    };
  }
}

package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.io.files.azure.AzureAccess;
import io.snowgauge.io.files.s3.S3Access;
import io.snowgauge.pipelines.config.engine.Catalogue;
import io.snowgauge.pipelines.config.engine.GivenValues;
import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Validation;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.DeferredJson;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.config.types.ValueContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How object storage is reached. Its parts need the libraries of the clouds, so they are made when
 * they are asked for.
 */
public final class ObjectStorage {
  static final Group GROUP =
      new Group("storage", "How object storage is reached, where it has to be said.");

  static final List<Section> SECTIONS = List.of(S3.SECTION, Azure.ACCOUNTS, Azure.AUTH_SECTION);

  private final Values values;

  ObjectStorage(Values values) {
    this.values = values;
  }

  /** Amazon S3, or what speaks like it. */
  public S3Access s3() {
    return S3.access(values);
  }

  /** Azure blob storage. */
  public AzureAccess azure() {
    return Azure.access(values);
  }

  /**
   * Options of Beam that say the same, with references resolved.
   *
   * @param options for AWS, each of which was given
   * @throws InvalidConfigurationException if one that a cluster would keep holds a secret
   */
  public List<String> beamArguments(Collection<BeamStorageOption> options, boolean onCluster) {
    return options.stream()
        .map(option -> option.option() + "=" + beamValue(option, onCluster))
        .toList();
  }

  private String beamValue(BeamStorageOption option, boolean onCluster) {
    Object value = option.setting() == null ? null : values.find(option.setting());
    if (!(value instanceof DeferredJson json)) {
      return String.valueOf(value);
    }
    if (onCluster && json.holdsSecret()) {
      throw new InvalidConfigurationException(
          List.of(
              option.option()
                  + ": expected no secret, for notifications.type is sqs, whose reader on a cluster"
                  + " takes this option from the job, where it would be stored, but found one; use"
                  + " a provider that finds its secrets where the workers are"));
    }
    return json.read();
  }

  /**
   * The same for other processes: references to secrets, never a secret.
   *
   * @throws IllegalArgumentException if it holds a secret itself
   */
  public String toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    values.portable(GROUP).forEach(json::put);
    return json.toString();
  }

  /** Reads what {@link #toJson} wrote. */
  public static ObjectStorage fromJson(String json) {
    List<String> texts = new ArrayList<>();
    ObjectMapper mapper = new ObjectMapper();
    try {
      mapper
          .readTree(json)
          .properties()
          .forEach(value -> texts.add(value.getKey() + "=" + value.getValue().textValue()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("expected the storage configuration as JSON", e);
    }
    Problems problems = new Problems();
    Catalogue catalogue = new Catalogue(List.of(Outputs.ROOT, GROUP), SECTIONS);
    GivenValues given =
        GivenValues.of(catalogue, mapper.createObjectNode(), Map.of(), texts, problems);
    ValueContext context = new ValueContext("", Path.of("/"), Map.of());
    ObjectStorage storage = new ObjectStorage(Validation.of(given, context, problems));
    problems.refuseErrors();
    return storage;
  }
}

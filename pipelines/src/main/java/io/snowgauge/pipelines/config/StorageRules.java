package io.snowgauge.pipelines.config;

import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.Storage;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An embedded DuckDB reads staged parts itself, and only local ones; and credentials or an endpoint
 * that belong to one Azure account do not serve another.
 */
final class StorageRules {
  private static final String AZURE = "azfs://";
  private static final String AZURE_HOST = ".blob.";

  private final Values values;
  private final Dictionary given;
  private final Map<String, String> environment;
  private final Problems problems;

  StorageRules(
      Values values, Dictionary given, Map<String, String> environment, Problems problems) {
    this.values = values;
    this.given = given;
    this.environment = environment;
    this.problems = problems;
  }

  /** Checks the places that are valid. */
  void check() {
    String staging = values.find(Settings.STAGING);
    String warehouse = values.find(Settings.WAREHOUSE_TYPE);
    if (staging != null && !Storage.isLocal(staging) && Settings.DUCKDB.equals(warehouse)) {
      problems.error(
          Settings.STAGING.pattern()
              + ": expected a local folder, for warehouse.type is duckdb, which reads local parts"
              + " only, but found "
              + ShownValue.text(staging));
    }
    String account = values.find(Settings.STORAGE_AZURE_ACCOUNT);
    if (account != null) {
      checkAccount(account);
    } else {
      checkSameAccount();
    }
    checkConnectionString(account);
  }

  private String named(Setting<?> setting) {
    return BeamStorageOptions.named(setting.pattern(), given.get(setting.pattern()));
  }

  /** What is said of the account must be said of the one that is named. */
  private void checkAccount(String account) {
    String name = named(Settings.STORAGE_AZURE_ACCOUNT);
    String endpoint = values.find(Settings.STORAGE_AZURE_ENDPOINT);
    String ofEndpoint = endpoint == null ? null : accountOf(URI.create(endpoint));
    if (ofEndpoint != null && !ofEndpoint.equals(account)) {
      refuse(named(Settings.STORAGE_AZURE_ENDPOINT), account, name, ofEndpoint);
    }
    places()
        .forEach(
            (key, place) -> {
              String found = accountOf(place);
              if (found != null && !found.equals(account)) {
                refuse(key, account, name, found);
              }
            });
  }

  private void refuse(String key, String account, String name, String found) {
    problems.error(
        "%s: expected the account %s, which %s names, but found %s"
            .formatted(key, account, name, ShownValue.text(found)));
  }

  private void checkSameAccount() {
    boolean chain = Settings.DEFAULT_CHAIN.equals(values.find(Settings.STORAGE_AZURE_AUTH_TYPE));
    if (chain && values.find(Settings.STORAGE_AZURE_ENDPOINT) == null) {
      return;
    }
    String first = null;
    for (Map.Entry<String, String> place : places().entrySet()) {
      String account = accountOf(place.getValue());
      if (account != null) {
        first = first == null ? account : first;
        if (!account.equals(first)) {
          problems.error(
              place.getKey()
                  + ": expected the account "
                  + first
                  + ", for storage.azure has the endpoint or the credentials of one account, but"
                  + " found "
                  + ShownValue.text(account));
        }
      }
    }
  }

  /** A connection string names an account and may name an endpoint; what else does must agree. */
  private void checkConnectionString(@Nullable String account) {
    SecretReference reference = values.find(Settings.STORAGE_AZURE_AUTH_CONNECTION_STRING);
    Map<String, String> parts = reference == null ? Map.of() : parts(reference);
    String name = named(Settings.STORAGE_AZURE_AUTH_CONNECTION_STRING);
    String found = parts.get("AccountName");
    if (account != null && found != null && !found.equals(account)) {
      refuse(name, account, named(Settings.STORAGE_AZURE_ACCOUNT), found);
    }
    String endpoint = values.find(Settings.STORAGE_AZURE_ENDPOINT);
    String blob = parts.get("BlobEndpoint");
    if (endpoint != null && blob != null && !blob.replaceFirst("/$", "").equals(endpoint)) {
      problems.error(
          "%s: expected the endpoint %s, which %s says, but found %s"
              .formatted(
                  name, endpoint, named(Settings.STORAGE_AZURE_ENDPOINT), ShownValue.text(blob)));
    }
  }

  /** What is not secret in it; nothing, if it is nothing that can be read here. */
  private Map<String, String> parts(SecretReference reference) {
    String text;
    try {
      text = reference.read(environment);
    } catch (InvalidConfigurationException e) {
      return Map.of();
    }
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : text.split(";", -1)) {
      String[] pair = part.strip().split("=", 2);
      if (pair.length == 2 && (pair[0].equals("AccountName") || pair[0].equals("BlobEndpoint"))) {
        parts.put(pair[0], pair[1]);
      }
    }
    return parts;
  }

  /** The account of Azure's own host, or the one in the path, as emulators have it. */
  private static @Nullable String accountOf(URI endpoint) {
    String host = Optional.ofNullable(endpoint.getHost()).orElse("");
    int blob = host.indexOf(AZURE_HOST);
    if (blob > 0) {
      return host.substring(0, blob);
    }
    String path = endpoint.getPath().replaceAll("^/|/$", "");
    return path.isEmpty() || path.indexOf('/') >= 0 ? null : path;
  }

  private static @Nullable String accountOf(String place) {
    return place.startsWith(AZURE) ? place.substring(AZURE.length()).split("/", 2)[0] : null;
  }

  private Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    for (String dataset : values.datasets()) {
      InputPattern input = values.find(DatasetSettings.INPUT, dataset);
      if (input != null) {
        places.put(DatasetSettings.INPUT.key(dataset), input.root());
      }
    }
    for (String extraction : values.extractions()) {
      String destination = values.find(ExtractSettings.DESTINATION, extraction);
      if (destination != null) {
        places.put(ExtractSettings.DESTINATION.key(extraction), destination);
      }
    }
    for (Setting<String> setting :
        List.of(Settings.ARCHIVE, Settings.STAGING, NotificationSettings.DEAD_LETTERS)) {
      String folder = values.find(setting);
      if (folder != null) {
        places.put(setting.pattern(), folder);
      }
    }
    return places;
  }
}

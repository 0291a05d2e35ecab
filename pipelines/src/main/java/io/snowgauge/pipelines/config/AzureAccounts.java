package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.DeferredText;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.config.types.ShownValue;
import io.snowgauge.transforms.files.InputPattern;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Credentials or an endpoint that belong to one Azure account do not serve another. */
final class AzureAccounts {
  private static final String AZURE = "azfs://";
  private static final String AZURE_HOST = ".blob.";

  private final Values values;
  private final Map<String, String> environment;
  private final Problems problems;

  private AzureAccounts(Values values, Map<String, String> environment, Problems problems) {
    this.values = values;
    this.environment = environment;
    this.problems = problems;
  }

  /** Checks the locations that are valid. */
  static void check(Values values, Map<String, String> environment, Problems problems) {
    new AzureAccounts(values, environment, problems).check();
  }

  private void check() {
    String account = values.find(Azure.ACCOUNT);
    if (account != null) {
      checkAccount(account);
    } else {
      checkSameAccount();
    }
    checkConnectionString(account);
  }

  private String named(Setting<?> setting) {
    return BeamStorageOptions.named(setting.pattern(), values.given().get(setting.pattern()));
  }

  /** What is said of the account must be said of the one that is named. */
  private void checkAccount(String account) {
    String name = named(Azure.ACCOUNT);
    String endpoint = values.find(Azure.ENDPOINT);
    String ofEndpoint = endpoint == null ? null : accountOf(URI.create(endpoint));
    if (ofEndpoint != null && !ofEndpoint.equals(account)) {
      refuse(named(Azure.ENDPOINT), account, name, ofEndpoint);
    }
    locations()
        .forEach(
            (key, location) -> {
              String found = accountOf(location);
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
    boolean chain = values.find(Azure.AUTH) == Azure.Auth.DEFAULT;
    if (chain && values.find(Azure.ENDPOINT) == null) {
      return;
    }
    String first = null;
    for (Map.Entry<String, String> location : locations().entrySet()) {
      String account = accountOf(location.getValue());
      if (account != null) {
        first = first == null ? account : first;
        if (!account.equals(first)) {
          problems.error(
              location.getKey()
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
    DeferredText reference = values.find(Azure.CONNECTION_STRING);
    Map<String, String> parts = reference == null ? Map.of() : parts(reference);
    String name = named(Azure.CONNECTION_STRING);
    String found = parts.get("AccountName");
    if (account != null && found != null && !found.equals(account)) {
      refuse(name, account, named(Azure.ACCOUNT), found);
    }
    String endpoint = values.find(Azure.ENDPOINT);
    String blob = parts.get("BlobEndpoint");
    if (endpoint != null && blob != null && !blob.replaceFirst("/$", "").equals(endpoint)) {
      problems.error(
          "%s: expected the endpoint %s, which %s says, but found %s"
              .formatted(name, endpoint, named(Azure.ENDPOINT), ShownValue.text(blob)));
    }
  }

  /** What is not secret in it; nothing, if it is nothing that can be read here. */
  private Map<String, String> parts(DeferredText reference) {
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

  private static @Nullable String accountOf(String location) {
    return location.startsWith(AZURE) ? location.substring(AZURE.length()).split("/", 2)[0] : null;
  }

  private Map<String, String> locations() {
    Map<String, String> locations = new LinkedHashMap<>();
    for (String name : values.names(Datasets.GROUP)) {
      Values dataset = values.in(name);
      InputPattern input = dataset.find(Datasets.INPUT);
      if (input != null) {
        locations.put(dataset.key(Datasets.INPUT), input.root());
      }
    }
    for (String name : values.names(Extractions.GROUP)) {
      add(locations, values.in(name), Extractions.DESTINATION);
    }
    for (Setting<String> folder : List.of(Outputs.ARCHIVE, Outputs.STAGING, Streams.DEAD_LETTERS)) {
      add(locations, values, folder);
    }
    return locations;
  }

  private static void add(Map<String, String> locations, Values values, Setting<String> folder) {
    String uri = values.find(folder);
    if (uri != null) {
      locations.put(values.key(folder), uri);
    }
  }
}

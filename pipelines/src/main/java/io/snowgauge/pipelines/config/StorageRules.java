package io.snowgauge.pipelines.config;

import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.Storage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An embedded DuckDB reads staged parts itself, and only local ones; and credentials or an endpoint
 * that belong to one Azure account do not serve another.
 */
final class StorageRules {
  private static final String AZURE = "azfs://";

  private StorageRules() {}

  /** Checks the places that are valid. */
  static void check(Values values, Problems problems) {
    String staging = values.find(Settings.STAGING);
    String warehouse = values.find(Settings.WAREHOUSE_TYPE);
    if (staging != null && !Storage.isLocal(staging) && Settings.DUCKDB.equals(warehouse)) {
      problems.error(
          Settings.STAGING.pattern()
              + ": expected a local folder, for warehouse.type is duckdb, which reads local parts"
              + " only, but found "
              + Found.text(staging));
    }
    checkAccounts(values, problems);
  }

  private static void checkAccounts(Values values, Problems problems) {
    boolean chain = Settings.DEFAULT_CHAIN.equals(values.find(Settings.STORAGE_AZURE_AUTH_TYPE));
    if (chain && values.find(Settings.STORAGE_AZURE_ENDPOINT) == null) {
      return;
    }
    String first = null;
    for (Map.Entry<String, String> place : places(values).entrySet()) {
      if (place.getValue().startsWith(AZURE)) {
        String account = place.getValue().substring(AZURE.length()).split("/", 2)[0];
        first = first == null ? account : first;
        if (!account.equals(first)) {
          problems.error(
              place.getKey()
                  + ": expected the account "
                  + first
                  + ", for storage.azure has the endpoint or the credentials of one account, but"
                  + " found "
                  + Found.text(account));
        }
      }
    }
  }

  private static Map<String, String> places(Values values) {
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

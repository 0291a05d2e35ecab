package io.snowgauge.pipelines.config;

import io.snowgauge.io.files.azure.AzureAccess;
import io.snowgauge.io.files.azure.AzureCredential;
import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.DeferredJson;
import io.snowgauge.pipelines.config.types.DeferredText;
import io.snowgauge.pipelines.config.types.Reference;
import io.snowgauge.pipelines.config.types.Texts;

/** Azure blob storage; {@link AzureAccounts} has the rules. */
final class Azure {
  enum Auth {
    DEFAULT,
    ACCOUNT_KEY,
    SAS,
    CONNECTION_STRING,
    CREDENTIALS_PROVIDER
  }

  static final Section ACCOUNTS = new Section(new Group("storage.azure", "Azure blob storage."));
  static final Section AUTH_SECTION =
      new Section(new Group("storage.azure.auth", "How the account is proved to be one's own."));

  static final Setting<String> ACCOUNT =
      ACCOUNTS.text(
          "account",
          "the name of a storage account",
          "The only account that locations may name; others are refused.");

  static final Setting<String> ENDPOINT =
      ACCOUNTS.setting(
          "endpoint",
          Texts.endpoint(),
          "The URL of the account, if not https://ACCOUNT.blob.core.windows.net.");

  static final Setting<Auth> AUTH =
      AUTH_SECTION
          .choice(
              "type",
              Auth.class,
              "How the account is proved to be one's own; default is Azure's chain: environment,"
                  + " workload or managed identity.")
          .defaultsTo("default");

  static final Setting<DeferredText> ACCOUNT_KEY =
      AUTH_SECTION
          .secret("accountKey", "The key of the account")
          .needed()
          .onlyWhere(AUTH.is(Auth.ACCOUNT_KEY));

  static final Setting<DeferredText> SAS =
      AUTH_SECTION
          .secret("sas", "The shared access signature")
          .needed()
          .onlyWhere(AUTH.is(Auth.SAS));

  static final Setting<DeferredText> CONNECTION_STRING =
      AUTH_SECTION
          .secret("connectionString", "The connection string")
          .needed()
          .onlyWhere(AUTH.is(Auth.CONNECTION_STRING));

  static final Setting<DeferredJson> CREDENTIALS_PROVIDER =
      AUTH_SECTION
          .setting(
              "credentialsProvider",
              DeferredJson.provider(),
              "A provider of tokens, as Beam's --azureCredentialsProvider says it: a JSON object in"
                  + " a text, whose secrets are references, "
                  + Reference.FORMS
                  + ".")
          .needed()
          .onlyWhere(AUTH.is(Auth.CREDENTIALS_PROVIDER));

  private Azure() {}

  /**
   * How Azure blob storage is reached, by values that passed every check. For processes that have
   * the libraries of the clouds.
   */
  static AzureAccess access(Values values) {
    AzureCredential credential =
        switch (values.get(AUTH)) {
          case DEFAULT -> new AzureCredential.Default();
          case ACCOUNT_KEY -> new AzureCredential.AccountKey(values.get(ACCOUNT_KEY));
          case SAS -> new AzureCredential.Sas(values.get(SAS));
          case CONNECTION_STRING ->
              new AzureCredential.ConnectionString(values.get(CONNECTION_STRING));
          case CREDENTIALS_PROVIDER ->
              new AzureCredential.Provider(values.get(CREDENTIALS_PROVIDER));
        };
    return new AzureAccess(values.find(ENDPOINT), credential);
  }
}

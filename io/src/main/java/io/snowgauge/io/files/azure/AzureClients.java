package io.snowgauge.io.files.azure;

import com.azure.core.http.okhttp.OkHttpAsyncHttpClientBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.UserDelegationKey;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.snowgauge.io.files.ObjectUri;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The clients of a process, one per account, each made when it is first needed. */
final class AzureClients {
  private static final RequestRetryOptions RETRIES =
      new RequestRetryOptions(
          RetryPolicyType.EXPONENTIAL,
          4,
          Duration.ofMinutes(2),
          Duration.ofMillis(500),
          Duration.ofSeconds(10),
          null);

  /** A client, and the secret it was made with: another secret needs another client. */
  private record Made(String secret, BlobServiceClient client) {}

  private final AzureAccess access;
  private final Map<String, Made> byAccount = new HashMap<>();

  AzureClients(AzureAccess access) {
    this.access = access;
  }

  /** Where the clients connect to, for messages. */
  String endpoint() {
    return access.endpoint() == null ? "Azure" : access.endpoint();
  }

  BlobContainerClient container(ObjectUri object) throws IOException {
    int slash = object.container().indexOf('/');
    return account(object.container().substring(0, slash))
        .getBlobContainerClient(object.container().substring(slash + 1));
  }

  BlobClient blob(ObjectUri object) throws IOException {
    return container(object).getBlobClient(object.name());
  }

  /**
   * A URL by which one blob can be written for a while, signed by the account's key or on behalf of
   * this process' identity; none where this process itself was only given a signature.
   */
  Optional<String> uploadUrl(ObjectUri object, Duration validity) throws IOException {
    BlobClient blob = blob(object);
    OffsetDateTime end = OffsetDateTime.now(ZoneOffset.UTC).plus(validity);
    BlobServiceSasSignatureValues values =
        new BlobServiceSasSignatureValues(
            end, new BlobSasPermission().setCreatePermission(true).setWritePermission(true));
    AzureCredential credential = access.credential();
    if (credential instanceof AzureCredential.Default) {
      String container = object.container();
      UserDelegationKey key =
          account(container.substring(0, container.indexOf('/'))).getUserDelegationKey(null, end);
      return Optional.of(blob.getBlobUrl() + "?" + blob.generateUserDelegationSas(values, key));
    }
    boolean hasKey =
        credential instanceof AzureCredential.AccountKey
            || (credential instanceof AzureCredential.ConnectionString all
                && all.text().read().contains("AccountKey="));
    return hasKey
        ? Optional.of(blob.getBlobUrl() + "?" + blob.generateSas(values))
        : Optional.empty();
  }

  private synchronized BlobServiceClient account(String name) throws IOException {
    String secret = secret(access.credential());
    Made made = byAccount.get(name);
    if (made == null || !made.secret().equals(secret)) {
      made = new Made(secret, make(name, secret));
      byAccount.put(name, made);
    }
    return made.client();
  }

  private static String secret(AzureCredential credential) {
    if (credential instanceof AzureCredential.AccountKey key) {
      return key.key().read();
    }
    if (credential instanceof AzureCredential.Sas sas) {
      return sas.token().read();
    }
    if (credential instanceof AzureCredential.Provider provider) {
      return provider.json().read();
    }
    return credential instanceof AzureCredential.ConnectionString all ? all.text().read() : "";
  }

  private BlobServiceClient make(String account, String secret) throws IOException {
    BlobServiceClientBuilder builder =
        new BlobServiceClientBuilder()
            .httpClient(new OkHttpAsyncHttpClientBuilder().build())
            .retryOptions(RETRIES);
    @Nullable String endpoint = access.endpoint();
    try {
      if (access.credential() instanceof AzureCredential.ConnectionString) {
        builder.connectionString(secret);
      } else if (endpoint == null) {
        endpoint = "https://" + account + ".blob.core.windows.net";
      }
      if (endpoint != null) {
        builder.endpoint(endpoint);
      }
      if (access.credential() instanceof AzureCredential.AccountKey) {
        builder.credential(new StorageSharedKeyCredential(account, secret));
      } else if (access.credential() instanceof AzureCredential.Sas) {
        builder.sasToken(secret);
      } else if (access.credential() instanceof AzureCredential.Provider) {
        builder.credential(AzureProvider.read(secret));
      } else if (access.credential() instanceof AzureCredential.Default) {
        builder.credential(new DefaultAzureCredentialBuilder().build());
      }
      return requireAccount(account, builder.buildClient());
    } catch (IllegalArgumentException e) {
      // Its message may hold the secret.
      throw new IOException(
          "azfs://" + account + ": expected credentials in their form; check storage.azure.auth");
    }
  }

  private static BlobServiceClient requireAccount(String account, BlobServiceClient client)
      throws IOException {
    String found = client.getAccountName();
    if (found != null && !found.equals(account)) {
      throw new IOException(
          "azfs://%s: expected credentials of this account but found those of %s; check storage.azure"
              .formatted(account, found));
    }
    return client;
  }
}

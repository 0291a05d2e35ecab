package io.snowgauge.io.files.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.secrets.Secret;
import org.apache.beam.sdk.io.aws2.common.ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.common.ClientConfiguration;
import org.apache.beam.sdk.io.aws2.common.HttpClientConfiguration;
import org.apache.beam.sdk.io.aws2.options.AwsModule;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * What Beam's options of these names say of a client, as JSON in Beam's form, read and applied by
 * Beam's own code; each may be null. They are read anew whenever they are used.
 *
 * @param credentialsProvider where credentials come from; by default AWS' chain
 * @param proxyConfiguration of HTTP
 * @param httpClientConfiguration timeouts and connections
 */
public record BeamAwsOptions(
    @Nullable Secret credentialsProvider,
    @Nullable Secret proxyConfiguration,
    @Nullable Secret httpClientConfiguration) {
  /** What AWS' SDK does by itself. */
  public static final BeamAwsOptions NONE = new BeamAwsOptions(null, null, null);

  /** Gives what the JSON as it is now says, so that a rotated secret is picked up. */
  private static final class Rereading implements AwsCredentialsProvider {
    private final Secret json;
    private String known = "";
    private @Nullable AwsCredentialsProvider provider;

    private Rereading(Secret json) {
      this.json = json;
    }

    @Override
    public AwsCredentials resolveCredentials() {
      return provider().resolveCredentials();
    }

    private synchronized AwsCredentialsProvider provider() {
      String now = json.read();
      AwsCredentialsProvider current = provider;
      if (current == null || !now.equals(known)) {
        current = read("--awsCredentialsProvider", now, AwsCredentialsProvider.class);
        provider = current;
        known = now;
      }
      return current;
    }
  }

  /**
   * Checks that Beam can read them.
   *
   * @throws IllegalArgumentException naming the option, and no secret
   */
  public void check() {
    if (credentialsProvider != null) {
      new Rereading(credentialsProvider).provider();
    }
    if (saysMoreThanCredentials()) {
      options();
    }
  }

  void apply(S3ClientBuilder builder) {
    if (saysMoreThanCredentials()) {
      // It sets a region and credentials, too: those of the default chains.
      ClientBuilderFactory.defaultFactory()
          .create(builder, ClientConfiguration.builder().build(), options());
    }
    if (credentialsProvider != null) {
      builder.credentialsProvider(new Rereading(credentialsProvider));
    }
  }

  private boolean saysMoreThanCredentials() {
    return proxyConfiguration != null || httpClientConfiguration != null;
  }

  private AwsOptions options() {
    AwsOptions options = PipelineOptionsFactory.create().as(AwsOptions.class);
    if (proxyConfiguration != null) {
      options.setProxyConfiguration(
          read("--proxyConfiguration", proxyConfiguration.read(), ProxyConfiguration.class));
    }
    if (httpClientConfiguration != null) {
      options.setHttpClientConfiguration(
          read(
              "--httpClientConfiguration",
              httpClientConfiguration.read(),
              HttpClientConfiguration.class));
    }
    return options;
  }

  /** Beam's messages may hold the JSON, and so a secret. */
  private static <T> T read(String option, String json, Class<T> type) {
    try {
      return new ObjectMapper().registerModule(new AwsModule()).readValue(json, type);
    } catch (JsonProcessingException | RuntimeException e) {
      throw new IllegalArgumentException(
          option
              + ": expected JSON as Beam's AwsOptions take it but found another: "
              + reason(e, json));
    }
  }

  /** What the cause says, if it quotes nothing of the JSON's values. */
  private static String reason(Exception cause, String json) {
    if (cause instanceof SdkClientException) {
      return String.valueOf(cause.getMessage()); // Such as that the role's region is not known.
    }
    String message =
        cause instanceof JsonProcessingException processing
            ? processing.getOriginalMessage()
            : String.valueOf(cause.getMessage());
    // Jackson's words around what a reader of Beam's throws.
    String first =
        message.lines().findFirst().orElse("").replaceFirst("^Unexpected \\w+ \\(.*?\\): ", "");
    return first.matches(".*(is not supported|is missing '\\w+'|Unrecognized field \"\\w+\").*")
            && !first.contains(json)
        ? first
        : cause.getClass().getSimpleName();
  }
}

package io.snowgauge.pipelines.config;

import io.snowgauge.io.files.s3.BeamAwsOptions;
import io.snowgauge.io.files.s3.S3Access;
import io.snowgauge.io.files.s3.S3Writes;
import io.snowgauge.pipelines.config.engine.Condition;
import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.Choice;
import io.snowgauge.pipelines.config.types.DeferredJson;
import io.snowgauge.pipelines.config.types.Reference;
import io.snowgauge.pipelines.config.types.Texts;

/** Amazon S3, or a store that speaks like it. */
final class S3 {
  static final Section SECTION =
      new Section(new Group("storage.s3", "Amazon S3, or a store that speaks like it."));

  static final Setting<String> REGION =
      SECTION.text(
          "region",
          "a region such as 'eu-west-1'",
          "The region of the buckets, if not that of the environment or the profile.");

  static final Setting<String> ENDPOINT =
      SECTION.setting(
          "endpoint", Texts.endpoint(), "The URL of another store than AWS' that speaks like S3.");

  private static final Setting<Boolean> PATH_STYLE =
      SECTION.flag(
          "pathStyle",
          "Whether buckets are named in the path of URLs, not in the host; by default where the"
              + " endpoint is an IP address or localhost.");

  static final Setting<DeferredJson> CREDENTIALS_PROVIDER =
      SECTION.setting(
          "credentialsProvider",
          DeferredJson.provider(),
          "Where credentials come from, if not AWS' chain, as Beam's --awsCredentialsProvider"
              + " says it: a JSON object in a text, whose secrets are references, "
              + Reference.FORMS
              + ".");

  static final Setting<DeferredJson> PROXY_CONFIGURATION =
      SECTION.setting(
          "proxyConfiguration",
          DeferredJson.object(),
          "The HTTP proxy, as Beam's --proxyConfiguration says it: a JSON object in a text.");

  static final Setting<DeferredJson> HTTP_CLIENT_CONFIGURATION =
      SECTION.setting(
          "httpClientConfiguration",
          DeferredJson.object(),
          "Timeouts and connections, as Beam's --httpClientConfiguration says them: a JSON"
              + " object in a text.");

  static final Setting<String> STORAGE_CLASS =
      SECTION.text(
          "storageClass",
          "a storage class such as 'STANDARD_IA'",
          "The storage class of what is written.");

  static final Setting<String> SSE_ALGORITHM =
      SECTION.setting(
          "sseAlgorithm",
          Choice.of("AES256", "aws:kms", "aws:kms:dsse"),
          "How what is written is encrypted at rest, if not as the bucket says.");

  private static final Condition.Is BY_KMS = SSE_ALGORITHM.is("aws:kms", "aws:kms:dsse");

  static final Setting<String> SSE_KMS_KEY_ID =
      SECTION
          .text("sseKmsKeyId", "the id or ARN of a key", "The key of encryption by KMS.")
          .onlyWhere(BY_KMS);

  static final Setting<Boolean> BUCKET_KEY_ENABLED =
      SECTION
          .flag(
              "bucketKeyEnabled", "Whether KMS is asked once for the bucket, not for each object.")
          .onlyWhere(BY_KMS);

  private S3() {}

  /**
   * How S3 or its like is reached, by values that passed every check. For processes that have the
   * libraries of the clouds.
   */
  static S3Access access(Values values) {
    return new S3Access(
        values.find(REGION),
        values.find(ENDPOINT),
        values.find(PATH_STYLE),
        new BeamAwsOptions(
            values.find(CREDENTIALS_PROVIDER),
            values.find(PROXY_CONFIGURATION),
            values.find(HTTP_CLIENT_CONFIGURATION)),
        new S3Writes(
            values.find(STORAGE_CLASS),
            values.find(SSE_ALGORITHM),
            values.find(SSE_KMS_KEY_ID),
            values.find(BUCKET_KEY_ENABLED)));
  }
}

package io.snowgauge.io.files.s3;

import io.snowgauge.io.files.ObjectUri;
import io.snowgauge.io.files.WriteCondition;
import io.snowgauge.transforms.files.UploadUrl;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** The one client of a process, made when it is first needed. */
final class S3Clients {
  private final S3Access access;
  private @Nullable S3Client client;

  S3Clients(S3Access access) {
    this.access = access;
  }

  /** Where the client connects to, for messages. */
  String endpoint() {
    return access.endpoint() == null ? "AWS" : access.endpoint();
  }

  synchronized S3Client client() {
    S3Client made = client;
    if (made == null) {
      made = make();
      client = made;
    }
    return made;
  }

  /** How objects are kept. */
  S3Writes writes() {
    return access.writes();
  }

  /**
   * A URL for one PUT. The store is held to the content's SHA-256 where it is AWS' own; others
   * often do not know that header.
   */
  UploadUrl uploadUrl(
      ObjectUri object, @Nullable String etag, @Nullable String sha256, Duration validity) {
    boolean isVerified = access.endpoint() == null && sha256 != null;
    WriteCondition.Version condition = new WriteCondition.Version(etag);
    PutObjectRequest.Builder put =
        PutObjectRequest.builder()
            .bucket(object.container())
            .key(object.name())
            .ifMatch(condition.ifMatch())
            .ifNoneMatch(condition.ifNoneMatch());
    writes().apply(put);
    if (isVerified) {
      put.checksumSHA256(
          Base64.getEncoder().encodeToString(HexFormat.of().parseHex(String.valueOf(sha256))));
    }
    try (S3Presigner presigner = presigner(object.container())) {
      PresignedPutObjectRequest signed =
          presigner.presignPutObject(
              sign -> sign.signatureDuration(validity).putObjectRequest(put.build()));
      Map<String, String> headers = new LinkedHashMap<>();
      signed
          .signedHeaders()
          .forEach(
              (name, values) -> {
                if (!name.equalsIgnoreCase("host")) {
                  headers.put(name, String.join(",", values));
                }
              });
      return new UploadUrl(signed.url().toString(), headers, isVerified);
    }
  }

  /** A signature is good for the bucket's own region only. */
  private S3Presigner presigner(String bucket) {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .credentialsProvider(client().serviceClientConfiguration().credentialsProvider())
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(access.isPathStyle()).build());
    String endpoint = access.endpoint();
    String region = access.region();
    if (endpoint != null) {
      builder.endpointOverride(URI.create(endpoint));
      region = region == null ? Region.US_EAST_1.id() : region;
    } else {
      region = client().headBucket(head -> head.bucket(bucket)).bucketRegion();
    }
    if (region != null) {
      builder.region(Region.of(region));
    }
    return builder.build();
  }

  private S3Client make() {
    S3ClientBuilder builder = S3Client.builder().forcePathStyle(access.isPathStyle());
    access.options().apply(builder);
    String region = access.region();
    String endpoint = access.endpoint();
    if (endpoint == null) {
      builder.crossRegionAccessEnabled(true);
    } else {
      // Stores that only speak like S3 often do not know its newer checksums.
      builder
          .endpointOverride(URI.create(endpoint))
          .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
          .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
      // They rarely have regions, but a signature names one.
      region = region == null ? Region.US_EAST_1.id() : region;
    }
    if (region != null) {
      builder.region(Region.of(region));
    }
    return builder.build();
  }
}

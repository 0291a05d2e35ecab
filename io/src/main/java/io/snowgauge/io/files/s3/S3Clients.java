package io.snowgauge.io.files.s3;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

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

package io.snowgauge.io.files.s3;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * How S3 keeps what is written; each may be null for what the bucket says.
 *
 * @param storageClass such as STANDARD_IA
 * @param sseAlgorithm of encryption at rest
 * @param sseKmsKeyId the key of encryption by KMS
 * @param bucketKeyEnabled whether KMS is asked once for the bucket
 */
public record S3Writes(
    @Nullable String storageClass,
    @Nullable String sseAlgorithm,
    @Nullable String sseKmsKeyId,
    @Nullable Boolean bucketKeyEnabled) {
  /** All as the bucket says. */
  public static final S3Writes DEFAULT = new S3Writes(null, null, null, null);

  void apply(PutObjectRequest.Builder put) {
    put.storageClass(storageClass)
        .serverSideEncryption(sseAlgorithm)
        .ssekmsKeyId(sseKmsKeyId)
        .bucketKeyEnabled(bucketKeyEnabled);
  }

  void apply(CreateMultipartUploadRequest.Builder create) {
    create
        .storageClass(storageClass)
        .serverSideEncryption(sseAlgorithm)
        .ssekmsKeyId(sseKmsKeyId)
        .bucketKeyEnabled(bucketKeyEnabled);
  }
}

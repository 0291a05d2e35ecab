package io.snowgauge.io.files.s3;

import io.snowgauge.io.files.ObjectUri;
import io.snowgauge.io.files.PartUpload;
import io.snowgauge.io.files.WriteCondition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** An object by one PUT, or by a multipart upload, of which nothing shows before its end. */
final class S3Upload implements PartUpload {
  private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);

  private final S3Clients clients;
  private final String uri;
  private final ObjectUri object;
  private final WriteCondition condition;
  private final List<CompletedPart> parts = new ArrayList<>();
  private @Nullable String uploadId;

  S3Upload(S3Clients clients, String uri, ObjectUri object, WriteCondition condition) {
    this.condition = condition;
    this.clients = clients;
    this.uri = uri;
    this.object = object;
  }

  @Override
  public void whole(byte[] bytes, int length) throws IOException {
    try {
      clients
          .client()
          .putObject(
              put -> {
                clients.writes().apply(put.bucket(object.container()).key(object.name()));
                if (condition instanceof WriteCondition.Version version) {
                  put.ifMatch(version.ifMatch()).ifNoneMatch(version.ifNoneMatch());
                }
              },
              body(bytes, length));
    } catch (SdkException e) {
      throw failed(e);
    }
  }

  @Override
  public void part(int number, byte[] bytes, int length) throws IOException {
    try {
      String id = id();
      String etag =
          clients
              .client()
              .uploadPart(
                  part ->
                      part.bucket(object.container())
                          .key(object.name())
                          .uploadId(id)
                          .partNumber(number),
                  body(bytes, length))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    } catch (SdkException e) {
      throw S3Errors.ofStore(uri, clients, e);
    }
  }

  private String id() {
    String id = uploadId;
    if (id == null) {
      id =
          clients
              .client()
              .createMultipartUpload(
                  create ->
                      clients.writes().apply(create.bucket(object.container()).key(object.name())))
              .uploadId();
      uploadId = id;
    }
    return id;
  }

  /** Not copied: the SDK is done with it when a call returns, retries included. */
  private static RequestBody body(byte[] bytes, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream");
  }

  @Override
  public void complete() throws IOException {
    try {
      clients
          .client()
          .completeMultipartUpload(
              complete -> {
                complete
                    .bucket(object.container())
                    .key(object.name())
                    .uploadId(uploadId)
                    .multipartUpload(all -> all.parts(parts));
                if (condition instanceof WriteCondition.Version version) {
                  complete.ifMatch(version.ifMatch()).ifNoneMatch(version.ifNoneMatch());
                }
              });
    } catch (SdkException e) {
      throw failed(e);
    }
  }

  private IOException failed(SdkException e) {
    return condition instanceof WriteCondition.Version
        ? S3Errors.ofObject(uri, clients, e)
        : S3Errors.ofStore(uri, clients, e);
  }

  @Override
  public void abort() {
    if (uploadId == null) {
      return;
    }
    try {
      clients
          .client()
          .abortMultipartUpload(
              abort -> abort.bucket(object.container()).key(object.name()).uploadId(uploadId));
    } catch (SdkException e) {
      LOG.warn("an unfinished upload was left behind for {}: {}", uri, e.toString());
    }
  }
}

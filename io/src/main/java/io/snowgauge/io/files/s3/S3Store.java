package io.snowgauge.io.files.s3;

import io.snowgauge.io.files.ObjectUri;
import io.snowgauge.io.files.PartOutput;
import io.snowgauge.io.files.WriteCondition;
import io.snowgauge.transforms.files.AbortableOutput;
import io.snowgauge.transforms.files.ObjectStore;
import io.snowgauge.transforms.files.StoredObject;
import io.snowgauge.transforms.files.UploadUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/** {@code s3://bucket/key}, by AWS' SDK. */
public final class S3Store implements ObjectStore {
  /** The scheme of its URIs. */
  public static final String SCHEME = "s3";

  /** What S3 lists in an answer, and what it deletes at once. */
  private static final int PAGE = 1000;

  private final S3Clients clients;
  private final int pageSize;

  /** A store that is not connected to yet. */
  public S3Store(S3Access access) {
    this(access, PAGE);
  }

  /** The same; lists and deletes {@code pageSize} objects at a time. */
  public S3Store(S3Access access, int pageSize) {
    this.clients = new S3Clients(access);
    this.pageSize = pageSize;
  }

  private static ObjectUri parse(String uri) {
    return ObjectUri.parse(uri, 1);
  }

  @Override
  public Optional<StoredObject> find(String uri) throws IOException {
    ObjectUri object = parse(uri);
    try {
      HeadObjectResponse head =
          clients.client().headObject(get -> get.bucket(object.container()).key(object.name()));
      return Optional.of(
          new StoredObject(
              uri, normalised(head.eTag()), head.contentLength(), head.lastModified()));
    } catch (SdkException e) {
      IOException failure = S3Errors.ofObject(uri, clients, e);
      if (failure instanceof NoSuchFileException) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static String normalised(String etag) {
    return etag.replaceAll("^W/|\"", "");
  }

  @Override
  public void list(String prefixUri, Visitor<StoredObject> objects) throws IOException {
    list(prefixUri, request -> {}, objects, folder -> {});
  }

  @Override
  public void listFolder(String prefixUri, Visitor<StoredObject> objects, Visitor<String> folders)
      throws IOException {
    list(prefixUri, request -> request.delimiter("/"), objects, folders);
  }

  private void list(
      String prefixUri,
      Consumer<ListObjectsV2Request.Builder> more,
      Visitor<StoredObject> objects,
      Visitor<String> folders)
      throws IOException {
    ObjectUri prefix = parse(prefixUri);
    String bucketUri = SCHEME + "://" + prefix.container() + "/";
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder()
            .bucket(prefix.container())
            .prefix(prefix.name())
            .maxKeys(pageSize);
    more.accept(request);
    String token = null;
    do {
      ListObjectsV2Response page;
      try {
        page = clients.client().listObjectsV2(request.continuationToken(token).build());
      } catch (SdkException e) {
        throw S3Errors.ofStore(prefixUri, clients, e);
      }
      for (S3Object found : page.contents()) {
        if (!found.key().endsWith("/")) {
          objects.visit(
              new StoredObject(
                  bucketUri + found.key(),
                  normalised(found.eTag()),
                  found.size(),
                  found.lastModified()));
        }
      }
      for (CommonPrefix folder : page.commonPrefixes()) {
        folders.visit(bucketUri + folder.prefix());
      }
      token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
    } while (token != null);
  }

  @Override
  public InputStream open(String uri) throws IOException {
    return S3Input.open(clients, uri, get(uri).build());
  }

  @Override
  public InputStream open(String uri, String etag) throws IOException {
    return S3Input.open(clients, uri, get(uri).ifMatch('"' + etag + '"').build());
  }

  private static GetObjectRequest.Builder get(String uri) {
    ObjectUri object = parse(uri);
    return GetObjectRequest.builder().bucket(object.container()).key(object.name());
  }

  @Override
  public OutputStream create(String uri) {
    return new PartOutput(new S3Upload(clients, uri, parse(uri), new WriteCondition.Anything()));
  }

  @Override
  public AbortableOutput createInPlaceOf(String uri, @Nullable String etag) {
    return new PartOutput(new S3Upload(clients, uri, parse(uri), new WriteCondition.Version(etag)));
  }

  @Override
  public void abortUploads(String uri) throws IOException {
    ObjectUri object = parse(uri);
    try {
      // One page: it lists the uploads of the shortest keys first, that of the object itself.
      List<MultipartUpload> found =
          clients
              .client()
              .listMultipartUploads(list -> list.bucket(object.container()).prefix(object.name()))
              .uploads();
      for (MultipartUpload upload : found) {
        if (upload.key().equals(object.name())) {
          clients
              .client()
              .abortMultipartUpload(
                  abort ->
                      abort
                          .bucket(object.container())
                          .key(object.name())
                          .uploadId(upload.uploadId()));
        }
      }
    } catch (SdkException e) {
      throw S3Errors.ofObject(uri, clients, e);
    }
  }

  @Override
  public Optional<UploadUrl> uploadUrl(
      String uri, @Nullable String etag, @Nullable String sha256, Duration validity)
      throws IOException {
    try {
      return Optional.of(clients.uploadUrl(parse(uri), etag, sha256, validity));
    } catch (SdkException e) {
      throw S3Errors.ofStore(uri, clients, e);
    }
  }

  @Override
  public void delete(Collection<String> uris) throws IOException {
    Map<String, List<ObjectIdentifier>> byBucket = new LinkedHashMap<>();
    for (String uri : uris) {
      ObjectUri object = parse(uri);
      byBucket
          .computeIfAbsent(object.container(), bucket -> new ArrayList<>())
          .add(ObjectIdentifier.builder().key(object.name()).build());
    }
    for (Map.Entry<String, List<ObjectIdentifier>> bucket : byBucket.entrySet()) {
      List<ObjectIdentifier> keys = bucket.getValue();
      for (int start = 0; start < keys.size(); start += pageSize) {
        delete(bucket.getKey(), keys.subList(start, Math.min(keys.size(), start + pageSize)));
      }
    }
  }

  private void delete(String bucket, List<ObjectIdentifier> keys) throws IOException {
    DeleteObjectsResponse answer;
    try {
      answer =
          clients
              .client()
              .deleteObjects(
                  delete -> delete.bucket(bucket).delete(all -> all.objects(keys).quiet(true)));
    } catch (SdkException e) {
      throw S3Errors.ofStore(SCHEME + "://" + bucket + "/", clients, e);
    }
    if (answer.hasErrors() && !answer.errors().isEmpty()) {
      S3Error first = answer.errors().get(0);
      throw new IOException(
          "%s://%s/%s and %d more could not be deleted: %s: %s"
              .formatted(
                  SCHEME,
                  bucket,
                  first.key(),
                  answer.errors().size() - 1,
                  first.code(),
                  first.message()));
    }
  }

  @Override
  public void reach(String uri) throws IOException {
    ObjectUri prefix = parse(uri);
    try {
      clients
          .client()
          .listObjectsV2(list -> list.bucket(prefix.container()).prefix(prefix.name()).maxKeys(1));
    } catch (SdkException e) {
      throw S3Errors.ofStore(uri, clients, e);
    }
  }
}

package io.snowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.transforms.files.StoredObject;
import java.net.URLEncoder;
import java.time.Instant;

/** Notifications of a blob, as the storage services word them. */
final class BlobCreated {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BlobCreated() {}

  /** Event Grid's, an array of one; its URL does not name the blob, for the subject counts. */
  static String eventGrid(String container, String name, StoredObject blob) {
    ObjectNode event = JSON.createObjectNode();
    event.put("subject", "/blobServices/default/containers/" + container + "/blobs/" + name);
    event.put("eventType", "Microsoft.Storage.BlobCreated");
    event.put("eventTime", Instant.now().toString());
    ObjectNode data = event.putObject("data");
    data.put("api", "PutBlob");
    data.put("eTag", blob.etag());
    data.put("contentLength", blob.sizeBytes());
    data.put("url", "https://" + Azurite.ACCOUNT + ".blob.core.windows.net/" + container + "/x");
    return JSON.createArrayNode().add(event).toString();
  }

  /** An event notification of S3. */
  static String s3(String bucket, String key, StoredObject object) {
    ObjectNode event = JSON.createObjectNode();
    ObjectNode record = event.putArray("Records").addObject();
    record.put("eventName", "ObjectCreated:Put");
    record.put("eventTime", Instant.now().toString());
    ObjectNode s3 = record.putObject("s3");
    s3.putObject("bucket").put("name", bucket);
    ObjectNode entry = s3.putObject("object");
    entry.put("key", URLEncoder.encode(key, UTF_8));
    entry.put("size", object.sizeBytes());
    entry.put("eTag", object.etag());
    return event.toString();
  }
}

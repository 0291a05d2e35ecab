package io.snowgauge.endtoend;

import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.transforms.files.ObjectStore;
import io.snowgauge.transforms.files.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * The input of a dataset, in a bucket or a container that is called {@code day}.
 *
 * @param dataset also the folder and the table
 * @param publish how its files are published
 * @param isAzure whether it is a container, otherwise it is a bucket
 * @param store as the test reaches it, without faults
 */
record DayInput(String dataset, String publish, boolean isAzure, ObjectStore store) {
  static final String BUCKET = "day";

  private String root() {
    return isAzure ? "azfs://" + Azurite.ACCOUNT + "/" + BUCKET + "/" : "s3://" + BUCKET + "/";
  }

  String uri(String name) {
    return root() + dataset + "/" + name;
  }

  /** What a request for the object asks for. */
  String path(String name) {
    String account = isAzure ? "/" + Azurite.ACCOUNT : "";
    return account + "/" + BUCKET + "/" + dataset + "/" + name;
  }

  void put(String name, byte[] content) throws IOException {
    try (OutputStream out = store.create(uri(name))) {
      out.write(content);
    }
  }

  /** What the store would say of the object that is there now. */
  String event(String name) throws IOException {
    StoredObject object = store.find(uri(name)).orElseThrow();
    return isAzure
        ? BlobCreated.eventGrid(BUCKET, dataset + "/" + name, object)
        : BlobCreated.s3(BUCKET, dataset + "/" + name, object);
  }

  /** What it would say of an object that has come back from the archive. */
  String eventOfReturn(String name) throws IOException {
    return event(name)
        .replace("Microsoft.Storage.BlobCreated", "Microsoft.Storage.BlobTierChanged")
        .replace("ObjectCreated:Put", "ObjectRestore:Completed");
  }

  /** What it would say of an object that is not there. */
  String eventOfNothing(String name) {
    return BlobCreated.s3(
        BUCKET, dataset + "/" + name, new StoredObject(uri(name), "0", 1, Instant.now()));
  }

  /** Its part of a configuration. */
  String configuration() {
    return """
    "%1$s": { "input": "%2$s", "format": { "type": "csv" }, "table": "%1$s",
      "columns": { "file": "STRING NOT NULL", "row": "INTEGER NOT NULL",
        "version": "INTEGER NOT NULL" }, "publish": "%3$s"%4$s }"""
        .formatted(
            dataset,
            uri("*.csv"),
            publish,
            publish.equals("merge") ? ", \"key\": [\"file\", \"row\"]" : "");
  }
}

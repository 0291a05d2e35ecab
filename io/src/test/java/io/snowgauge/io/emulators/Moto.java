package io.snowgauge.io.emulators;

import io.snowgauge.io.files.s3.S3Access;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.sqs.SqsClient;

/** AWS' services in a process, SQS among them. */
public final class Moto implements AutoCloseable {
  /** The credentials that a client needs to have any, as environment variables. */
  public static final Map<String, String> ENVIRONMENT =
      Map.of(
          "AWS_ACCESS_KEY_ID",
          "test",
          "AWS_SECRET_ACCESS_KEY",
          "secret-of-the-test",
          "AWS_EC2_METADATA_DISABLED",
          "true");

  private final Emulator emulator;

  private Moto(Emulator emulator) {
    this.emulator = emulator;
  }

  static Moto start() {
    Path environment =
        Installation.pythonEnvironment(
            Sources.root().resolve("src/test/emulators/requirements-lock.txt"),
            "tests against moto");
    return new Moto(
        Emulator.start(
            environment,
            Pattern.compile("Running on http://127\\.0\\.0\\.1:([0-9]+)"),
            List.of(
                environment.resolve("bin/python").toString(),
                environment.resolve("bin/moto_server").toString(),
                "-H",
                "127.0.0.1",
                "-p",
                "0")));
  }

  /** The URL of all of its services. */
  public String endpoint() {
    return "http://127.0.0.1:" + emulator.port();
  }

  /** How the product reaches S3; this JVM gets the credentials. */
  public S3Access s3() {
    System.setProperty("aws.accessKeyId", ENVIRONMENT.getOrDefault("AWS_ACCESS_KEY_ID", ""));
    System.setProperty(
        "aws.secretAccessKey", ENVIRONMENT.getOrDefault("AWS_SECRET_ACCESS_KEY", ""));
    return new S3Access("us-east-1", endpoint(), null);
  }

  /** Creates an empty object that has to be restored before it can be read. */
  public void createArchived(String bucket, String key) {
    s3();
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(URI.create(endpoint()))
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .build()) {
      client.putObject(
          put -> put.bucket(bucket).key(key).storageClass(StorageClass.GLACIER),
          RequestBody.empty());
    }
  }

  /** Creates a queue of SQS; gives the path of its URL. */
  public String createQueue(String name) {
    s3();
    try (SqsClient client =
        SqsClient.builder()
            .endpointOverride(URI.create(endpoint()))
            .region(Region.US_EAST_1)
            .build()) {
      return URI.create(client.createQueue(queue -> queue.queueName(name)).queueUrl()).getPath();
    }
  }

  /** Creates a bucket, which S3 does for a PUT of its name. */
  public void createBucket(String name) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint() + "/" + name))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      int status =
          HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode();
      if (status != 200) {
        throw new IOException("moto answers " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    emulator.close();
  }
}

package io.snowgauge.io.emulators;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker in a process of its own, with a plain listener and one that is like the endpoint
 * of an Event Hubs namespace: TLS with a certificate for localhost, the user {@code
 * $ConnectionString} with {@link #CONNECTION_STRING} as the password, and unsecured JSON web tokens
 * in place of those of Microsoft Entra ID. Topics are not created by themselves.
 */
public final class KafkaBroker implements AutoCloseable {
  /** What may log in at the secure listener. */
  public static final String CONNECTION_STRING =
      "Endpoint=sb://localhost/;SharedAccessKeyName=listen;SharedAccessKey=c2VjcmV0LW9mLXRoZS10ZXN0";

  /** The password of the trust store. */
  public static final String TRUST_STORE_PASSWORD = "changeit";

  private static final String STARTED = "Kafka Server started";
  private static final int START_SECONDS = 60;

  private final Process process;
  private final Path folder;
  private final int plainPort;
  private final int securePort;

  private KafkaBroker(Process process, Path folder, int plainPort, int securePort) {
    this.process = process;
    this.folder = folder;
    this.plainPort = plainPort;
    this.securePort = securePort;
  }

  /** Starts one and waits until it takes requests. */
  static KafkaBroker start(Path root) throws IOException {
    Path shared = root.resolve("io/target/kafka");
    Files.createDirectories(shared);
    String classPath = KafkaClassPath.resolve(root, shared);
    Path folder = Files.createTempDirectory(shared, "broker-");
    KeyStores.create(folder);
    IOException failure = new IOException("the broker was not started");
    // Another process may take a port that was free a moment ago.
    for (int tries = 0; tries < 3; tries++) {
      List<Integer> ports = freePorts();
      Process process = process(classPath, folder, ports);
      try {
        await(process, folder.resolve("log.txt"));
        return new KafkaBroker(process, folder, ports.get(0), ports.get(1));
      } catch (IOException e) {
        process.destroyForcibly();
        failure = e;
      }
    }
    throw failure;
  }

  private static Process process(String classPath, Path folder, List<Integer> ports)
      throws IOException {
    Path data = Files.createTempDirectory(folder, "data-");
    Path properties = folder.resolve("broker.properties");
    Files.writeString(properties, properties(folder, data, ports));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath + System.getProperty("path.separator") + ownClasses(),
            KafkaProcess.class.getName(),
            Uuid.randomUuid().toString(),
            properties.toString())
        .redirectErrorStream(true)
        .start();
  }

  private static Path ownClasses() {
    return Path.of(
        KafkaProcess.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private static String properties(Path folder, Path data, List<Integer> ports) {
    String plain = "org.apache.kafka.common.security.plain.PlainLoginModule";
    String oauth = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@localhost:%3$d
    listeners=PLAINTEXT://localhost:%1$d,SASL_SSL://localhost:%2$d,CONTROLLER://localhost:%3$d
    advertised.listeners=PLAINTEXT://localhost:%1$d,SASL_SSL://localhost:%2$d
    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
    controller.listener.names=CONTROLLER
    inter.broker.listener.name=PLAINTEXT
    log.dirs=%4$s
    sasl.enabled.mechanisms=PLAIN,OAUTHBEARER
    listener.name.sasl_ssl.plain.sasl.jaas.config=%5$s required user_$ConnectionString="%6$s";
    listener.name.sasl_ssl.oauthbearer.sasl.jaas.config=%7$s required \
      unsecuredLoginStringClaim_sub="broker";
    ssl.keystore.location=%8$s
    ssl.keystore.password=%9$s
    ssl.keystore.type=PKCS12
    auto.create.topics.enable=false
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=1
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    transaction.state.log.num.partitions=1
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    group.initial.rebalance.delay.ms=0
    log.cleaner.dedupe.buffer.size=8388608
    """
        .formatted(
            ports.get(0),
            ports.get(1),
            ports.get(2),
            data,
            plain,
            CONNECTION_STRING,
            oauth,
            KeyStores.keyStore(folder),
            TRUST_STORE_PASSWORD);
  }

  private static List<Integer> freePorts() throws IOException {
    InetAddress local = InetAddress.getLoopbackAddress();
    try (ServerSocket first = new ServerSocket(0, 1, local);
        ServerSocket second = new ServerSocket(0, 1, local);
        ServerSocket third = new ServerSocket(0, 1, local)) {
      return List.of(first.getLocalPort(), second.getLocalPort(), third.getLocalPort());
    }
  }

  /** Copies what the process says to a file, as long as it lives, and waits for the right line. */
  private static void await(Process process, Path log) throws IOException {
    CompletableFuture<Boolean> started = new CompletableFuture<>();
    Thread copy =
        new Thread(
            () -> {
              try (BufferedReader said =
                      new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                  PrintWriter copied = new PrintWriter(log.toFile(), UTF_8)) {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                  copied.println(line);
                  copied.flush();
                  if (line.contains(STARTED)) {
                    started.complete(true);
                  }
                }
              } catch (IOException e) {
                started.completeExceptionally(e);
              }
              started.complete(false);
            },
            "kafka-log");
    copy.setDaemon(true);
    copy.start();
    try {
      if (!started.get(START_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the broker ended before it was ready: " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the broker is not ready: " + log, e);
    }
  }

  /** The plain listener, host and port. */
  public String bootstrapServers() {
    return "localhost:" + plainPort;
  }

  /** The secure listener, host and port: what the configuration takes for a namespace. */
  public String namespace() {
    return "localhost:" + securePort;
  }

  /** A PKCS #12 store with the certificate of the secure listener. */
  public Path trustStore() {
    return KeyStores.trustStore(folder);
  }

  /** The properties by which a client trusts the secure listener. */
  public Map<String, String> trust() {
    return Map.of(
        "ssl.truststore.location",
        trustStore().toString(),
        "ssl.truststore.password",
        TRUST_STORE_PASSWORD,
        "ssl.truststore.type",
        "PKCS12");
  }

  /** Creates a topic. */
  public void createTopic(String topic, int partitions) {
    try (Admin admin = Admin.create(client())) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Appends records and waits until the broker has them; a null is a tombstone. */
  public void produce(String topic, List<? extends @Nullable String> values) {
    produce(topic, Map.of(), values);
  }

  /** Appends records with headers to a topic. */
  public void produce(
      String topic, Map<String, String> headers, List<? extends @Nullable String> values) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<?>> sent = new ArrayList<>();
      for (String value : values) {
        byte @Nullable [] bytes = value == null ? null : value.getBytes(UTF_8);
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, bytes);
        headers.forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
        sent.add(producer.send(message));
      }
      for (Future<?> each : sent) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The offsets that a group has committed in a topic, added up over its partitions. */
  public long committed(String group, String topic) {
    try (Admin admin = Admin.create(client())) {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      return offsets.entrySet().stream()
          .filter(entry -> entry.getKey().topic().equals(topic))
          .mapToLong(entry -> entry.getValue().offset())
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }

  private Map<String, Object> client() {
    return new HashMap<>(Map.of("bootstrap.servers", bootstrapServers()));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      delete(folder);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

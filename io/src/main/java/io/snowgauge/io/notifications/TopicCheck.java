package io.snowgauge.io.notifications;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks the cluster for a topic, once; a consumer would wait for it for good. */
final class TopicCheck {
  private static final int TIMEOUT_MILLIS = 20_000;

  private final KafkaTopic topic;
  private final int timeoutMillis;

  TopicCheck(KafkaTopic topic) {
    this(topic, TIMEOUT_MILLIS);
  }

  /** With a timeout of whole seconds, two at least. */
  TopicCheck(KafkaTopic topic, int timeoutMillis) {
    this.topic = topic;
    this.timeoutMillis = timeoutMillis;
  }

  /** How many partitions the topic has, for people. */
  String partitions() throws NotificationsUnreachableException {
    try (Admin admin = Admin.create(properties())) {
      Map<String, TopicDescription> described =
          admin
              .describeTopics(List.of(topic.name()))
              .allTopicNames()
              .get(timeoutMillis, TimeUnit.MILLISECONDS);
      int partitions = described.values().stream().mapToInt(each -> each.partitions().size()).sum();
      return topic + " has " + partitions + (partitions == 1 ? " partition" : " partitions");
    } catch (ExecutionException e) {
      throw refused(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException | KafkaException e) {
      throw refused(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotificationsUnreachableException(
          "interrupted while asking for " + topic, false, e);
    }
  }

  private Map<String, Object> properties() throws NotificationsUnreachableException {
    Map<String, Object> own =
        Map.of(
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            timeoutMillis - 1_000,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            timeoutMillis / 2);
    try {
      return topic.client(own);
    } catch (IllegalArgumentException e) {
      throw new NotificationsUnreachableException(String.valueOf(e.getMessage()), false, e);
    }
  }

  private NotificationsUnreachableException refused(Throwable cause) {
    String login = login(cause);
    return new NotificationsUnreachableException(
        "expected " + topic + " but " + (login == null ? found(cause) : login),
        login == null && isOutage(cause),
        cause);
  }

  /** A topic that is missing may appear, too, as Kafka sees it; somebody has to create it. */
  private static boolean isOutage(Throwable cause) {
    return cause instanceof TimeoutException
        || isNameUnknown(deepest(cause))
        || (cause instanceof RetriableException
            && !(cause instanceof UnknownTopicOrPartitionException));
  }

  /** No name of the brokers is known to the resolver, whose answer Kafka keeps to itself. */
  private static boolean isNameUnknown(Throwable cause) {
    return cause instanceof ConfigException
        && String.valueOf(cause.getMessage()).startsWith("No resolvable bootstrap urls");
  }

  /** What is wrong with the login, or null. */
  private @Nullable String login(Throwable cause) {
    String correct = "; correct " + topic.kind().accessKey;
    if (deepest(cause) instanceof LoginException) {
      return "the login failed: " + deepest(cause).getMessage() + correct;
    }
    if (cause instanceof SaslAuthenticationException) {
      return "the login was refused: " + cause.getMessage() + correct;
    }
    if (cause instanceof SslAuthenticationException) {
      return "its certificate is not trusted, or ours is not: "
          + deepest(cause).getMessage()
          + "; let the JVM trust its issuer, or set ssl.truststore.location in"
          + " notifications.properties";
    }
    if (cause instanceof AuthorizationException) {
      return "found no permission to read it; grant it to whom "
          + topic.kind().accessKey
          + " names";
    }
    return null;
  }

  private String found(Throwable cause) {
    if (cause instanceof UnknownTopicOrPartitionException) {
      return "found none of that name; create it, or correct " + topic.kind().nameKey;
    }
    if (cause instanceof TimeoutException
        || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
      return "nothing there answered within "
          + timeoutMillis / 1_000
          + " seconds; make sure that the host, the port and the security protocol are right and"
          + " that nothing between blocks them";
    }
    String message = deepest(cause).getMessage();
    return deepest(cause) instanceof ConfigException
        ? "the properties are refused: " + message
        : "found: " + message;
  }

  private static Throwable deepest(Throwable thrown) {
    Throwable deepest = thrown;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest;
  }
}

package io.snowgauge.io.lineage;

import io.snowgauge.io.posting.Message;
import io.snowgauge.io.posting.Posting;
import io.snowgauge.io.posting.UndeliveredException;
import io.snowgauge.io.secrets.Secret;
import io.snowgauge.io.warehouse.Finding;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server that takes events as OpenLineage's API has it, such as Marquez. */
public final class HttpSink implements LineageSink {
  private final String url;
  private final @Nullable Secret token;
  private final Posting posting;

  /**
   * Waits for 5 seconds for an answer, in up to three tries.
   *
   * @param url where events are posted
   * @param token that the server wants as a bearer token, or null
   */
  public HttpSink(String url, @Nullable Secret token) {
    this(url, token, new Posting(Duration.ofSeconds(5), Duration.ofSeconds(1)));
  }

  HttpSink(String url, @Nullable Secret token, Posting posting) {
    this.url = url;
    this.token = token;
    this.posting = posting;
  }

  @Override
  public void deliver(String event) throws UndeliveredException {
    posting.post(() -> message(event));
  }

  private Message message(String event) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    if (token != null) {
      headers.put("Authorization", "Bearer " + token.read());
    }
    return new Message(url, headers, event);
  }

  @Override
  public Finding look(String subject) {
    try {
      int status = posting.ask(() -> message("{}"));
      if (status == 401 || status == 403) {
        return Finding.failed(
            subject, url + " answers " + status + "; lineage.token is not what it wants");
      }
      if (status / 100 == 3) {
        return Finding.failed(
            subject, url + " answers " + status + "; redirections are not followed");
      }
      if (status / 100 == 5) {
        return Finding.failed(subject, url + " answers " + status);
      }
      return status == 404
          ? Finding.unknown(
              subject, url + " answers 404 to a question; 'check --send-test-event' sends an event")
          : Finding.ok(
              subject, url + " answers, not given an event; 'check --send-test-event' sends one");
    } catch (UndeliveredException e) {
      return Finding.failed(subject, url + ": " + e.getMessage());
    }
  }
}

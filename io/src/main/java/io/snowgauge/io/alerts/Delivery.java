package io.snowgauge.io.alerts;

import dev.failsafe.RetryPolicy;
import io.snowgauge.io.retries.Tries;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts alerts. What may get through later is tried again a few times: no answer, 429 and the
 * errors of servers. Redirections are not followed, for the address is a secret of whoever gave it.
 */
public final class Delivery {
  private static final int TRIES = 3;

  private final HttpClient client;
  private final Duration timeout;
  private final RetryPolicy<Integer> policy;

  /** Waits for 10 seconds for an answer, and a second or more between tries. */
  public Delivery() {
    this(Duration.ofSeconds(10), Duration.ofSeconds(1));
  }

  /**
   * Waits otherwise.
   *
   * @param timeout for a whole answer
   * @param pause before the second try; the third comes after four of them
   */
  Delivery(Duration timeout, Duration pause) {
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.timeout = timeout;
    this.policy =
        RetryPolicy.<Integer>builder()
            .handleIf(e -> e instanceof UndeliveredException why && why.isWorthAnotherTry())
            .withBackoff(pause, pause.multipliedBy(5), 4)
            .withMaxRetries(TRIES - 1)
            .build();
  }

  /**
   * Delivers an alert.
   *
   * @throws UndeliveredException if it did not get through
   */
  public void deliver(Channel channel, Alert alert) throws UndeliveredException {
    HttpRequest request = request(channel, alert, timeout);
    try {
      Tries.get(policy, () -> post(request));
    } catch (UndeliveredException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UndeliveredException("interrupted", false);
    } catch (Exception e) {
      throw new UndeliveredException(e.getClass().getSimpleName(), false);
    }
  }

  /**
   * Requires that what is sent can be made; nothing is sent.
   *
   * @throws UndeliveredException if an address or a secret cannot be read
   */
  public static void requireReadable(Channel channel, Alert alert) throws UndeliveredException {
    request(channel, alert, Duration.ofSeconds(1));
  }

  private static HttpRequest request(Channel channel, Alert alert, Duration timeout)
      throws UndeliveredException {
    try {
      Message message = channel.message(alert);
      URI uri = URI.create(message.url().strip());
      if (uri.getHost() == null
          || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
        throw new UndeliveredException("expected an address that starts with https://", false);
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri)
              .timeout(timeout)
              .POST(HttpRequest.BodyPublishers.ofString(message.body(), StandardCharsets.UTF_8));
      message.headers().forEach(request::header);
      return request.build();
    } catch (RuntimeException e) {
      // Its message may have the address, or why a secret cannot be read, in it.
      throw new UndeliveredException(
          "expected an address and secrets that can be read but found that they cannot", false);
    }
  }

  /** One try; the status of the answer. */
  private int post(HttpRequest request) throws UndeliveredException, InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request, BodyHandlers.discarding());
    int status;
    try {
      status = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new UndeliveredException("no answer within " + timeout.toMillis() + " ms", true);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      // Messages of exceptions may name the address.
      String what = cause == null ? "a failure" : cause.getClass().getSimpleName();
      throw new UndeliveredException("no answer: " + what, cause instanceof IOException);
    }
    if (status / 100 != 2) {
      throw new UndeliveredException(
          "the answer was " + status, status == 429 || status == 408 || status / 100 == 5);
    }
    return status;
  }
}

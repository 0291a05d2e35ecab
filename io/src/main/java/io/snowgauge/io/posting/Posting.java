package io.snowgauge.io.posting;

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
import java.util.function.Supplier;

/**
 * Posts messages. What may get through later is tried again a few times: no answer, 429 and the
 * errors of servers. Redirections are not followed, for the address is a secret of whoever gave it.
 */
public final class Posting {
  private static final int TRIES = 3;

  private final HttpClient client;
  private final Duration timeout;
  private final RetryPolicy<Integer> policy;

  /** Waits for 10 seconds for an answer, and a second or more between tries. */
  public Posting() {
    this(Duration.ofSeconds(10), Duration.ofSeconds(1));
  }

  /**
   * Waits otherwise.
   *
   * @param timeout for a whole answer
   * @param pause before the second try; the third comes after four of them
   */
  public Posting(Duration timeout, Duration pause) {
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
   * Posts a message.
   *
   * @param made of what may not be readable, such as secrets
   * @throws UndeliveredException if it did not get through
   */
  public void post(Supplier<Message> made) throws UndeliveredException {
    HttpRequest request = request(made, timeout);
    try {
      Tries.get(policy, () -> send(request));
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
   * Requires that a message can be made; nothing is sent.
   *
   * @throws UndeliveredException if an address or a secret cannot be read
   */
  public static void requireReadable(Supplier<Message> made) throws UndeliveredException {
    request(made, Duration.ofSeconds(1));
  }

  private static HttpRequest request(Supplier<Message> made, Duration timeout)
      throws UndeliveredException {
    try {
      Message message = made.get();
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

  /**
   * Asks once whether there is somebody, without posting anything (HEAD).
   *
   * @param made what would be posted
   * @return the status of the answer
   * @throws UndeliveredException if there was none
   */
  public int ask(Supplier<Message> made) throws UndeliveredException {
    HttpRequest request =
        HttpRequest.newBuilder(request(made, timeout), (name, value) -> true)
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      return status(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UndeliveredException("interrupted", false);
    }
  }

  /** One try; the status of the answer. */
  private int send(HttpRequest request) throws UndeliveredException, InterruptedException {
    int status = status(request);
    if (status / 100 != 2) {
      throw new UndeliveredException(
          "the answer was " + status, status == 429 || status == 408 || status / 100 == 5);
    }
    return status;
  }

  private int status(HttpRequest request) throws UndeliveredException, InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request, BodyHandlers.discarding());
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new UndeliveredException("no answer within " + timeout.toMillis() + " ms", true);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      // Messages of exceptions may name the address.
      String what = cause == null ? "a failure" : cause.getClass().getSimpleName();
      throw new UndeliveredException("no answer: " + what, cause instanceof IOException);
    }
  }
}

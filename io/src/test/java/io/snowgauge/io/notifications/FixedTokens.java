package io.snowgauge.io.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.credential.AccessToken;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** Tokens that the broker takes for those of Entra ID; Kafka makes it by name. */
public final class FixedTokens extends EntraTokens {
  /** The scopes that tokens were asked for. */
  static final List<String> SCOPES = new CopyOnWriteArrayList<>();

  /** As Kafka makes it. */
  public FixedTokens() {
    super(
        request -> {
          SCOPES.addAll(request.getScopes());
          OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
          OffsetDateTime end = now.plusHours(1);
          String claims =
              "{\"sub\":\"reader\",\"iat\":%d,\"exp\":%d}"
                  .formatted(now.toEpochSecond(), end.toEpochSecond());
          return Mono.just(
              new AccessToken(encoded("{\"alg\":\"none\"}") + "." + encoded(claims) + ".", end));
        });
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }
}

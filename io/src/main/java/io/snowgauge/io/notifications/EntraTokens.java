package io.snowgauge.io.notifications;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.DefaultAzureCredentialBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;

/**
 * Gives Kafka's clients access tokens of Microsoft Entra ID, for the scope that the login module is
 * given. Kafka makes one for each client, by name, and asks again before a token expires.
 */
public class EntraTokens implements AuthenticateCallbackHandler {
  /** The option of the login module that holds the scope. */
  static final String SCOPE = "scope";

  private final TokenCredential credential;
  private @Nullable String scope;

  /** Tokens for what Azure's default credential finds: environment, workload, instance, CLI. */
  public EntraTokens() {
    this(new DefaultAzureCredentialBuilder().build());
  }

  /** Tokens of a credential. */
  protected EntraTokens(TokenCredential credential) {
    this.credential = credential;
  }

  @Override
  public void configure(
      Map<String, ?> properties, String mechanism, List<AppConfigurationEntry> logins) {
    scope = (String) logins.get(0).getOptions().get(SCOPE);
  }

  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (callback instanceof OAuthBearerTokenCallback wanted) {
        answer(wanted);
      } else if (!(callback instanceof SaslExtensionsCallback)) {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }

  /** With a token, or with why there is none: of an exception Kafka would not tell the message. */
  private void answer(OAuthBearerTokenCallback callback) {
    String wanted = Objects.requireNonNull(scope, "the login module was given no scope");
    try {
      AccessToken token = credential.getTokenSync(new TokenRequestContext().addScopes(wanted));
      long expiresAt = token.getExpiresAt().toInstant().toEpochMilli();
      callback.token(new Token(token.getToken(), wanted, expiresAt));
    } catch (RuntimeException e) {
      callback.error("no_token", "no access token for " + wanted + ": " + e.getMessage(), null);
    }
  }

  @Override
  public void close() {}

  /** A token as Kafka takes it; shows nothing of itself. */
  private static final class Token implements OAuthBearerToken {
    private final String value;
    private final String scope;
    private final long expiresAt;

    Token(String value, String scope, long expiresAt) {
      this.value = value;
      this.scope = scope;
      this.expiresAt = expiresAt;
    }

    @Override
    public String value() {
      return value;
    }

    @Override
    public Set<String> scope() {
      return Set.of(scope);
    }

    @Override
    public long lifetimeMs() {
      return expiresAt;
    }

    /** For Kafka's log. */
    @Override
    public String principalName() {
      return "entra";
    }

    @Override
    public @Nullable Long startTimeMs() {
      return null;
    }
  }
}

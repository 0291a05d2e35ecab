package io.snowgauge.io.notifications;

import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;

/**
 * Event Hubs by Microsoft Entra ID.
 *
 * @param scope of the access token
 */
record EntraAccess(String scope) implements KafkaAccess {
  @Override
  public Map<String, Object> properties() {
    String jaas =
        "%s required %s=\"%s\";"
            .formatted(OAuthBearerLoginModule.class.getName(), EntraTokens.SCOPE, scope);
    return EventHubsClient.properties(
        "OAUTHBEARER",
        Map.of(
            SaslConfigs.SASL_JAAS_CONFIG,
            new Password(jaas),
            SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS,
            EntraTokens.class.getName()));
  }
}

package io.snowgauge.deployment;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;

/** What Kubernetes' "restricted" standard asks of a pod, and a little more. */
final class Containers {
  private Containers() {}

  static void assertRestricted(String name, JsonNode container) {
    JsonNode security = container.path("securityContext");
    assertThat(name, security.path("allowPrivilegeEscalation").asBoolean(true), is(false));
    assertThat(name, security.path("readOnlyRootFilesystem").asBoolean(), is(true));
    assertThat(name, security.at("/capabilities/drop").toString(), is("[\"ALL\"]"));
    for (String what : new String[] {"/requests/cpu", "/requests/memory", "/limits/memory"}) {
      assertThat(name, container.path("resources").at(what).asText(), is(not("")));
    }
    // Secrets are files: an environment is shown by too much.
    assertThat(name, container.has("env") || container.has("envFrom"), is(false));
  }

  static void assertNotRoot(String name, JsonNode podSecurity) {
    assertThat(name, podSecurity.path("runAsNonRoot").asBoolean(), is(true));
    assertThat(name, podSecurity.path("runAsUser").asInt(), is(65532));
    assertThat(name, podSecurity.at("/seccompProfile/type").asText(), is("RuntimeDefault"));
  }
}

package io.snowgauge.io.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, as far as extraction needs it: {@code get} and {@code list} of pods, and exec. The
 * client's own exec lists and watches the pod besides, which takes a right that nothing else needs,
 * and logs failures that are retried here.
 */
public final class Cluster implements AutoCloseable {
  /** Where the rights that extraction needs are written down. */
  static final String RIGHTS = "runner-configs/kubernetes/extract-rbac.yaml";

  private static final int SECONDS_TO_CONNECT = 30;

  private final KubernetesClient client;
  private final String name;

  private Cluster(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /**
   * A cluster that is not connected to yet.
   *
   * @throws IOException if it is not known where the cluster is, or if the kubeconfig cannot be
   *     used; says what to do
   */
  public static Cluster of(ClusterAccess access) throws IOException {
    try {
      Config config = ClusterConfiguration.read(access);
      KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
      return new Cluster(client, ClusterConfiguration.name(config));
    } catch (RuntimeException e) {
      throw new IOException(
          ClusterConfiguration.source(access)
              + " cannot be used: "
              + told(e)
              + "; check the certificates, keys and files that its cluster and user name",
          e);
    }
  }

  /** The context of the kubeconfig, or the host of the API server. */
  public String name() {
    return name;
  }

  /** Where the API server is; clusters of equal names are told apart by it. */
  public String server() {
    return client.getMasterUrl().toString();
  }

  /** The pods that a selector matches, by name. */
  List<Pod> list(String namespace, String selector) throws IOException, PodException {
    try {
      return client.pods().inNamespace(namespace).withLabelSelector(selector).list().getItems();
    } catch (KubernetesClientException e) {
      throw explained(e, "list pods in namespace " + namespace, namespace);
    }
  }

  /** The pod of that name, or null. */
  @Nullable Pod get(String namespace, String pod) throws IOException, PodException {
    try {
      return client.pods().inNamespace(namespace).withName(pod).get();
    } catch (KubernetesClientException e) {
      throw explained(e, "get pod " + pod + " in namespace " + namespace, namespace);
    }
  }

  /** What the API server refused is the pods' failure, that it cannot be reached the cluster's. */
  private IOException explained(KubernetesClientException e, String what, String namespace)
      throws PodException {
    if (e.getCode() == 403) {
      throw PodException.lasting(
          "expected the right to "
              + what
              + " but the API server forbids it; apply "
              + RIGHTS
              + " to namespace "
              + namespace);
    }
    if (e.getCode() == 400 || e.getCode() == 404) {
      throw PodException.lasting("the API server refuses to " + what + ": " + told(e));
    }
    if (e.getCode() == 401) {
      return new IOException(
          "cluster "
              + name
              + " at "
              + client.getMasterUrl()
              + " does not know this account (401); log in again, or check the token of the"
              + " kubeconfig's user or service account");
    }
    return new IOException(
        "cluster "
            + name
            + " at "
            + client.getMasterUrl()
            + " cannot be reached: "
            + told(e)
            + "; check the kubeconfig's server, the network, and that the API server runs",
        e);
  }

  private static String told(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    if (e instanceof KubernetesClientException refused && refused.getStatus() != null) {
      return String.valueOf(refused.getStatus().getMessage());
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  /** Starts a command in a container; its standard input stays open. */
  ExecSession exec(PodContainer container, List<String> command, Duration longestSilence)
      throws PodException {
    ExecSession session = new ExecSession(longestSilence);
    CompletableFuture<?> connected =
        client
            .getHttpClient()
            .newWebSocketBuilder()
            .subprotocol("v5.channel.k8s.io")
            .uri(execUri(container, command))
            .connectTimeout(SECONDS_TO_CONNECT, TimeUnit.SECONDS)
            .buildAsync(session);
    try {
      connected.get(SECONDS_TO_CONNECT, TimeUnit.SECONDS);
      return session;
    } catch (ExecutionException e) {
      throw refused(container, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      connected.cancel(true);
      session.close();
      throw PodException.passing(
          "the API server did not start a command within "
              + SECONDS_TO_CONNECT
              + " s; check that it reaches the kubelet of the pod's node, and extract again",
          e);
    } catch (InterruptedException e) {
      connected.cancel(true);
      session.close();
      Thread.currentThread().interrupt();
      throw PodException.lasting("interrupted");
    }
  }

  private URI execUri(PodContainer container, List<String> command) {
    StringBuilder uri =
        new StringBuilder(client.getMasterUrl().toString())
            .append("api/v1/namespaces/")
            .append(container.namespace())
            .append("/pods/")
            .append(container.pod())
            .append("/exec?stdin=true&stdout=true&stderr=true&container=")
            .append(container.name());
    for (String word : command) {
      uri.append("&command=")
          .append(URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return URI.create(uri.toString());
  }

  private static PodException refused(PodContainer container, Throwable e) {
    int code =
        e instanceof WebSocketHandshakeException handshake && handshake.getResponse() != null
            ? handshake.getResponse().code()
            : 0;
    if (code == 403) {
      return PodException.lasting(
          "expected the right to exec in "
              + container
              + " but the API server forbids it (403); apply "
              + RIGHTS
              + ", which has create and get of pods/exec");
    }
    if (code == 404) {
      return PodException.passing(
          "pod " + container.pod() + " is gone (404); extract from the one that replaces it", e);
    }
    return PodException.passing(
        "the API server did not start a command in "
            + container
            + ": "
            + (code == 0 ? told(e) : "HTTP " + code)
            + "; check that it reaches the kubelet of the pod's node, and extract again",
        e);
  }

  @Override
  public void close() {
    client.close();
  }
}

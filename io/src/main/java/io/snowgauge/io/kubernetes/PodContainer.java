package io.snowgauge.io.kubernetes;

import java.util.function.UnaryOperator;

/**
 * A running container of a pod.
 *
 * @param cluster its name, as the kubeconfig or this process' surroundings have it
 * @param namespace of the pod
 * @param pod its name
 * @param name of the container
 * @param incarnation identifies the container's process: another one after a restart
 */
public record PodContainer(
    String cluster, String namespace, String pod, String name, String incarnation) {

  /** The URI of a path in it, for the audit. */
  public String uri(String path) {
    return uri(cluster, namespace, pod, name) + (path.startsWith("/") ? path : "/" + path);
  }

  /** The URI of what is in a cluster, from the namespace on. */
  public static String uri(String cluster, String... names) {
    UnaryOperator<String> plain = name -> name.replace('/', '_');
    StringBuilder uri = new StringBuilder("k8s://").append(plain.apply(cluster));
    for (String name : names) {
      uri.append('/').append(plain.apply(name));
    }
    return uri.toString();
  }

  @Override
  public String toString() {
    return "container " + name + " of pod " + pod + " in namespace " + namespace;
  }
}

package io.snowgauge.io.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which containers files are taken from: one of each pod.
 *
 * @param namespace of the pods
 * @param selector of their labels, or null
 * @param pod the name of the only one, or null
 * @param container its name; null where each pod has only one
 */
public record PodSelection(
    String namespace, @Nullable String selector, @Nullable String pod, @Nullable String container) {

  /**
   * The names of the pods that are there.
   *
   * @throws PodException if there is none, or if they may not be listed
   * @throws IOException if the cluster cannot be reached
   */
  public List<String> podNames(Cluster cluster) throws IOException, PodException {
    if (pod != null) {
      return List.of(pod);
    }
    List<String> names =
        cluster.list(namespace, String.valueOf(selector)).stream()
            .map(found -> found.getMetadata().getName())
            .sorted()
            .toList();
    if (names.isEmpty()) {
      throw PodException.lasting(
          "expected pods but none in namespace "
              + namespace
              + " matches '"
              + selector
              + "'; see 'kubectl get pods -n "
              + namespace
              + " --show-labels'");
    }
    return names;
  }

  /**
   * The running container of a pod.
   *
   * @throws PodException if the pod is gone, has no such container, or it does not run
   * @throws IOException if the cluster cannot be reached
   */
  public PodContainer containerOf(Cluster cluster, String podName)
      throws IOException, PodException {
    Pod found = cluster.get(namespace, podName);
    if (found == null) {
      throw PodException.lasting(
          "expected the pod "
              + podName
              + " in namespace "
              + namespace
              + " but it is not there; see 'kubectl get pods -n "
              + namespace
              + "'");
    }
    String name = containerName(found);
    if (found.getMetadata().getDeletionTimestamp() != null) {
      throw PodException.lasting("the pod is being deleted; extract from the one that replaces it");
    }
    ContainerStatus status = status(found, name);
    if (status == null || status.getState() == null || status.getState().getRunning() == null) {
      String phase = found.getStatus() == null ? "unknown" : found.getStatus().getPhase();
      throw PodException.passing(
          "expected container "
              + name
              + " to run but it "
              + state(status == null ? null : status.getState())
              + " (the pod is "
              + phase
              + "); see 'kubectl describe pod "
              + podName
              + " -n "
              + namespace
              + "', and extract while it runs");
    }
    String incarnation = found.getMetadata().getUid() + "/" + status.getContainerID();
    return new PodContainer(cluster.name(), namespace, podName, name, incarnation);
  }

  private static @Nullable ContainerStatus status(Pod found, String container) {
    List<ContainerStatus> statuses =
        found.getStatus() == null
            ? List.of()
            : Objects.requireNonNullElse(found.getStatus().getContainerStatuses(), List.of());
    return statuses.stream()
        .filter(one -> one.getName().equals(container))
        .findFirst()
        .orElse(null);
  }

  private String containerName(Pod found) throws PodException {
    List<String> names =
        found.getSpec().getContainers().stream().map(one -> one.getName()).toList();
    String all = String.join(", ", names);
    if (container == null) {
      if (names.size() != 1) {
        throw PodException.lasting(
            "expected one container but the pod has "
                + all
                + "; choose with extract.NAME.container");
      }
      return names.get(0);
    }
    if (!names.contains(container)) {
      throw PodException.lasting(
          "expected a container "
              + container
              + " but the pod has "
              + all
              + "; check extract.NAME.container");
    }
    return container;
  }

  private static String state(@Nullable ContainerState state) {
    if (state != null && state.getWaiting() != null) {
      return "waits: " + state.getWaiting().getReason();
    }
    if (state != null && state.getTerminated() != null) {
      return "has ended: "
          + state.getTerminated().getReason()
          + ", exit code "
          + state.getTerminated().getExitCode();
    }
    return "does not run";
  }
}

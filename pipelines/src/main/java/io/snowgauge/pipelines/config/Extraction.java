package io.snowgauge.pipelines.config;

import io.snowgauge.io.kubernetes.ClusterAccess;
import io.snowgauge.io.kubernetes.PodSelection;
import io.snowgauge.transforms.dataset.Dataset;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files that are taken out of pods.
 *
 * @param name as configured
 * @param kubeconfig a file, or null
 * @param context of the kubeconfig, or null
 * @param namespace of the pods
 * @param pods a label selector; null if there is only one pod
 * @param pod the name of the only one, or null
 * @param container that holds the files; null where each pod has only one
 * @param paths in the container, globs among them
 * @param dataset that the files belong to
 * @param destination the folder's URI with placeholders, ending in '/'
 * @param transfer how files leave a pod
 * @param concurrency how many pods at a time
 * @param attempts how often a file is tried
 * @param timeout how long a container may say nothing
 */
public record Extraction(
    String name,
    @Nullable String kubeconfig,
    @Nullable String context,
    String namespace,
    @Nullable String pods,
    @Nullable String pod,
    @Nullable String container,
    List<String> paths,
    Dataset dataset,
    String destination,
    Transfer transfer,
    int concurrency,
    int attempts,
    Duration timeout) {

  /** Keeps a copy of the list. */
  public Extraction {
    paths = List.copyOf(paths);
  }

  /** Which cluster has the pods. */
  public ClusterAccess cluster() {
    return new ClusterAccess(kubeconfig, context);
  }

  /** Which containers have the files. Needs the libraries of the clouds. */
  public PodSelection selection() {
    return new PodSelection(namespace, pods, pod, container);
  }

  /** The folder for the files of a container. */
  public String folderUri(LocalDate date, String podName, String containerName) {
    return folderUri(destination, date.toString(), namespace, podName, containerName);
  }

  static String folderUri(
      String destination, String date, String namespace, String pod, String container) {
    return destination
        .replace("{date}", date)
        .replace("{namespace}", namespace)
        .replace("{pod}", pod)
        .replace("{container}", container);
  }
}

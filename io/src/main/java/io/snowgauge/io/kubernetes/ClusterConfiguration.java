package io.snowgauge.io.kubernetes;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds out where a cluster is, by a kubeconfig or as a service account. */
final class ClusterConfiguration {
  private static final String HOW_TO_NAME_ONE =
      "; name a file with extract.NAME.kubeconfig or KUBECONFIG";

  private ClusterConfiguration() {}

  static Config read(ClusterAccess access) throws IOException {
    List<File> files = files(access.kubeconfig());
    if (files.isEmpty()) {
      return serviceAccount(access.context());
    }
    requireCluster(files, access.context());
    Config config =
        access.kubeconfig() == null
            ? Config.autoConfigure(access.context())
            : Config.fromKubeconfig(access.context(), files.get(0));
    // Retries are made here, where they can be told of.
    config.setRequestRetryBackoffLimit(1);
    return config;
  }

  private static List<File> files(@Nullable String kubeconfig) throws IOException {
    if (kubeconfig != null) {
      if (!Files.isReadable(Path.of(kubeconfig)) || Files.isDirectory(Path.of(kubeconfig))) {
        throw new IOException(
            "expected a kubeconfig that can be read but found none at "
                + kubeconfig
                + HOW_TO_NAME_ONE);
      }
      return List.of(new File(kubeconfig));
    }
    return Config.getKubeconfigFilenames().stream().map(File::new).filter(File::isFile).toList();
  }

  private static Config serviceAccount(@Nullable String context) throws IOException {
    Config config = context == null ? Config.autoConfigure(null) : Config.empty();
    if (context != null || config.getAutoOAuthToken() == null) {
      throw new IOException(
          "expected a cluster but found no kubeconfig at "
              + String.join(", ", Config.getKubeconfigFilenames())
              + (context == null
                  ? " and no service account of a pod"
                  : ", which would have to have the context '" + context + "'")
              + HOW_TO_NAME_ONE);
    }
    config.setRequestRetryBackoffLimit(1);
    return config;
  }

  /** The client would go on with a default where a kubeconfig is of no use. */
  private static void requireCluster(List<File> files, @Nullable String wanted) throws IOException {
    List<NamedContext> contexts = new ArrayList<>();
    List<String> servers = new ArrayList<>();
    String current = wanted;
    for (File file : files) {
      io.fabric8.kubernetes.api.model.Config parsed = parse(file);
      contexts.addAll(Objects.requireNonNullElse(parsed.getContexts(), List.of()));
      Objects.requireNonNullElse(
              parsed.getClusters(), List.<io.fabric8.kubernetes.api.model.NamedCluster>of())
          .stream()
          .filter(cluster -> cluster.getCluster() != null)
          .filter(cluster -> !isBlank(cluster.getCluster().getServer()))
          .forEach(cluster -> servers.add(cluster.getName()));
      current = isBlank(current) ? parsed.getCurrentContext() : current;
    }
    String where = named(files);
    String known = String.join(", ", contexts.stream().map(NamedContext::getName).toList());
    if (isBlank(current)) {
      throw new IOException(
          where
              + " has no current-context; choose one of "
              + (known.isEmpty() ? "its contexts, of which it has none" : known)
              + " with extract.NAME.context");
    }
    String name = String.valueOf(current);
    NamedContext context =
        contexts.stream().filter(one -> name.equals(one.getName())).findFirst().orElse(null);
    if (context == null) {
      throw new IOException(
          where
              + ": expected the context '"
              + name
              + "' but found "
              + (known.isEmpty() ? "no context" : known)
              + "; check extract.NAME.context and current-context");
    }
    String cluster = context.getContext() == null ? null : context.getContext().getCluster();
    if (cluster == null || !servers.contains(cluster)) {
      throw new IOException(
          where
              + ": the context '"
              + name
              + "' names "
              + (isBlank(cluster) ? "no cluster" : "the cluster '" + cluster + "'")
              + ", for which there is no server; add the cluster with its server to the kubeconfig");
    }
  }

  private static String named(List<File> files) {
    return "kubeconfig " + String.join(", ", files.stream().map(File::getPath).toList());
  }

  /** Where it says what the cluster is, for messages. */
  static String place(ClusterAccess access) throws IOException {
    List<File> files = files(access.kubeconfig());
    return files.isEmpty() ? "the pod's service account" : named(files);
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  private static io.fabric8.kubernetes.api.model.Config parse(File file) throws IOException {
    try {
      io.fabric8.kubernetes.api.model.Config parsed = KubeConfigUtils.parseConfig(file);
      if (parsed != null) {
        return parsed;
      }
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw new IOException("expected a kubeconfig but found something else in " + file, e);
    }
    throw new IOException("expected a kubeconfig but found an empty file: " + file);
  }

  static String name(Config config) {
    NamedContext context = config.getCurrentContext();
    if (context != null && context.getName() != null) {
      return context.getName();
    }
    String host = URI.create(config.getMasterUrl()).getHost();
    return host == null ? "cluster" : host;
  }
}

package io.snowgauge.io.kubernetes;

import io.fabric8.kubernetes.api.model.NamedCluster;
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

  /**
   * What kubeconfigs say together.
   *
   * @param current the first current context, or null
   * @param contexts with a name each
   * @param servers the names of clusters that have one
   */
  private record Known(
      @Nullable String current, List<NamedContext> contexts, List<String> servers) {
    static Known in(List<File> files) throws IOException {
      String current = null;
      List<NamedContext> contexts = new ArrayList<>();
      List<String> servers = new ArrayList<>();
      for (File file : files) {
        io.fabric8.kubernetes.api.model.Config parsed = parse(file);
        current = isBlank(current) ? parsed.getCurrentContext() : current;
        contexts.addAll(Objects.requireNonNullElse(parsed.getContexts(), List.of()));
        Objects.requireNonNullElse(parsed.getClusters(), List.<NamedCluster>of()).stream()
            .filter(cluster -> cluster.getCluster() != null)
            .filter(cluster -> !isBlank(cluster.getCluster().getServer()))
            .forEach(cluster -> servers.add(cluster.getName()));
      }
      return new Known(current, contexts, servers);
    }

    String names() {
      return String.join(", ", contexts.stream().map(NamedContext::getName).toList());
    }
  }

  /** The client would go on with a default where a kubeconfig is of no use. */
  private static void requireCluster(List<File> files, @Nullable String wanted) throws IOException {
    Known known = Known.in(files);
    NamedContext context = context(known, isBlank(wanted) ? known.current() : wanted, files);
    String cluster = context.getContext() == null ? null : context.getContext().getCluster();
    if (cluster == null || !known.servers().contains(cluster)) {
      throw new IOException(
          named(files)
              + ": the context '"
              + context.getName()
              + "' names "
              + (isBlank(cluster) ? "no cluster" : "the cluster '" + cluster + "'")
              + ", for which there is no server; add the cluster with its server to the kubeconfig");
    }
  }

  private static NamedContext context(Known known, @Nullable String name, List<File> files)
      throws IOException {
    String names = known.names();
    if (name == null || isBlank(name)) {
      throw new IOException(
          named(files)
              + " has no current-context; choose one of "
              + (names.isEmpty() ? "its contexts, of which it has none" : names)
              + " with extract.NAME.context");
    }
    for (NamedContext context : known.contexts()) {
      if (name.equals(context.getName())) {
        return context;
      }
    }
    throw new IOException(
        named(files)
            + ": expected the context '"
            + name
            + "' but found "
            + (names.isEmpty() ? "no context" : names)
            + "; check extract.NAME.context and current-context");
  }

  private static String named(List<File> files) {
    return "kubeconfig " + String.join(", ", files.stream().map(File::getPath).toList());
  }

  /** Where it says what the cluster is, for messages. */
  static String source(ClusterAccess access) throws IOException {
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

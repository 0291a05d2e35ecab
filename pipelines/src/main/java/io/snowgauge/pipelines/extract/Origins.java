package io.snowgauge.pipelines.extract;

import io.snowgauge.io.kubernetes.Measurement;
import io.snowgauge.io.kubernetes.PodException;
import io.snowgauge.io.kubernetes.PodFiles;
import io.snowgauge.transforms.files.Sidecar;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Which file of which pod each file at a destination comes from. One that took the place of
 * another's would be taken for its new version, and the other would be lost.
 */
final class Origins {
  private static final String WHAT_TO_DO =
      "; tell the destinations apart with {namespace}, {pod} and {container}, or with a folder of"
          + " its own for each extraction";

  private final ConcurrentMap<String, Origin> byTarget = new ConcurrentHashMap<>();

  /** A path in a container; clusters may have equal names, and pods of them, too. */
  private record Origin(String server, String uri) {}

  /**
   * Has a file of this run belong to a path in a container, if it belongs to none yet.
   *
   * @param uri of the file at the destination
   * @param server of the container's cluster
   * @return why it cannot, or null
   */
  @Nullable String claim(String uri, String server, String podUri) {
    Origin claimed = new Origin(server, podUri);
    Origin first = byTarget.putIfAbsent(uri, claimed);
    if (first == null || first.equals(claimed)) {
      return null;
    }
    return "expected a destination of its own but found that "
        + first.uri()
        + " of "
        + first.server()
        + " is extracted to "
        + uri
        + WHAT_TO_DO;
  }

  /**
   * Refuses to replace what an earlier run took from elsewhere.
   *
   * @throws PodException if what is there comes from another path, container, pod, namespace or
   *     cluster
   */
  static void requireSame(Target target, PodFiles files, Measurement file)
      throws IOException, PodException {
    Sidecar.Origin there = there(target);
    if (there != null && !there.matches(Target.origin(files, file))) {
      throw PodException.lasting(
          "expected a destination of its own but found that "
              + target.uri()
              + " was extracted from "
              + there.path()
              + " of container "
              + there.container()
              + " of pod "
              + there.pod()
              + " in namespace "
              + there.namespace()
              + (there.cluster() == null ? "" : " of the cluster at " + there.cluster())
              + WHAT_TO_DO
              + ", or remove that file and its sidecar manifest once it is loaded");
    }
  }

  private static Sidecar.@Nullable Origin there(Target target) throws IOException {
    String text = target.sidecarText();
    if (text == null || target.now() == null) {
      return null;
    }
    try {
      return Sidecar.parse(text).origin();
    } catch (IllegalArgumentException notOurs) {
      return null;
    }
  }
}

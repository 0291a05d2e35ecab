package io.snowgauge.io.kubernetes;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster is spoken to, and as whom.
 *
 * @param kubeconfig a kubeconfig file; null for those of {@code KUBECONFIG} or of the home folder
 *     and, where there are none, for the service account of the pod that this process runs in
 * @param context of the kubeconfig; null for its current one
 */
public record ClusterAccess(@Nullable String kubeconfig, @Nullable String context)
    implements Serializable {}

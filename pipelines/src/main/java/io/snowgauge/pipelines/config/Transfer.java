package io.snowgauge.pipelines.config;

/** How files leave a pod. */
public enum Transfer {
  /** By a presigned URL where that works, else through exec. */
  AUTO,
  /** Uploaded by the container's curl to a URL that it is given. */
  PRESIGNED,
  /** Through the API server. */
  EXEC
}

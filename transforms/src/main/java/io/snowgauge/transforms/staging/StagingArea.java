package io.snowgauge.transforms.staging;

import java.io.Serializable;

/**
 * Where a run's files go, by dataset.
 *
 * @param partsUri folder of the CSV parts and rejects that the warehouse copies in, ending in '/'
 * @param archiveUri folder of the NDJSON parts, ending in '/'
 * @param compression of the NDJSON parts
 * @param maxDecompressedBytes how much a compressed source file may unpack to
 * @param rejectsPerFile how many rejects of a file are kept; the rest is counted
 * @param compressesParts whether the CSV parts are compressed, with Zstandard
 */
public record StagingArea(
    String partsUri,
    String archiveUri,
    ArchiveCompression compression,
    long maxDecompressedBytes,
    int rejectsPerFile,
    boolean compressesParts)
    implements Serializable {

  /** An area with plain CSV parts. */
  public StagingArea(
      String partsUri,
      String archiveUri,
      ArchiveCompression compression,
      long maxDecompressedBytes,
      int rejectsPerFile) {
    this(partsUri, archiveUri, compression, maxDecompressedBytes, rejectsPerFile, false);
  }

  /** The folder of the run's manifest, ending in '/'. */
  public String manifestUri() {
    return partsUri + "manifest/";
  }
}

package io.snowgauge.io.lineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.DataQualityAssertionsDatasetFacet;
import io.openlineage.client.OpenLineage.DataQualityAssertionsDatasetFacetAssertions;
import io.snowgauge.io.warehouse.control.Audit.FileRow;
import io.snowgauge.io.warehouse.control.FileStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What has to hold of all file versions of a run, and whether it does, by the ledger. */
final class BalanceAssertions {
  /** Those whose records are not their own in the target: of older versions, and brought back. */
  private static final Set<FileStatus> ADDING_NOTHING =
      Set.of(FileStatus.SUPERSEDED, FileStatus.REPLAYED);

  private final OpenLineage lineage;

  BalanceAssertions(OpenLineage lineage) {
    this.lineage = lineage;
  }

  /**
   * The facet of an input.
   *
   * @param files the versions that were read of it
   * @param haveDigests whether a digest is taken of each
   */
  DataQualityAssertionsDatasetFacet facet(List<FileRow> files, boolean haveDigests) {
    List<DataQualityAssertionsDatasetFacetAssertions> assertions = new ArrayList<>();
    assertions.add(
        holds(
            "source_records_equal_accepted_plus_rejected",
            files,
            file -> file.sourceRecords() == file.acceptedRecords() + file.rejectedRecords()));
    assertions.add(
        holds(
            "published_records_equal_accepted",
            files,
            file ->
                ADDING_NOTHING.contains(file.status())
                    || file.ingestedRecords() == file.acceptedRecords()));
    assertions.add(
        holds("every_version_published", files, file -> file.status() != FileStatus.FAILED));
    if (haveDigests) {
      assertions.add(
          holds(
              "published_digest_equals_source_digest",
              files,
              file -> file.status() != FileStatus.FAILED && file.digest() != null));
    }
    return lineage.newDataQualityAssertionsDatasetFacet(assertions);
  }

  private DataQualityAssertionsDatasetFacetAssertions holds(
      String assertion, List<FileRow> files, Predicate<FileRow> ofEach) {
    return lineage.newDataQualityAssertionsDatasetFacetAssertions(
        assertion, files.stream().allMatch(ofEach), null, "error");
  }
}

package io.snowgauge.io.lineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.DatasetFacetsBuilder;
import io.openlineage.client.OpenLineage.InputDataset;
import io.openlineage.client.OpenLineage.InputDatasetInputFacetsBuilder;
import io.openlineage.client.OpenLineage.OutputDataset;
import io.openlineage.client.OpenLineage.OutputDatasetOutputFacets;
import io.openlineage.client.OpenLineage.SchemaDatasetFacet;
import io.openlineage.client.OpenLineage.SchemaDatasetFacetFields;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.Audit.FileRow;
import io.snowgauge.io.warehouse.publish.TargetTable;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a load reads and what it writes, with what the ledger counts of both. */
final class LineageDatasets {
  /** More files than these are counted, not named: an event has to stay small. */
  private static final int MOST_LOCATIONS = 100;

  private final OpenLineage lineage;
  private final Warehouse warehouse;

  LineageDatasets(OpenLineage lineage, Warehouse warehouse) {
    this.lineage = lineage;
    this.warehouse = warehouse;
  }

  /** The folder that a dataset's input starts with, of which nothing was read yet. */
  InputDataset input(Dataset dataset) {
    return named(DatasetName.ofFolder(dataset.input().root())).build();
  }

  /** What a run read: the dataset's folder, or those of files that lie elsewhere. */
  List<InputDataset> inputs(Dataset dataset, List<FileRow> files) {
    if (files.isEmpty()) {
      InputDatasetInputFacetsBuilder nothing =
          lineage
              .newInputDatasetInputFacetsBuilder()
              .inputStatistics(lineage.newInputStatisticsInputDatasetFacet(0L, 0L, 0L));
      return List.of(
          named(DatasetName.ofFolder(dataset.input().root())).inputFacets(nothing.build()).build());
    }
    Map<String, List<FileRow>> byFolder =
        files.stream()
            .collect(
                Collectors.groupingBy(
                    file -> folder(dataset, file.uri()), TreeMap::new, Collectors.toList()));
    List<InputDataset> inputs = new ArrayList<>();
    byFolder.forEach((folder, read) -> inputs.add(input(dataset, folder, read)));
    return inputs;
  }

  private static String folder(Dataset dataset, String uri) {
    String root = dataset.input().root();
    return uri.startsWith(root) ? root : uri.substring(0, uri.lastIndexOf('/') + 1);
  }

  private InputDataset input(Dataset dataset, String folder, List<FileRow> read) {
    InputDatasetInputFacetsBuilder facets =
        lineage
            .newInputDatasetInputFacetsBuilder()
            .inputStatistics(
                lineage.newInputStatisticsInputDatasetFacet(
                    read.stream().mapToLong(FileRow::sourceRecords).sum(),
                    read.stream().mapToLong(FileRow::sizeBytes).sum(),
                    (long) read.size()))
            .dataQualityAssertions(
                new BalanceAssertions(lineage).facet(read, dataset.digest() != Digest.NONE));
    if (read.size() <= MOST_LOCATIONS) {
      facets.subset(
          lineage.newInputSubsetInputDatasetFacet(
              lineage.newLocationSubsetCondition(read.stream().map(FileRow::uri).toList())));
    }
    return named(DatasetName.ofFolder(folder)).inputFacets(facets.build()).build();
  }

  private OpenLineage.InputDatasetBuilder named(DatasetName name) {
    return lineage.newInputDatasetBuilder().namespace(name.namespace()).name(name.name());
  }

  /** The target, to which nothing was written yet. */
  OutputDataset output(Dataset dataset) {
    return output(dataset, OptionalLong.empty()).build();
  }

  /**
   * The target, and what a run added to it.
   *
   * @param epoch how far it had come then; empty where nothing was added, or it is not known
   */
  OutputDataset output(Dataset dataset, List<FileRow> files, OptionalLong epoch) {
    OutputDatasetOutputFacets written =
        lineage
            .newOutputDatasetOutputFacetsBuilder()
            .outputStatistics(
                lineage.newOutputStatisticsOutputDatasetFacet(
                    files.stream().mapToLong(FileRow::ingestedRecords).sum(), null, null))
            .build();
    return output(dataset, epoch).outputFacets(written).build();
  }

  private OpenLineage.OutputDatasetBuilder output(Dataset dataset, OptionalLong epoch) {
    DatasetFacetsBuilder facets = lineage.newDatasetFacetsBuilder().schema(schema(dataset));
    epoch.ifPresent(
        version -> facets.version(lineage.newDatasetVersionDatasetFacet(Long.toString(version))));
    DatasetName name = DatasetName.ofTarget(warehouse, dataset.table());
    return lineage
        .newOutputDatasetBuilder()
        .namespace(name.namespace())
        .name(name.name())
        .facets(facets.build());
  }

  private SchemaDatasetFacet schema(Dataset dataset) {
    List<SchemaDatasetFacetFields> fields = new ArrayList<>();
    for (TargetTable.DeclaredType column : new TargetTable(warehouse, dataset).declaredTypes()) {
      fields.add(
          lineage
              .newSchemaDatasetFacetFieldsBuilder()
              .name(column.name())
              .type(warehouse.dialect().typeName(column.type()))
              .ordinal_position(fields.size() + 1L)
              .build());
    }
    return lineage.newSchemaDatasetFacet(fields);
  }
}

package io.snowgauge.io.warehouse.beam;

import io.snowgauge.io.files.BeamUri;
import io.snowgauge.io.warehouse.ConnectionsOnly;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.publish.Manifest;
import io.snowgauge.io.warehouse.publish.Publisher;
import io.snowgauge.transforms.staging.StagedFile;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.beam.sdk.io.snowflake.SnowflakeIO;
import org.apache.beam.sdk.io.snowflake.services.SnowflakeBatchServiceConfig;
import org.apache.beam.sdk.io.snowflake.services.SnowflakeServices;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Loads a bounded collection of staged files through {@link SnowflakeIO}: its rows are the
 * manifest, and its COPY is our {@link Publisher}. Nothing follows it in the graph: what came of it
 * is in the audit.
 */
public final class LoadFiles extends PTransform<PCollection<StagedFile>, PDone> {
  private final Publisher publisher;
  private final String manifestUri;

  private LoadFiles(Publisher publisher, String manifestUri) {
    this.publisher = publisher;
    this.manifestUri = manifestUri;
  }

  /**
   * Loads with a publisher.
   *
   * @param manifestUri a folder for the manifest, ending in '/', that workers and publisher share
   */
  public static LoadFiles with(Publisher publisher, String manifestUri) {
    return new LoadFiles(publisher, manifestUri);
  }

  @Override
  public PDone expand(PCollection<StagedFile> staged) {
    Publisher rows = publisher;
    return staged.apply(
        "Write manifest",
        SnowflakeIO.<StagedFile>write()
            .withDataSourceConfiguration(
                SnowflakeIO.DataSourceConfiguration.create(
                        new WarehouseDataSource(publisher.warehouse()))
                    .withDatabase("")
                    .withSchema(publisher.warehouse().targetSchema()))
            .to(publisher.dataset().table())
            .withStagingBucketName(BeamUri.of(manifestUri))
            .withStorageIntegrationName("")
            .withQuotationMark("'")
            .withShardsNumber(1)
            .withUserDataMapper(file -> Manifest.row(file, rows.dataset()))
            .withSnowflakeServices(new PublishingServices(new FinalStep(publisher))));
  }

  /** Puts the publisher in the place of SnowflakeIO's own COPY. */
  private record PublishingServices(FinalStep step) implements SnowflakeServices {
    @Override
    public BatchService getBatchService() {
      return new BatchService() {
        @Override
        public void write(SnowflakeBatchServiceConfig config) throws SQLException {
          List<String> files = config.getFilesList().stream().map(BeamUri::canonical).toList();
          if (!files.isEmpty()) {
            step.publish(files);
          }
        }

        @Override
        public String read(SnowflakeBatchServiceConfig config) {
          throw new UnsupportedOperationException("only writes are published");
        }
      };
    }

    @Override
    public StreamingService getStreamingService() {
      throw new UnsupportedOperationException("Snowpipe is not used");
    }
  }

  /** The warehouse as SnowflakeIO asks for it. */
  private record WarehouseDataSource(Warehouse warehouse) implements ConnectionsOnly, Serializable {
    @Override
    public Connection getConnection() throws SQLException {
      return warehouse.connect();
    }
  }
}

package io.snowgauge.pipelines.check;

import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.snowflake.SnowflakeWarehouse;
import io.snowgauge.io.warehouse.snowflake.Stage;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.transforms.files.Storage;
import java.util.Optional;

/** Whether staged parts take a way round. */
final class StageCheck {
  private StageCheck() {}

  /** Advice where parts are in object storage already and would be uploaded to another. */
  static Optional<Finding> finding(Warehouse warehouse, String stagingUri) {
    boolean isUploaded =
        warehouse instanceof SnowflakeWarehouse snowflake
            && snowflake.stage() instanceof Stage.Internal;
    return isUploaded && !Storage.isLocal(stagingUri)
        ? Optional.of(
            Finding.ok(
                "warehouse.stage.type",
                "internal: parts are downloaded from "
                    + Display.uri(stagingUri)
                    + " and uploaded again; an external stage over it, or a storage integration,"
                    + " saves that"))
        : Optional.empty();
  }
}

package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ControlSchema;
import io.snowgauge.io.warehouse.publish.DatasetTables;
import io.snowgauge.io.warehouse.publish.LoaderGrants;
import io.snowgauge.pipelines.batch.WarehouseReadiness;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.pipelines.launch.Composition;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.report.ExitCode;
import io.snowgauge.transforms.dataset.Dataset;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code init}: creates what is missing in the database. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = "Creates the control tables and the datasets' targets where they are missing.")
final class InitCommand extends ConfiguredCommand {
  @Option(names = "--print", description = "Only prints the statements.")
  private boolean print;

  @Option(
      names = "--grant-to",
      paramLabel = "ROLE",
      description = {
        "Also grants this role what runs need of all that (Snowflake),",
        "for where another role creates than the one that loads."
      })
  private @Nullable String loader;

  @Override
  public Integer call() throws SQLException {
    Composition loaded = load(Reach.WAREHOUSE);
    Warehouse warehouse = loaded.warehouse();
    List<Dataset> datasets = loaded.configuration().datasets();
    Optional<LoaderGrants> grants = grants(warehouse, datasets);
    if (print) {
      print(warehouse, datasets, grants);
      return ExitCode.SUCCESS;
    }
    try (Connection connection = warehouse.connect()) {
      WarehouseReadiness.create(connection, warehouse, datasets);
      if (grants.isPresent()) {
        grants.get().grant(connection);
      }
    }
    out()
        .printf(
            "The control tables (version %d) and %d targets are in place.%n",
            ControlSchema.VERSION, datasets.size());
    return ExitCode.SUCCESS;
  }

  private Optional<LoaderGrants> grants(Warehouse warehouse, List<Dataset> datasets) {
    if (loader == null) {
      return Optional.empty();
    }
    LoaderGrants grants = new LoaderGrants(warehouse, datasets, loader);
    if (grants.statements().isEmpty()) {
      throw new InvalidConfigurationException(
          List.of("--grant-to: expected a warehouse with roles (snowflake) but found one without"));
    }
    return Optional.of(grants);
  }

  private void print(Warehouse warehouse, List<Dataset> datasets, Optional<LoaderGrants> grants) {
    List<Sql> ddl = new ArrayList<>(new ControlSchema(warehouse).ddl());
    for (Dataset dataset : datasets) {
      ddl.addAll(new DatasetTables(warehouse, dataset).ddl());
    }
    grants.ifPresent(loaders -> ddl.addAll(loaders.statements()));
    ddl.stream().map(Sql::text).distinct().forEach(statement -> out().println(statement + ";"));
  }
}

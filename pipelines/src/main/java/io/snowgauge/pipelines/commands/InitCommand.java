package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.Sql;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.io.warehouse.control.ControlTables;
import io.snowgauge.io.warehouse.publish.LoaderGrants;
import io.snowgauge.io.warehouse.publish.TargetFit;
import io.snowgauge.io.warehouse.publish.TargetTable;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.pipelines.config.InvalidConfigurationException;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code init}: creates what is missing in the database. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = "Creates the control tables and the datasets' targets where they are missing.")
final class InitCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private ConfigurationOptions configurationOptions = new ConfigurationOptions();

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
    var command = Objects.requireNonNull(spec).commandLine();
    PrintWriter out = command.getOut();
    Configuration configuration = configurationOptions.load(command.getErr());
    Warehouse warehouse = configuration.warehouse();
    Optional<LoaderGrants> grants = grants(warehouse, configuration);
    if (print) {
      print(warehouse, configuration, grants, out);
      return ExitCode.SUCCESS;
    }
    try (Connection connection = warehouse.connect()) {
      TargetFit.require(connection, warehouse, configuration.datasets());
      new ControlTables(warehouse).create(connection);
      for (Dataset dataset : configuration.datasets()) {
        new TargetTable(warehouse, dataset).create(connection);
      }
      if (grants.isPresent()) {
        grants.get().grant(connection);
      }
    }
    out.printf(
        "The control tables (version %d) and %d targets are in place.%n",
        ControlTables.VERSION, configuration.datasets().size());
    return ExitCode.SUCCESS;
  }

  private Optional<LoaderGrants> grants(Warehouse warehouse, Configuration configuration) {
    if (loader == null) {
      return Optional.empty();
    }
    LoaderGrants grants = new LoaderGrants(warehouse, configuration.datasets(), loader);
    if (grants.statements().isEmpty()) {
      throw new InvalidConfigurationException(
          List.of("--grant-to: expected a warehouse with roles (snowflake) but found one without"));
    }
    return Optional.of(grants);
  }

  private static void print(
      Warehouse warehouse,
      Configuration configuration,
      Optional<LoaderGrants> grants,
      PrintWriter out) {
    List<Sql> ddl = new ArrayList<>(new ControlTables(warehouse).ddl());
    for (Dataset dataset : configuration.datasets()) {
      ddl.addAll(new TargetTable(warehouse, dataset).ddl());
    }
    grants.ifPresent(loaders -> ddl.addAll(loaders.statements()));
    ddl.stream().map(Sql::text).distinct().forEach(statement -> out.println(statement + ";"));
  }
}

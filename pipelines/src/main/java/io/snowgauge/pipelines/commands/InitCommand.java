package io.snowgauge.pipelines.commands;

import io.snowgauge.io.warehouse.ControlTables;
import io.snowgauge.io.warehouse.TargetFit;
import io.snowgauge.io.warehouse.TargetTable;
import io.snowgauge.io.warehouse.Warehouse;
import io.snowgauge.pipelines.config.Configuration;
import io.snowgauge.transforms.dataset.Dataset;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
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

  @Override
  public Integer call() throws SQLException {
    var command = Objects.requireNonNull(spec).commandLine();
    PrintWriter out = command.getOut();
    Configuration configuration = configurationOptions.load(command.getErr());
    Warehouse warehouse = ConfigurationOptions.warehouse(configuration);
    if (print) {
      print(warehouse, configuration, out);
      return ExitCode.SUCCESS;
    }
    try (Connection connection = warehouse.connect()) {
      TargetFit.require(connection, warehouse, configuration.datasets());
      new ControlTables(warehouse).create(connection);
      for (Dataset dataset : configuration.datasets()) {
        new TargetTable(warehouse, dataset).create(connection);
      }
    }
    out.printf(
        "The control tables (version %d) and %d targets are in place.%n",
        ControlTables.VERSION, configuration.datasets().size());
    return ExitCode.SUCCESS;
  }

  private static void print(Warehouse warehouse, Configuration configuration, PrintWriter out) {
    Set<String> ddl = new LinkedHashSet<>(new ControlTables(warehouse).ddl());
    for (Dataset dataset : configuration.datasets()) {
      ddl.addAll(new TargetTable(warehouse, dataset).ddl());
    }
    ddl.forEach(statement -> out.println(statement + ";"));
  }
}

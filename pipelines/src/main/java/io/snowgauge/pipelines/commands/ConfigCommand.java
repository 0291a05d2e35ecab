package io.snowgauge.pipelines.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.pipelines.launch.Composition.Reach;
import io.snowgauge.pipelines.report.ExitCode;
import picocli.CommandLine.Command;

/** {@code config}: the effective configuration as a flat dictionary. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Prints the effective configuration as a flat JSON dictionary, secrets masked.")
final class ConfigCommand extends ConfiguredCommand {
  @Override
  public Integer call() throws JsonProcessingException {
    var flat = load(Reach.WAREHOUSE).configuration().flat();
    out().println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(flat));
    return ExitCode.SUCCESS;
  }
}

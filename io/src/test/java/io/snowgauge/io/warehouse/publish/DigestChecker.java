package io.snowgauge.io.warehouse.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.io.emulators.Installation;
import io.snowgauge.io.emulators.Sources;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.record.ColumnType;
import io.snowgauge.transforms.tabular.InputColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code runner-configs/verify/digest.py}, which shares nothing with the product but a page. */
final class DigestChecker {
  private final Path configuration;

  private DigestChecker(Path folder, ObjectNode dataset) throws IOException {
    this.configuration = folder.resolve("checked.json");
    ObjectMapper json = new ObjectMapper();
    ObjectNode whole = json.createObjectNode();
    whole.putObject("datasets").set("checked", dataset);
    Files.write(configuration, json.writeValueAsBytes(whole));
  }

  /** For CSV with these columns. */
  DigestChecker(Path folder, List<InputColumn> columns) throws IOException {
    this(folder, dataset(columns));
  }

  static DigestChecker ofUserGroups(Path folder) throws IOException {
    ObjectNode dataset = new ObjectMapper().createObjectNode();
    dataset.putObject("format").put("type", "lsf");
    return new DigestChecker(folder, dataset);
  }

  private static ObjectNode dataset(List<InputColumn> columns) {
    ObjectNode dataset = new ObjectMapper().createObjectNode();
    dataset.putObject("format").put("type", "csv");
    ObjectNode types = dataset.putObject("columns");
    columns.forEach(column -> types.put(column.name(), declaration(column.type())));
    return dataset;
  }

  private static String declaration(ColumnType type) {
    if (type.kind() == ColumnType.Kind.NUMBER) {
      return "NUMBER(" + type.precision() + "," + type.scale() + ")";
    }
    return type.kind() + (type.precision() == 0 ? "" : "(" + type.precision() + ")");
  }

  /** {@code digest records refused} of a file of the dataset. */
  String ofSource(Path file) throws Exception {
    return check(List.of(file.toString()));
  }

  /** The same of all parts of a version's archive. */
  String ofArchive(List<String> uris) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--archive", "--together"));
    uris.forEach(uri -> arguments.add(Storage.localPath(uri).toString()));
    return check(arguments);
  }

  private String check(List<String> arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Installation.python("the checker of digests"),
                Sources.root().resolve("runner-configs/verify/digest.py").toString(),
                "--config",
                configuration.toString(),
                "--dataset",
                "checked"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(out, process.waitFor(), is(0));
    return out.lines().reduce((first, last) -> last).orElse("").replaceFirst(" [^ ]*$", "");
  }
}

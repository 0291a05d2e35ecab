package io.snowgauge.pipelines.config;

import io.snowgauge.io.lineage.FileSink;
import io.snowgauge.io.lineage.HttpSink;
import io.snowgauge.io.lineage.LineageSink;
import io.snowgauge.io.lineage.LineageTarget;
import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.DeferredText;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.config.types.Texts;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Who is told, as OpenLineage has it, of what loads read and write. */
final class Lineages {
  enum Type {
    HTTP,
    FILE
  }

  private static final Group GROUP =
      new Group(
          "lineage",
          "Where OpenLineage events of loads go, such as to Marquez; nowhere by default.");

  static final Section SECTION = new Section(GROUP);

  private static final Setting<Type> TYPE =
      SECTION
          .choice(
              "type",
              Type.class,
              "What takes events: a server, or a local file that gets a line for each.")
          .neededWhere(GROUP.isGiven());

  private static final Setting<String> URL =
      SECTION
          .setting("url", Texts.endpoint(), "The server, such as http://marquez:5000.")
          .onlyWhere(TYPE.is(Type.HTTP))
          .needed();

  private static final Setting<String> ENDPOINT =
      SECTION
          .setting(
              "endpoint",
              Texts.matching("a path such as 'api/v1/lineage'", "[A-Za-z0-9._~%/-]{1,500}"),
              "The path on the server that takes events.")
          .onlyWhere(TYPE.is(Type.HTTP))
          .defaultsTo("api/v1/lineage");

  private static final Setting<DeferredText> TOKEN =
      SECTION
          .secret("token", "The bearer token that the server wants, if any")
          .onlyWhere(TYPE.is(Type.HTTP));

  private static final Setting<String> FILE =
      SECTION
          .setting("file", Locations.PATH, "The file that events are added to.")
          .onlyWhere(TYPE.is(Type.FILE))
          .needed();

  private static final Setting<String> NAMESPACE =
      SECTION
          .setting(
              "namespace",
              Texts.matching("a name of at most 100 characters", "\\S.{0,98}\\S|\\S"),
              "The namespace of the jobs, which are named snowgauge.DATASET.")
          .onlyWhere(TYPE.is(Type.HTTP, Type.FILE))
          .defaultsTo("snowgauge");

  private Lineages() {}

  /** Null where nobody is told. */
  static @Nullable LineageTarget target(Values values) {
    Type type = values.find(TYPE);
    return type == null ? null : new LineageTarget(sink(type, values), values.get(NAMESPACE));
  }

  private static LineageSink sink(Type type, Values values) {
    return switch (type) {
      case HTTP ->
          new HttpSink(
              values.get(URL) + "/" + values.get(ENDPOINT).replaceFirst("^/+", ""),
              values.find(TOKEN));
      case FILE -> new FileSink(Path.of(values.get(FILE)));
    };
  }
}

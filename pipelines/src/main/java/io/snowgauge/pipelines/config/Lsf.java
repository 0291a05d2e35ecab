package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Problems;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.Choice;
import io.snowgauge.pipelines.config.types.JsonForm;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.config.types.PlainType;
import io.snowgauge.pipelines.config.types.Quantities;
import io.snowgauge.pipelines.config.types.ValueType;
import io.snowgauge.transforms.lsf.BadEntries;
import io.snowgauge.transforms.lsf.GroupColumn;
import io.snowgauge.transforms.lsf.IncludeRule;
import io.snowgauge.transforms.lsf.LsfFormat;
import io.snowgauge.transforms.lsf.LsfSection;
import io.snowgauge.transforms.lsf.UserFormat;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.lsf.UserMapFormat;
import io.snowgauge.transforms.text.TextEncoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Files of IBM Spectrum LSF, of which the sections of one name are loaded. */
final class Lsf {
  static final Section SECTION = new Section(FormatType.GROUP, FormatType.TYPE.is(FormatType.LSF));

  private static final Setting<LsfSection> SECTION_NAME =
      SECTION
          .setting(
              "section",
              Choice.inAnyCase(LsfSection.values(), LsfSection::configName),
              "Which sections of the files are loaded.")
          .defaultsTo("UserGroup");

  static final Setting<Long> MAX_LINE_BYTES =
      SECTION
          .setting(
              "maxLineBytes",
              Quantities.sizeOfAtMost("1 GiB"),
              "A longer logical line is rejected.")
          .defaultsTo("16 MiB");

  private static final Setting<BadEntries> BAD_ENTRIES =
      SECTION
          .choice(
              "badEntries",
              BadEntries.class,
              "What a bad entry of USER_SHARES costs: its line, or itself alone.")
          .defaultsTo("rejectLine");

  private static final Setting<List<GroupColumn>> OPTIONAL_COLUMNS =
      SECTION.setting(
          "optionalColumns",
          groupColumns(),
          "Columns that user groups have besides: GROUP_ADMIN and PRIORITY of the file, and"
              + " MEMBER_KIND, which says what a member is.");

  private static final Setting<Include> INCLUDE =
      SECTION
          .choice(
              "include",
              Include.class,
              "What becomes of #INCLUDE: it is told, or the other file is read in its place.")
          .defaultsTo("report");

  private static final Setting<List<String>> INCLUDE_FOLDERS =
      SECTION.setting(
          "includeFolders",
          folders(),
          "Folders whose files may be included, besides those below the input's.");

  private enum Include {
    REPORT,
    FOLLOW
  }

  private Lsf() {}

  private static ValueType<List<String>> folders() {
    return PlainType.<List<String>>of(
            "folders",
            (text, context) -> {
              List<String> folders = new ArrayList<>();
              for (String folder : text.split(",", -1)) {
                folders.add(Locations.FOLDER.parse(folder.strip(), context));
              }
              return folders;
            },
            schema -> {
              schema.put("type", "array").put("minItems", 1);
              schema.putObject("items").put("type", "string").put("pattern", "^[^,]*[^,\\s][^,]*$");
            })
        .in(JsonForm.LIST)
        .shownAs(folders -> String.join(",", folders));
  }

  private static ValueType<List<GroupColumn>> groupColumns() {
    List<String> names = Arrays.stream(GroupColumn.values()).map(Enum::name).toList();
    return PlainType.<List<GroupColumn>>of(
            "some of " + String.join(", ", names) + ", each once",
            (text, context) -> groupColumns(text, names),
            schema -> {
              schema.put("type", "array").put("minItems", 1).put("uniqueItems", true);
              var choices = schema.putObject("items").put("type", "string").putArray("enum");
              names.forEach(choices::add);
            })
        .in(JsonForm.LIST)
        .shownAs(columns -> String.join(",", columns.stream().map(Enum::name).toList()));
  }

  private static @Nullable List<GroupColumn> groupColumns(String text, List<String> names) {
    List<String> given = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    boolean valid = names.containsAll(given) && new HashSet<>(given).size() == given.size();
    return valid ? given.stream().map(GroupColumn::valueOf).toList() : null;
  }

  /** Only user groups have optional columns, and only what is followed has folders. */
  static void check(Values dataset, Problems problems) {
    if (dataset.find(INCLUDE) == Include.REPORT && dataset.find(INCLUDE_FOLDERS) != null) {
      problems.error(
          dataset.key(INCLUDE_FOLDERS),
          "expected it only where format.include is follow but found it where that is report");
    }
    LsfSection section = section(dataset);
    if (section != null
        && section != LsfSection.USER_GROUP
        && dataset.find(OPTIONAL_COLUMNS) != null) {
      problems.error(
          dataset.key(OPTIONAL_COLUMNS),
          "expected it only where format.section is UserGroup but found it where that is "
              + section.configName());
    }
  }

  /** Whether what files include is read with them. */
  static boolean followsIncludes(Values dataset) {
    return dataset.find(INCLUDE) == Include.FOLLOW;
  }

  private static @Nullable LsfSection section(Values dataset) {
    return dataset.find(FormatType.TYPE) == FormatType.LSF ? dataset.find(SECTION_NAME) : null;
  }

  static LsfFormat format(Values dataset) {
    return format(
        dataset.get(SECTION_NAME),
        Math.toIntExact(dataset.get(MAX_LINE_BYTES)),
        dataset.get(BAD_ENTRIES),
        dataset.get(FormatType.ENCODING),
        dataset.find(OPTIONAL_COLUMNS),
        new IncludeRule(
            dataset.get(INCLUDE) == Include.FOLLOW,
            Objects.requireNonNullElse(dataset.find(INCLUDE_FOLDERS), List.<String>of())));
  }

  /** A format with the columns that the dataset will have, as far as its values are valid. */
  static LsfFormat outline(Values dataset) {
    return format(
        Objects.requireNonNullElse(section(dataset), LsfSection.USER_GROUP),
        LsfFormat.DEFAULT_MAX_LINE_BYTES,
        BadEntries.REJECT_LINE,
        TextEncoding.UTF_8,
        dataset.find(OPTIONAL_COLUMNS),
        IncludeRule.REPORT);
  }

  private static LsfFormat format(
      LsfSection section,
      int maxLineBytes,
      BadEntries badEntries,
      TextEncoding encoding,
      @Nullable List<GroupColumn> optional,
      IncludeRule include) {
    return switch (section) {
      case USER_GROUP ->
          new UserGroupFormat(
              maxLineBytes,
              badEntries,
              encoding,
              Objects.requireNonNullElse(optional, List.<GroupColumn>of()),
              include);
      case USER -> new UserFormat(maxLineBytes, encoding, include);
      case USER_MAP -> new UserMapFormat(maxLineBytes, encoding, include);
    };
  }
}

package io.snowgauge.pipelines.config.engine;

import io.snowgauge.pipelines.config.types.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.text.WordUtils;

/** A page in Markdown that lists every key of a catalogue, group by group. */
public final class ReferencePage {
  private static final int WIDTH = 100;

  private final StringBuilder page;

  private ReferencePage(String introduction) {
    this.page = new StringBuilder(introduction);
  }

  /** The page after its introduction, with a line end at its end. */
  public static String of(Catalogue catalogue, String introduction) {
    ReferencePage reference = new ReferencePage(introduction);
    reference.group(KeyTree.of(catalogue));
    return reference.page.toString();
  }

  private void group(KeyTree group) {
    List<Setting<?>> settings = new ArrayList<>();
    group.children().stream()
        .flatMap(child -> Optional.<Setting<?>>ofNullable(child.setting()).stream())
        .forEach(settings::add);
    if (!settings.isEmpty()) {
      String title = group.pattern().isEmpty() ? "The whole" : "`" + group.pattern() + "`";
      page.append("\n## ").append(title).append("\n\n");
      page.append(wrapped(group.group().description(), "")).append("\n\n");
      settings.forEach(this::setting);
    }
    group.children().stream().filter(child -> child.setting() == null).forEach(this::group);
  }

  private void setting(Setting<?> setting) {
    String text =
        "- `%s`: %s Expects %s.%s%s"
            .formatted(
                setting.pattern(),
                setting.description(),
                values(setting),
                applies(setting),
                necessity(setting));
    page.append(wrapped(text, "  ")).append('\n');
  }

  private static String values(Setting<?> setting) {
    if (setting.type() instanceof Choice<?> choice) {
      List<String> names = choice.names().stream().map(name -> "`" + name + "`").toList();
      return names.size() == 1 ? names.get(0) : "one of " + String.join(", ", names);
    }
    String expectation = setting.type().expectation();
    return expectation.endsWith(",")
        ? expectation.substring(0, expectation.length() - 1)
        : expectation;
  }

  private static String applies(Setting<?> setting) {
    Condition.Is when = setting.when();
    return when == null ? "" : " Only where " + told(when) + ".";
  }

  private static String necessity(Setting<?> setting) {
    Setting.Default fallback = setting.fallback();
    Setting.Need need = setting.need();
    if (fallback != null) {
      Condition condition = fallback.when();
      return " The default"
          + (condition == null ? "" : " where " + told(condition))
          + " is `"
          + fallback.text()
          + "`"
          + (fallback.otherwise() == null ? "" : ", elsewhere `" + fallback.otherwise() + "`")
          + "."
          + (need == null ? "" : " Elsewhere it is required.");
    }
    if (need == null) {
      return "";
    }
    if (need.alternative() != null) {
      return " Required, unless `" + need.alternative() + "` is given.";
    }
    return need.when() == null ? " Required." : " Required where " + told(need.when()) + ".";
  }

  private static String told(Condition condition) {
    String key = "`" + condition.pattern() + "`";
    if (condition instanceof Condition.Is is) {
      List<String> values = is.values().stream().map(value -> "`" + value + "`").toList();
      return key + " is " + String.join(" or ", values);
    }
    return condition instanceof Condition.Given ? key + " is given" : key + " is not given";
  }

  private static String wrapped(String text, String indent) {
    return WordUtils.wrap(text, WIDTH - indent.length(), "\n" + indent, false);
  }
}

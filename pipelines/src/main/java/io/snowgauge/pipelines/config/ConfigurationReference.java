package io.snowgauge.pipelines.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.text.WordUtils;

/** The page of the documentation that lists every key, generated from the declared settings. */
public final class ConfigurationReference {
  private static final int WIDTH = 100;

  private static final String INTRODUCTION =
      """
      # Configuration reference

      Every key that a configuration may have. [configuration.md](configuration.md) explains how a
      configuration is written and overridden. A `*` stands for a name that you choose. This page is
      generated from the declarations in the code, as the JSON Schema is.
      """;

  private final StringBuilder page = new StringBuilder(INTRODUCTION);

  private ConfigurationReference() {}

  /** Writes the page to standard output. */
  public static void main(String[] args) throws IOException {
    System.out.write(markdown().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  /** The page, with a line end at its end. */
  public static String markdown() {
    ConfigurationReference reference = new ConfigurationReference();
    reference.group(KeyTree.of(Settings.all()));
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
      page.append(
              wrapped(Objects.requireNonNull(ConfigurationSchema.GROUPS.get(group.pattern())), ""))
          .append("\n\n");
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
    if (setting.type() instanceof ChoiceType<?> choice) {
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
    if (setting.defaultText() != null) {
      Condition condition = setting.defaultWhen();
      String otherwise = setting.otherDefault();
      return " The default"
          + (condition == null ? "" : " where " + told(condition))
          + " is `"
          + setting.defaultText()
          + "`"
          + (otherwise == null ? "" : ", elsewhere `" + otherwise + "`")
          + "."
          + (setting.required() ? " Elsewhere it is required." : "");
    }
    if (setting.alternative() != null) {
      return " Required, unless `" + setting.alternative() + "` is given.";
    }
    Condition condition = setting.requiredWhen();
    return !setting.required()
        ? ""
        : condition == null ? " Required." : " Required where " + told(condition) + ".";
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

package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (draft 2020-12) of configuration files, generated from the declared settings. It
 * speaks of a file alone: what the environment or {@code --set} would add to it is missing for the
 * schema.
 */
public final class ConfigurationSchema {
  /** What the groups of keys are, by pattern. */
  private static final Map<String, String> GROUPS =
      Map.of(
          "", "What Snowgauge loads, and where to.",
          "warehouse", "Where rows end; by default a DuckDB file beside the configuration.",
          "warehouse.auth", "How the Snowflake user proves who it is.",
          "warehouse.stage", "Where Snowflake copies staged parts from.",
          "datasets", "The datasets by name.",
          "datasets.*", "Files of one kind that end in one table.",
          "datasets.*.format", "How the files are read.",
          "datasets.*.rejects", "How many rejected lines a file may have and still be published.");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** A setting that decides which of its neighbours apply, and what it says. */
  private record Decision(String pattern, String value) {
    boolean isOf(@Nullable Condition condition) {
      return condition != null && condition.pattern().equals(pattern);
    }

    boolean holds(@Nullable Condition condition) {
      return isOf(condition) && condition instanceof Condition.Is is && is.values().contains(value);
    }
  }

  private ConfigurationSchema() {}

  /** Writes the schema to standard output. */
  public static void main(String[] args) throws IOException {
    System.out.write(json().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  /** The schema, indented, with a line end at its end. */
  public static String json() {
    ObjectNode schema = NODES.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Snowgauge configuration");
    schema.setAll(new ConfigurationSchema().group(KeyTree.of(Settings.all())));
    try {
      return new ObjectMapper().writer(new Indented()).writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode group(KeyTree group) {
    ObjectNode schema = NODES.objectNode();
    schema.put("description", GROUPS.get(group.pattern())).put("type", "object");
    if (group.namesDatasets()) {
      schema.put("minProperties", 1);
      schema.putObject("propertyNames").put("pattern", DatasetName.PATTERN);
      group.children().forEach(each -> schema.set("additionalProperties", group(each)));
      return schema;
    }
    ObjectNode properties = schema.putObject("properties");
    if (group.pattern().isEmpty()) {
      properties.putObject("$schema").put("description", "This schema.").put("type", "string");
    }
    for (KeyTree child : group.children()) {
      Setting<?> setting = child.setting();
      properties.set(child.name(), setting == null ? group(child) : leaf(setting));
    }
    addNames(
        schema,
        "required",
        group.children().stream().filter(child -> isRequired(child, group.pattern())).toList());
    schema.put("additionalProperties", false);
    addConditions(schema, group);
    return schema;
  }

  private static <T> ObjectNode leaf(Setting<T> setting) {
    ObjectNode schema = NODES.objectNode().put("description", setting.description());
    String text = setting.defaultText();
    if (text != null && setting.defaultWhen() == null) {
      switch (setting.type().jsonForm()) {
        case INTEGER -> schema.put("default", Long.parseLong(text));
        case TEXT, TEXT_OR_INTEGER -> schema.put("default", text);
        default -> throw new IllegalStateException("default of " + setting.pattern());
      }
    }
    setting.type().describe(schema);
    return schema;
  }

  private static void addNames(ObjectNode schema, String keyword, List<KeyTree> named) {
    if (!named.isEmpty()) {
      ArrayNode names = schema.putArray(keyword);
      named.forEach(child -> names.add(child.name()));
    }
  }

  /** Whether a group of a file must have it, whatever else the group says. */
  private boolean isRequired(KeyTree tree, String group) {
    Setting<?> setting = tree.setting();
    if (setting == null) {
      return tree.namesDatasets()
          || tree.children().stream().anyMatch(child -> isRequired(child, group));
    }
    if (!setting.required() || setting.defaultText() != null) {
      return false;
    }
    // What is decided outside of a group is decided for all of it.
    Condition.Is when = setting.when();
    return when == null || !when.pattern().startsWith(KeyTree.join(group, ""));
  }

  private void addConditions(ObjectNode schema, KeyTree group) {
    for (KeyTree child : group.children()) {
      Setting<?> decider = child.setting();
      if (decider != null && decider.type() instanceof ChoiceType<?> choice) {
        for (String value : choice.names()) {
          ObjectNode then = consequence(group, new Decision(decider.pattern(), value));
          if (!then.isEmpty()) {
            ObjectNode rule = schema.withArray("allOf").addObject();
            ObjectNode condition = rule.putObject("if");
            condition.putObject("properties").putObject(child.name()).put("const", value);
            if (!value.equals(decider.defaultText())) {
              condition.putArray("required").add(child.name());
            }
            rule.set("then", then);
          }
        }
      }
    }
  }

  private ObjectNode consequence(KeyTree group, Decision decision) {
    ObjectNode then = NODES.objectNode();
    List<KeyTree> foreign =
        group.children().stream().filter(child -> !applies(child, decision)).toList();
    if (!foreign.isEmpty()) {
      ObjectNode properties = then.putObject("properties");
      foreign.forEach(child -> properties.put(child.name(), false));
    }
    addNames(
        then,
        "required",
        group.children().stream().filter(child -> isRequired(child, decision)).toList());
    for (KeyTree child : group.children()) {
      Setting<?> setting = child.setting();
      if (setting != null && setting.alternative() != null && decision.holds(setting.when())) {
        String other = setting.alternative();
        ArrayNode either = then.putArray("oneOf");
        either.addObject().putArray("required").add(child.name());
        either.addObject().putArray("required").add(other.substring(other.lastIndexOf('.') + 1));
      }
    }
    return then;
  }

  private boolean applies(KeyTree tree, Decision decision) {
    Setting<?> setting = tree.setting();
    return setting == null
        ? tree.children().stream().anyMatch(child -> applies(child, decision))
        : applies(setting, decision);
  }

  private static boolean applies(Setting<?> setting, Decision decision) {
    Condition.Is when = setting.when();
    if (when == null) {
      return true;
    }
    return decision.isOf(when)
        ? decision.holds(when)
        : applies(Settings.get(when.pattern()), decision);
  }

  /** Whether it is the decision that makes a file need it. */
  private boolean isRequired(KeyTree tree, Decision decision) {
    Setting<?> setting = tree.setting();
    if (setting == null) {
      return tree.children().stream().anyMatch(child -> isRequired(child, decision));
    }
    if (!setting.required() || setting.alternative() != null) {
      return false;
    }
    if (setting.defaultText() != null) {
      return decision.isOf(setting.defaultWhen()) && !decision.holds(setting.defaultWhen());
    }
    return decision.holds(setting.when());
  }

  /** Two blanks a level, and a line feed on every platform. */
  private static final class Indented extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;

    Indented() {
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      indentObjectsWith(indenter);
      indentArraysWith(indenter);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new Indented();
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator generator) throws IOException {
      generator.writeRaw(": ");
    }
  }
}

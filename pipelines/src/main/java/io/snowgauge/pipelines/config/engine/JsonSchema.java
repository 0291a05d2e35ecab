package io.snowgauge.pipelines.config.engine;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.pipelines.config.engine.Setting.Default;
import io.snowgauge.pipelines.config.engine.Setting.Need;
import io.snowgauge.pipelines.config.types.Choice;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (draft 2020-12) of files that give the settings of a catalogue. It speaks of a
 * file alone: what the environment or {@code --set} would add to it is missing for the schema.
 */
public final class JsonSchema {
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

  private final Catalogue catalogue;

  private JsonSchema(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The schema, indented, with a line end at its end. */
  public static String of(Catalogue catalogue, String title) {
    ObjectNode schema = NODES.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.setAll(new JsonSchema(catalogue).group(KeyTree.of(catalogue)));
    try {
      return new ObjectMapper().writer(new Indented()).writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode group(KeyTree group) {
    ObjectNode schema = NODES.objectNode();
    schema.put("description", group.group().description()).put("type", "object");
    NameRule names = group.names();
    if (names != null) {
      if (!names.isDotted()) {
        schema.put("minProperties", 1);
      }
      schema.putObject("propertyNames").put("pattern", names.pattern());
      group.children().forEach(each -> schema.set("additionalProperties", value(each)));
      return schema;
    }
    ObjectNode properties = schema.putObject("properties");
    if (group.pattern().isEmpty()) {
      properties.putObject("$schema").put("description", "This schema.").put("type", "string");
    }
    for (KeyTree child : group.children()) {
      properties.set(child.name(), value(child));
    }
    addNames(
        schema,
        "required",
        group.children().stream().filter(child -> isRequired(child, group.pattern())).toList());
    schema.put("additionalProperties", false);
    addConditions(schema, group);
    return schema;
  }

  private ObjectNode value(KeyTree tree) {
    Setting<?> setting = tree.setting();
    return setting == null ? group(tree) : leaf(setting);
  }

  private static <T> ObjectNode leaf(Setting<T> setting) {
    ObjectNode schema = NODES.objectNode().put("description", setting.description());
    Default fallback = setting.fallback();
    if (fallback != null && fallback.when() == null) {
      String text = fallback.text();
      switch (setting.type().jsonForm()) {
        case INTEGER -> schema.put("default", Long.parseLong(text));
        case NUMBER -> schema.put("default", Double.parseDouble(text));
        case BOOLEAN -> schema.put("default", Boolean.parseBoolean(text));
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
      return tree.children().stream().anyMatch(child -> isRequired(child, group));
    }
    Need need = setting.need();
    if (need == null || setting.fallback() != null) {
      return false;
    }
    // What is decided outside of a group is decided for all of it.
    return Stream.of(setting.when(), need.when())
        .filter(Objects::nonNull)
        .noneMatch(when -> when.pattern().startsWith(Group.join(group, "")));
  }

  /** A setting decides about its neighbours, and about those of the groups that it is in. */
  private void addConditions(ObjectNode schema, KeyTree group) {
    for (KeyTree child : group.children()) {
      for (Setting<?> decider : deciders(child)) {
        if (decider.type() instanceof Choice<?> choice) {
          for (String value : choice.names()) {
            Decision decision = new Decision(decider.pattern(), value);
            ObjectNode then = consequence(group, child, decision);
            if (!then.isEmpty()) {
              ObjectNode rule = schema.withArray("allOf").addObject();
              rule.set("if", condition(group, decider, value));
              rule.set("then", then);
            }
          }
        }
      }
    }
  }

  private static List<Setting<?>> deciders(KeyTree tree) {
    Setting<?> setting = tree.setting();
    if (setting != null) {
      return List.of(setting);
    }
    return tree.names() != null
        ? List.of()
        : tree.children().stream().flatMap(child -> deciders(child).stream()).toList();
  }

  /** Holds where the file gives a value to a setting somewhere in the group. */
  private static ObjectNode condition(KeyTree group, Setting<?> decider, String value) {
    ObjectNode whole = NODES.objectNode();
    ObjectNode condition = whole;
    Default fallback = decider.fallback();
    String path = decider.pattern().substring(Group.join(group.pattern(), "").length());
    for (String name : path.split("\\.", -1)) {
      ObjectNode outer = condition;
      condition = outer.putObject("properties").putObject(name);
      if (fallback == null || !value.equals(fallback.text())) {
        outer.putArray("required").add(name);
      }
    }
    condition.put("const", value);
    return whole;
  }

  /** What a decision within {@code decider} says of the other children of a group. */
  private ObjectNode consequence(KeyTree group, KeyTree decider, Decision decision) {
    ObjectNode then = NODES.objectNode();
    List<KeyTree> others = group.children().stream().filter(child -> child != decider).toList();
    List<KeyTree> foreign = others.stream().filter(child -> !applies(child, decision)).toList();
    if (!foreign.isEmpty()) {
      ObjectNode properties = then.putObject("properties");
      foreign.forEach(child -> properties.put(child.name(), false));
    }
    addNames(
        then, "required", others.stream().filter(child -> isRequired(child, decision)).toList());
    for (KeyTree child : others) {
      Setting<?> setting = child.setting();
      Need need = setting == null ? null : setting.need();
      String other = need == null ? null : need.alternative();
      if (setting != null && other != null && decision.holds(setting.when())) {
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

  private boolean applies(Setting<?> setting, Decision decision) {
    Condition.Is when = setting.when();
    if (when == null) {
      return true;
    }
    return decision.isOf(when)
        ? decision.holds(when)
        : applies(catalogue.setting(when.pattern()), decision);
  }

  /** Whether it is the decision that makes a file need it. */
  private boolean isRequired(KeyTree tree, Decision decision) {
    Setting<?> setting = tree.setting();
    if (setting == null) {
      return tree.children().stream().anyMatch(child -> isRequired(child, decision));
    }
    Need need = setting.need();
    Default fallback = setting.fallback();
    if (need == null || need.alternative() != null) {
      return false;
    }
    if (fallback != null) {
      return decision.isOf(fallback.when()) && !decision.holds(fallback.when());
    }
    return decision.holds(need.when() == null ? setting.when() : need.when());
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

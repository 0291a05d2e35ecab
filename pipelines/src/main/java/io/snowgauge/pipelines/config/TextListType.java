package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;

/** At least one name; outside a file they are separated by commas. */
record TextListType(String expectation) implements ValueType<List<String>> {
  @Override
  public JsonForm jsonForm() {
    return JsonForm.LIST;
  }

  @Override
  public List<String> parse(String text, ValueContext context) throws InvalidValueException {
    List<String> items = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (items.contains("")) {
      throw InvalidValueException.expected(expectation, ShownValue.text(text));
    }
    return items;
  }

  @Override
  public String show(List<String> value, String text) {
    return String.join(",", value);
  }

  @Override
  public void describe(ObjectNode schema) {
    schema.put("type", "array").put("minItems", 1);
    schema.putObject("items").put("type", "string").put("pattern", "^[^,]*[^,\\s][^,]*$");
  }
}

package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.transforms.files.InputPattern;
import java.util.regex.PatternSyntaxException;

/** Which files belong to a dataset; becomes a pattern of absolute URIs. */
record GlobType() implements ValueType<InputPattern> {
  @Override
  public String expectation() {
    return "a glob: a path or a URI of " + Location.SCHEMES;
  }

  @Override
  public InputPattern parse(String text, ValueContext context) throws InvalidValueException {
    Location location = Location.parseGlob(text, expectation());
    if (!location.hasPath()) {
      throw InvalidValueException.expected("a glob below the bucket", ShownValue.text(text));
    }
    String uri =
        location.isInStore()
            ? location.text()
            : Location.FILE_PREFIX + GlobPath.absolute(location.text(), context.folder());
    try {
      return InputPattern.parse(uri);
    } catch (PatternSyntaxException e) {
      throw InvalidValueException.expected(
          "a glob whose '[…]' are ranges such as '[a-z]'", ShownValue.text(text));
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String show(InputPattern value, String text) {
    return value.toString();
  }

  @Override
  public void describe(ObjectNode schema) {
    TextType.describeNonBlank(schema);
  }
}

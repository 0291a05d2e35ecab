package io.snowgauge.pipelines.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A folder on this machine or in an object store; becomes an absolute URI that ends in '/'. */
record FolderType() implements ValueType<String> {
  @Override
  public String expectation() {
    return "a folder: a path or a URI of " + Location.SCHEMES;
  }

  @Override
  public String parse(String text, ValueContext context) throws InvalidValueException {
    Location location = Location.parse(text, expectation());
    String uri =
        location.isInStore()
            ? location.text()
            : Location.FILE_PREFIX + location.path(context.folder());
    return uri.endsWith("/") ? uri : uri + "/";
  }

  @Override
  public String show(String value, String text) {
    return value;
  }

  @Override
  public void describe(ObjectNode schema) {
    TextType.describeNonBlank(schema);
  }
}

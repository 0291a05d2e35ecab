package io.snowgauge.pipelines.config.types;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A text whose references are resolved late: a secret, so that a rotated one is picked up, or a
 * text in which references may stand anywhere.
 *
 * @param key of the setting
 * @param text as written
 * @param folder where the paths of references start, absolute
 * @param isSecret whether what is not a reference has to be hidden
 */
public record DeferredText(String key, String text, String folder, boolean isSecret)
    implements Deferred {
  /** A reference to a secret, or the secret itself. */
  public static final ValueType<DeferredText> SECRET =
      new DeferredType<>(
          "a reference to a secret, " + Reference.FORMS + ",",
          JsonForm.TEXT,
          DeferredText::secret,
          schema -> schema.put("type", "string").put("minLength", 1));

  /** Any text, with references in it or not; its key tells whether it is secret. */
  public static final ValueType<DeferredText> ANY =
      new DeferredType<>(
          "a text, a number without a fraction or a boolean",
          JsonForm.SCALAR,
          DeferredText::any,
          schema -> schema.putArray("type").add("string").add("integer").add("boolean"));

  /** What the names of properties that hold secrets contain. */
  private static final List<String> SECRETS =
      List.of("password", "secret", "token", "jaas", "key", "credential");

  private static DeferredText secret(String text, ValueContext context)
      throws InvalidValueException {
    if (text.isEmpty()) {
      throw InvalidValueException.expected(SECRET.expectation(), "an empty text");
    }
    try {
      if (Reference.isWhole(text)) {
        Reference.parse(text, 0, context.folder());
        return new DeferredText(context.key(), text, context.folder().toString(), true);
      }
    } catch (InvalidValueException e) {
      // Its message would show the text, which may be the secret.
    }
    if (text.startsWith(Reference.START) || Reference.occursIn(text)) {
      throw InvalidValueException.expected(
          SECRET.expectation(), "'" + Reference.START + "' in another form");
    }
    return new DeferredText(context.key(), text, context.folder().toString(), true);
  }

  static DeferredText any(String text, ValueContext context) throws InvalidValueException {
    try {
      Reference.replaceIn(text, context.folder(), Reference::text);
    } catch (InvalidValueException e) {
      // Its message would show the text, which may be a secret.
      throw InvalidValueException.expected(
          Reference.FORMS, "another text that starts with '" + Reference.START + "'");
    }
    String name = context.key().toLowerCase(Locale.ROOT);
    boolean isSecret = SECRETS.stream().anyMatch(name::contains);
    return new DeferredText(context.key(), text, context.folder().toString(), isSecret);
  }

  @Override
  public String resolved(Map<String, String> environment) throws InvalidValueException {
    return isLiteral() ? text : new ValueContext(key, Path.of(folder), environment).expand(text);
  }

  @Override
  public String portable() {
    if (isLiteral()) {
      throw new IllegalArgumentException(
          key
              + ": expected a reference that every worker can resolve, "
              + Reference.FORMS
              + ", but found a literal secret");
    }
    try {
      return Reference.replaceIn(text, Path.of(folder), Reference::portable);
    } catch (InvalidValueException e) {
      throw new IllegalStateException(key, e); // It was checked when it was parsed.
    }
  }

  @Override
  public boolean isLiteral() {
    return isSecret && !Reference.occursIn(text);
  }

  /** As written; a mask for what a secret holds beside one reference. */
  @Override
  public String toString() {
    return isSecret && !Reference.isWhole(text) && !text.isEmpty() ? MASK : text;
  }
}

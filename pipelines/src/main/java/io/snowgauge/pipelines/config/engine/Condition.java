package io.snowgauge.pipelines.config.engine;

import java.util.List;

/** What decides whether a setting, or its default, applies. */
public sealed interface Condition {
  /** The pattern of the setting that decides. */
  String pattern();

  /** Holds where the deciding setting has one of the values, as they are shown. */
  record Is(String pattern, List<String> values) implements Condition {}

  /** Holds where the deciding setting is not given. */
  record NotGiven(String pattern) implements Condition {}

  /** Holds where a group has any value; the pattern is that of the group. */
  record Given(String pattern) implements Condition {}
}

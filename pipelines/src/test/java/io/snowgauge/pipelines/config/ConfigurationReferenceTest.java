package io.snowgauge.pipelines.config;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.snowgauge.pipelines.config.engine.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
  private static final Path PUBLISHED = Path.of("../docs/configuration-reference.md");

  @Test
  void thePublishedPageIsTheGeneratedOne() throws IOException {
    assertThat(
        PUBLISHED + " is out of date; write to it what " + ConfigurationReference.class + " prints",
        Files.readString(PUBLISHED).equals(ConfigurationReference.markdown()));
  }

  @Test
  void everyKeyHasItsEntry() {
    String page = ConfigurationReference.markdown();
    assertThat(
        Settings.CATALOGUE.settings().stream()
            .filter(setting -> !page.contains("- `" + setting.pattern() + "`:"))
            .map(Setting::pattern)
            .toList()
            .toString(),
        is("[]"));
  }

  @Test
  void noLineIsWiderThanThePage() {
    assertThat(
        ConfigurationReference.markdown().lines().map(String::length).toList(),
        everyItem(is(lessThanOrEqualTo(100))));
  }
}

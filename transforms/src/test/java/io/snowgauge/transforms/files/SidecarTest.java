package io.snowgauge.transforms.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarTest {
  private static final String SHA256 = "abcdef90".repeat(8);
  private static final String VALID =
      """
      {
        "source_record_count": 1234,
        "sha256": "%s",
        "bytes": 5678,
        "extracted_at": "2025-06-06T10:00:00Z",
        "namespace": "lsf", "pod": "master-0", "container": "lsf", "path": "/etc/lsb.users"
      }
      """
          .formatted(SHA256);

  private static String error(String text) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> Sidecar.parse(text)).getMessage());
  }

  @Test
  void aSidecarSaysWhatTheFileHeld() {
    assertThat(
        Sidecar.parse(VALID),
        is(
            new Sidecar(
                1234L,
                null,
                SHA256,
                5678,
                Instant.parse("2025-06-06T10:00:00Z"),
                null,
                new Sidecar.Origin(null, "lsf", "master-0", "lsf", "/etc/lsb.users"))));
  }

  @Test
  void whatIsWrittenIsWhatIsRead() {
    Sidecar counted = Sidecar.parse(VALID);
    assertThat(Sidecar.parse(counted.text()), is(counted));
    Sidecar uncounted =
        new Sidecar(
            null,
            "the container has no awk",
            SHA256,
            0,
            null,
            Instant.parse("2025-06-05T10:00:00Z"),
            new Sidecar.Origin(
                "https://10.0.0.1:6443/", "lsf", "master-0", "lsf", "/etc/a \"quoted\"\nname"));
    assertThat(Sidecar.parse(uncounted.text()), is(uncounted));
  }

  @Test
  void twoOriginsMatchUnlessSomethingThatBothSayTellsThemApart() {
    Sidecar.Origin old = new Sidecar.Origin(null, "lsf", "master-0", "main", "/etc/lsb.users");
    Sidecar.Origin here =
        new Sidecar.Origin("https://a/", "lsf", "master-0", "main", "/etc/lsb.users");
    Sidecar.Origin there =
        new Sidecar.Origin("https://b/", "lsf", "master-0", "main", "/etc/lsb.users");
    Sidecar.Origin otherPath =
        new Sidecar.Origin(null, "lsf", "master-0", "main", "/etc/lsb.hosts");
    assertThat(old.matches(here), is(true));
    assertThat(here.matches(old), is(true));
    assertThat(here.matches(here), is(true));
    assertThat(here.matches(there), is(false));
    assertThat(otherPath.matches(here), is(false));
  }

  @Test
  void aCountMayBeUnknownForAReason() {
    String reason = "\"source_record_count_unknown\": \"the container has no awk\",";
    Sidecar sidecar = Sidecar.parse(VALID.replace("\"source_record_count\": 1234,", reason));
    assertThat(sidecar.sourceRecordCount(), is(nullValue()));
    assertThat(sidecar.uncounted(), is("the container has no awk"));
  }

  @Test
  void aSidecarLiesBesideItsFile() {
    assertThat(Sidecar.uriOf("file:///d/lsb.users"), is("file:///d/lsb.users.manifest.json"));
    assertThat(Sidecar.isSidecar("file:///d/lsb.users.manifest.json"), is(true));
    assertThat(Sidecar.isSidecar("file:///d/lsb.users"), is(false));
    assertThat(Sidecar.isSidecar("file:///d/manifest.json"), is(false));
  }

  @Test
  void theDigestMayBeInCapitals() {
    String capitals = VALID.replace(SHA256, "ABCDEF90".repeat(8));
    assertThat(Sidecar.parse(capitals).sha256(), is(SHA256));
  }

  @Test
  void theTimeOfExtractionMayBeMissing() {
    String without = VALID.replace("\"extracted_at\": \"2025-06-06T10:00:00Z\",", "");
    assertThat(Sidecar.parse(without).extractedAt(), is(nullValue()));
    String isNull = VALID.replace("\"2025-06-06T10:00:00Z\"", "null");
    assertThat(Sidecar.parse(isNull).extractedAt(), is(nullValue()));
  }

  @Test
  void countsMayBeZero() {
    Sidecar empty = Sidecar.parse(VALID.replace("1234", "0").replace("5678", "0"));
    assertThat(empty.sourceRecordCount(), is(0L));
    assertThat(empty.bytes(), is(0L));
  }

  @Test
  void countsMayBeLarge() {
    String large = VALID.replace("1234", "9223372036854775807");
    assertThat(Sidecar.parse(large).sourceRecordCount(), is(Long.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"source_record_count\": 1234, |  | nothing",
        "1234 | -1 | -1",
        "1234 | 1.5 | 1.5",
        "1234 | 1e3 | 1000.0",
        "1234 | \"1234\" | \"1234\"",
        "1234 | null | null",
        "1234 | 9223372036854775808 | 9223372036854775808",
      })
  void aRecordCountIsAnInteger(String what, String instead, String found) {
    assertThat(
        error(VALID.replace(what, instead == null ? "" : instead)),
        is("source_record_count: expected an integer of 0 or more but found " + found));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"bytes\": 5678, |  | nothing",
        "5678 | -1 | -1",
        "5678 | true | true",
        "5678 | [] | []",
      })
  void theLengthIsAnInteger(String what, String instead, String found) {
    assertThat(
        error(VALID.replace(what, instead == null ? "" : instead)),
        is("bytes: expected an integer of 0 or more but found " + found));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"abc\"", "\"\"", "17", "null", "{}"})
  void theDigestHas64HexadecimalDigits(String found) {
    assertThat(
        error(VALID.replace("\"" + SHA256 + "\"", found)),
        is("sha256: expected 64 hexadecimal digits but found " + found));
  }

  @Test
  void theDigestIsNotMissingAndHasNoOtherCharacters() {
    assertThat(
        error(VALID.replace("\"sha256\"", "\"sha\"")),
        is("sha256: expected 64 hexadecimal digits but found nothing"));
    String odd = SHA256.replaceFirst("a", "g");
    assertThat(
        error(VALID.replace(SHA256, odd)),
        is("sha256: expected 64 hexadecimal digits but found \"" + odd + "\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"yesterday\"", "\"2025-06-06\"", "\"2025-06-06T10:00:00\"", "17", "\"\""})
  void theTimeOfExtractionHasAZone(String found) {
    assertThat(
        error(VALID.replace("\"2025-06-06T10:00:00Z\"", found)),
        is("extracted_at: expected a time such as 2025-06-06T10:00:00Z but found " + found));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[] | ARRAY", "17 | NUMBER", "null | NULL", "\"x\" | STRING", "'' | MISSING"})
  void aSidecarIsAnObject(String text, String found) {
    assertThat(error(text), is("expected a JSON object but found " + found));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "}", "{\"bytes\"", "bytes: 1", "\u0000"})
  void aSidecarIsJson(String text) {
    assertThat(error(text), startsWith("expected a JSON object but found "));
  }

  @Test
  void nothingFollowsTheObject() {
    assertThat(error(VALID + "}"), startsWith("expected a JSON object but found "));
    assertThat(error(VALID + VALID), startsWith("expected a JSON object but found "));
  }
}

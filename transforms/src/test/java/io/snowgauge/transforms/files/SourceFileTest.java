package io.snowgauge.transforms.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.testing.CoderProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceFileTest {
  private static final Instant TIME = Instant.parse("2025-06-06T10:00:00Z");

  private static SourceFile file(
      String uri, @Nullable String etag, long sizeBytes, Instant lastModified) {
    return new SourceFile(uri, etag, sizeBytes, lastModified, Map.of());
  }

  @Test
  void theIdNeverChanges() {
    assertThat(
        file("file:///data/lsb.users", null, 123, TIME).fileId(),
        is("4eb5daf7b2e1e6ab403d1e089da6e0be"));
    assertThat(
        file("s3://bucket/lsb.users", "9b2cf535f27731c974343645a3985328", 123, TIME).fileId(),
        is("317361937f97cd1ebf6aaf23c8369bf8"));
  }

  @Test
  void theIdDiffersByUriEtagAndSize() {
    SourceFile file = file("s3://b/x", "e1", 1, TIME);
    assertThat(file.isSameVersion(file("s3://b/x", "e1", 1, TIME)), is(true));
    assertThat(file.isSameVersion(file("s3://b/y", "e1", 1, TIME)), is(false));
    assertThat(file.isSameVersion(file("s3://b/x", "e2", 1, TIME)), is(false));
    assertThat(file.isSameVersion(file("s3://b/x", "e1", 2, TIME)), is(false));
    assertThat(file.isSameVersion(file("s3://b/x", null, 1, TIME)), is(false));
  }

  @Test
  void theModificationTimeMattersOnlyWithoutAnEtag() {
    Instant later = TIME.plusNanos(1);
    assertThat(
        file("s3://b/x", "e1", 1, TIME).isSameVersion(file("s3://b/x", "e1", 1, later)), is(true));
    assertThat(
        file("file:///x", null, 1, TIME).isSameVersion(file("file:///x", null, 1, later)),
        is(false));
  }

  @Test
  void anEtagIsNotTakenForATime() {
    assertThat(
        file("x", "modified " + TIME, 1, TIME).fileId(),
        is(not(file("x", null, 1, TIME).fileId())));
    assertThat(
        file("x", TIME.toString(), 1, TIME).fileId(), is(not(file("x", null, 1, TIME).fileId())));
  }

  @Test
  void capturesDoNotMatterToTheVersion() {
    SourceFile west = new SourceFile("x", "e", 1, TIME, Map.of("farm", "west"));
    assertThat(west.isSameVersion(file("x", "e", 1, TIME)), is(true));
    assertThat(west, is(not(file("x", "e", 1, TIME))));
  }

  @Test
  void whatAFileIncludesMattersToTheVersion() {
    SourceFile file = file("x", "e", 1, TIME);
    SourceFile one = file.including("1", TIME.minusSeconds(1));
    assertThat(one.isSameVersion(file), is(false));
    assertThat(one.isSameVersion(file.including("2", TIME)), is(false));
    assertThat(one.lastModified(), is(TIME));
    assertThat(file.including(null, TIME.minusSeconds(1)), is(file));
  }

  @Test
  void capturesAreACopyInTheOrderOfTheirNames() {
    Map<String, String> captures = new HashMap<>(Map.of("unit", "emea", "date", "2025-06-06"));
    SourceFile file = new SourceFile("x", null, 1, TIME, captures);
    captures.clear();
    assertThat(file.captures().keySet(), contains("date", "unit"));
    assertThrows(UnsupportedOperationException.class, () -> file.captures().put("a", "b"));
    TreeMap<String, String> sorted = new TreeMap<>(Map.of("a", "b"));
    SourceFile other = new SourceFile("x", null, 1, TIME, sorted);
    sorted.clear();
    assertThat(other.captures(), is(Map.of("a", "b")));
  }

  @Test
  void theCoderGivesBackWhatItWasGiven() throws Exception {
    SourceFileCoder coder = SourceFileCoder.of();
    Instant exact = Instant.ofEpochSecond(-1, 999_999_999);
    Map<String, String> captures = Map.of("farm", "zürich", "date", "2025-06-06", "empty", "");
    CoderProperties.coderDecodeEncodeEqual(coder, file("file:///ä 𝄞", null, 0, exact));
    CoderProperties.coderDecodeEncodeEqual(coder, file("s3://b/x", "", Long.MAX_VALUE, TIME));
    CoderProperties.coderDecodeEncodeEqual(
        coder, new SourceFile("s3://b/x", "e", 1, Instant.MAX, captures));
    CoderProperties.coderDecodeEncodeEqual(
        coder, file("s3://b/x", "e", 1, TIME).including("0f", TIME.plusSeconds(1)));
    CoderProperties.coderSerializable(coder);
  }

  @Test
  void theCoderIsDeterministic() throws Exception {
    SourceFileCoder.of().verifyDeterministic();
    CoderProperties.coderDeterministic(
        SourceFileCoder.of(),
        new SourceFile("x", "e", 1, TIME, Map.of("a", "1", "b", "2")),
        new SourceFile("x", "e", 1, TIME, new TreeMap<>(Map.of("b", "2", "a", "1"))));
  }
}

package io.snowgauge.pipelines.stream;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.util.construction.SplittableParDo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sources of notifications, as a savepoint holds them: Flink's runner keeps each with what it
 * has read, serialised by Java, and so with classes of ours. The files {@code sources/*.ser} are
 * what programs have written; one is added where the form changes, and none is ever changed. An
 * upgrade of Beam or of AWS' SDK may change it, too; then a stream cannot go on from a savepoint of
 * before, and its page has to say so.
 */
class StreamSourcesTest {
  private static UnboundedSource<?, ?> source(String kind) {
    List<UnboundedSource<?, ?>> sources = new ArrayList<>();
    StreamGraph.of(kind)
        .traverseTopologically(
            new Pipeline.PipelineVisitor.Defaults() {
              @Override
              public void visitPrimitiveTransform(TransformHierarchy.Node node) {
                if (node.getFullName().startsWith("Read notifications/")
                    && node.getTransform()
                        instanceof SplittableParDo.PrimitiveUnboundedRead<?> read) {
                  sources.add(read.getSource());
                }
              }
            });
    assertThat(sources.size(), is(1));
    return sources.get(0);
  }

  private static byte[] serialised(Object source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(source);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka",
        "event-hub",
        "event-hub-by-identity",
        "sqs",
        "azure-queue",
        "azure-queue-by-identity"
      })
  void areReadAsTheyWereWritten(String kind) throws Exception {
    byte[] present = serialised(source(kind));
    try (InputStream kept =
            Objects.requireNonNull(getClass().getResourceAsStream("sources/" + kind + ".ser"));
        ObjectInputStream in =
            new ObjectInputStream(new ByteArrayInputStream(kept.readAllBytes()))) {
      assertThat(serialised(in.readObject()), is(present));
    }
  }
}

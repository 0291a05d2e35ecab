package io.snowgauge.pipelines.infer;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.pipelines.config.ConfigurationLoader;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Files in a folder, what is guessed of them, and that the guess reads all of each. */
abstract class Guessing {
  @TempDir Path folder;

  String write(String name, String text, Charset charset) throws IOException {
    return write(name, text.getBytes(charset));
  }

  String write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return Storage.localUri(file);
  }

  /** The guess, which accepts so many records of the files and rejects none. */
  Inference guessed(int records, String... uris) throws IOException {
    Inference inference = Inference.of(List.of(uris), "sales");
    Dataset dataset = load(inference);
    List<Sample> samples = new ArrayList<>();
    for (String uri : uris) {
      assertThat(uri, dataset.input().match(uri).isPresent(), is(true));
      samples.add(Sample.of(uri));
    }
    SampleRecords read = SampleRecords.of(dataset.format(), samples);
    assertThat(inference.text(), read.fault(), is(nullValue()));
    assertThat(inference.text(), read.rejects(), is(List.of()));
    assertThat(inference.text(), read.records(), is((long) records));
    return inference;
  }

  Dataset load(Inference inference) throws IOException {
    Path file = Files.writeString(folder.resolve("snowgauge.json"), inference.text());
    return ConfigurationLoader.load(file, Map.of(), List.of()).datasets().get(0);
  }

  static JsonNode dataset(Inference inference) throws IOException {
    return new ObjectMapper().readTree(inference.text()).at("/datasets/sales");
  }

  /** The format and the columns, in one line each. */
  static List<String> shown(Inference inference) throws IOException {
    JsonNode dataset = dataset(inference);
    return List.of(dataset.get("format").toString(), dataset.path("columns").toString());
  }
}

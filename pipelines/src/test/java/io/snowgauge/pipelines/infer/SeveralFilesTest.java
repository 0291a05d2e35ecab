package io.snowgauge.pipelines.infer;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What files of one input have that the first of them has not. */
class SeveralFilesTest extends Guessing {
  private String write(String name, String text) throws IOException {
    return write(name, text, StandardCharsets.UTF_8);
  }

  @Test
  void columnsThatSomeFilesLackAreOptional() throws IOException {
    Inference inference =
        guessed(
            3,
            write("in/1.csv", "id,qty,price\n1,2,3.5\n2,2,3.5\n"),
            write("in/2.csv", "Price,ID,discount\n4.5,3,0.1\n"));
    assertThat(
        shown(inference).get(1),
        is(
            "{\"id\":\"INTEGER\",\"qty\":\"INTEGER OPTIONAL\",\"price\":\"NUMBER(5,1)\","
                + "\"discount\":\"NUMBER(5,1) OPTIONAL\"}"));
    assertThat(
        inference.evidence().lines(),
        hasItems(
            "qty: OPTIONAL, it is not in '2.csv'", "discount: OPTIONAL, it is not in '1.csv'"));
  }

  @Test
  void trailersAndLengthsOfAnyFileCount() throws IOException {
    Inference inference =
        guessed(
            4,
            write("in/1.csv", "id,qty\n1,2\n2,3\n"),
            write("in/2.csv", "id,qty\n3,4,,x\n4\nTotal,4\n"));
    assertThat(
        shown(inference).get(0),
        is(
            "{\"type\":\"csv\",\"extraFields\":\"keep\",\"missingFields\":\"null\","
                + "\"trailers\":[\"Total\"]}"));
    assertThat(inference.evidence().lines(), hasItem("trailers: [\"Total\"], in '2.csv'"));
  }

  @Test
  void aFileThatLooksOtherwiseIsTold() throws IOException {
    Inference inference =
        Inference.of(
            List.of(
                write("in/1.csv", "id,qty\n1,2\n2,3\n"), write("in/2.csv", "id;qty\n1;2\n2;3\n")),
            "sales");
    assertThat(
        inference.evidence().lines(),
        hasItem(
            "input: '2.csv' is written otherwise than '1.csv', with delimiter \";\" in place of"
                + " \",\", and may belong to a dataset of its own"));
    assertThat(
        inference.evidence().lines(),
        hasItem(
            startsWith(
                "fault: '2.csv', line 1: expected at least one declared column but found"
                    + " 'id;qty'")));
  }

  @Test
  void theEncodingIsThatOfTheFilesThatShowIt() throws IOException {
    Charset windows = Charset.forName("windows-1252");
    Inference inference =
        guessed(
            2,
            write("in/1.csv", "id,name\n1,Ann\n"),
            write("in/2.csv", "id,name\n2,M\u00fcller\n", windows));
    assertThat(shown(inference).get(0), is("{\"type\":\"csv\",\"encoding\":\"windows-1252\"}"));
    Inference mixed =
        Inference.of(
            List.of(
                write("mixed/1.csv", "id,name\n1,Zo\u00eb\n"),
                write("mixed/2.csv", "id,name\n2,M\u00fcller\n", windows)),
            "sales");
    assertThat(shown(mixed).get(0), is("{\"type\":\"csv\"}"));
    assertThat(
        mixed.evidence().lines(), hasItem("encoding: UTF-8, of '1.csv', but '2.csv' is not"));
  }

  @Test
  void keysOfAllFilesAreColumns() throws IOException {
    Inference inference =
        guessed(
            2,
            write("in/1.json", "{\"id\": 1, \"a\": \"x\"}\n"),
            write("in/2.json", "{\"ID\": 2, \"b\": true}\n"));
    assertThat(
        shown(inference).get(1), is("{\"id\":\"INTEGER\",\"a\":\"STRING\",\"b\":\"BOOLEAN\"}"));
  }

  @Test
  void foldersThatDifferAreCapturesThatNoColumnIsCalledLike() throws IOException {
    Inference inference = guessed(2, write("n/1/s.csv", "id\n1\n"), write("s/2/s.csv", "id\n2\n"));
    assertThat(dataset(inference).get("input").asText(), is(folder + "/{folder}/{folder_2}/s.csv"));
    Inference taken =
        guessed(2, write("n/t.csv", "id,Folder\n1,x\n"), write("s/t.csv", "id,Folder\n2,y\n"));
    assertThat(dataset(taken).get("input").asText(), is(folder + "/{folder_2}/t.csv"));
    assertThat(
        taken.evidence().lines(),
        hasItem("{folder_2}: in place of {folder}, for there is a column 'folder'"));
  }

  @Test
  void howMuchWasReadIsTold() throws IOException {
    List<String> uris = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      uris.add(write("in/" + i + ".csv", "id\n" + i + "\n"));
    }
    assertThat(
        Inference.of(uris, "sales").evidence().lines(),
        hasItem("sample: 20 of 21 files were looked at"));
    String large = write("large.csv", "id\n" + "123456789\n".repeat(120_000));
    assertThat(
        Inference.of(List.of(large), "sales").evidence().lines(),
        hasItem("sample: of 'large.csv' the first 1,048,573 bytes were looked at"));
  }

  @Test
  void rejectsOfTheSampleAreExpected() throws IOException {
    String text = "id,size,n\n1,\"5\" pipe\",1\n2,\"x\",2\n3,y,3\n4,z,4\n";
    Inference inference = Inference.of(List.of(write("in/x.csv", text)), "sales");
    assertThat(
        shown(inference),
        contains(
            "{\"type\":\"csv\",\"brokenQuotes\":\"reject\"}",
            "{\"id\":\"INTEGER\",\"size\":\"STRING\",\"n\":\"INTEGER\"}"));
    assertThat(dataset(inference).get("rejects").toString(), is("{\"max\":1}"));
    assertThat(
        inference.evidence().lines(),
        hasItems(
            "brokenQuotes: reject, for there is text behind a closing quote",
            "tried: the sample has 3 records that would be accepted, and 1 rejected",
            "rejects: max 1, as many lines of a file of the sample are rejected"));
  }
}

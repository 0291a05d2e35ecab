package io.snowgauge.pipelines.infer;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is guessed of {@code lsb.users}, which has sections in place of columns. */
class LsfGuessTest extends Guessing {
  @Test
  void itsSectionIsRead() throws IOException {
    String text = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\ng (u v)\nEnd UserGroup\n";
    Inference inference = guessed(2, write("in/lsb.users", text, StandardCharsets.UTF_8));
    assertThat(dataset(inference).get("format").toString(), is("{\"type\":\"lsf\"}"));
    assertThat(dataset(inference).has("columns"), is(false));
    Inference limits =
        guessed(
            1,
            write(
                "in/limits",
                "Begin User\nUSER_NAME MAX_JOBS\nu 1\nEnd User\n",
                StandardCharsets.UTF_8));
    assertThat(
        dataset(limits).get("format").toString(), is("{\"type\":\"lsf\",\"section\":\"User\"}"));
  }

  @Test
  void whatIsNotReadAndWhatIsRejectedIsTold() throws IOException {
    String text =
        """
        #INCLUDE "common"
        Begin UserGroup
        GROUP_NAME GROUP_MEMBER USER_SHARES
        g (u v) ([u,1])
        h (u) ([u,x])
        End UserGroup
        Begin User
        USER_NAME MAX_JOBS
        u 5
        End User
        """;
    Inference inference =
        Inference.of(List.of(write("in/lsb.users", text, StandardCharsets.UTF_8)), "sales");
    assertThat(dataset(inference).get("rejects").toString(), is("{\"max\":1}"));
    assertThat(
        inference.evidence().lines(),
        hasItems(
            "type: lsf, there is a line 'Begin UserGroup'",
            "section: UserGroup; a dataset of its own with \"section\": \"User\" reads the section"
                + " User",
            "include: what #INCLUDE names is not read; with \"include\": \"follow\" it is",
            "tried: the sample has 2 records that would be accepted, and 1 rejected",
            "rejected: line 5: USER_SHARES: expected a positive integer after 'u,' but found 'x'",
            "rejects: max 1, as many lines of a file of the sample are rejected"));
    assertThat(load(inference).format().columns().isEmpty(), is(false));
  }

  @Test
  void itsEncodingIsDeclared() throws IOException {
    String text = "Begin UserGroup\nGROUP_NAME GROUP_MEMBER\ng (J\u00f6rg)\nEnd UserGroup\n";
    Inference inference = guessed(1, write("in/lsb.users", text, Charset.forName("windows-1252")));
    assertThat(
        dataset(inference).get("format").toString(),
        is("{\"type\":\"lsf\",\"encoding\":\"windows-1252\"}"));
  }
}

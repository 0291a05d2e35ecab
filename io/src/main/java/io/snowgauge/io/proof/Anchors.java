package io.snowgauge.io.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.io.files.LandingFile;
import io.snowgauge.io.proof.ChainFinding.Kind;
import io.snowgauge.io.warehouse.control.LedgerChain.Head;
import io.snowgauge.transforms.files.ChangedFileException;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Signed heads of chains in a folder, an object each that is never written again: whoever can
 * change the warehouse has to change these, too, and cannot sign.
 */
public final class Anchors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENDING = ".jws";

  /** No anchor has as many characters. */
  private static final int LONGEST = 1 << 16;

  private final String folder;

  /**
   * In a folder.
   *
   * @param folder an absolute URI that ends in a slash
   */
  public Anchors(String folder) {
    this.folder = folder;
  }

  /**
   * Signs a head and writes it, unless it is there.
   *
   * @return whether it was written now
   */
  public boolean write(Head head, SigningKey key, Instant now) throws IOException {
    String uri = uri(head);
    if (Storage.find(uri, Map.of()).isPresent()) {
      return false;
    }
    String payload =
        JSON.createObjectNode()
            .put("dataset", head.dataset())
            .put("epoch", head.epoch())
            .put("place", head.place())
            .put("head", head.hash())
            .put("at", now.truncatedTo(ChronoUnit.SECONDS).toString())
            .toString();
    String anchor = key.sign(SignedType.ANCHOR, payload);
    try (LandingFile file = LandingFile.begin(uri, null, UUID.randomUUID().toString())) {
      file.output().write(anchor.getBytes(UTF_8));
      file.commit();
      return true;
    } catch (ChangedFileException e) {
      // Another process has written the same head meanwhile.
      return false;
    }
  }

  /** By epoch, and of two heads of one epoch each has a place. */
  private String uri(Head head) {
    return "%s%s/%012d-%s%s"
        .formatted(folder, head.dataset(), head.epoch(), head.hash().substring(0, 16), ENDING);
  }

  /**
   * Reads those of a dataset, by epoch.
   *
   * @param findings takes those that are not what a key signed
   */
  List<Anchor> read(String dataset, PublicKeys keys, List<ChainFinding> findings)
      throws IOException {
    List<Anchor> anchors = new ArrayList<>();
    for (String uri : Storage.list(folder + dataset + "/").stream().sorted().toList()) {
      if (uri.endsWith(ENDING)) {
        try {
          anchors.add(anchor(dataset, uri, keys.verify(SignedType.ANCHOR, text(uri))));
        } catch (ForgedException e) {
          findings.add(
              new ChainFinding(Kind.FORGED, "the anchor %s %s".formatted(uri, e.getMessage())));
        }
      }
    }
    return anchors;
  }

  private static String text(String uri) throws IOException {
    try (InputStream in = Storage.open(uri)) {
      return new String(in.readNBytes(LONGEST), UTF_8);
    }
  }

  private static Anchor anchor(String dataset, String uri, String payload) throws ForgedException {
    try {
      JsonNode anchor = JSON.readTree(payload);
      if (!anchor.path("dataset").asText().equals(dataset)) {
        throw new ForgedException(
            "is of the dataset '%s'".formatted(anchor.path("dataset").asText()));
      }
      return new Anchor(
          dataset,
          anchor.path("epoch").asLong(),
          anchor.path("place").asLong(),
          anchor.path("head").asText(),
          anchor.path("at").asText(),
          uri);
    } catch (JsonProcessingException e) {
      throw new ForgedException("is no JSON");
    }
  }
}

package io.snowgauge.io.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.io.warehouse.control.LedgerChain.Reason;
import io.snowgauge.io.warehouse.control.LedgerEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of one version of a file, by its last event in the ledger; docs/formats/receipt.md
 * says what is in it. Signed, it is a JWS in its flattened JSON form.
 *
 * @param json all of it
 */
public record Receipt(ObjectNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Of an event.
   *
   * @param sha256 of the source as it is now; null if that version is not there any more
   * @param reasons why lines were refused
   * @param program its version
   */
  public static Receipt of(
      LedgerEvent event,
      @Nullable String sha256,
      List<Reason> reasons,
      String program,
      Instant now) {
    ObjectNode receipt = JSON.createObjectNode();
    receipt.put("dataset", event.dataset()).put("status", event.text("STATUS"));
    receipt
        .putObject("file")
        .put("uri", event.text("URI"))
        .put("id", event.text("FILE_ID"))
        .put("etag", event.text("ETAG"))
        .put("bytes", event.number("SIZE_BYTES"))
        .put("lastModified", event.values().get("LAST_MODIFIED"))
        .put("sha256", sha256);
    receipt
        .putObject("records")
        .put("source", event.number("SOURCE_RECORD_COUNT"))
        .put("accepted", event.number("ACCEPTED_RECORD_COUNT"))
        .put("rejected", event.number("REJECTED_RECORD_COUNT"))
        .put("ingested", event.number("INGESTED_RECORD_COUNT"))
        .put("digest", event.text("DIGEST"));
    ObjectNode rejects = receipt.putObject("rejects");
    reasons.forEach(reason -> rejects.put(reason.reason(), reason.lines()));
    receipt
        .putObject("run")
        .put("id", event.text("RUN_ID"))
        .put("attempt", event.number("ATTEMPT"))
        .put("loadedAt", event.values().get("LOADED_AT"));
    ObjectNode chain = receipt.putObject("chain");
    chain.put("place", event.place()).put("epoch", event.epoch());
    chain.put("previousHash", event.previousHash()).put("eventHash", event.eventHash());
    ObjectNode values = chain.putObject("event");
    event.values().forEach(values::put);
    receipt
        .putObject("made")
        .put("at", now.truncatedTo(ChronoUnit.SECONDS).toString())
        .put("program", program)
        .put("rules", "digest 1, ledger-chain 1, receipt 1");
    return new Receipt(receipt);
  }

  /** Signs it. */
  public String sign(SigningKey key) {
    String[] parts = key.sign(SignedType.RECEIPT, json.toString()).split("\\.", -1);
    return JSON.createObjectNode()
        .put("payload", parts[1])
        .put("protected", parts[0])
        .put("signature", parts[2])
        .toString();
  }

  /**
   * Reads a signed one.
   *
   * @throws ForgedException if it is not what one of the keys signed, or does not agree with itself
   */
  public static Receipt check(String signed, PublicKeys keys) throws ForgedException {
    try {
      JsonNode jws = JSON.readTree(signed);
      String compact =
          "%s.%s.%s"
              .formatted(
                  jws.path("protected").asText(),
                  jws.path("payload").asText(),
                  jws.path("signature").asText());
      JsonNode payload = JSON.readTree(keys.verify(SignedType.RECEIPT, compact));
      if (!(payload instanceof ObjectNode object)) {
        throw new ForgedException("has no object in it");
      }
      Receipt receipt = new Receipt(object);
      if (!receipt.event().hash().equals(receipt.eventHash())) {
        throw new ForgedException("has an event in it that does not have its hash");
      }
      return receipt;
    } catch (JsonProcessingException e) {
      throw new ForgedException("is no JSON");
    }
  }

  /** The event that it is made from. */
  public LedgerEvent event() {
    SortedMap<String, String> values = new TreeMap<>();
    json.path("chain")
        .path("event")
        .fields()
        .forEachRemaining(field -> values.put(field.getKey(), field.getValue().asText()));
    return new LedgerEvent(values);
  }

  /** Its hash, as the ledger had it. */
  public String eventHash() {
    return json.path("chain").path("eventHash").asText();
  }

  /** Its place in its chain. */
  public long place() {
    return json.path("chain").path("place").asLong();
  }

  /** The dataset whose chain that is. */
  public String dataset() {
    return json.path("dataset").asText();
  }

  /** The file that it is of. */
  public String uri() {
    return json.path("file").path("uri").asText();
  }
}

package io.snowgauge.io.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snowgauge.io.proof.ChainFinding.Kind;
import io.snowgauge.io.warehouse.control.RemovedEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What retention leaves of events that it removes, as JSON that is signed where there is a key:
 * enough to hold what is left of a chain against its hashes.
 */
public final class Stubs {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Stubs() {}

  /** Words them. */
  public static RemovedEvent.Stubs signedBy(@Nullable SigningKey key) {
    return (dataset, events) -> {
      String payload = payload(dataset, events);
      return key == null ? payload : key.sign(SignedType.STUB, payload);
    };
  }

  private static String payload(String dataset, List<RemovedEvent> events) {
    ObjectNode stub = JSON.createObjectNode();
    stub.put("dataset", dataset);
    ArrayNode removed = stub.putArray("removed");
    for (RemovedEvent event : events) {
      removed
          .addObject()
          .put("place", event.place())
          .put("epoch", event.epoch())
          .put("hash", event.hash())
          .put("previous", event.previous());
    }
    return stub.toString();
  }

  /**
   * Reads those of a dataset.
   *
   * @param findings takes what is wrong with them
   * @return the events of those that count
   */
  static List<RemovedEvent> read(
      String dataset, List<String> stubs, PublicKeys keys, List<ChainFinding> findings) {
    List<RemovedEvent> removed = new ArrayList<>();
    for (String stub : stubs) {
      boolean isSigned = !stub.startsWith("{");
      List<RemovedEvent> events = List.of();
      try {
        events =
            events(
                dataset,
                isSigned && !keys.isEmpty() ? keys.verify(SignedType.STUB, stub) : payload(stub));
      } catch (ForgedException e) {
        findings.add(
            new ChainFinding(
                Kind.FORGED,
                "what retention has left of %s %s".formatted(dataset, e.getMessage())));
        continue;
      }
      if (!isSigned || keys.isEmpty()) {
        findings.add(
            new ChainFinding(
                keys.isEmpty() ? Kind.UNCHECKED : Kind.UNSIGNED,
                "what retention has left of %d events of %s, from event %d on, %s"
                    .formatted(
                        events.size(),
                        dataset,
                        events.isEmpty() ? 0 : events.get(0).place(),
                        isSigned
                            ? "is signed, but there is no public key to check that with"
                            : "is not signed: anybody may have removed them")));
      }
      removed.addAll(events);
    }
    return removed;
  }

  /** Of one that nobody can check, or of one that nobody signed. */
  private static String payload(String stub) throws ForgedException {
    return stub.startsWith("{") ? stub : PublicKeys.unchecked(stub);
  }

  private static List<RemovedEvent> events(String dataset, String payload) throws ForgedException {
    try {
      JsonNode stub = JSON.readTree(payload);
      if (!stub.path("dataset").asText().equals(dataset)) {
        throw new ForgedException("is of another dataset");
      }
      List<RemovedEvent> events = new ArrayList<>();
      for (JsonNode event : stub.path("removed")) {
        events.add(
            new RemovedEvent(
                dataset,
                event.path("place").asLong(),
                event.path("epoch").asLong(),
                event.path("hash").asText(),
                event.path("previous").asText()));
      }
      return events;
    } catch (JsonProcessingException e) {
      throw new ForgedException("is no JSON");
    }
  }
}

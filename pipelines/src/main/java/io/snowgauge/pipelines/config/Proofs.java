package io.snowgauge.pipelines.config;

import io.snowgauge.pipelines.config.engine.Group;
import io.snowgauge.pipelines.config.engine.Section;
import io.snowgauge.pipelines.config.engine.Setting;
import io.snowgauge.pipelines.config.engine.Values;
import io.snowgauge.pipelines.config.types.DeferredText;
import io.snowgauge.pipelines.config.types.Locations;
import io.snowgauge.pipelines.config.types.Quantities;
import java.time.Duration;

/** With what it is proved what was loaded. */
final class Proofs {
  static final Section SECTION =
      new Section(
          new Group(
              "proof",
              "How it is proved to others what was loaded: anchors of the ledger's chains, and"
                  + " receipts."));

  private static final Setting<DeferredText> KEY =
      SECTION.secret(
          "key",
          "The private key that signs, of Ed25519 as PKCS #8 in PEM. It should be kept where nobody"
              + " has it who can write to the warehouse");

  private static final Setting<String> PUBLIC_KEYS =
      SECTION.setting(
          "publicKeys",
          Locations.PATH,
          "A file of public keys in PEM, one after the other, whose signatures count beside those of"
              + " 'key': earlier keys, or all of them where there is no 'key'.");

  private static final Setting<String> ANCHORS =
      SECTION.folder(
          "anchors",
          "The folder that signed heads of the ledger's chains are written to, which should keep"
              + " what is written there. By default none are written.");

  private static final Setting<Duration> INTERVAL =
      SECTION
          .setting(
              "interval",
              Quantities.durationOfAtLeast("1 minute"),
              "How often a stream writes an anchor, if it has loaded anything since.")
          .defaultsTo("1 hour");

  private Proofs() {}

  static Proof proof(Values values) {
    return new Proof(
        values.find(KEY), values.find(PUBLIC_KEYS), values.find(ANCHORS), values.get(INTERVAL));
  }
}

package io.snowgauge.io.proof;

/** What is signed, so that nothing can pass for something else. */
public enum SignedType {
  ANCHOR("snowgauge-anchor"),
  STUB("snowgauge-stub"),
  RECEIPT("snowgauge-receipt");

  private final String header;

  SignedType(String header) {
    this.header = header;
  }

  /** The {@code typ} of its JWS. */
  String header() {
    return header;
  }
}

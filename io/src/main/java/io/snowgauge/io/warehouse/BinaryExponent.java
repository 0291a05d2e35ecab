package io.snowgauge.io.warehouse;

/** The exponent of a floating-point number in SQL, of which both warehouses make digests. */
public final class BinaryExponent {
  private BinaryExponent() {}

  /**
   * The power of two by which the number is divided to have its significand: all but the logarithm
   * is exact, and that is mended where it is wrong by one, as it may be next to a power of two.
   *
   * @param magnitude the number without its sign, null for zero
   * @param logarithm its logarithm to the base of two, rounded down
   */
  public static Sql of(Sql magnitude, Sql logarithm) {
    Sql guess = Sql.of("GREATEST(-1022, LEAST(1023, {logarithm}))").with("logarithm", logarithm);
    return Sql.of(
            """
            ({guess} + CASE
              WHEN {magnitude} / POWER(2, {guess}) >= 2 THEN 1
              WHEN {magnitude} / POWER(2, {guess}) < 1 AND {guess} > -1022 THEN -1
              ELSE 0
            END)
            """)
        .with("guess", guess)
        .with("magnitude", magnitude);
  }
}

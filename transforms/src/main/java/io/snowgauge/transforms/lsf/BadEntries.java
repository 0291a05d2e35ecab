package io.snowgauge.transforms.lsf;

/** What a bad entry of USER_SHARES costs. */
public enum BadEntries {
  /** Its line is rejected. */
  REJECT_LINE("rejectLine"),
  /** The entry is rejected, and what else the line holds is loaded. */
  REJECT_ENTRY("rejectEntry");

  private final String configName;

  BadEntries(String configName) {
    this.configName = configName;
  }

  /** As the configuration writes it. */
  public String configName() {
    return configName;
  }
}

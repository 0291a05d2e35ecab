package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.text.AsciiWords;

/** The sections that {@code lsb.users} has; a dataset reads those of one name. */
public enum LsfSection {
  /** Groups, their members and the shares of these. */
  USER_GROUP("UserGroup"),
  /** Limits of users and groups. */
  USER("User"),
  /** Accounts here and in other clusters that stand for each other. */
  USER_MAP("UserMap");

  private final String configName;
  private final String folded;

  LsfSection(String configName) {
    this.configName = configName;
    folded = AsciiWords.lowerCase(configName);
  }

  /** As the configuration and the files write it. */
  public String configName() {
    return configName;
  }

  /** In lower case. */
  String folded() {
    return folded;
  }
}

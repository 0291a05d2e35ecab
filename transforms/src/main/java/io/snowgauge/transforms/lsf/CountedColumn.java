package io.snowgauge.transforms.lsf;

/** The columns that a header may name, as the counter knows them. */
enum CountedColumn {
  GROUP_NAME,
  GROUP_MEMBER,
  USER_SHARES,
  GROUP_ADMIN,
  PRIORITY
}

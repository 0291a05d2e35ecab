package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Column.JsonNull;
import io.snowgauge.transforms.record.ColumnType;

/** What a dataset of user groups may have besides groups, users and shares. */
public enum GroupColumn {
  /** Who administers the group, as it is written. */
  GROUP_ADMIN,
  /** The group's priority. */
  PRIORITY,
  /** What a member is, such as user or group. */
  MEMBER_KIND;

  Column column() {
    return switch (this) {
      case GROUP_ADMIN -> new Column(name(), "admin", ColumnType.STRING, JsonNull.SHOWN);
      case PRIORITY -> new Column(name(), "priority", ColumnType.INTEGER, JsonNull.SHOWN);
      case MEMBER_KIND -> new Column(name(), "kind", ColumnType.STRING, JsonNull.SHOWN, false);
    };
  }
}

package io.snowgauge.transforms.expectations;

/** How often files are expected. */
public enum Frequency {
  /** Each hour of each day; days of 23 or 25 hours have as many. */
  HOUR,
  /** Each day of the calendar. */
  DAY,
  /** Monday to Friday. */
  WEEKDAY,
  /** Each month of the calendar. */
  MONTH
}

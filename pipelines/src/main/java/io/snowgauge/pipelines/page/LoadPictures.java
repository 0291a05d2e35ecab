package io.snowgauge.pipelines.page;

import io.snowgauge.io.warehouse.control.LoadHistory.Days;
import io.snowgauge.io.warehouse.control.LoadHistory.LoadDay;
import io.snowgauge.transforms.text.Amount;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * What a dataset's loads came to and how long they took, as pictures and as the tables below them.
 */
final class LoadPictures {
  /** A row of the table of loads. */
  record Load(
      String days,
      String runs,
      String troubled,
      String files,
      String source,
      String ingested,
      String rejected,
      String open) {}

  /** A row of the table of times. */
  record Time(
      String days, String loads, String average, String longest, String rate, String size) {}

  private final String name;
  private final Days days;
  private final List<Stretch> stretches;
  private final LoadDay total;

  /** Of a dataset's days. */
  LoadPictures(String name, Days days, List<LoadDay> loads) {
    this.name = name;
    this.days = days;
    this.stretches = Stretch.of(days, loads);
    this.total = Stretch.total(days, loads);
  }

  BarChart counts() {
    return chart(
        "%s: records by %s of the load, %s. %s in the files, %s loaded, %s rejected, %s neither."
            .formatted(
                name,
                Stretch.Step.of(days).noun(),
                range(),
                Quantity.count(total.source()),
                Quantity.count(total.ingested()),
                Quantity.count(total.rejected()),
                Quantity.count(Stretch.open(total))),
        one ->
            new BarChart.Value(
                "%s: %s, %s loaded, %s rejected, %s neither"
                    .formatted(
                        one.name(),
                        Amount.of(one.sums().source(), "record"),
                        Quantity.count(one.sums().ingested()),
                        Quantity.count(one.sums().rejected()),
                        Quantity.count(one.open())),
                one.sums().troubled() > 0,
                one.sums().source(),
                one.sums().ingested(),
                one.sums().rejected()),
        Quantity::number);
  }

  List<Load> loads() {
    return stretches.stream()
        .filter(one -> one.sums().runs() > 0)
        .map(
            one ->
                new Load(
                    one.name(),
                    Quantity.count(one.sums().runs()),
                    Quantity.count(one.sums().troubled()),
                    Quantity.count(one.sums().files()),
                    Quantity.count(one.sums().source()),
                    Quantity.count(one.sums().ingested()),
                    Quantity.count(one.sums().rejected()),
                    Quantity.count(one.open())))
        .toList();
  }

  BarChart durations() {
    return chart(
        "%s: how long loads took by %s, %s. The longest took %s."
            .formatted(
                name, Stretch.Step.of(days).noun(), range(), Quantity.time(total.longestMillis())),
        one ->
            new BarChart.Value(
                "%s: %s on average, the longest %s"
                    .formatted(
                        one.name(),
                        Quantity.time(one.averageMillis()),
                        Quantity.time(one.sums().longestMillis())),
                false,
                one.sums().longestMillis() / 1000.0,
                one.averageMillis() / 1000.0,
                0),
        seconds -> Quantity.number(seconds) + " s");
  }

  BarChart rates() {
    return chart(
        "%s: records that were read a second by %s, %s."
            .formatted(name, Stretch.Step.of(days).noun(), range()),
        one ->
            new BarChart.Value(
                "%s: %s records a second"
                    .formatted(one.name(), Quantity.number(one.perSecond(one.sums().source()))),
                false,
                0,
                one.perSecond(one.sums().source()),
                0),
        rate -> Quantity.number(rate) + "/s");
  }

  List<Time> times() {
    return stretches.stream()
        .filter(one -> one.sums().loads() > 0)
        .map(
            one ->
                new Time(
                    one.name(),
                    Quantity.count(one.sums().loads()),
                    Quantity.time(one.averageMillis()),
                    Quantity.time(one.sums().longestMillis()),
                    Quantity.number(one.perSecond(one.sums().source())),
                    Quantity.bytes(one.perSecond(one.sums().bytes()))))
        .toList();
  }

  private BarChart chart(
      String label, Function<Stretch, BarChart.Value> value, DoubleFunction<String> scale) {
    return BarChart.of(
        label,
        days.first().toString(),
        days.last().toString(),
        stretches.stream().map(value).toList(),
        scale);
  }

  private String range() {
    return days.first() + " to " + days.last();
  }
}

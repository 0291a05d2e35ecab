package io.snowgauge.pipelines.batch;

import io.snowgauge.io.files.FileListing;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.InputPattern;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Unreadable;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The files of datasets whose inputs have {@code {date}}, listed once, by their dates. A dataset
 * whose files cannot be listed has none, and says so whenever it is asked for them.
 */
public final class DatedFiles {
  private final Map<String, List<SourceFile>> files = new LinkedHashMap<>();
  private final Map<String, LeftOut> leftOut = new LinkedHashMap<>();
  private final Map<Dataset, IOException> failures = new LinkedHashMap<>();

  private DatedFiles() {}

  /**
   * Lists the files of datasets.
   *
   * @param dates only of these dates; of all if there are none
   */
  public static DatedFiles of(List<Dataset> datasets, List<LocalDate> dates) {
    DatedFiles dated = new DatedFiles();
    for (Dataset dataset : datasets) {
      try {
        FileListing.Listed listed = FileListing.listed(dataset, Instant.now(), dates);
        requireDates(listed.files());
        dated.files.put(dataset.name(), listed.files());
        dated.leftOut.put(dataset.name(), new LeftOut(dataset, listed.misdated(), listed.hidden()));
      } catch (IOException e) {
        dated.failures.put(dataset, e);
      }
    }
    return dated;
  }

  /** A folder that may not be listed is found without a date: files in it could be of any. */
  private static void requireDates(List<SourceFile> files) throws IOException {
    for (SourceFile file : files) {
      if (!file.captures().containsKey(InputPattern.DATE)) {
        throw new IOException(Unreadable.FOLDER + ": " + file.uri());
      }
    }
  }

  private static LocalDate date(SourceFile file) {
    return LocalDate.parse(file.captures().getOrDefault(InputPattern.DATE, ""));
  }

  /** The dates that there are files of. */
  public SortedSet<LocalDate> dates() {
    SortedSet<LocalDate> dates = new TreeSet<>();
    files.values().forEach(ofDataset -> ofDataset.forEach(file -> dates.add(date(file))));
    return Collections.unmodifiableSortedSet(dates);
  }

  /** What was passed over of each dataset although it seems to be meant. */
  public List<LeftOut> leftOut() {
    return List.copyOf(leftOut.values());
  }

  /** The datasets whose files could not be listed, and why. */
  public Map<Dataset, IOException> failures() {
    return Collections.unmodifiableMap(failures);
  }

  /** The files of a date; what is misdated may be of any. */
  InputFiles on(LocalDate date) {
    return new InputFiles() {
      @Override
      public List<SourceFile> of(Dataset dataset) throws IOException {
        IOException failure = failures.get(dataset);
        if (failure != null) {
          throw failure;
        }
        return files.getOrDefault(dataset.name(), List.of()).stream()
            .filter(file -> date(file).equals(date))
            .toList();
      }

      @Override
      public LeftOut leftOut(Dataset dataset) {
        return leftOut.getOrDefault(dataset.name(), LeftOut.nothing(dataset));
      }
    };
  }
}

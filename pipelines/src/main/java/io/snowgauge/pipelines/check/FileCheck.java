package io.snowgauge.pipelines.check;

import io.snowgauge.io.files.FileListing;
import io.snowgauge.io.files.FolderAccess;
import io.snowgauge.io.warehouse.Finding;
import io.snowgauge.pipelines.batch.FailureMessage;
import io.snowgauge.pipelines.config.Extraction;
import io.snowgauge.pipelines.report.Display;
import io.snowgauge.pipelines.report.Outcomes;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import io.snowgauge.transforms.files.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Whether files can be found, and folders written. */
final class FileCheck {
  private static final int FIRST_BYTES = 4096;
  private static final String CONTENT = "'snowgauge check' writes and deletes this.\n";
  private static final Comparator<SourceFile> NEWEST =
      Comparator.comparing(SourceFile::lastModified).thenComparing(SourceFile::uri);

  private FileCheck() {}

  /** What an input matches now. */
  static Finding input(Dataset dataset, List<Extraction> extractions) {
    String subject = "datasets." + dataset.name() + ".input";
    String rootUri = dataset.input().root();
    String extracted =
        extractions.stream()
            .filter(extraction -> extraction.dataset().name().equals(dataset.name()))
            .map(extraction -> "extract." + extraction.name())
            .findFirst()
            .orElse(null);
    if (Storage.isLocal(rootUri)) {
      Path root = Storage.localPath(rootUri);
      if (extracted != null && !Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
        return Finding.ok(subject, root + " will be there once " + extracted + " is done");
      }
      if (!Files.isDirectory(root)) {
        String found = Files.exists(root) ? "a file" : "nothing there";
        return Finding.failed(subject, "expected the folder " + root + " but found " + found);
      }
    }
    try {
      FileListing.Listed found = FileListing.listed(dataset.input());
      List<SourceFile> listed = found.files();
      Optional<String> unread =
          listed.stream()
              .flatMap(file -> whyNotReached(file).stream())
              .findFirst()
              .or(() -> listed.stream().max(NEWEST).flatMap(FileCheck::whyNotRead));
      if (unread.isPresent()) {
        return Finding.failed(subject, unread.get());
      }
      int files = listed.size();
      String input = Display.uri(dataset.input().toString());
      String hidden = found.hidden() == 0 ? "" : "; " + Outcomes.hidden(found.hidden());
      return Finding.ok(
          subject, (files == 0 ? "no file matches " : matches(files)) + input + hidden);
    } catch (IOException e) {
      return Finding.failed(subject, "cannot be listed: " + FailureMessage.of(e));
    }
  }

  /** Of what is listed because it cannot be looked into. */
  private static Optional<String> whyNotReached(SourceFile file) {
    if (!Storage.isLocal(file.uri())) {
      return Optional.empty();
    }
    String unnameable = Storage.whyUnnameable(file.uri());
    if (unnameable != null) {
      return Optional.of(Display.uri(file.uri()) + " is listed but cannot be read: " + unnameable);
    }
    Path folder = Storage.localPath(file.uri());
    boolean isClosed =
        Files.isDirectory(folder) && !(Files.isReadable(folder) && Files.isExecutable(folder));
    return isClosed ? Optional.of(Unreadable.FOLDER + ": " + folder) : Optional.empty();
  }

  /** Tries the first bytes of a file: whoever may list a store may not be allowed to read it. */
  static Optional<String> whyNotRead(SourceFile file) {
    try (InputStream in = Storage.open(file)) {
      in.readNBytes(FIRST_BYTES);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          Display.uri(file.uri()) + " is listed but cannot be read: " + FailureMessage.of(e));
    }
  }

  private static String matches(int files) {
    return counted(files, "file") + (files == 1 ? " matches " : " match ");
  }

  /**
   * Whether a folder of the product's own can be written. In a store only writing shows it, and
   * only deleting shows whether what is staged can be removed: an object is written and deleted.
   */
  static Finding ownFolder(String subject, String uri) {
    return Storage.isLocal(uri) ? folder(subject, uri) : writing(subject, uri);
  }

  private static Finding writing(String subject, String uri) {
    String object = uri + ".snowgauge-check-" + UUID.randomUUID();
    try {
      Storage.store(uri).reach(uri);
      try (OutputStream out = Storage.create(object)) {
        out.write(CONTENT.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return Finding.failed(subject, "an object cannot be written: " + FailureMessage.of(e));
    }
    try {
      Storage.delete(List.of(object));
    } catch (IOException e) {
      return Finding.failed(
          subject,
          "an object was written and cannot be deleted, so that "
              + Display.uri(object)
              + " stays: "
              + FailureMessage.of(e));
    }
    return Finding.ok(subject, Display.uri(uri) + ": an object was written and deleted");
  }

  /** Whether somebody else's folder can be written. */
  static Finding folder(String subject, String uri) {
    if (!Storage.isLocal(uri)) {
      return store(subject, uri);
    }
    Path folder = Storage.localPath(uri);
    String why = FolderAccess.whyNotWritable(folder);
    return why == null
        ? Finding.ok(
            subject, folder + (Files.exists(folder) ? " can be written" : " can be created"))
        : Finding.failed(subject, why);
  }

  /** Where others may wait for objects, none is written that is not for them. */
  private static Finding store(String subject, String uri) {
    try {
      Storage.store(uri).reach(uri);
      return Finding.ok(subject, Display.uri(uri) + " can be listed; writing is not tried");
    } catch (IOException e) {
      return Finding.failed(subject, FailureMessage.of(e));
    }
  }

  static String counted(int count, String thing) {
    return "%,d %s%s".formatted(count, thing, count == 1 ? "" : "s");
  }
}

package io.snowgauge.io.files;

import io.snowgauge.transforms.files.SourceFile;
import io.snowgauge.transforms.files.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.fs.CreateOptions;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;

/**
 * Beam's view of an object store, for the manifests that SnowflakeIO writes by itself: with the
 * clients and credentials of {@link Storage}, and under a scheme of its own, {@code snowgauge-s3},
 * so that it never competes with a file system that Beam brings.
 */
public final class ObjectFileSystem extends FileSystem<ObjectResourceId> {
  private final String scheme;

  /** Of the objects whose canonical URIs have that scheme. */
  public ObjectFileSystem(String scheme) {
    this.scheme = scheme;
  }

  @Override
  protected String getScheme() {
    return BeamUri.scheme(scheme);
  }

  @Override
  protected ObjectResourceId matchNewResource(String spec, boolean isDirectory) {
    String uri = BeamUri.canonical(spec);
    return new ObjectResourceId(isDirectory && !uri.endsWith("/") ? uri + "/" : uri);
  }

  /** All is literal but a '*' at the end, which stands for the rest of a name. */
  @Override
  protected List<MatchResult> match(List<String> specs) throws IOException {
    List<MatchResult> results = new ArrayList<>();
    for (String spec : specs) {
      List<MatchResult.Metadata> found = match(BeamUri.canonical(spec));
      results.add(
          found.isEmpty()
              ? MatchResult.create(MatchResult.Status.NOT_FOUND, List.of())
              : MatchResult.create(MatchResult.Status.OK, found));
    }
    return results;
  }

  private static List<MatchResult.Metadata> match(String uri) throws IOException {
    List<MatchResult.Metadata> found = new ArrayList<>();
    if (uri.endsWith("*")) {
      Storage.store(uri)
          .listFolder(
              uri.substring(0, uri.length() - 1),
              object -> found.add(metadata(object.withCaptures(Map.of()))),
              folder -> {});
    } else {
      Optional<SourceFile> object = Storage.find(uri, Map.of());
      object.ifPresent(file -> found.add(metadata(file)));
    }
    return found;
  }

  private static MatchResult.Metadata metadata(SourceFile file) {
    return MatchResult.Metadata.builder()
        .setResourceId(new ObjectResourceId(file.uri()))
        .setSizeBytes(file.sizeBytes())
        .setLastModifiedMillis(file.lastModified().toEpochMilli())
        .setIsReadSeekEfficient(false)
        .build();
  }

  @Override
  protected WritableByteChannel create(ObjectResourceId file, CreateOptions options)
      throws IOException {
    return Channels.newChannel(Storage.create(file.uri()));
  }

  @Override
  protected ReadableByteChannel open(ObjectResourceId file) throws IOException {
    return Channels.newChannel(Storage.open(file.uri()));
  }

  @Override
  protected void copy(List<ObjectResourceId> from, List<ObjectResourceId> to) throws IOException {
    for (int i = 0; i < from.size(); i++) {
      try (InputStream in = Storage.open(from.get(i).uri());
          OutputStream out = Storage.create(to.get(i).uri())) {
        in.transferTo(out);
      }
    }
  }

  @Override
  protected void rename(
      List<ObjectResourceId> from, List<ObjectResourceId> to, MoveOptions... options)
      throws IOException {
    boolean ignoreMissing = List.of(options).contains(StandardMoveOptions.IGNORE_MISSING_FILES);
    boolean keepExisting =
        List.of(options).contains(StandardMoveOptions.SKIP_IF_DESTINATION_EXISTS);
    for (int i = 0; i < from.size(); i++) {
      boolean missing = ignoreMissing && Storage.find(from.get(i).uri(), Map.of()).isEmpty();
      boolean moved = keepExisting && Storage.find(to.get(i).uri(), Map.of()).isPresent();
      if (!missing && !moved) {
        copy(List.of(from.get(i)), List.of(to.get(i)));
      }
      Storage.delete(List.of(from.get(i).uri()));
    }
  }

  @Override
  protected void delete(Collection<ObjectResourceId> files) throws IOException {
    // There are no folders to remove.
    Storage.delete(
        files.stream().filter(file -> !file.isDirectory()).map(ObjectResourceId::uri).toList());
  }
}

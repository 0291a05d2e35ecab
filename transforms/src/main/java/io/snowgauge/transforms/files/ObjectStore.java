package io.snowgauge.transforms.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store of objects by URI: {@code s3://bucket/key} or {@code azfs://account/container/name}. A
 * URI is taken as it is: nothing in it is a glob or encoded. Implementations may be used by several
 * threads, and connect when they are first used.
 *
 * <p>All methods throw {@link java.nio.file.NoSuchFileException} where an object that they need is
 * not there, {@link java.nio.file.AccessDeniedException} where this one may not be accessed, and
 * any other {@link IOException}, which names the store and what to check, where the store itself
 * could not be used.
 */
public interface ObjectStore {
  /** Is told of objects or folders one after the other. */
  @FunctionalInterface
  interface Visitor<T> {
    /** Takes the next one. */
    void visit(T found) throws IOException;
  }

  /** Looks at exactly one object; empty if there is none. */
  Optional<StoredObject> find(String uri) throws IOException;

  /**
   * Lists page by page all objects whose URI starts with {@code prefixUri}, in any order. What a
   * store shows for a folder itself is left out.
   */
  void list(String prefixUri, Visitor<StoredObject> objects) throws IOException;

  /**
   * The same, but only up to the next '/' after the prefix: what lies deeper is summed up in the
   * URIs of the folders, which end in '/'.
   */
  void listFolder(String prefixUri, Visitor<StoredObject> objects, Visitor<String> folders)
      throws IOException;

  /** Opens an object, whatever version it is, for one sequential read of that version. */
  InputStream open(String uri) throws IOException;

  /**
   * Opens exactly one version for one sequential read.
   *
   * @throws ChangedFileException if the object is another version, here or while it is read
   */
  InputStream open(String uri, String etag) throws IOException;

  /**
   * Creates an object, or replaces it, when the stream is closed; nothing is there before, and
   * nothing ever if writing failed. Holds a bounded part of the content in memory.
   */
  OutputStream create(String uri) throws IOException;

  /**
   * Creates an object in place of exactly one version, or of nothing, when the stream is closed.
   * Holds a bounded part of the content in memory.
   *
   * @param etag of the version to replace; null if there is to be none
   * @return a stream whose closing throws {@link ChangedFileException} where something else is
   *     there
   */
  AbortableOutput createInPlaceOf(String uri, @Nullable String etag) throws IOException;

  /** Forgets the parts of unfinished uploads of that object, which dead writers left behind. */
  default void abortUploads(String uri) throws IOException {}

  /**
   * A URL that lets whoever has it create one object, for a while, in place of exactly one version,
   * or of nothing.
   *
   * @param etag of the version to replace; null if there is to be none
   * @param sha256 of the content in hexadecimal, to which the store holds the upload if it can; or
   *     null
   * @return none if this store, or the way it is logged in to, has no such URLs
   */
  default Optional<UploadUrl> uploadUrl(
      String uri, @Nullable String etag, @Nullable String sha256, Duration validity)
      throws IOException {
    return Optional.empty();
  }

  /** Removes objects; one that does not exist is fine. */
  void delete(Collection<String> uris) throws IOException;

  /** Looks whether the bucket or container of a URI can be reached and listed. Changes nothing. */
  void reach(String uri) throws IOException;
}

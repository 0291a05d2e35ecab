import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes an entry out of a jar: {@code java RemoveEntry.java JAR ENTRY}. */
final class RemoveEntry {
  public static void main(String[] arguments) throws Exception {
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(arguments[0]))) {
      Files.delete(jar.getPath(arguments[1]));
    }
  }
}

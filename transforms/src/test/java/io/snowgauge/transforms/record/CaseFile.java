package io.snowgauge.transforms.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A case of a format's rules, read from a file; the layout is described in the {@code README.md}
 * beside the files.
 *
 * @param settings what the case declares before its input
 * @param latin1 the input, one character a byte
 */
public record CaseFile(
    String name,
    Map<String, String> settings,
    String latin1,
    List<String> records,
    List<String> rejects,
    List<String> notices,
    List<String> counts,
    List<String> fault) {
  private static final String SUFFIX = ".case";

  /** The encoding in which the input is handed over, if it is not UTF-8. */
  private static final String WRITTEN = "written";

  private static final String NO_NEWLINE = "«no newline»";
  private static final Set<String> PARTS =
      Set.of("input", "records", "rejects", "notices", "counts", "fault");
  private static final Pattern ESCAPE = Pattern.compile("«([^»]*)»");
  private static final Map<String, String> NAMED =
      Map.of("CR", "0D", "TAB", "09", "SP", "20", "BOM", "EFBBBF");

  /**
   * All cases of a folder of resources, in the order of their names.
   *
   * @param settings the names that a case may declare
   */
  public static List<CaseFile> in(String folder, Set<String> settings) {
    try (Stream<Path> files = Files.list(Path.of(uri(folder)))) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .map(file -> read(file, settings))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI uri(String folder) {
    URL url = CaseFile.class.getResource("/" + folder);
    if (url == null) {
      throw new IllegalStateException("expected a resource folder " + folder + " with cases");
    }
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CaseFile read(Path file, Set<String> settings) {
    String name = String.valueOf(file.getFileName()).replace(SUFFIX, "");
    try {
      CaseFile read = parse(name, Files.readAllLines(file));
      for (String setting : read.settings.keySet()) {
        require(name, settings.contains(setting), "no setting called '" + setting + "'");
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CaseFile parse(String name, List<String> lines) {
    List<String> preface = new ArrayList<>();
    Map<String, List<String>> parts = new LinkedHashMap<>();
    List<String> part = preface;
    for (String line : lines) {
      if (line.startsWith("=== ")) {
        part = new ArrayList<>();
        String title = line.substring(4);
        require(name, PARTS.contains(title), "no part called '" + title + "'");
        require(name, parts.put(title, part) == null, "each part once");
      } else {
        part.add(line);
      }
    }
    require(name, !preface.isEmpty() && preface.get(0).startsWith("why: "), "'why: ' first");
    require(name, parts.containsKey("input") && parts.containsKey("counts"), "input and counts");
    Map<String, String> settings = settings(name, preface);
    Charset written = Charset.forName(settings.getOrDefault(WRITTEN, "UTF-8"));
    settings.remove(WRITTEN);
    return new CaseFile(
        name,
        Map.copyOf(settings),
        latin1(parts.getOrDefault("input", List.of()), written),
        texts(parts.getOrDefault("records", List.of())),
        texts(parts.getOrDefault("rejects", List.of())),
        texts(parts.getOrDefault("notices", List.of())),
        texts(parts.getOrDefault("counts", List.of())),
        texts(parts.getOrDefault("fault", List.of())));
  }

  private static Map<String, String> settings(String name, List<String> preface) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String line : preface.subList(1, preface.size())) {
      int colon = line.indexOf(": ");
      require(name, colon > 0, "'setting: value' but found '" + line + "'");
      String setting = line.substring(0, colon);
      require(name, settings.put(setting, line.substring(colon + 2)) == null, "settings once");
    }
    return settings;
  }

  private static void require(String name, boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": expected " + what);
    }
  }

  private static String latin1(List<String> lines, Charset written) {
    String text = String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
    byte[] bytes = bytes(text.replace(NO_NEWLINE + "\n", ""));
    if (!written.equals(StandardCharsets.UTF_8)) {
      bytes = new String(bytes, StandardCharsets.UTF_8).getBytes(written);
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static List<String> texts(List<String> lines) {
    return lines.stream().map(line -> new String(bytes(line), StandardCharsets.UTF_8)).toList();
  }

  /** The bytes that a text with escapes stands for. */
  private static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher escape = ESCAPE.matcher(text);
    int from = 0;
    while (escape.find()) {
      bytes.writeBytes(text.substring(from, escape.start()).getBytes(StandardCharsets.UTF_8));
      String hex = NAMED.getOrDefault(escape.group(1), escape.group(1).replace(" ", ""));
      bytes.writeBytes(HexFormat.of().parseHex(hex));
      from = escape.end();
    }
    bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  /** The file's bytes. */
  public byte[] input() {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What the case declares under that name, or the default. */
  public String setting(String setting, String byDefault) {
    return settings.getOrDefault(setting, byDefault);
  }

  /** A setting that is a number. */
  public int setting(String setting, int byDefault) {
    return Integer.parseInt(setting(setting, Integer.toString(byDefault)));
  }

  /** The rule that the case's name starts with. */
  public String rule() {
    return name.substring(0, name.indexOf('-'));
  }

  @Override
  public String toString() {
    return name;
  }
}

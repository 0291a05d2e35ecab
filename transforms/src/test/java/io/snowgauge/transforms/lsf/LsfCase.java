package io.snowgauge.transforms.lsf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
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
 * A case of the grammar, read from a file; its layout is described in {@code lsf/README.md} beside
 * the files.
 *
 * @param latin1 the input, one character a byte
 */
record LsfCase(
    String name,
    int maxLineBytes,
    String latin1,
    List<String> records,
    List<String> rejects,
    List<String> notices,
    List<String> counts,
    List<String> fault) {
  private static final String SUFFIX = ".case";
  private static final String LIMIT = "maxLineBytes: ";
  private static final String NO_NEWLINE = "«no newline»";
  private static final Set<String> PARTS =
      Set.of("input", "records", "rejects", "notices", "counts", "fault");
  private static final Pattern ESCAPE = Pattern.compile("«([^»]*)»");
  private static final Map<String, String> NAMED =
      Map.of("CR", "0D", "TAB", "09", "SP", "20", "BOM", "EFBBBF");

  /** All cases, in the order of their names. */
  static List<LsfCase> all() {
    try (Stream<Path> files = Files.list(Path.of(folder()))) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .map(LsfCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI folder() {
    URL folder = LsfCase.class.getResource("/lsf");
    if (folder == null) {
      throw new IllegalStateException("expected a resource folder lsf with cases");
    }
    try {
      return folder.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LsfCase read(Path file) {
    String name = String.valueOf(file.getFileName()).replace(SUFFIX, "");
    try {
      return parse(name, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LsfCase parse(String name, List<String> lines) {
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
    return new LsfCase(
        name,
        limit(name, preface),
        latin1(parts.getOrDefault("input", List.of())),
        texts(parts.getOrDefault("records", List.of())),
        texts(parts.getOrDefault("rejects", List.of())),
        texts(parts.getOrDefault("notices", List.of())),
        texts(parts.getOrDefault("counts", List.of())),
        texts(parts.getOrDefault("fault", List.of())));
  }

  private static void require(String name, boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": expected " + what);
    }
  }

  private static int limit(String name, List<String> preface) {
    if (preface.size() == 1) {
      return UserGroupFormat.DEFAULT_MAX_LINE_BYTES;
    }
    require(name, preface.size() == 2 && preface.get(1).startsWith(LIMIT), "why and maxLineBytes");
    return Integer.parseInt(preface.get(1).substring(LIMIT.length()));
  }

  private static String latin1(List<String> lines) {
    String text = String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
    return new String(bytes(text.replace(NO_NEWLINE + "\n", "")), StandardCharsets.ISO_8859_1);
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
  byte[] input() {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The rule that the case's name starts with. */
  String rule() {
    return name.substring(0, name.indexOf('-'));
  }

  @Override
  public String toString() {
    return name;
  }
}

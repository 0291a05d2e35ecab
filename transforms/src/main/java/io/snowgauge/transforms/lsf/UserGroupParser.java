package io.snowgauge.transforms.lsf;

import io.snowgauge.transforms.record.Included;
import io.snowgauge.transforms.record.Inclusions;
import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.text.AsciiWords;
import io.snowgauge.transforms.text.EncodedText;
import io.snowgauge.transforms.text.Excerpt;
import io.snowgauge.transforms.text.TextEncoding;
import io.snowgauge.transforms.text.Utf8;
import io.snowgauge.transforms.text.Utf8Transcoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads sections and directives of {@code lsb.users} and leaves data lines to a {@link DataLine}.
 * Every logical line of a section of the name that is read ends as accepted or as rejected; the
 * rules are those of docs/formats/lsb-users.md, from IBM Spectrum LSF's lsb.users reference.
 */
final class UserGroupParser implements RecordParser {
  /** So that memory does not grow with the file. */
  private static final int MAX_CONDITION = 1 << 20;

  private static final int MAX_DEFINITIONS = 1 << 20;

  private static final String CRS_ALONE =
      "expected lines that end in LF or CRLF but found CRs alone; convert the file";

  private final int maxLineBytes;
  private final TextEncoding encoding;
  private final LsfSection wanted;
  private final Function<Branches, DataLine> newDataLine;
  private final @Nullable Inclusions inclusions;

  /**
   * Reads the sections of a format by the grammar of their lines.
   *
   * @param inclusions finds what is included, if the format follows that
   */
  UserGroupParser(
      LsfFormat format, Function<Branches, DataLine> newDataLine, @Nullable Inclusions inclusions) {
    this.inclusions = format.include().isFollowed() ? inclusions : null;
    this.maxLineBytes = format.maxLineBytes();
    this.encoding = format.encoding();
    this.wanted = format.section();
    this.newDataLine = newDataLine;
  }

  @Override
  public ParseResult parse(InputStream in, ParseListener listener) throws IOException {
    LogicalLines lines;
    try {
      lines = lines(in);
    } catch (EncodedText.UndeclaredException e) {
      return new ParseResult(0, 0, 0, 0, "line 1: " + e.getMessage());
    }
    return new File(lines, listener).read();
  }

  /** The marks and bytes of UTF-8 are looked at with the lines. */
  private LogicalLines lines(InputStream in) throws IOException {
    boolean isUtf8 = encoding == TextEncoding.UTF_8;
    return new LogicalLines(isUtf8 ? in : EncodedText.asUtf8(in, encoding), maxLineBytes);
  }

  /** The reading of one file. */
  private final class File {
    private final ParseListener listener;
    private final Branches branches = new Branches();
    private final Definitions definitions = new Definitions();
    private final GroupsWithoutNames withoutNames = new GroupsWithoutNames();
    private final DataLine dataLine;

    private LogicalLines lines;

    /** The file that is being read if it is another than the one at hand. */
    private @Nullable Included included;

    /** The line of the file at hand where that is included. */
    private long includedAt;

    private @Nullable SectionName section;
    private boolean inWanted;
    private long sectionLine;
    private boolean sectionSeen;
    private @Nullable String firstStray;
    private boolean headerSeen;
    private boolean headerUsable;

    private long accepted;
    private long rejected;
    private long lineCount;
    private long rejectedLines;

    File(LogicalLines lines, ParseListener listener) {
      this.lines = lines;
      this.listener = listener;
      this.dataLine = newDataLine.apply(branches);
    }

    ParseResult read() throws IOException {
      String fault = null;
      try {
        readLines();
        end();
      } catch (StructuralFault e) {
        fault = e.reason();
      } catch (Utf8Transcoder.MalformedException e) {
        fault = e.fault(encoding);
      }
      withoutNames.report(listener);
      return new ParseResult(accepted, rejected, lineCount, rejectedLines, fault);
    }

    private void readLines() throws IOException, StructuralFault {
      LogicalLines.Kind kind;
      while ((kind = lines.next()) != LogicalLines.Kind.END) {
        if (lines.encoding().isOtherEncoding()) {
          return;
        }
        if (kind == LogicalLines.Kind.DIRECTIVE) {
          directive();
        } else {
          line();
        }
      }
    }

    /** Where the line being read stands in the file at hand. */
    private long lineNumber() {
      return included == null ? lines.line() : includedAt;
    }

    /** A reason, with the place in the other file if the line is not in the one at hand. */
    private String placed(String reason) {
      return included == null
          ? reason
          : "in " + shown(included.uri()) + ", line " + lines.line() + ": " + reason;
    }

    private static String shown(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return Excerpt.of(bytes, 0, bytes.length, Reject.RAW_CHARACTERS);
    }

    private void end() throws StructuralFault {
      String textFault = lines.encoding().fault();
      if (textFault != null && !sectionSeen) {
        throw new StructuralFault(1, "not an lsb.users file: " + textFault);
      }
      if (lines.isOneLineWithReturns()) {
        throw new StructuralFault(1, CRS_ALONE);
      }
      if (!sectionSeen && firstStray != null) {
        throw new StructuralFault(1, "not an lsb.users file: no section is in it; " + firstStray);
      }
      if (inWanted) {
        throw new StructuralFault(sectionLine, openSection());
      }
      if (section != null) {
        listener.notice("line " + sectionLine + ": " + openSection());
      }
      if (branches.openSince() > 0) {
        throw new StructuralFault(
            branches.openSince(), "expected #endif for this #if but found the end of the file");
      }
    }

    private String openSection() {
      return "expected 'End " + section + "' to close this section but found the end of the file";
    }

    private void line() throws IOException, StructuralFault {
      byte[] b = lines.bytes();
      int first = Blanks.skip(b, lines.start(), lines.end());
      int wordEnd = Blanks.wordEnd(b, first, lines.end());
      if (lines.isOver()) {
        sectionOrStrayLine(first, wordEnd);
      } else if (AsciiWords.equalsIgnoreCase(b, first, wordEnd, "begin")) {
        begin(first, wordEnd);
      } else if (section != null && AsciiWords.equalsIgnoreCase(b, first, wordEnd, "end")) {
        endSection(section, wordEnd);
      } else {
        sectionOrStrayLine(first, wordEnd);
      }
    }

    private void sectionOrStrayLine(int first, int wordEnd) throws IOException {
      if (inWanted) {
        sectionLine();
      } else if (section == null) {
        stray(lines.isOver() ? overTheLimit() : expectedBegin(first, wordEnd));
      }
    }

    private String expectedBegin(int from, int to) {
      return "expected 'Begin "
          + wanted.configName()
          + "' but found "
          + Excerpt.quoted(lines.bytes(), from, to);
    }

    /** Rejects a line that stands outside any section. */
    private void stray(String reason) throws IOException {
      lineCount++;
      reject(1, lines.start(), "outside any section: " + reason);
      if (firstStray == null) {
        firstStray = "line " + lineNumber() + ": " + placed(reason);
      }
    }

    private void begin(int first, int wordEnd) throws IOException, StructuralFault {
      byte[] b = lines.bytes();
      int start = Blanks.skip(b, wordEnd, lines.end());
      int end = Blanks.wordEnd(b, start, lines.end());
      SectionName name = SectionName.of(b, start, end);
      if (section != null) {
        String reason = "expected " + endOf(section) + " but found " + shown("Begin", name);
        if (inWanted) {
          throw fault(reason);
        }
        notice(reason + ", which is taken to end it");
        section = null;
      }
      if (start == end) {
        stray("expected the name of a section after 'Begin' but found nothing");
      } else if (!name.is(wanted) && SectionName.isNearly(wanted, b, start, lines.end())) {
        stray(expectedBegin(first, lines.end()));
      } else {
        beginSection(name);
      }
    }

    private void beginSection(SectionName name) {
      section = name;
      inWanted = name.is(wanted);
      sectionLine = lineNumber();
      sectionSeen = true;
      lines.encoding().sectionBegins();
      headerSeen = false;
      headerUsable = false;
      if (!name.isOfTheFormat()) {
        notice("section " + name + " is not read: lsb.users has UserGroup, User and UserMap");
      }
    }

    private void endSection(SectionName open, int wordEnd) {
      byte[] b = lines.bytes();
      int start = Blanks.skip(b, wordEnd, lines.end());
      SectionName name = SectionName.of(b, start, Blanks.wordEnd(b, start, lines.end()));
      if (!open.isSame(name)) {
        String found = shown("End", name);
        notice("expected " + endOf(open) + " but found " + found + ", which is taken for it");
      }
      section = null;
      inWanted = false;
    }

    private String endOf(SectionName name) {
      return shown("End", name) + " for the section of line " + sectionLine;
    }

    private static String shown(String keyword, SectionName name) {
      return "'" + keyword + (name.folded().isEmpty() ? "" : " " + name) + "'";
    }

    private void notice(String message) {
      listener.notice("line " + lineNumber() + ": " + placed(message));
    }

    private void sectionLine() throws IOException {
      lineCount++;
      if (!headerSeen) {
        headerSeen = true;
        header();
      } else if (lines.isOver()) {
        reject(1, lines.start(), overTheLimit());
      } else if (headerUsable) {
        dataLine();
      } else {
        reject(1, lines.start(), "the section's header is not usable");
      }
    }

    private void header() throws IOException {
      if (lines.isOver()) {
        reject(0, lines.start(), "header: " + overTheLimit());
        return;
      }
      try {
        dataLine.header(lines.bytes(), lines.start(), lines.end());
        headerUsable = true;
      } catch (MalformedLine e) {
        reject(0, e.position(), e.reason());
      }
    }

    private String overTheLimit() {
      return "expected a line of at most " + maxLineBytes + " bytes but found a longer one";
    }

    private void dataLine() throws IOException {
      try {
        dataLine.read(lines);
      } catch (MalformedLine e) {
        reject(1, e.position(), e.reason());
        return;
      }
      MalformedLine refusal = dataLine.refusal();
      BadEntryList bad = dataLine.badEntries();
      if (refusal != null) {
        reject(dataLine.records() + bad.size(), refusal.position(), refusal.reason());
        return;
      }
      dataLine.emit(listener, lineNumber());
      accepted += dataLine.records();
      if (bad.size() > 0) {
        reject(bad.size(), bad.position(), bad.reason());
      }
      if (dataLine.records() == 0) {
        withoutNames.add(dataLine.shownName() + " (line " + lineNumber() + ")");
      }
    }

    private void reject(long count, int position, String reason) throws IOException {
      rejected += count;
      rejectedLines++;
      int column = 1 + Utf8.characters(lines.bytes(), lines.start(), position);
      listener.reject(new Reject(lineNumber(), column, placed(reason), rawText()));
    }

    private String rawText() {
      String raw = lines.raw();
      return Reject.cut(raw);
    }

    private void directive() throws IOException, StructuralFault {
      byte[] b = lines.bytes();
      int hash = lines.start();
      for (Directive directive : Directive.ALL) {
        if (directive.isAt(b, hash, lines.end())) {
          int start = Blanks.skip(b, hash + directive.length(), lines.end());
          apply(directive, new String(b, start, lines.end() - start, StandardCharsets.UTF_8));
          return;
        }
      }
    }

    private void apply(Directive directive, String text) throws IOException, StructuralFault {
      if (directive.hasCondition()) {
        checkCondition(directive, text);
      }
      boolean balanced =
          switch (directive) {
            case IF -> {
              branches.startIf(definitions.resolve(text), lineNumber());
              yield true;
            }
            case ELIF -> branches.startElif(definitions.resolve(text));
            case ELSE -> branches.startElse();
            case ENDIF -> branches.end();
            case DEFINE -> {
              define(text);
              yield true;
            }
            case INCLUDE -> {
              if (inclusions == null) {
                notice("#INCLUDE " + shown(text) + " is not followed");
              } else {
                include(text, inclusions);
              }
              yield true;
            }
          };
      if (!balanced) {
        throw fault("expected an open #if before " + directive + " but found none");
      }
      if (branches.conditionLength() > MAX_CONDITION) {
        throw fault(
            "expected a condition of at most "
                + MAX_CONDITION
                + " characters, with those around it, but found a longer one");
      }
    }

    /** Reads another file in the place of this line. */
    private void include(String text, Inclusions known) throws IOException, StructuralFault {
      LogicalLines outerLines = lines;
      Included outer = included;
      try {
        Included found = known.find(IncludedName.of(text), outer);
        LogicalLines inner = lines(found.open());
        includedAt = lineNumber();
        included = found;
        lines = inner;
      } catch (Inclusions.UnavailableException e) {
        throw fault("#INCLUDE " + shown(text) + ": " + e.reason());
      } catch (EncodedText.UndeclaredException e) {
        throw fault("#INCLUDE " + shown(text) + ": " + e.getMessage());
      }
      try {
        readLines();
      } catch (Utf8Transcoder.MalformedException e) {
        lines = outerLines;
        included = outer;
        throw fault("#INCLUDE " + shown(text) + ": " + e.fault(encoding));
      }
      String textFault = lines.encoding().isOtherEncoding() ? lines.encoding().fault() : null;
      if (textFault == null && lines.isOneLineWithReturns()) {
        textFault = CRS_ALONE;
      }
      lines = outerLines;
      included = outer;
      if (textFault != null) {
        throw fault("#INCLUDE " + shown(text) + ": " + textFault);
      }
    }

    /** What is cut of a condition would be missing from every record below it. */
    private void checkCondition(Directive directive, String text) throws StructuralFault {
      if (lines.isOver()) {
        throw fault(
            directive
                + ": expected a condition of at most "
                + Math.max(maxLineBytes, PhysicalLines.KEPT)
                + " bytes but found a longer one");
      }
      if (text.isEmpty() && directive != Directive.DEFINE) {
        notice("expected a condition after " + directive + " but found nothing");
      }
    }

    private void define(String text) throws StructuralFault {
      if (!definitions.add(text)) {
        notice("#DEFINE without a condition is ignored");
      }
      if (definitions.length() > MAX_DEFINITIONS) {
        throw fault(
            "expected at most " + MAX_DEFINITIONS + " characters of definitions but found more");
      }
    }

    private StructuralFault fault(String reason) {
      return new StructuralFault(lineNumber(), placed(reason));
    }
  }
}

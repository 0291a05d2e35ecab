package io.snowgauge.transforms.ndjson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.snowgauge.transforms.record.ParseListener;
import io.snowgauge.transforms.record.ParseResult;
import io.snowgauge.transforms.record.RecordParser;
import io.snowgauge.transforms.record.Reject;
import io.snowgauge.transforms.tabular.ColumnValues;
import io.snowgauge.transforms.tabular.ExtraColumns;
import io.snowgauge.transforms.tabular.ExtraObject;
import io.snowgauge.transforms.tabular.NullText;
import io.snowgauge.transforms.tabular.NullTokens;
import io.snowgauge.transforms.text.Excerpt;
import io.snowgauge.transforms.text.StorableText;
import io.snowgauge.transforms.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads one JSON object a line with Jackson and makes rows of the declared columns:
 * docs/formats/csv-ndjson.md.
 */
final class NdjsonRecordParser implements RecordParser {
  /**
   * A line is UTF-8, whatever its first bytes look like; its keys are anybody's, and its values as
   * long as the line lets them be.
   */
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** Where Jackson's message turns to the text. */
  private static final Pattern PIECE =
      Pattern.compile("( \\(start marker| \\(for |: enable `| since Feature|\n).*", Pattern.DOTALL);

  private final NdjsonFormat format;

  NdjsonRecordParser(NdjsonFormat format) {
    this.format = format;
  }

  @Override
  public ParseResult parse(InputStream in, ParseListener listener) throws IOException {
    return new File(format, in, listener).read();
  }

  /** Why a line is refused, and where. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int byteOffset;

    Refusal(int byteOffset, String reason) {
      super(reason, null, false, false);
      this.byteOffset = byteOffset;
    }
  }

  /** One file on its way through. */
  private static final class File {
    private final NdjsonFormat format;
    private final ParseListener listener;
    private final JsonTexts texts;
    private final ColumnValues values;
    private final ExtraObject extra = new ExtraObject();
    private final Set<String> extraKeys = new HashSet<>();
    private final NullText nulls;
    private final boolean[] seen;
    private long accepted;
    private long rejected;

    File(NdjsonFormat format, InputStream in, ParseListener listener) {
      this.format = format;
      this.listener = listener;
      this.texts =
          format.layout() == ObjectLayout.LINES
              ? new NdjsonLines(in, format.maxRecordBytes())
              : new JsonDocument(in, format.maxRecordBytes());
      this.values = new ColumnValues(format.declared());
      this.nulls = new NullText(values, new NullTokens(format.nullTokens(), true));
      this.seen = new boolean[values.size()];
    }

    ParseResult read() throws IOException {
      while (texts.next()) {
        line();
      }
      extra.report(listener);
      long records = accepted + rejected;
      return new ParseResult(accepted, rejected, records, rejected, texts.fault());
    }

    private void line() throws IOException {
      int start = texts.start();
      try {
        object(start);
      } catch (Refusal e) {
        extra.discard();
        reject(start, e.byteOffset, String.valueOf(e.getMessage()));
        return;
      }
      accepted++;
      values.row().setLine(texts.number());
      listener.record(values.row());
    }

    private void reject(int start, int offset, String reason) throws IOException {
      rejected++;
      int at = Math.min(start + Math.max(offset, 0), texts.end());
      int column = 1 + Utf8.characters(texts.bytes(), start, at);
      int rawEnd = Math.min(texts.end(), start + 4 * Reject.RAW_CHARACTERS);
      String raw = new String(texts.bytes(), start, rawEnd - start, StandardCharsets.UTF_8);
      listener.reject(new Reject(texts.number(), column, reason, Reject.cut(raw)));
    }

    private void object(int start) throws IOException, Refusal {
      byte[] b = texts.bytes();
      int invalid = Utf8.firstInvalid(b, start, texts.end());
      if (invalid >= 0) {
        throw new Refusal(invalid - start, "expected UTF-8, as all JSON is, but found other bytes");
      }
      try (JsonParser parser = JSON.createParser(b, start, texts.end() - start)) {
        fields(parser);
      } catch (JsonEOFException e) {
        throw new Refusal(
            texts.end() - start,
            "expected a JSON object on one line but found the end of the line within it"
                + " (format.layout document takes several lines)");
      } catch (JsonProcessingException e) {
        int offset = e.getLocation() == null ? 0 : (int) e.getLocation().getByteOffset();
        throw new Refusal(offset, "expected a JSON object but found " + shown(e));
      }
      String tooLong = extra.refuse();
      if (tooLong != null) {
        throw new Refusal(0, tooLong);
      }
      if (extra.finish()) {
        values.setExtra(extra);
      }
    }

    /** Jackson's words, without the piece of the line that it may add. */
    private static String shown(JsonProcessingException e) {
      String message = PIECE.matcher(String.valueOf(e.getOriginalMessage())).replaceFirst("");
      return Excerpt.printable(
          message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1));
    }

    private void fields(JsonParser parser) throws IOException, Refusal {
      values.clear();
      extraKeys.clear();
      Arrays.fill(seen, false);
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new Refusal(
            0,
            "expected a JSON object but found "
                + (first == JsonToken.START_ARRAY
                    ? "an array; format.layout document takes one"
                    : "another value"));
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        field(parser, parser.currentName());
      }
      if (parser.nextToken() != null) {
        throw new Refusal(
            offset(parser), "expected one JSON object a line but found more behind it");
      }
      for (int column = 0; column < seen.length; column++) {
        if (!seen[column]) {
          refuseAbsent(column);
        }
      }
    }

    private void refuseAbsent(int column) throws Refusal {
      String refusal = values.refuseNull(column);
      if (refusal != null) {
        throw new Refusal(0, refusal);
      }
      values.setAbsent(column);
    }

    private static int offset(JsonParser parser) {
      return (int) parser.currentTokenLocation().getByteOffset();
    }

    private void field(JsonParser parser, String key) throws IOException, Refusal {
      int at = offset(parser);
      int column = values.indexOf(key);
      boolean repeated = column < 0 ? !extraKeys.add(key) : seen[column];
      if (repeated) {
        throw new Refusal(at, "expected each key once but found '" + Excerpt.of(key) + "' twice");
      }
      JsonToken token = parser.nextToken();
      if (column >= 0) {
        seen[column] = true;
        set(parser, token, column);
      } else if (format.declared().extra() == ExtraColumns.REFUSE) {
        throw new Refusal(
            at,
            "expected declared columns only (format.extraColumns is refuse) but found '"
                + Excerpt.of(key)
                + "'");
      } else {
        String refusal = extra.add(key, parser);
        if (refusal != null) {
          throw new Refusal(at, refusal);
        }
      }
    }

    private void set(JsonParser parser, JsonToken token, int column) throws IOException, Refusal {
      int at = offset(parser);
      String refusal;
      if (token == JsonToken.VALUE_NULL) {
        refusal = values.refuseNull(column);
      } else if (values.isJson(column)) {
        refusal = values.setJson(column, parser);
      } else if (token.isStructStart()) {
        refusal =
            values.column(column).name()
                + ": expected one value but found "
                + (token == JsonToken.START_ARRAY ? "an array" : "an object")
                + " (VARIANT takes any value)";
      } else {
        String text = parser.getText();
        String unstorable = StorableText.refuse(text);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (unstorable != null) {
          refusal = values.column(column).name() + ": " + unstorable;
        } else if (token == JsonToken.VALUE_STRING
            && nulls.isQuotedNull(utf8, 0, utf8.length, column)) {
          refusal = values.refuseNull(column);
        } else {
          refusal = values.set(column, utf8, 0, utf8.length);
        }
      }
      if (refusal != null) {
        throw new Refusal(at, refusal);
      }
    }
  }
}

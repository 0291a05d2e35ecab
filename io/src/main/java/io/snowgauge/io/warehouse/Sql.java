package io.snowgauge.io.warehouse;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CompileTimeConstant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement, or a part of one, as a person would write it. Its text is a constant with two kinds
 * of gaps. {@code {name}} takes what cannot be bound: quoted names, lists of columns, other parts.
 * {@code :name} takes a value, or a list of values, which is bound. Each gap has to be filled, and
 * each filling needs its gap. Literals, quoted names, comments and casts with {@code ::} have no
 * gaps, nor has what fills one.
 */
public final class Sql {
  private static final Pattern TOKEN =
      Pattern.compile(
          """
          (?xs)
            ' (?: [^'] | '' )* '            # a literal
          | " (?: [^"] | "" )* "            # a quoted name
          | -- [^\\n]* | /\\* .*? \\*/      # comments
          | ::                              # a cast
          | \\{ (?<part> [a-z]\\w* ) \\}
          | : (?<value> [A-Za-z]\\w* )
          | (?<positional> \\? )
          """);

  /** Texts and parts that fill a gap. */
  private record Filling(List<?> parts, String before, String between) {}

  private final String text;
  private final Map<String, Filling> parts = new LinkedHashMap<>();
  private final Map<String, List<? extends @Nullable Object>> values = new LinkedHashMap<>();

  private Sql(String text) {
    this.text = text.strip();
  }

  /** A statement or a part of one, from its text. */
  public static Sql of(@CompileTimeConstant String text) {
    return new Sql(text);
  }

  /** Fills {@code {gap}} with names or other text that is SQL already. */
  @CanIgnoreReturnValue
  public Sql with(String gap, String sql) {
    return withAll(gap, List.of(sql));
  }

  /** Fills {@code {gap}} with a part that has gaps and values of its own. */
  @CanIgnoreReturnValue
  public Sql with(String gap, Sql part) {
    return withAll(gap, List.of(part));
  }

  /** Fills {@code {gap}} with texts or parts, and commas between them. */
  @CanIgnoreReturnValue
  public Sql withAll(String gap, Collection<?> list) {
    put(parts, gap, new Filling(List.copyOf(list), "", ", "));
    return this;
  }

  /** Fills {@code {gap}}, behind a list, with more for it: with a comma before each, or nothing. */
  @CanIgnoreReturnValue
  public Sql withMore(String gap, Collection<?> list) {
    put(parts, gap, new Filling(List.copyOf(list), list.isEmpty() ? "" : ", ", ", "));
    return this;
  }

  /** Fills {@code {gap}} with conditions that all have to hold. */
  @CanIgnoreReturnValue
  public Sql withEvery(String gap, Collection<Sql> conditions) {
    put(parts, gap, new Filling(List.copyOf(conditions), "", " AND "));
    return this;
  }

  /** Binds {@code :gap} to a value, of which a time becomes the text that casts to it, in UTC. */
  @CanIgnoreReturnValue
  public Sql bind(String gap, @Nullable Object value) {
    List<@Nullable Object> one = new ArrayList<>();
    one.add(value instanceof Instant time ? TimestampText.of(time) : value);
    put(values, gap, one);
    return this;
  }

  /** Binds {@code :gap} to a list of values, one at least, with commas between them. */
  @CanIgnoreReturnValue
  public Sql bindAll(String gap, Collection<?> list) {
    if (list.isEmpty()) {
      throw new IllegalArgumentException("expected values for :" + gap + " but found none");
    }
    put(values, gap, List.copyOf(list));
    return this;
  }

  private static <T> void put(Map<String, T> fillings, String gap, T filling) {
    if (fillings.putIfAbsent(gap, filling) != null) {
      throw new IllegalArgumentException("'" + gap + "' is filled already");
    }
  }

  /** The statement as drivers take it: with a question mark for each value. */
  public String text() {
    return render(new ArrayList<>());
  }

  @Override
  public String toString() {
    return text();
  }

  private String render(List<@Nullable Object> bound) {
    StringBuilder sql = new StringBuilder();
    Set<String> filled = new HashSet<>();
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      String part = token.group("part");
      String value = token.group("value");
      if (part != null) {
        token.appendReplacement(sql, "");
        renderPart(part, sql, bound);
        filled.add("{" + part + "}");
      } else if (value != null) {
        token.appendReplacement(sql, placeholders(value, bound));
        filled.add(":" + value);
      } else if (token.group("positional") != null) {
        throw new IllegalArgumentException("expected values to have names but found '?': " + text);
      }
    }
    token.appendTail(sql);
    parts.keySet().forEach(gap -> requireGap("{" + gap + "}", filled));
    values.keySet().forEach(gap -> requireGap(":" + gap, filled));
    return sql.toString();
  }

  private void renderPart(String gap, StringBuilder sql, List<@Nullable Object> bound) {
    Filling filling = filling(parts.get(gap), "{" + gap + "}");
    String separator = filling.before();
    for (Object part : filling.parts()) {
      sql.append(separator);
      sql.append(part instanceof Sql inner ? inner.render(bound) : part);
      separator = filling.between();
    }
  }

  private String placeholders(String gap, List<@Nullable Object> bound) {
    List<? extends @Nullable Object> filling = filling(values.get(gap), ":" + gap);
    bound.addAll(filling);
    return "?, ".repeat(filling.size() - 1) + "?";
  }

  private <T> T filling(@Nullable T filling, String gap) {
    if (filling == null) {
      throw new IllegalArgumentException("nothing fills '" + gap + "' of: " + text);
    }
    return filling;
  }

  private void requireGap(String gap, Set<String> filled) {
    if (!filled.contains(gap)) {
      throw new IllegalArgumentException(
          "'" + gap + "' is filled but there is no such gap in: " + text);
    }
  }

  /** Runs a statement that has no values. */
  public void execute(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text());
    }
  }

  /** Runs a statement that changes rows; returns how many. */
  public long update(Connection connection) throws SQLException {
    List<@Nullable Object> bound = new ArrayList<>();
    String sql = render(bound);
    if (bound.isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        return statement.executeLargeUpdate(sql);
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, bound);
      return statement.executeLargeUpdate();
    }
  }

  /** Reads one row of a result. */
  public interface RowReader<T> {
    T read(Row row) throws SQLException;
  }

  /** Does something with a row of a result. */
  public interface RowVisitor<E extends Exception> {
    void visit(Row row) throws SQLException, E;
  }

  /** Runs a query, or another statement that answers with rows, and reads all of them. */
  public <T> List<T> query(Connection connection, RowReader<T> reader) throws SQLException {
    List<T> read = new ArrayList<>();
    each(connection, row -> read.add(reader.read(row)));
    return read;
  }

  /** Runs a query and visits its rows one after the other; nothing is kept of them. */
  public <E extends Exception> void each(Connection connection, RowVisitor<E> visitor)
      throws SQLException, E {
    List<@Nullable Object> bound = new ArrayList<>();
    String sql = render(bound);
    if (bound.isEmpty()) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        each(rows, visitor);
      }
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, bound);
      try (ResultSet rows = statement.executeQuery()) {
        each(rows, visitor);
      }
    }
  }

  private static void bind(PreparedStatement statement, List<? extends @Nullable Object> values)
      throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }

  private static <E extends Exception> void each(ResultSet rows, RowVisitor<E> visitor)
      throws SQLException, E {
    Row row = new Row(rows);
    while (rows.next()) {
      visitor.visit(row);
    }
  }

  /** Runs a query that gives exactly one row. */
  public <T> T queryOne(Connection connection, RowReader<T> reader) throws SQLException {
    List<T> rows = query(connection, reader);
    if (rows.size() != 1) {
      throw new SQLException("expected one row but found " + rows.size() + ": " + text());
    }
    return rows.get(0);
  }

  /** Runs a query for one number. */
  public long number(Connection connection) throws SQLException {
    return queryOne(connection, Row::onlyNumber);
  }

  /** Runs a query for one text; null where it has none. */
  public @Nullable String textOrNull(Connection connection) throws SQLException {
    return queryOne(connection, row -> Optional.ofNullable(row.onlyTextOrNull())).orElse(null);
  }

  /** Runs a query for one column of texts. */
  public List<String> texts(Connection connection) throws SQLException {
    return query(connection, Row::onlyText);
  }
}

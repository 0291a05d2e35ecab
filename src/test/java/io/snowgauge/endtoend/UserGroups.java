package io.snowgauge.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one file: writes its text and knows, without reading it again, which records it
 * holds.
 */
final class UserGroups {
  private record Member(String user, @Nullable Integer share) {}

  private record Group(String name, List<Member> members) {}

  private final List<Group> groups = new ArrayList<>();

  /** Adds a group; a member is {@code user} or {@code user=share}. */
  UserGroups group(String name, String... members) {
    groups.add(new Group(name, Stream.of(members).map(UserGroups::member).toList()));
    return this;
  }

  private static Member member(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new Member(text, null)
        : new Member(text.substring(0, equals), Integer.valueOf(text.substring(equals + 1)));
  }

  /** As many groups of up to ten users each, about half of them with shares. */
  static UserGroups random(long seed, int count) {
    Random random = new Random(seed);
    UserGroups groups = new UserGroups();
    for (int i = 0; i < count; i++) {
      String[] members = new String[1 + random.nextInt(10)];
      for (int j = 0; j < members.length; j++) {
        members[j] =
            "user_"
                + j
                + "_"
                + random.nextInt(100_000)
                + (random.nextBoolean() ? "=" + (1 + random.nextInt(1000)) : "");
      }
      groups.group("group_" + i + "_" + seed, members);
    }
    return groups;
  }

  /** The text of an lsb.users file. */
  String text() {
    StringBuilder text =
        new StringBuilder("Begin UserGroup\nGROUP_NAME GROUP_MEMBER USER_SHARES\n");
    for (Group group : groups) {
      text.append(group.name()).append(" (");
      group.members().forEach(member -> text.append(member.user()).append(' '));
      text.append(") (");
      for (Member member : group.members()) {
        if (member.share() != null) {
          text.append('[').append(member.user()).append(", ").append(member.share()).append(']');
        }
      }
      text.append(")\n");
    }
    return text.append("End UserGroup\n").toString();
  }

  /** What the table holds of the file, a line a record: group, user, share. */
  List<String> rows() {
    return groups.stream()
        .flatMap(
            group ->
                group.members().stream()
                    .map(member -> group.name() + " | " + member.user() + " | " + member.share()))
        .sorted()
        .toList();
  }

  /** What the archive holds of the file, for files that were last modified at {@code timestamp}. */
  List<String> ndjson(String timestamp) {
    return groups.stream()
        .flatMap(
            group ->
                group.members().stream()
                    .map(
                        member ->
                            "{\"group\":\"%s\",\"user\":\"%s\",\"share\":%s,\"timestamp\":\"%s\"}"
                                .formatted(group.name(), member.user(), member.share(), timestamp)))
        .sorted()
        .toList();
  }

  /** How many records the file holds. */
  int size() {
    return groups.stream().mapToInt(group -> group.members().size()).sum();
  }

  /** The rows of several files, sorted. */
  static List<String> rowsOf(UserGroups... files) {
    return Stream.of(files).flatMap(file -> file.rows().stream()).sorted().toList();
  }
}

package io.snowgauge.pipelines.config;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.snowgauge.transforms.lsf.BadEntries;
import io.snowgauge.transforms.lsf.GroupColumn;
import io.snowgauge.transforms.lsf.UserFormat;
import io.snowgauge.transforms.lsf.UserGroupFormat;
import io.snowgauge.transforms.lsf.UserMapFormat;
import io.snowgauge.transforms.record.Column;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.text.TextEncoding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LsfConfigurationTest {
  @TempDir Path path;
  private ConfigurationFolder folder;

  @BeforeEach
  void useFolder() {
    folder = new ConfigurationFolder(path);
  }

  private static String dataset(String format, String more) {
    return """
        {"datasets": {"d": {"input": "x/{farm}", "format": {"type": "lsf"%s}, "table": "T"%s}}}
        """
        .formatted(format, more);
  }

  private Format format(String settings) {
    return folder.load(dataset(settings, "")).datasets().get(0).format();
  }

  @Test
  void theOtherSectionsAreFormatsOfTheirOwn() {
    assertThat(
        format(", \"section\": \"user\", \"maxLineBytes\": \"1 KiB\""),
        is(new UserFormat(1024, TextEncoding.UTF_8)));
    assertThat(
        format(", \"section\": \"UserMap\", \"encoding\": \"windows-1252\""),
        is(new UserMapFormat(16 << 20, TextEncoding.WINDOWS_1252)));
  }

  @Test
  void optionalColumnsStandBehindTheOthersInTheirOrder() {
    Format format = format(", \"optionalColumns\": [\"MEMBER_KIND\", \"PRIORITY\"]");
    assertThat(
        format,
        is(
            new UserGroupFormat(
                16 << 20,
                BadEntries.REJECT_LINE,
                TextEncoding.UTF_8,
                List.of(GroupColumn.MEMBER_KIND, GroupColumn.PRIORITY))));
    assertThat(
        format.columns().stream().map(Column::name).toList(),
        contains("GROUP_NAME", "USER_NAME", "SHARE", "CONDITION", "MEMBER_KIND", "PRIORITY"));
  }

  @Test
  void columnsThatAreNotAskedForAreNoneOfTheDataset() {
    String settings = ", \"publish\": \"merge\", \"key\": [\"GROUP_NAME\", \"MEMBER_KIND\"]";
    assertThat(
        folder.errors(dataset("", settings)),
        contains(
            "datasets.d.key: expected the name of a column or of a capture other than {date} but"
                + " found 'MEMBER_KIND'"));
    String kinds = ", \"optionalColumns\": [\"MEMBER_KIND\"]";
    assertThat(
        folder.load(dataset(kinds, settings)).datasets().get(0).key(),
        contains("GROUP_NAME", "MEMBER_KIND"));
  }

  @Test
  void theKeyIsThatOfTheSection() {
    String merge = ", \"publish\": \"merge\", \"key\": [\"farm\", \"user_name\"]";
    assertThat(
        folder.load(dataset(", \"section\": \"User\"", merge)).datasets().get(0).key(),
        contains("farm", "USER_NAME"));
    String limit = ", \"publish\": \"merge\", \"key\": [\"MAX_JOBS\"]";
    assertThat(
        folder.errors(dataset(", \"section\": \"User\"", limit)),
        contains("datasets.d.key: expected columns that are never null but found 'MAX_JOBS'"));
  }

  @Test
  void unknownSectionsAndColumnsAreErrors() {
    assertThat(
        folder.errors(dataset(", \"section\": \"Host\"", "")),
        contains(
            "datasets.d.format.section: expected one of UserGroup, User, UserMap but found"
                + " 'Host'"));
    for (String columns : List.of("[\"ADMIN\"]", "[\"PRIORITY\", \"PRIORITY\"]")) {
      String found = columns.replaceAll("[\\[\\]\" ]", "");
      assertThat(
          folder.errors(dataset(", \"optionalColumns\": " + columns, "")),
          contains(
              "datasets.d.format.optionalColumns: expected some of GROUP_ADMIN, PRIORITY,"
                  + " MEMBER_KIND, each once but found '"
                  + found
                  + "'"));
    }
  }

  @Test
  void onlyUserGroupsHaveOptionalColumns() {
    String settings = ", \"section\": \"User\", \"optionalColumns\": [\"PRIORITY\"]";
    assertThat(
        folder.errors(dataset(settings, "")),
        contains(
            "datasets.d.format.optionalColumns: expected it only where format.section is UserGroup"
                + " but found it where that is User"));
  }

  @Test
  void whatIsIncludedIsToldUnlessItIsToBeFollowed() {
    assertThat(format("").includeFolders(), is(Optional.empty()));
    assertThat(format(", \"include\": \"follow\"").includeFolders(), is(Optional.of(List.of())));
    String folders = ", \"includeFolders\": [\"shared\", \"s3://b/conf\"]";
    assertThat(
        format(", \"include\": \"follow\"" + folders).includeFolders(),
        is(Optional.of(List.of("file://" + path + "/shared/", "s3://b/conf/"))));
    assertThat(
        folder.errors(dataset(folders, "")),
        contains(
            "datasets.d.format.includeFolders: expected it only where format.include is follow but"
                + " found it where that is report"));
  }
}

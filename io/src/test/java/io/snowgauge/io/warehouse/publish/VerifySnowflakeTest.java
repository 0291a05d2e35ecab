package io.snowgauge.io.warehouse.publish;

import static io.snowgauge.io.warehouse.publish.Site.MONDAY;
import static io.snowgauge.io.warehouse.publish.Site.TUESDAY;
import static io.snowgauge.io.warehouse.publish.Site.run;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import io.snowgauge.io.warehouse.verify.DatasetVerification;
import io.snowgauge.io.warehouse.verify.Places;
import io.snowgauge.io.warehouse.verify.Selection;
import io.snowgauge.transforms.dataset.Dataset;
import io.snowgauge.transforms.dataset.Digest;
import io.snowgauge.transforms.dataset.PublishMode;
import io.snowgauge.transforms.dataset.Tolerance;
import io.snowgauge.transforms.record.ColumnType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The statements of Snowflake say what those of the other warehouse do. */
@ExtendWith(StandInExtension.class)
class VerifySnowflakeTest extends VerifySite {
  VerifySnowflakeTest() {
    super(WarehouseKind.SNOWFLAKE);
  }

  @Test
  void whatWasAlteredIsNamed() throws Exception {
    load("r1", dataset(), "one", records("x", 3));
    verify(dataset());
    assertThat(found, empty());
    site.execute("UPDATE SALES SET QTY = 77, PRICE = NULL, ID = 'it''s' WHERE ID = 'x2'");
    site.execute("DELETE FROM SALES WHERE ID = 'x3'");
    site.execute("INSERT INTO SALES SELECT * FROM SALES WHERE ID = 'x1'");
    site.execute("INSERT INTO SALES (ID) VALUES ('hand')");
    site.execute("UPDATE SALES SET FARM = 'b' WHERE ID = 'it''s'");
    verify(dataset());
    assertThat(
        found.stream().map(line -> line.replaceAll("[0-9]{9,}-[0-9]{9,}", "D")).sorted().toList(),
        contains(
            "TABLE one: expected 'a' in the column FARM of all rows but found also 'b'",
            "TABLE one: expected the numbers 1 to 3 in _RECORD but found others, from 1 to 2",
            "TABLE one: its rows are not the records that were loaded: expected the digest D but"
                + " found D; records of the archive and of the table: 1 missing, 1 added, 1 changed"
                + "\nADDED 1"
                + "\nCHANGED 2 id: x2 -> it's"
                + "\nCHANGED 2 qty: 2 -> 77"
                + "\nCHANGED 2 price: 2.1 -> null"
                + "\nMISSING 3",
            "TABLE: expected rows of published versions only but found 1 row that do not say which"
                + " file they are of"));
    site.execute("ALTER TABLE SALES DROP COLUMN PRICE");
    verify(dataset());
    assertThat(found.get(0), is("TABLE: expected a column PRICE of FLOAT but found none"));
  }

  @Test
  void itSaysHowLargeTheTableIs() throws Exception {
    load("r1", dataset(), "one", records("x", 3));
    Places places = new Places(run -> List.of(), false, false);
    DatasetVerification verification =
        new DatasetVerification(
            site.warehouse(), dataset(), places, VerifySite::local, found -> {});
    assertThat(verification.size(site.connection()).isPresent(), is(true));
    Selection since = Selection.ALL.after(verify(dataset()).epoch());
    load("r2", dataset(), "two", records("y", 2), TUESDAY);
    assertThat(verify(dataset(), since, true).rows(), is(2L));
    assertThat(found, empty());
  }

  @Test
  void hostileValuesOfEveryTypeAreFoundAsTheyWere() throws Exception {
    HostileRecords hostile = new HostileRecords(37, 100, true);
    Dataset dataset = dataset(PublishMode.APPEND, Digest.RECORDS, hostile.columns());
    dataset =
        new Dataset(
                dataset.name(),
                dataset.input(),
                dataset.format(),
                dataset.table(),
                PublishMode.APPEND,
                List.of(),
                new Tolerance(1_000_000L, null))
            .with(Digest.RECORDS);
    load("r1", dataset, "one", hostile.csv());
    assertThat(verify(dataset).differences(), is(0L));
  }

  @Test
  void aMergeIsComparedByKey() throws Exception {
    Dataset dataset =
        Datasets.merging(
            dataset(
                PublishMode.APPEND,
                Digest.NONE,
                List.of(column("id", ColumnType.STRING), column("qty", ColumnType.INTEGER))),
            "id");
    site.load(
        run("r1"),
        dataset,
        site.write("a/one", "id,qty\nx,1\ny,2\n", MONDAY, java.util.Map.of("farm", "a")));
    site.load(
        run("r2"),
        dataset,
        site.write("a/two", "qty,id\n5,x\n", TUESDAY, java.util.Map.of("farm", "a")));
    verify(dataset);
    assertThat(found, empty());
    site.execute("UPDATE SALES SET QTY = 6 WHERE ID = 'x'");
    verify(dataset);
    assertThat(
        found,
        contains(
            "TABLE: expected the last record of each key but found other rows: 1 changed"
                + "\nCHANGED x qty: 5 -> 6"));
  }
}

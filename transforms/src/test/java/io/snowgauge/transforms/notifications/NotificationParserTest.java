package io.snowgauge.transforms.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.snowgauge.transforms.notifications.BlobEvent.Created;
import io.snowgauge.transforms.notifications.BlobEvent.Ignored;
import io.snowgauge.transforms.notifications.BlobEvent.Unreadable;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notifications as the services' documentation shows them, and what they are not. */
class NotificationParserTest {
  private static final String EVENT_GRID =
      """
      {
        "topic": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/acct",
        "subject": "/blobServices/default/containers/landing/blobs/berlin/NAME",
        "eventType": "Microsoft.Storage.BlobCreated",
        "eventTime": "2026-01-31T18:41:00.9584103Z",
        "id": "831e1650-001e-001b-66ab-eeb76e069631",
        "data": {
          "api": "PutBlockList",
          "eTag": "\\"0x8D4BCC2E4835CD0\\"",
          "contentLength": 524288,
          "blobType": "BlockBlob",
          "url": "https://acct.blob.core.windows.net/landing/berlin/sales%202026.csv",
          "sequencer": "00000000000004420000000000028963"
        },
        "dataVersion": "",
        "metadataVersion": "1"
      }
      """;

  private static final String CLOUD_EVENT =
      """
      {
        "specversion": "1.0",
        "source": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/acct",
        "subject": "/blobServices/default/containers/landing/blobs/berlin/sales.csv",
        "type": "Microsoft.Storage.BlobCreated",
        "time": "2026-01-31T18:41:00Z",
        "id": "1",
        "data": {
          "api": "FlushWithClose",
          "eTag": "0x8D4BCC2E4835CD0",
          "contentLength": 7,
          "url": "https://acct.dfs.core.windows.net/landing/berlin/sales.csv",
          "sequencer": "0042"
        }
      }
      """;

  private static final String S3 =
      """
      {
        "Records": [
          {
            "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-central-1",
            "eventTime": "2026-01-31T00:00:00.000Z", "eventName": "ObjectCreated:Put",
            "s3": {
              "bucket": { "name": "landing" },
              "object": {
                "key": "berlin/sales+%5B1%5D+%25+caf%C3%A9.csv", "size": 1024,
                "eTag": "d41d8cd98f00b204e9800998ecf8427e", "sequencer": "0055AED6DCD90281E5"
              }
            }
          },
          { "eventName": "ObjectRemoved:Delete" }
        ]
      }
      """;

  private static final String EVENT_BRIDGE =
      """
      {
        "version": "0", "id": "1", "detail-type": "Object Created", "source": "aws.s3",
        "time": "2026-01-31T00:00:00Z",
        "detail": {
          "bucket": { "name": "landing" },
          "object": {
            "key": "berlin/a+b [1]%20.csv", "size": 5, "etag": "b1946ac92492d2347c6235b4d2611184",
            "sequencer": "00617F08299329D189"
          },
          "reason": "PutObject"
        }
      }
      """;

  private static final Created OF_S3 =
      new Created(
          "s3://landing/berlin/sales [1] % caf\u00e9.csv",
          "d41d8cd98f00b204e9800998ecf8427e",
          1024,
          "0055AED6DCD90281E5",
          Instant.parse("2026-01-31T00:00:00Z"));

  private static final Created OF_EVENT_BRIDGE =
      new Created(
          "s3://landing/berlin/a+b [1]%20.csv",
          "b1946ac92492d2347c6235b4d2611184",
          5,
          "00617F08299329D189",
          Instant.parse("2026-01-31T00:00:00Z"));

  private static List<BlobEvent> parse(String text) {
    return NotificationParser.parse(text.getBytes(UTF_8));
  }

  private static String named(String name) {
    return EVENT_GRID.replace("NAME", name);
  }

  private static Created ofAzure(String name) {
    return new Created(
        "azfs://acct/landing/berlin/" + name,
        "0x8D4BCC2E4835CD0",
        524288,
        "00000000000004420000000000028963",
        Instant.parse("2026-01-31T18:41:00.958Z"));
  }

  @Test
  void readsEventGridsSchema() {
    assertThat(parse(named("sales 2026.csv")), contains(ofAzure("sales 2026.csv")));
  }

  @Test
  void readsAnArrayInItsOrder() {
    assertThat(
        parse("[" + named("b.csv") + "," + CLOUD_EVENT + "," + named("a.csv") + "]"),
        contains(
            ofAzure("b.csv"),
            new Created(
                "azfs://acct/landing/berlin/sales.csv",
                "0x8D4BCC2E4835CD0",
                7,
                "0042",
                Instant.parse("2026-01-31T18:41:00Z")),
            ofAzure("a.csv")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"100%.csv", "a+b.csv", "[1]*?{}.csv", "%2e%2e", "caf\u00e9 \u96ea.csv"})
  void takesAnAzureNameAsTheSubjectHasIt(String name) {
    assertThat(parse(named(name)), contains(ofAzure(name)));
  }

  @Test
  void aUrlOfAnEmulatorHasTheAccountInItsPath() {
    assertThat(
        parse(
            named("a.csv")
                .replace(
                    "https://acct.blob.core.windows.net",
                    "http://127.0.0.1:10000/devstoreaccount1")),
        contains(
            new Created(
                "azfs://devstoreaccount1/landing/berlin/a.csv",
                "0x8D4BCC2E4835CD0",
                524288,
                "00000000000004420000000000028963",
                Instant.parse("2026-01-31T18:41:00.958Z"))));
  }

  @Test
  void readsS3sNotificationsAndDecodesTheirKeys() {
    assertThat(parse(S3), contains(OF_S3, new Ignored("ObjectRemoved:Delete")));
  }

  @Test
  void readsEventBridgesEventsWhoseKeysAreLiteral() {
    assertThat(parse(EVENT_BRIDGE), contains(OF_EVENT_BRIDGE));
  }

  @Test
  void aTimeThatCannotBeReadIsNone() {
    assertThat(
        parse(EVENT_BRIDGE.replace("2026-01-31T00:00:00Z", "yesterday")),
        contains(
            new Created(
                OF_EVENT_BRIDGE.uri(),
                OF_EVENT_BRIDGE.etag(),
                OF_EVENT_BRIDGE.sizeBytes(),
                OF_EVENT_BRIDGE.sequencer(),
                null)));
  }

  @Test
  void unwrapsWhatSnsCarries() throws Exception {
    assertThat(parse(sns(S3)), contains(OF_S3, new Ignored("ObjectRemoved:Delete")));
    assertThat(parse(sns(EVENT_BRIDGE)), contains(OF_EVENT_BRIDGE));
    assertThat(
        parse(sns("no JSON")),
        contains(
            new Unreadable(
                "Message: expected JSON but found Unrecognized token 'no': was expecting (JSON"
                    + " String, Number, Array, Object or token 'null', 'true' or 'false')")));
  }

  private static String sns(String message) throws Exception {
    return "{\"Type\":\"Notification\",\"TopicArn\":\"arn:aws:sns:eu-central-1:1:t\",\"Message\":"
        + new ObjectMapper().writeValueAsString(message)
        + "}";
  }

  @Test
  void aFileOfAHierarchicalNamespaceWaitsUntilItIsWritten() {
    String created =
        CLOUD_EVENT
            .replace("FlushWithClose", "CreateFile")
            .replace("\"contentLength\": 7", "\"contentLength\": 0");
    assertThat(parse(created), contains(new Ignored("a file that is not written yet")));
  }

  /** SFTP tells of a file when it is opened and when it is closed: then it is whole. */
  @Test
  void aFileThatComesBySftpIsThereWhenItIsCommitted() {
    assertThat(
        parse(named("a.csv").replace("PutBlockList", "SftpCreate")),
        contains(new Ignored("a file that is not written yet")));
    assertThat(
        parse(named("a.csv").replace("PutBlockList", "SftpCommit")), contains(ofAzure("a.csv")));
  }

  @Test
  void aBlobThatCameBackFromTheArchiveIsLookedAt() {
    String changed = named("a.csv").replace("BlobCreated", "BlobTierChanged");
    assertThat(parse(changed), contains(ofAzure("a.csv")));
    assertThat(
        parse(changed.replace("\"api\"", "\"accessTier\": \"Archive\", \"api\"")),
        contains(new Ignored("a blob that was archived")));
    assertThat(parse(S3.replace("ObjectCreated:Put", "ObjectRestore:Completed")).get(0), is(OF_S3));
    assertThat(
        parse(S3.replace("ObjectCreated:Put", "ObjectRestore:Post")).get(0),
        is(new Ignored("ObjectRestore:Post")));
    assertThat(
        parse(EVENT_BRIDGE.replace("Object Created", "Object Restore Completed")),
        contains(OF_EVENT_BRIDGE));
  }

  /** The subject of a renamed file has been the old name or the new one; the URL is the new one. */
  @Test
  void aRenamedFileIsWhereItIsNow() {
    assertThat(
        parse(
            """
            {
              "subject": "/blobServices/default/containers/landing/blobs/berlin/sales.csv.part",
              "eventType": "Microsoft.Storage.BlobRenamed",
              "eventTime": "2026-01-31T18:41:00Z",
              "data": {
                "api": "RenameFile",
                "sourceUrl": "https://acct.dfs.core.windows.net/landing/berlin/sales.csv.part",
                "destinationUrl": "https://acct.dfs.core.windows.net/landing/berlin/a+b%20%25.csv",
                "sequencer": "0042"
              }
            }
            """),
        contains(
            new Created(
                "azfs://acct/landing/berlin/a+b %.csv",
                null, -1, "0042", Instant.parse("2026-01-31T18:41:00Z"))));
  }

  @Test
  void aNameThatTheSubjectLostIsTakenFromTheUrl() {
    assertThat(
        parse(named("caf\ufffd.csv").replace("sales%202026.csv", "caf%C3%A9.csv")),
        contains(ofAzure("caf\u00e9.csv")));
    assertThat(
        parse(named("caf\ufffd.csv").replace("sales%202026.csv", "caf%E9.csv")),
        contains(
            new Unreadable(
                "data.url: expected a percent-encoded name but found 'berlin/caf%E9.csv'")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"100%.csv", "a|b[1].csv", "caf\u00e9 ^.csv", "a%zz.csv"})
  void ofAUrlThatIsNotEncodedOnlyTheAccountIsTaken(String name) {
    assertThat(parse(named(name).replace("sales%202026.csv", name)), contains(ofAzure(name)));
  }

  @Test
  void eventsOfS3MayHaveAPrefix() {
    assertThat(parse(S3.replace("ObjectCreated:Put", "s3:ObjectCreated:Put")).get(0), is(OF_S3));
    assertThat(
        parse(S3.replace("ObjectCreated:Put", "s3:ObjectRemoved:Delete")).get(0),
        is(new Ignored("s3:ObjectRemoved:Delete")));
  }

  @Test
  void readsWhatLambdaIsHanded() throws Exception {
    String quoted = new ObjectMapper().writeValueAsString(S3);
    String base64 = Base64.getEncoder().encodeToString(EVENT_BRIDGE.getBytes(UTF_8));
    assertThat(
        parse(
            "{\"Records\":[{\"messageId\":\"1\",\"body\":"
                + quoted
                + ",\"eventSource\":\"aws:sqs\"},{\"EventSource\":\"aws:sns\",\"Sns\":"
                + sns(EVENT_BRIDGE)
                + "},{\"eventSource\":\"aws:kinesis\",\"kinesis\":{\"data\":\""
                + base64
                + "\"}}]}"),
        contains(OF_S3, new Ignored("ObjectRemoved:Delete"), OF_EVENT_BRIDGE, OF_EVENT_BRIDGE));
  }

  @Test
  void whatIsNoDataIsIgnored() {
    assertThat(
        parse(named("sales.csv.manifest.json")), contains(new Ignored("a sidecar manifest")));
    assertThat(parse(named("folder/")), contains(new Ignored("a folder's marker")));
    assertThat(parse("[]"), contains(new Ignored("an array without events")));
    assertThat(
        parse(named("x").replace("Microsoft.Storage.BlobCreated", "Microsoft.Storage.BlobDeleted")),
        contains(new Ignored("Microsoft.Storage.BlobDeleted")));
    assertThat(
        parse("[{\"eventType\":\"Microsoft.EventGrid.SubscriptionValidationEvent\",\"data\":{}}]"),
        contains(new Ignored("Microsoft.EventGrid.SubscriptionValidationEvent")));
    assertThat(
        parse("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"b\"}"),
        contains(new Ignored("S3's test event")));
    assertThat(
        parse("{\"Type\":\"SubscriptionConfirmation\",\"TopicArn\":\"arn:x\"}"),
        contains(new Ignored("SNS's SubscriptionConfirmation")));
    assertThat(
        parse(EVENT_BRIDGE.replace("Object Created", "Object Deleted")),
        contains(new Ignored("Object Deleted")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7                             | expected a JSON object or array but found NUMBER
          {}                            | eventType: expected a text but found nothing
          {"specversion":"1.0"}         | type: expected a text but found nothing
          [1]                           | expected a JSON object or array but found NUMBER
          [{}]                          | eventType: expected a text but found nothing
          {"eventType":[]}              | eventType: expected a text but found ARRAY
          {"Records":{}}                | Records: expected an array but found OBJECT
          {"Records":[{}]}              | eventName: expected a text but found nothing
          {"detail-type":"Object Created","source":"aws.s3"} | detail.bucket.name: expected a text but found nothing
          {"Type":"Notification","TopicArn":"x","Message":1} | Message: expected a text but found NUMBER
          """)
  void saysWhatAnEventLacks(String event, String reason) {
    assertThat(parse(event), contains(new Unreadable(reason)));
  }

  @Test
  void whatIsNotJsonIsUnreadable() {
    assertThat(
        parse("{\"a\":1} x"),
        contains(
            new Unreadable(
                "expected JSON but found Unrecognized token 'x': was expecting (JSON String,"
                    + " Number, Array, Object or token 'null', 'true' or 'false')")));
    assertThat(
        parse(" ".repeat(NotificationParser.MAX_BYTES) + "7"),
        contains(new Unreadable("expected at most 2097152 bytes but found 2097153")));
  }

  @Test
  void aNameMayNotLeadOutOfItsFolderOrBreakALine() {
    assertThat(
        parse(named("../x")),
        contains(
            new Unreadable(
                "expected a name without '.' and '..' folders but found 'berlin/../x'")));
    assertThat(
        parse(named("a\\nb")),
        contains(
            new Unreadable(
                "expected a name without control characters but found 'berlin/a\ufffdb'")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no url", "https://nodots/landing/x", "", "https:///x"})
  void aUrlMustNameTheAccount(String url) {
    BlobEvent event =
        parse(
                named("a.csv")
                    .replace(
                        "https://acct.blob.core.windows.net/landing/berlin/sales%202026.csv", url))
            .get(0);
    assertThat(
        event,
        is(
            new Unreadable(
                url.isEmpty()
                    ? "data.url: expected a text but found an empty one"
                    : "data.url: expected https://ACCOUNT.blob.core.windows.net/\u2026 but found '"
                        + url
                        + "'")));
  }

  @Test
  void aSubjectMustNameContainerAndBlob() {
    assertThat(
        parse(named("x").replace("/containers/landing/blobs/berlin/x", "/containers/landing")),
        contains(
            new Unreadable(
                "subject: expected /blobServices/default/containers/CONTAINER/blobs/NAME but found"
                    + " '/blobServices/default/containers/landing'")));
  }
}

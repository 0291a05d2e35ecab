package io.snowgauge.transforms.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import io.snowgauge.transforms.notifications.EventFields.UnreadableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What carries a notification in one of its fields. The content is JSON, a text that holds JSON, or
 * base64 of it.
 *
 * <p>Sources: https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html; the
 * event data and the event of Argo Events 1.9, of which {@code []byte} is base64 in JSON
 * (https://pkg.go.dev/github.com/argoproj/argo-events@v1.9.6/pkg/eventsources/events and {@code
 * Event} in pkg/apis/events/v1alpha1); https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html,
 * with-sns.html, with-kinesis.html.
 */
enum Wrapper {
  /** Amazon SNS' message. */
  SNS("Message"),
  /** What a sensor of Argo Events hands on: the context of a CloudEvent, and its data. */
  SENSOR("data"),
  /**
   * The data of an event source of Argo Events: of kafka, azureEventsHub, azureServiceBus,
   * azureQueueStorage, sqs or webhook. They differ in what they tell besides.
   */
  EVENT_SOURCE("body"),
  /** A record of Amazon SNS, as AWS Lambda hands it on. */
  LAMBDA_SNS("Sns"),
  /** A record of Amazon Kinesis, as AWS Lambda hands it on. */
  LAMBDA_KINESIS("kinesis");

  private final String field;

  Wrapper(String field) {
    this.field = field;
  }

  /** What carries something in this object, or null if it is an event itself. */
  static @Nullable Wrapper of(JsonNode root) {
    if (root.has("Type") && root.has("TopicArn")) {
      return SNS;
    }
    if (isEvent(root)) {
      return null;
    }
    if (root.has("context") && root.has(SENSOR.field)) {
      return SENSOR;
    }
    return root.has(EVENT_SOURCE.field) ? EVENT_SOURCE : null;
  }

  /** What carries something in this element of {@code Records}, or null if it is S3's own. */
  static @Nullable Wrapper ofRecord(JsonNode record) {
    for (Wrapper wrapper : List.of(LAMBDA_SNS, LAMBDA_KINESIS, EVENT_SOURCE)) {
      if (record.has(wrapper.field) && !record.has("s3")) {
        return wrapper;
      }
    }
    return null;
  }

  /** An event stays one, whatever else a later version of its schema may add. */
  private static boolean isEvent(JsonNode root) {
    return root.has("eventType")
        || root.has("specversion")
        || root.has("Records")
        || root.has("detail-type");
  }

  String field() {
    return field;
  }

  /** What is carried; a JSON object, an array or a text. */
  JsonNode content(JsonNode root) throws UnreadableException {
    JsonNode content = root.path(field);
    if (this == LAMBDA_KINESIS) {
      content = content.path("data");
    }
    if (this == SNS ? content.isTextual() : content.isContainerNode() || content.isTextual()) {
      return content;
    }
    throw new UnreadableException(
        "expected a text"
            + (this == SNS ? "" : " or JSON")
            + " but found "
            + (content.isMissingNode() ? "nothing" : content.getNodeType()));
  }
}

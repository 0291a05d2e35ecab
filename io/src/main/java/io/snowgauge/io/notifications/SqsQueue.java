package io.snowgauge.io.notifications;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** A queue of Amazon SQS. */
final class SqsQueue implements MessageQueue {
  private static final AwsRequestOverrideConfiguration LIMITS =
      AwsRequestOverrideConfiguration.builder()
          .apiCallAttemptTimeout(Duration.ofSeconds(10))
          .apiCallTimeout(Duration.ofSeconds(30))
          .build();

  private final SqsClient client;
  private final String url;
  private final boolean isOrdered;

  SqsQueue(SqsClient client, String url, boolean isOrdered) {
    this.client = client;
    this.url = url;
    this.isOrdered = isOrdered;
  }

  /** A request that is sent again, for its answer was lost, gets the same messages if ordered. */
  @Override
  public List<MessageQueue.Received> receive(int atMost, Duration invisible) throws IOException {
    ReceiveMessageRequest request =
        ReceiveMessageRequest.builder()
            .queueUrl(url)
            .maxNumberOfMessages(atMost)
            .visibilityTimeout((int) invisible.toSeconds())
            .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP)
            .receiveRequestAttemptId(isOrdered ? UUID.randomUUID().toString() : null)
            .overrideConfiguration(LIMITS)
            .build();
    return asked(() -> client.receiveMessage(request)).messages().stream()
        .map(SqsQueue::message)
        .toList();
  }

  private static MessageQueue.Received message(Message message) {
    @Nullable String sent = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
    return new MessageQueue.Received(
        message.messageId(),
        message.receiptHandle(),
        message.body(),
        sent == null ? Instant.now() : Instant.ofEpochMilli(Long.parseLong(sent)));
  }

  /** Receipts of SQS stay as they are. */
  @Override
  public Map<String, String> hide(Map<String, String> receipts, Duration invisible)
      throws IOException {
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    receipts.forEach(
        (id, receipt) ->
            entries.add(
                ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(id)
                    .receiptHandle(receipt)
                    .visibilityTimeout((int) invisible.toSeconds())
                    .build()));
    Map<String, String> hidden = new LinkedHashMap<>(receipts);
    asked(
            () ->
                client.changeMessageVisibilityBatch(
                    to -> to.queueUrl(url).entries(entries).overrideConfiguration(LIMITS)))
        .failed()
        .stream()
        .map(BatchResultErrorEntry::id)
        .forEach(hidden::remove);
    return hidden;
  }

  @Override
  public Collection<String> delete(Map<String, String> receipts) throws IOException {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    receipts.forEach(
        (id, receipt) ->
            entries.add(
                DeleteMessageBatchRequestEntry.builder().id(id).receiptHandle(receipt).build()));
    return asked(
            () ->
                client.deleteMessageBatch(
                    from -> from.queueUrl(url).entries(entries).overrideConfiguration(LIMITS)))
        .successful()
        .stream()
        .map(DeleteMessageBatchResultEntry::id)
        .toList();
  }

  private static <T> T asked(Supplier<T> question) throws IOException {
    try {
      return question.get();
    } catch (SdkException e) {
      throw new IOException(reason(e), e);
    }
  }

  /** The service's own word, without the id of the request, which is another each time. */
  static String reason(SdkException e) {
    if (!(e instanceof SqsException refused)) {
      return String.valueOf(e.getMessage());
    }
    @Nullable AwsErrorDetails details = refused.awsErrorDetails();
    @Nullable String message = details == null ? null : details.errorMessage();
    return message == null ? "status " + refused.statusCode() : message;
  }

  @Override
  public void close() {
    client.close();
  }
}

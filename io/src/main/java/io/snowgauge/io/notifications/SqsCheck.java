package io.snowgauge.io.notifications;

import io.snowgauge.io.files.Unreachable;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Asks SQS for a queue, once; receives nothing. */
final class SqsCheck {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERRORS = 500;

  /** By either of the protocols that SQS has had. */
  private static final Set<String> NO_QUEUE = Set.of("QueueDoesNotExist", "NonExistentQueue");

  private final String url;
  private final Supplier<SqsClient> client;

  /**
   * Of a queue.
   *
   * @param client makes one, where there is a region
   */
  SqsCheck(String url, Supplier<SqsClient> client) {
    this.url = url;
    this.client = client;
  }

  /** How many messages wait in the queue, about, for people. */
  String messages() throws NotificationsUnreachableException {
    GetQueueAttributesRequest request =
        GetQueueAttributesRequest.builder()
            .queueUrl(url)
            .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
            .overrideConfiguration(timeout -> timeout.apiCallTimeout(TIMEOUT))
            .build();
    try (SqsClient sqs = client.get()) {
      String messages =
          sqs.getQueueAttributes(request)
              .attributes()
              .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
      return "the queue " + url + " is there; messages in it: about " + messages;
    } catch (SqsException e) {
      throw refused(found(e), isOutage(e), e);
    } catch (SdkClientException e) {
      throw refused(
          "but it cannot be asked: "
              + SqsQueue.reason(e)
              + "; make sure that the environment, a profile or the instance gives credentials and"
              + " a region, and that nothing blocks the way",
          e instanceof ApiCallTimeoutException
              || e instanceof ApiCallAttemptTimeoutException
              || Unreachable.orCut(e),
          e);
    }
  }

  private static boolean isOutage(SqsException e) {
    return e.isThrottlingException() || e.statusCode() >= SERVER_ERRORS;
  }

  private static String found(SqsException e) {
    if (e instanceof QueueDoesNotExistException || NO_QUEUE.contains(code(e))) {
      return "but found none; create it, or correct notifications.queueUrl and .region";
    }
    if (e.statusCode() == FORBIDDEN) {
      return "but found no permission for it: "
          + SqsQueue.reason(e)
          + "; allow sqs:GetQueueAttributes, sqs:ReceiveMessage, sqs:DeleteMessage and"
          + " sqs:ChangeMessageVisibility";
    }
    return "but found: " + SqsQueue.reason(e);
  }

  /** The error's name without its namespace. */
  private static String code(SqsException e) {
    String code =
        e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
    return code.substring(Math.max(code.lastIndexOf('.'), code.lastIndexOf('#')) + 1);
  }

  private NotificationsUnreachableException refused(
      String found, boolean isOutage, Exception cause) {
    return new NotificationsUnreachableException(
        "expected the queue " + url + " " + found, isOutage, cause);
  }
}

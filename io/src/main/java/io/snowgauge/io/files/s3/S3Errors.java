package io.snowgauge.io.files.s3;

import io.snowgauge.io.files.StoreErrors;
import io.snowgauge.io.files.Unreachable;
import io.snowgauge.transforms.files.ChangedFileException;
import io.snowgauge.transforms.files.UnavailableException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Tells what is wrong with an object from what is wrong with the store. */
final class S3Errors {
  /** What S3 says of one object; other refusals are of the credentials. */
  private static final Set<String> DENIED =
      Set.of("AccessDenied", "AllAccessDisabled", "InvalidObjectState", "");

  private static final int SERVER_ERRORS = 500;

  private S3Errors() {}

  /** Says of a failure what it means for the object of that URI. */
  static IOException ofObject(String uri, S3Clients clients, SdkException e) {
    if (e instanceof S3Exception answer) {
      String code = code(answer);
      switch (answer.statusCode()) {
        case 403 -> {
          if (DENIED.contains(code)) {
            return StoreErrors.refused(uri, message(answer), refusal(answer), e);
          }
        }
        case 404 -> {
          if (!code.equals("NoSuchBucket")) {
            return StoreErrors.caused(new NoSuchFileException(uri), e);
          }
        }
        case 409, 412 -> {
          return StoreErrors.caused(new ChangedFileException(uri), e);
        }
        default -> {}
      }
    }
    return ofStore(uri, clients, e);
  }

  /** Says what is wrong with the store, and what to check. */
  static IOException ofStore(String uri, S3Clients clients, SdkException e) {
    String what =
        e instanceof S3Exception answer
            ? answer.statusCode() + " " + message(answer)
            : String.valueOf(e.getMessage());
    String code = e instanceof S3Exception answer ? code(answer) : "";
    String message = uri + " at " + clients.endpoint() + ": " + what + "; " + advice(code);
    return e instanceof S3Exception || Unreachable.is(e)
        ? new UnavailableException(message, isOutage(e), e)
        : new IOException(message, e);
  }

  private static boolean isOutage(SdkException e) {
    return e instanceof S3Exception answer
        ? answer.isThrottlingException()
            || answer.statusCode() >= SERVER_ERRORS
            || code(answer).equals("RequestTimeout")
        : Unreachable.is(e);
  }

  /** What would mend it that an object may not be read. */
  private static String refusal(S3Exception answer) {
    if (code(answer).equals("InvalidObjectState")) {
      return "the object is archived: restore it";
    }
    return message(answer).contains("kms:")
        ? "the credentials need kms:Decrypt on the key of the object"
        : "the credentials need s3:GetObject on the object";
  }

  /** What to check, by the codes of the page "Error responses" of S3's API reference. */
  private static String advice(String code) {
    return switch (code) {
      case "NoSuchBucket" -> "check the name of the bucket, and storage.s3.endpoint";
      case "RequestTimeTooSkewed" -> "set the clock of this machine";
      case "PermanentRedirect", "AuthorizationHeaderMalformed" ->
          "the bucket is in another region: set storage.s3.region";
      case "SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout" ->
          "the store is overloaded or down: try again later";
      case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken" ->
          "check the credentials (environment, profile, web identity or instance)";
      default ->
          "check storage.s3.region and storage.s3.endpoint, the credentials (environment, profile,"
              + " web identity or instance) and the network";
    };
  }

  /** Of an answer without a body, empty. */
  private static String code(S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null || code.matches("[0-9]*") ? "" : code;
  }

  private static String message(S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    @Nullable String message = details == null ? null : details.errorMessage();
    String code = code(e);
    String told = message == null || message.isBlank() ? "" : message;
    return code.isEmpty() ? told : told.isEmpty() ? code : code + ": " + told;
  }
}

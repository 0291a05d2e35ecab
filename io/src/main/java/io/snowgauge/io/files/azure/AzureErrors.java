package io.snowgauge.io.files.azure;

import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import io.snowgauge.io.files.StoreErrors;
import io.snowgauge.io.files.Unreachable;
import io.snowgauge.transforms.files.ChangedFileException;
import io.snowgauge.transforms.files.UnavailableException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Tells what is wrong with a blob from what is wrong with the store. */
final class AzureErrors {
  private static final int THROTTLED = 429;
  private static final int SERVER_ERRORS = 500;

  private AzureErrors() {}

  /** Says of a failure what it means for the blob of that URI. */
  static IOException ofBlob(String uri, AzureClients clients, RuntimeException e) {
    BlobStorageException answer = answer(e);
    if (answer != null) {
      BlobErrorCode code = answer.getErrorCode();
      int status = answer.getStatusCode();
      if (status == 404 && !BlobErrorCode.CONTAINER_NOT_FOUND.equals(code)) {
        return StoreErrors.caused(new NoSuchFileException(uri), e);
      }
      if (status == 412 || BlobErrorCode.BLOB_ALREADY_EXISTS.equals(code)) {
        return StoreErrors.caused(new ChangedFileException(uri), e);
      }
      boolean isRefused =
          BlobErrorCode.BLOB_ARCHIVED.equals(code)
              || BlobErrorCode.BLOB_USES_CUSTOMER_SPECIFIED_ENCRYPTION.equals(code);
      if (isRefused || (status == 403 && !BlobErrorCode.AUTHENTICATION_FAILED.equals(code))) {
        return StoreErrors.refused(uri, told(answer), refusal(code), e);
      }
    }
    return ofStore(uri, clients, e);
  }

  /** Says what is wrong with the store, and what to check. */
  static IOException ofStore(String uri, AzureClients clients, RuntimeException e) {
    BlobStorageException answer = answer(e);
    String what = answer == null ? root(e) : answer.getStatusCode() + " " + told(answer);
    BlobErrorCode code = answer == null ? null : answer.getErrorCode();
    String message = uri + " at " + clients.endpoint() + ": " + what + "; " + advice(code);
    return answer != null || Unreachable.is(e)
        ? new UnavailableException(message, answer == null || isOutage(answer), e)
        : new IOException(message, e);
  }

  private static boolean isOutage(BlobStorageException answer) {
    return answer.getStatusCode() == THROTTLED || answer.getStatusCode() >= SERVER_ERRORS;
  }

  /** What would mend it that a blob may not be read. */
  private static String refusal(@Nullable BlobErrorCode code) {
    if (BlobErrorCode.BLOB_ARCHIVED.equals(code)) {
      return "the blob is archived: rehydrate it to an online tier";
    }
    if (BlobErrorCode.BLOB_USES_CUSTOMER_SPECIFIED_ENCRYPTION.equals(code)) {
      return "it was written with a key of its writer's own: write it without one, or with an"
          + " encryption scope";
    }
    return "the credentials need the role Storage Blob Data Reader, and the account's network rules"
        + " must let this machine in";
  }

  /** What to check, by the codes of the page "Blob service REST API error codes". */
  private static String advice(@Nullable BlobErrorCode code) {
    if (BlobErrorCode.CONTAINER_NOT_FOUND.equals(code)) {
      return "check the names of account and container, and storage.azure.endpoint";
    }
    if (BlobErrorCode.SERVER_BUSY.equals(code) || BlobErrorCode.OPERATION_TIMED_OUT.equals(code)) {
      return "the store is overloaded or down: try again later";
    }
    return "check storage.azure.endpoint and storage.azure.auth, the credentials and the network";
  }

  /** The first line: what follows are headers. */
  private static String told(BlobStorageException e) {
    BlobErrorCode code = e.getErrorCode();
    return code == null
        ? String.valueOf(e.getServiceMessage()).lines().findFirst().orElse("")
        : code.toString();
  }

  private static String root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null || message.isBlank() ? root.toString() : message;
  }

  private static @Nullable BlobStorageException answer(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BlobStorageException answer) {
        return answer;
      }
    }
    return null;
  }

  /** What an exception of the SDK's streams means, which wrap those of the requests. */
  static IOException ofRead(String uri, AzureClients clients, IOException e) {
    BlobStorageException answer = answer(e);
    return answer == null ? e : ofBlob(uri, clients, answer);
  }
}

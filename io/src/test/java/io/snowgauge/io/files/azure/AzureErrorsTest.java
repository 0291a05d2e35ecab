package io.snowgauge.io.files.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.emulators.Azurite;
import io.snowgauge.io.emulators.FaultProxy;
import io.snowgauge.transforms.files.UnavailableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as the page "Blob service error codes" has them; each comes in a header, too. */
class AzureErrorsTest {
  private static <T extends IOException> T refusal(Class<T> type, int status, String code)
      throws IOException {
    try (FaultProxy blobs = new FaultProxy("http://127.0.0.1:1")) {
      String body = "<Error><Code>" + code + "</Code><Message>What it says.</Message></Error>";
      Map<String, String> headers =
          Map.of("x-ms-error-code", code, "Content-Type", "application/xml");
      blobs.meet(path -> new FaultProxy.Fault.Answer(status, headers, body));
      AzureStore store =
          new AzureStore(
              new AzureAccess(
                  blobs.endpoint() + "/" + Azurite.ACCOUNT,
                  new AzureCredential.AccountKey(() -> Azurite.KEY)));
      return assertThrows(
          type, () -> store.open("azfs://" + Azurite.ACCOUNT + "/container/blob", "etag").close());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403 | AuthorizationPermissionMismatch | the credentials need the role Storage Blob Data Reader, and the account's network rules must let this machine in
          403 | AuthorizationFailure            | the credentials need the role Storage Blob Data Reader, and the account's network rules must let this machine in
          409 | BlobUsesCustomerSpecifiedEncryption | it was written with a key of its writer's own: write it without one, or with an encryption scope
          409 | BlobArchived                    | the blob is archived: rehydrate it to an online tier
          """)
  void whyABlobMayNotBeRead(int status, String code, String advice) throws Exception {
    assertThat(
        refusal(AccessDeniedException.class, status, code).getReason(), is(code + "; " + advice));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403 | AuthenticationFailed | check storage.azure.endpoint and storage.azure.auth, the credentials and the network
          404 | ContainerNotFound    | check the names of account and container, and storage.azure.endpoint
          """)
  void whatIsWrongWithTheStore(int status, String code, String advice) throws Exception {
    assertThat(
        String.valueOf(refusal(UnavailableException.class, status, code).getMessage()),
        endsWith(": " + status + " " + code + "; " + advice));
  }
}

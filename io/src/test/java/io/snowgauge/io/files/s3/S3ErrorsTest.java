package io.snowgauge.io.files.s3;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.snowgauge.io.emulators.FaultProxy;
import io.snowgauge.transforms.files.UnavailableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as the pages "Error responses" and "Troubleshoot 403 errors" of S3 have them. */
class S3ErrorsTest {
  private final FaultProxy s3 = proxy();
  private final S3Store store = new S3Store(new S3Access("us-east-1", s3.endpoint(), null));

  /** Before nothing: all that is asked is answered by it. */
  private static FaultProxy proxy() {
    try {
      return new FaultProxy("http://127.0.0.1:1");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void logIn() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "secret-of-the-test");
  }

  @AfterEach
  void close() {
    s3.close();
  }

  private void answer(int status, String code, String message) {
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message>"
                .formatted(code, message)
            + "<RequestId>4442587FB7D0A2F9</RequestId></Error>";
    s3.meet(
        path ->
            new FaultProxy.Fault.Answer(status, Map.of("Content-Type", "application/xml"), body));
  }

  private <T extends IOException> T refusal(Class<T> type) {
    return assertThrows(type, () -> store.open("s3://bucket/key", "etag"));
  }

  @Test
  void aKeyOfKmsThatMayNotBeUsed() {
    String message =
        "User: arn:aws:iam::1:user/loader is not authorized to perform: kms:Decrypt on resource:"
            + " arn:aws:kms:us-east-1:1:key/k because no identity-based policy allows it";
    answer(403, "AccessDenied", message);
    assertThat(
        refusal(AccessDeniedException.class).getReason(),
        is(
            "AccessDenied: "
                + message
                + "; the credentials need kms:Decrypt on the key of the object"));
  }

  @Test
  void anObjectThatMayNotBeRead() {
    answer(403, "AccessDenied", "Access Denied");
    assertThat(
        refusal(AccessDeniedException.class).getReason(),
        is("AccessDenied: Access Denied; the credentials need s3:GetObject on the object"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403 | RequestTimeTooSkewed  | set the clock of this machine
          404 | NoSuchBucket          | check the name of the bucket, and storage.s3.endpoint
          403 | SignatureDoesNotMatch | check the credentials (environment, profile, web identity or instance)
          403 | ExpiredToken          | check the credentials (environment, profile, web identity or instance)
          400 | AuthorizationHeaderMalformed | the bucket is in another region: set storage.s3.region
          """)
  void whatIsWrongWithTheStore(int status, String code, String advice) {
    answer(status, code, "What S3 says.");
    UnavailableException refused = refusal(UnavailableException.class);
    assertThat(refused.isOutage(), is(false));
    String message = String.valueOf(refused.getMessage());
    assertThat(message, endsWith(": " + status + " " + code + ": What S3 says.; " + advice));
  }
}

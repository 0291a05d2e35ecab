package io.snowgauge.io.files.s3;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * One version of an object, read from start to end. A connection that breaks, as long ones do, is
 * made anew where it broke, and only to the same version.
 */
final class S3Input extends InputStream {
  private static final int RECONNECTIONS = 5;

  private final S3Clients clients;
  private final String uri;
  private final GetObjectRequest request;
  private final String etag;
  private final long length;
  private @Nullable ResponseInputStream<GetObjectResponse> body;
  private long position;
  private int reconnections;

  private S3Input(
      S3Clients clients,
      String uri,
      GetObjectRequest request,
      ResponseInputStream<GetObjectResponse> body) {
    this.clients = clients;
    this.uri = uri;
    this.request = request;
    this.body = body;
    this.etag = body.response().eTag();
    this.length = body.response().contentLength();
  }

  /** Opens what the request asks for, which may be conditional. */
  static S3Input open(S3Clients clients, String uri, GetObjectRequest request) throws IOException {
    return new S3Input(clients, uri, request, get(clients, uri, request));
  }

  private static ResponseInputStream<GetObjectResponse> get(
      S3Clients clients, String uri, GetObjectRequest request) throws IOException {
    try {
      return clients.client().getObject(request);
    } catch (SdkException e) {
      throw S3Errors.ofObject(uri, clients, e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int wanted) throws IOException {
    while (true) {
      try {
        ResponseInputStream<GetObjectResponse> open = body;
        if (open == null) {
          throw new IOException("closed");
        }
        int read = open.read(bytes, offset, wanted);
        if (read >= 0 || position >= length) {
          position += Math.max(read, 0);
          return read;
        }
        throw new IOException("expected " + length + " bytes but found " + position);
      } catch (IOException e) {
        reconnect(e);
      } catch (SdkException e) {
        throw S3Errors.ofObject(uri, clients, e); // Such as of a checksum that does not match.
      }
    }
  }

  private void reconnect(IOException broken) throws IOException {
    if (body == null || reconnections++ == RECONNECTIONS) {
      throw new IOException("reading " + uri + " broke off: " + broken.getMessage(), broken);
    }
    abort();
    body =
        get(
            clients,
            uri,
            request.toBuilder().ifMatch(etag).range("bytes=" + position + "-").build());
  }

  /** Without reading what is left of the body, as closing it would. */
  private void abort() {
    if (body != null) {
      body.abort();
      body = null;
    }
  }

  @Override
  public void close() throws IOException {
    if (body != null && position >= length) {
      body.close();
      body = null;
    }
    abort();
  }
}

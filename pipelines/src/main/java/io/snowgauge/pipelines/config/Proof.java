package io.snowgauge.pipelines.config;

import io.snowgauge.io.proof.Anchors;
import io.snowgauge.io.proof.PublicKeys;
import io.snowgauge.io.proof.SigningKey;
import io.snowgauge.io.proof.UnusableKeyException;
import io.snowgauge.io.secrets.Secret;
import io.snowgauge.pipelines.config.types.InvalidConfigurationException;
import io.snowgauge.transforms.files.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * With what it is proved what was loaded.
 *
 * @param keyOrNull the private key, as PEM; null where nothing is signed
 * @param publicKeysOrNull the path of a file with further public keys; null without one
 * @param anchorsOrNull the folder of anchors, an absolute URI that ends in '/'; null without one
 * @param interval how often a stream writes anchors
 */
public record Proof(
    @Nullable Secret keyOrNull,
    @Nullable String publicKeysOrNull,
    @Nullable String anchorsOrNull,
    Duration interval) {

  /** The private key as it is now; null where nothing is signed. */
  public @Nullable SigningKey key() {
    if (keyOrNull == null) {
      return null;
    }
    try {
      return SigningKey.parse(keyOrNull.read());
    } catch (UnusableKeyException e) {
      throw refused("key", e.getMessage());
    }
  }

  /** The public keys whose signatures count: that of the private key, and further ones. */
  public PublicKeys publicKeys() {
    SigningKey key = key();
    PublicKeys keys = key == null ? PublicKeys.none() : key.publicKeys();
    return publicKeysOrNull == null ? keys : keys.and(read("proof.publicKeys", publicKeysOrNull));
  }

  /**
   * Reads a file of public keys.
   *
   * @param name of what names the file, for messages
   */
  public static PublicKeys read(String name, String path) {
    try {
      return PublicKeys.parse(Files.readString(Path.of(path), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new InvalidConfigurationException(
          List.of(name + ": cannot read " + path + ": " + Reason.alone(e)));
    } catch (UnusableKeyException e) {
      throw new InvalidConfigurationException(List.of(name + ": " + path + ": " + e.getMessage()));
    }
  }

  private static InvalidConfigurationException refused(String setting, @Nullable String message) {
    return new InvalidConfigurationException(List.of("proof." + setting + ": " + message));
  }

  /** Where anchors are; null where there are none. */
  public @Nullable Anchors anchors() {
    return anchorsOrNull == null ? null : new Anchors(anchorsOrNull);
  }
}

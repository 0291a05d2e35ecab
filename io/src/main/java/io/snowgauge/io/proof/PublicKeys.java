package io.snowgauge.io.proof;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** The public keys whose signatures count: the present one, and those it came after. */
public final class PublicKeys {
  private final Map<String, PublicKey> keys;

  private PublicKeys(Map<String, PublicKey> keys) {
    this.keys = keys;
  }

  static PublicKeys of(List<PublicKey> keys) {
    Map<String, PublicKey> byId = new LinkedHashMap<>();
    keys.forEach(key -> byId.put(id(key), key));
    return new PublicKeys(byId);
  }

  /** None: nothing can be checked. */
  public static PublicKeys none() {
    return new PublicKeys(Map.of());
  }

  /**
   * Reads keys in PEM, as {@code openssl pkey -pubout} writes them, one after the other.
   *
   * @throws UnusableKeyException if there is none, or one of another algorithm
   */
  public static PublicKeys parse(String pem) throws UnusableKeyException {
    List<PublicKey> keys = new ArrayList<>();
    for (byte[] block : Pem.blocks("PUBLIC KEY", pem)) {
      try {
        keys.add(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(block)));
      } catch (GeneralSecurityException e) {
        throw new UnusableKeyException(
            "expected public keys of Ed25519 but found a damaged one, or one of another"
                + " algorithm");
      }
    }
    if (keys.isEmpty()) {
      throw new UnusableKeyException(
          "expected public keys of Ed25519 in PEM ('-----BEGIN PUBLIC KEY-----') but found none;"
              + " 'openssl pkey -in KEY -pubout' prints that of a private key");
    }
    return of(keys);
  }

  /** With more keys. */
  public PublicKeys and(PublicKeys others) {
    Map<String, PublicKey> all = new LinkedHashMap<>(keys);
    all.putAll(others.keys);
    return new PublicKeys(all);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** The name of a key: its thumbprint (RFC 7638). */
  static String id(PublicKey key) {
    try {
      return PublicJsonWebKey.Factory.newPublicJwk(key)
          .calculateBase64urlEncodedThumbprint("SHA-256");
    } catch (JoseException e) {
      throw new IllegalStateException("every key of Ed25519 has a thumbprint", e);
    }
  }

  /**
   * The payload of a JWS in its compact form.
   *
   * @throws ForgedException if it is no JWS of that type, or not signed by one of the keys
   */
  public String verify(SignedType type, String jws) throws ForgedException {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setAlgorithmConstraints(
        new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA));
    String found;
    String id;
    try {
      signature.setCompactSerialization(jws.strip());
      found = String.valueOf(signature.getHeader("typ"));
      id = String.valueOf(signature.getKeyIdHeaderValue());
    } catch (JoseException | RuntimeException e) {
      throw new ForgedException("is no JWS, or damaged: it cannot be read");
    }
    if (!type.header().equals(found)) {
      throw new ForgedException(
          "was signed as '%s' and not as '%s'".formatted(found, type.header()));
    }
    PublicKey key = keys.get(id);
    if (key == null) {
      throw new ForgedException(
          "was signed by the key %s, which is none of those that are given: %s"
              .formatted(id, String.join(", ", keys.keySet())));
    }
    signature.setKey(key);
    try {
      if (signature.verifySignature()) {
        return signature.getPayload();
      }
    } catch (JoseException | RuntimeException e) {
      throw new ForgedException("has a signature that cannot be read");
    }
    throw new ForgedException("is not what the key signed: something of it was changed");
  }

  /** The payload of a JWS that nobody checks. */
  static String unchecked(String jws) throws ForgedException {
    try {
      JsonWebSignature signature = new JsonWebSignature();
      signature.setCompactSerialization(jws.strip());
      return signature.getUnverifiedPayload();
    } catch (JoseException | RuntimeException e) {
      throw new ForgedException("is no JWS, or damaged: it cannot be read");
    }
  }
}

package io.snowgauge.io.files.s3;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.files.ObjectStoreConformance;
import io.snowgauge.io.files.ObjectUri;
import io.snowgauge.transforms.files.ObjectStore;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Emulators.class)
class S3StoreTest extends ObjectStoreConformance {
  /** Which Azure takes for a slash. */
  @Test
  void takesABackslashLiterally() throws IOException {
    takesNamesLiterally("back\\slash\\");
  }

  @Override
  protected ObjectStore store() {
    return new S3Store(Emulators.moto().s3(), 2);
  }

  @Override
  protected void archive(String uri) {
    ObjectUri object = ObjectUri.parse(uri, 1);
    Emulators.moto().createArchived(object.container(), object.name());
  }

  @Override
  protected String whyArchived() {
    return "InvalidObjectState: The operation is not valid for the object's storage class; the"
        + " object is archived: restore it";
  }

  @Override
  protected ObjectStore unreachable() {
    return new S3Store(new S3Access(null, "http://127.0.0.1:1", null));
  }

  @Override
  protected String createContainer(String name) throws IOException {
    Emulators.moto().createBucket(name);
    return "s3://" + name + "/";
  }
}

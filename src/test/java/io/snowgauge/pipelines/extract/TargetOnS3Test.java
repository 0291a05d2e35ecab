package io.snowgauge.pipelines.extract;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.snowgauge.io.emulators.Emulators;
import io.snowgauge.io.emulators.Moto;
import io.snowgauge.io.files.s3.S3Store;
import io.snowgauge.transforms.files.Storage;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** AWS' client refuses to work for an interrupted thread. */
@ExtendWith(Emulators.class)
@Timeout(120)
class TargetOnS3Test {
  @Test
  void aSidecarIsRestoredByAnInterruptedThreadWhichStaysInterrupted() throws Exception {
    Moto moto = Emulators.moto();
    String bucket = "b" + UUID.randomUUID().toString().substring(0, 8);
    moto.createBucket(bucket);
    Storage.use(S3Store.SCHEME, new S3Store(moto.s3()));
    Target target = new Target("s3://" + bucket + "/a", "x1");
    target.writeSidecar("new");
    Thread.currentThread().interrupt();
    target.restoreSidecar("old");
    boolean isInterrupted = Thread.interrupted();
    assertThat(target.sidecarText(), is("old"));
    assertThat(isInterrupted, is(true));
    Thread.currentThread().interrupt();
    target.restoreSidecar(null);
    isInterrupted = Thread.interrupted();
    assertThat(target.sidecarText(), is(nullValue()));
    assertThat(isInterrupted, is(true));
  }
}

/** Amazon S3 and stores that speak like it, {@code s3://}, by AWS' SDK. */
@NullMarked
package io.snowgauge.io.files.s3;

import org.jspecify.annotations.NullMarked;

/**
 * IBM Spectrum LSF's {@code lsb.users}: its {@code UserGroup} sections. The rules are written down
 * in docs/formats/lsb-users.md.
 */
@NullMarked
package io.snowgauge.transforms.lsf;

import org.jspecify.annotations.NullMarked;

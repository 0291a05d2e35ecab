/**
 * IBM Spectrum LSF's {@code lsb.users}: its sections of one name ({@code LsfFormat}). The rules are
 * written down in docs/formats/lsb-users.md, and are implemented twice, by two families of classes
 * that know nothing of each other:
 *
 * <ul>
 *   <li>The parser: {@code PhysicalLines}, {@code LogicalLines} (of one physical line or a {@code
 *       JoinedLine}), {@code UserGroupParser} (sections and directives), and a {@code DataLine} for
 *       each kind of section: {@code GroupLine}, {@code LimitLine}, {@code MappingLine}, of a
 *       {@code Header} and {@code LineValues}.
 *   <li>The counter: {@code UserGroupCounter} (physical and logical lines), {@code SectionCounter},
 *       {@code HeaderCounter}, a {@code DataLineCounter} ({@code GroupCounter}, {@code
 *       MappingCounter}), and the classes called {@code Counted…}.
 * </ul>
 *
 * They share only {@code HashSeed}, two random numbers.
 */
@NullMarked
package io.snowgauge.transforms.lsf;

import org.jspecify.annotations.NullMarked;

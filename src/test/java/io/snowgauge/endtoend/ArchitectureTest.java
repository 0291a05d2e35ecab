package io.snowgauge.endtoend;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.implement;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItems;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.snowgauge.transforms.record.Format;
import io.snowgauge.transforms.record.RecordParser;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** The rules that keep every part in its place. */
@AnalyzeClasses(
    packages = "io.snowgauge",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeTestJars.class
    })
class ArchitectureTest {
  /** What a module's tests lend to the end-to-end tests. */
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String[] MODULES = {
    "io.snowgauge.transforms..", "io.snowgauge.io..", "io.snowgauge.pipelines.."
  };

  @ArchTest
  static final ArchRule modulesDependAgainstTheFlowAndNeverWithIt =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("transforms")
          .definedBy(MODULES[0])
          .layer("io")
          .definedBy(MODULES[1])
          .layer("pipelines")
          .definedBy(MODULES[2])
          .whereLayer("pipelines")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("io")
          .mayOnlyBeAccessedByLayers("pipelines")
          .whereLayer("transforms")
          .mayOnlyBeAccessedByLayers("io", "pipelines");

  @ArchTest
  static final ArchRule everyClassBelongsToAModule = classes().should().resideInAnyPackage(MODULES);

  @ArchTest
  static final ArchRule whatAFileMeansKnowsNoBeamNoDatabaseAndNoNetwork =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.snowgauge.transforms.record..",
              "io.snowgauge.transforms.lsf..",
              "io.snowgauge.transforms.ndjson..",
              "io.snowgauge.transforms.csv..",
              "io.snowgauge.transforms.tabular..",
              "io.snowgauge.transforms.digest..",
              "io.snowgauge.transforms.text..",
              "io.snowgauge.transforms.dataset..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.beam..", "java.sql..", "javax.sql..", "java.net..");

  @ArchTest
  static final ArchRule countersShareNoCodeWithParsers =
      classes()
          .that()
          .haveSimpleNameEndingWith("Counter")
          .or()
          .haveNameMatching("io\\.snowgauge\\.transforms\\.lsf\\.Counted\\w+")
          .or()
          .haveSimpleName("NameHashes")
          .or()
          .haveSimpleName("NarrowedUtf16")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "org.jspecify..", "com.google.errorprone..")
                  .or(simpleNameEndingWith("Counter"))
                  .or(simpleNameStartingWith("Counted"))
                  .or(simpleName("NameHashes"))
                  .or(simpleName("HashSeed"))
                  .or(simpleName("NarrowedUtf16"))
                  .or(simpleName("TextEncoding"))
                  .or(simpleName("CsvDialect"))
                  .or(nameMatching(".*\\.record\\.Inclu(ded|sions)(\\$.*)?"))
                  .or(nameMatching(".*\\.(\\w*Counter|Counted\\w*)\\$.*")));

  @ArchTest
  static final ArchRule transformsKnowNoDatabase =
      noClasses()
          .that()
          .resideInAPackage(MODULES[0])
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.duckdb..", "net.snowflake..");

  @ArchTest
  static final ArchRule onlyCommandsKnowTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.snowgauge.pipelines.commands..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  /** What they need of each other is in the rooms that they call. */
  @ArchTest
  static final ArchRule nothingKnowsTheCommands =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.snowgauge.pipelines.commands..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.snowgauge.pipelines.commands..");

  @ArchTest
  static final ArchRule onlyItsOwnPackageKnowsTheEmbeddedDatabase =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.snowgauge.io.warehouse.duckdb..",
              "io.snowgauge.pipelines.config..",
              "io.snowgauge.pipelines.launch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.snowgauge.io.warehouse.duckdb..", "org.duckdb..");

  /** So that a run that needs no cloud loads none of their classes, which are not there then. */
  @ArchTest
  static final ArchRule onlyTheirOwnPackagesKnowTheCloudsLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.snowgauge.io.files.s3..",
              "io.snowgauge.io.files.azure..",
              "io.snowgauge.io.kubernetes..",
              "io.snowgauge.io.lineage..",
              "io.snowgauge.io.notifications..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "software.amazon..",
              "com.azure..",
              "com.microsoft..",
              "io.fabric8..",
              "io.openlineage..",
              "org.apache.kafka..");

  @ArchTest
  static final ArchRule packagesAreNamedForWhatTheyHold =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..",
              "..utils..",
              "..common..",
              "..helper..",
              "..helpers..",
              "..manager..",
              "..impl..");

  @ArchTest
  static final ArchRule packagesOfTransformsAreFreeOfCycles =
      slices().matching("io.snowgauge.transforms.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesOfIoAreFreeOfCycles =
      slices().matching("io.snowgauge.io.(**)").should().beFreeOfCycles();

  /** Its dialects know only the interface, and nothing in it knows its dialects. */
  @ArchTest
  static final ArchRule roomsOfTheWarehouseDependOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("interface")
          .definedBy("io.snowgauge.io.warehouse")
          .layer("dialects")
          .definedBy("io.snowgauge.io.warehouse.duckdb", "io.snowgauge.io.warehouse.snowflake")
          .layer("control")
          .definedBy("io.snowgauge.io.warehouse.control")
          .layer("publish")
          .definedBy("io.snowgauge.io.warehouse.publish")
          .layer("beam")
          .definedBy("io.snowgauge.io.warehouse.beam")
          .whereLayer("dialects")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("beam")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("publish")
          .mayOnlyBeAccessedByLayers("beam")
          .whereLayer("control")
          .mayOnlyBeAccessedByLayers("publish", "beam");

  /** A class with the classes that are declared in it. */
  private static final SliceAssignment FILES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
          return SliceIdentifier.of(javaClass.getName().replaceFirst("\\$.*", ""));
        }

        @Override
        public String getDescription() {
          return "classes";
        }
      };

  /** A format makes its parser, which is told by the format how to read: the two are one. */
  @ArchTest
  static final ArchRule classesAreFreeOfCycles =
      slices()
          .assignedFrom(FILES)
          .should()
          .beFreeOfCycles()
          .ignoreDependency(implement(Format.class), implement(RecordParser.class));

  @ArchTest
  static final ArchRule packagesOfPipelinesAreFreeOfCycles =
      slices().matching("io.snowgauge.pipelines.(**)").should().beFreeOfCycles();

  @ArchTest
  static void everyPackageSaysWhatItIsForAndIsNullMarked(JavaClasses classes) {
    List<JavaPackage> packages = classes.stream().map(JavaClass::getPackage).distinct().toList();
    assertThat(
        packages.stream().map(JavaPackage::getName).toList(),
        hasItems(
            "io.snowgauge.transforms.lsf",
            "io.snowgauge.io.warehouse",
            "io.snowgauge.pipelines.commands"));
    assertThat(
        packages.stream()
            .filter(javaPackage -> !javaPackage.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .toList(),
        empty());
  }
}

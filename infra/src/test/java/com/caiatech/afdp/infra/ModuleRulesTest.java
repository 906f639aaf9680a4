package com.caiatech.afdp.infra;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The directions between modules, and who alone may write what.
@AnalyzeClasses(
    packages = "com.caiatech.afdp",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ModuleRulesTest.DoNotIncludeTestJars.class
    })
final class ModuleRulesTest {
  /// `graph-model` gives its Neo4j fixture away as a test jar, which a packaging build puts on the
  /// class path as a jar and a compiling one as `target/test-classes`: tests in either shape.
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String SCHEMAS = "com.caiatech.afdp.schemas..";
  private static final String GRAPH_MODEL = "com.caiatech.afdp.graphmodel..";
  private static final String WORKERS = "com.caiatech.afdp.workers..";
  private static final String LAMBDAS = "com.caiatech.afdp.lambdas..";
  private static final String GATEWAY = "com.caiatech.afdp.gateway..";
  private static final String INFRA = "com.caiatech.afdp.infra..";

  /// What the product's jar leaves out.
  private static final String[] MEASURING = {
    "com.caiatech.afdp.infra.benchmark..", "com.caiatech.afdp.infra.trial..", "org.openjdk.jmh.."
  };

  private static final String[] FRAMEWORKS = {
    "io.micronaut..", "io.temporal..", "com.amazonaws..", "software.amazon..", "jakarta.."
  };

  @ArchTest
  static final ArchRule SCHEMAS_DEPEND_ON_NOTHING_OF_OURS =
      noClasses()
          .that()
          .resideInAPackage(SCHEMAS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GRAPH_MODEL, WORKERS, LAMBDAS, GATEWAY, INFRA);

  @ArchTest
  static final ArchRule CONTRACTS_AND_GRAPH_MODEL_KNOW_NO_FRAMEWORK =
      noClasses()
          .that()
          .resideInAnyPackage(SCHEMAS, GRAPH_MODEL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FRAMEWORKS);

  @ArchTest
  static final ArchRule GRAPH_MODEL_DEPENDS_ON_SCHEMAS_ONLY =
      noClasses()
          .that()
          .resideInAPackage(GRAPH_MODEL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(WORKERS, LAMBDAS, GATEWAY, INFRA);

  @ArchTest
  static final ArchRule WORKERS_CANNOT_REACH_THE_GRAPH =
      noClasses()
          .that()
          .resideInAPackage(WORKERS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(GRAPH_MODEL, LAMBDAS, GATEWAY, INFRA, "org.neo4j..");

  @ArchTest
  static final ArchRule LAMBDAS_DEPEND_ON_SCHEMAS_AND_GRAPH_MODEL_ONLY =
      noClasses()
          .that()
          .resideInAPackage(LAMBDAS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(WORKERS, GATEWAY, INFRA, "io.micronaut..", "io.temporal..");

  @ArchTest
  static final ArchRule GATEWAY_DEPENDS_ON_SCHEMAS_AND_GRAPH_MODEL_ONLY =
      noClasses()
          .that()
          .resideInAPackage(GATEWAY)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(WORKERS, LAMBDAS, INFRA);

  @ArchTest
  static final ArchRule ONLY_WORKERS_WRITE_LEDGERS =
      noClasses()
          .that()
          .resideOutsideOfPackages(WORKERS, INFRA)
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.eclipse.jgit.lib.CommitBuilder")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.eclipse.jgit.lib.TreeFormatter")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.eclipse.jgit.transport.PushCommand");

  @ArchTest
  static final ArchRule CHECK_RESULTS_ARE_MADE_WHERE_THEIR_REASON_IS_ONE_OF_OURS =
      noClasses()
          .that()
          .resideInAPackage(WORKERS)
          .and()
          .doNotHaveFullyQualifiedName("com.caiatech.afdp.workers.check.CheckOutcome")
          .should()
          .callConstructorWhere(
              target(owner(name("com.caiatech.afdp.schemas.record.CheckResult"))));

  @ArchTest
  static final ArchRule WHAT_PROCESSES_PRINT_IS_READ_BY_COMMANDS_ALONE =
      noClasses()
          .that()
          .resideOutsideOfPackage("com.caiatech.afdp.infra.command..")
          .should()
          .callMethodWhere(
              target(owner(name("com.caiatech.afdp.workers.output.OutputLog")))
                  .and(target(name("lastLines"))));

  @ArchTest
  static final ArchRule ONLY_LAMBDAS_WRITE_THE_GRAPH =
      noClasses()
          .that()
          .resideInAnyPackage(GATEWAY, INFRA, "com.caiatech.afdp.graphmodel.query..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.caiatech.afdp.graphmodel.projection..");

  @ArchTest
  static final ArchRule A_QUERY_GOES_FROM_CATALOGUE_TO_STATEMENT_TO_ROWS =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("com.caiatech.afdp.graphmodel.query..")
          .layer("answering")
          .definedBy("com.caiatech.afdp.graphmodel.query")
          .layer("composition")
          .definedBy("com.caiatech.afdp.graphmodel.query.composition")
          .layer("reading")
          .definedBy("com.caiatech.afdp.graphmodel.query.reading")
          .layer("catalogue")
          .definedBy("com.caiatech.afdp.graphmodel.query.catalogue")
          .whereLayer("answering")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("composition")
          .mayOnlyBeAccessedByLayers("answering")
          .whereLayer("reading")
          .mayOnlyBeAccessedByLayers("answering", "composition");

  @ArchTest
  static final ArchRule NEO4J_ITSELF_IS_LINKED_BY_INFRA_ALONE =
      classes()
          .that()
          .resideOutsideOfPackage(INFRA)
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              "org.neo4j.dbms..",
              "org.neo4j.graphdb..",
              "org.neo4j.harness..",
              "org.neo4j.kernel..");

  @ArchTest
  static final ArchRule THE_PRODUCT_NEEDS_NO_BENCHMARK_AND_NO_TRIAL =
      noClasses()
          .that()
          .resideOutsideOfPackages(MEASURING)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MEASURING);

  @ArchTest
  static final ArchRule MODULES_HAVE_NO_CYCLES =
      slices().matching("com.caiatech.afdp.(*)..").should().beFreeOfCycles();
}

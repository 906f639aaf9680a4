package com.caiatech.afdp.schemas.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorParserTest {
  private static final String FULL =
      """
      apiVersion: afdp/v1
      service: cart
      run:
        command: [java, -jar, cart.jar, "{port}", 5]
        portEnv: CART_PORT
        env: {MODE: fast, LEVEL: 3}
        replicas: 2
        workingDirectory: server
      health:
        path: /health
        timeoutSeconds: 10
        intervalMillis: 100
      drainSeconds: 3
      strategy:
        kind: rolling
      checks:
        pre:
          - name: unit
            type: command
            command: [./verify]
        post:
          - name: smoke
            type: http
            path: /items?page=1
            expectStatus: 204
            samples: 5
            minPassRate: 0.8
            maxLatencyP95Millis: 250
            timeoutSeconds: 9
      """;

  private static final String MINIMAL =
      """
      apiVersion: afdp/v1
      service: cart
      run:
        command: [./run]
      """;

  @Test
  void everyFieldIsRead() {
    Descriptor descriptor = valid(FULL);
    assertThat(descriptor.run())
        .isEqualTo(
            new Descriptor.Run(
                List.of("java", "-jar", "cart.jar", "{port}", "5"),
                "CART_PORT",
                Map.of("MODE", "fast", "LEVEL", "3"),
                2,
                "server"));
    assertThat(descriptor.health()).isEqualTo(new Descriptor.Health("/health", 10, 100));
    assertThat(descriptor.drainSeconds()).isEqualTo(3);
    assertThat(descriptor.checks().pre())
        .containsExactly(new Descriptor.CommandCheck("unit", List.of("./verify"), 60));
    assertThat(descriptor.checks().post())
        .containsExactly(new Descriptor.HttpCheck("smoke", "/items?page=1", 204, 5, 0.8, 250, 9));
  }

  @Test
  void absentFieldsGetTheirDefaults() {
    Descriptor descriptor = valid(MINIMAL);
    assertThat(descriptor.run())
        .isEqualTo(new Descriptor.Run(List.of("./run"), "PORT", Map.of(), 1, "."));
    assertThat(descriptor.health()).isEqualTo(new Descriptor.Health("/", 30, 200));
    assertThat(descriptor.drainSeconds()).isEqualTo(5);
    assertThat(descriptor.strategy()).isEqualTo(new Descriptor.Rolling(Map.of()));
    assertThat(descriptor.checks()).isEqualTo(new Descriptor.Checks(List.of(), List.of()));
  }

  @Test
  void anUnknownKeyIsNamedWithItsLineAndTheKeysThatExist() {
    assertThat(problems(MINIMAL + "helth:\n  path: /\n"))
        .containsExactly(
            "afdp.yaml:5:1: expected one of apiVersion, service, run, health, drainSeconds,"
                + " strategy, checks (did you mean health?), found the unknown key 'helth'");
  }

  @ParameterizedTest
  @CsvSource({
    "drain_seconds: 1, drainSeconds",
    "Health: {}, health",
    "srategy: {}, strategy",
    "cheks: {}, checks",
    "health: {timeout: 1}, timeoutSeconds",
    "health: {paht: /}, path",
    "health: {interval-millis: 50}, intervalMillis"
  })
  void anUnknownKeyThatIsNearlyAKnownOneNamesIt(String line, String meant) {
    assertThat(problems(MINIMAL + line + "\n"))
        .singleElement()
        .asString()
        .startsWith("afdp.yaml:5:")
        .contains(" (did you mean " + meant + "?), found the unknown key '");
  }

  @Test
  void anUnknownKeyThatIsLikeNoneNamesNone() {
    assertThat(problems(MINIMAL + "zzz: 1\n" + "x".repeat(200) + ": 1\n"))
        .hasSize(2)
        .noneMatch(problem -> problem.contains("did you mean"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drainSeconds: soon | afdp.yaml:5:15: drainSeconds: expected an integer from 0 to 600, found 'soon'",
        "drainSeconds: '5' | afdp.yaml:5:15: drainSeconds: expected an integer from 0 to 600, found '5'",
        "health: [/] | afdp.yaml:5:9: health: expected a mapping, found a list",
        "checks: {pre: {a: b}} | afdp.yaml:5:15: checks.pre: expected a list, found a mapping",
        "strategy: {kind: rolling, scaleDownDelaySeconds: 5} | afdp.yaml:5:50: strategy.scaleDownDelaySeconds: expected no such key in a strategy of kind rolling, found a value",
        "strategy: {scaleDownDelaySeconds: 5} | afdp.yaml:5:35: strategy.scaleDownDelaySeconds: expected no such key in a strategy of kind rolling, found a value",
        "strategy: {kind: blue-green, scaleDownDelaySeconds: 1801} | afdp.yaml:5:53: strategy.scaleDownDelaySeconds: expected an integer from 0 to 1800, found '1801'",
        "strategy: {kind: blue-green, pauses: []} | afdp.yaml:5:38: strategy.pauses: expected no such key in a strategy of kind blue-green, found a value",
        "strategy: {kind: blue-green, pauseBeforeSwitch: {seconds: 0}} | afdp.yaml:5:59: strategy.pauseBeforeSwitch.seconds: expected an integer from 1 to 604800, found '0'",
        "strategy: {pauses: [{seconds: 5}]} | afdp.yaml:5:21: strategy.pauses[0].afterInstances: expected a number of instances, found nothing",
        "strategy: {pauses: [{afterInstances: 2}]} | afdp.yaml:5:38: strategy.pauses[0].afterInstances: expected at most the 1 of run.replicas, found 2",
        "strategy: {pauses: [{afterInstances: 1}, {afterInstances: 1}]} | afdp.yaml:5:59: strategy.pauses[1].afterInstances: expected a number that no other pause has, found 1 again",
        "strategy: {kind: [rolling]} | afdp.yaml:5:18: strategy.kind: expected rolling or blue-green, found a list",
        "health: {path: } | afdp.yaml:5:15: health.path: expected the path of a URL, at most 1000 characters: it starts with one /, no part of it is . or .., and what a URL cannot hold is written as %hh, found nothing"
      })
  void aValueOfTheWrongTypeIsNamedWithItsLine(String line, String problem) {
    assertThat(problems(MINIMAL + line + "\n")).containsExactly(problem);
  }

  @Test
  void aPauseHasAnEndOrWaitsForAPerson() {
    assertThat(
            valid(MINIMAL + "strategy: {pauses: [{afterInstances: 1, seconds: 9}]}\n").strategy())
        .isEqualTo(new Descriptor.Rolling(Map.of(1, new Descriptor.Pause(9))));
    assertThat(valid(MINIMAL + "strategy: {kind: blue-green, pauseBeforeSwitch: {}}\n").strategy())
        .isEqualTo(new Descriptor.BlueGreen(30, new Descriptor.Pause(null)));
  }

  @Test
  void aBlueGreenStrategyKeepsTheOldVersionForHalfAMinuteWhereItDoesNotSayOtherwise() {
    assertThat(valid(MINIMAL + "strategy: {kind: blue-green}\n").strategy())
        .isEqualTo(new Descriptor.BlueGreen(30, null));
    assertThat(
            valid(MINIMAL + "strategy: {kind: blue-green, scaleDownDelaySeconds: 0}\n").strategy())
        .isEqualTo(new Descriptor.BlueGreen(0, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a|b",
        "//other-host/",
        "/a/../b",
        "/./a",
        "/..",
        "/a?b|c",
        "/a#b",
        "/%zz",
        "/{port}",
        "/ä",
        "/a\\b",
        "http://other-host/",
        "@other-host/",
        ":80/"
      })
  void aPathThatIsNoPathOfTheServiceIsRefused(String path) {
    assertThat(problems(MINIMAL + "health: {path: '" + path + "'}\n"))
        .singleElement()
        .asString()
        .startsWith("afdp.yaml:5:16: health.path: expected the path of a URL, ")
        .endsWith(", found '" + path + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/health", "/a//b", "/a%7Cb", "/a?b[]=c/../d&e=%20", "/~a;v=1,2/b.c"})
  void aPathOfTheServiceIsTaken(String path) {
    assertThat(valid(MINIMAL + "health: {path: '" + path + "'}\n").health().path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\0", "\\e[2J", "\\x7f", "\\x9b2J", "\\r", "\\uD800"})
  void controlCharactersAreRefusedInArgumentsAndVariables(String escape) {
    assertThat(problems(MINIMAL.replace("[./run]", "[./run, \"a" + escape + "\"]")))
        .singleElement()
        .asString()
        .startsWith("afdp.yaml:4:20: run.command[1]: expected text of 1 to 4096 characters, none");
    assertThat(problems(MINIMAL + "  env: {MODE: \"a" + escape + "\"}\n"))
        .singleElement()
        .asString()
        .startsWith("afdp.yaml:5:15: run.env.MODE: expected text of at most 4096 characters, none");
  }

  @Test
  void argumentsMayHaveSeveralLines() {
    assertThat(valid(MINIMAL.replace("[./run]", "[sh, -c, \"a\\n\\tb\"]")).run().command())
        .containsExactly("sh", "-c", "a\n\tb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AFDP_SERVICE", "1ST", "A B", "A=B", "\"A\\0\"", "Ä"})
  void aVariableThatIsNoneOrThePlatformsIsRefused(String name) {
    assertThat(problems(MINIMAL + "  env: {" + name + ": x}\n"))
        .singleElement()
        .asString()
        .contains("run.env: expected the name of an environment variable, at most 128 characters;");
    assertThat(problems(MINIMAL + "  portEnv: " + name + "\n"))
        .singleElement()
        .asString()
        .contains("run.portEnv: expected the name of an environment variable,");
  }

  @Test
  void theChecksOfAStageHaveATimeTogether() {
    String check = "{name: c%d, type: command, command: [x], timeoutSeconds: 3000}";
    String two = check.formatted(1) + ", " + check.formatted(2);
    assertThat(valid(MINIMAL + "checks: {pre: [" + two + "]}\n").checks().pre()).hasSize(2);
    assertThat(problems(MINIMAL + "checks: {pre: [" + two + ", " + check.formatted(3) + "]}\n"))
        .containsExactly(
            "afdp.yaml:5:15: checks.pre: expected checks that take at most 6000 s together, found"
                + " 9000 s");
  }

  @Test
  void aRepeatedKeyIsNamedWhereItStandsAgain() {
    assertThat(problems(MINIMAL + "service: other\n"))
        .containsExactly("afdp.yaml:5:1: expected each key once, found 'service' again");
  }

  @Test
  void allProblemsAreReportedTogetherInTheFilesOrder() {
    assertThat(
            problems(
                """
                apiVersion: afdp/v2
                service: Cart
                run:
                  replicas: 0
                checks:
                  post:
                    - {name: a, type: http, path: health}
                    - {name: a, type: command, command: [], samples: 3}
                    - {name: b, type: telepathy}
                """))
        .containsExactly(
            "afdp.yaml:1:13: apiVersion: expected afdp/v1, found 'afdp/v2'",
            "afdp.yaml:2:10: service: expected a name of a-z, 0-9 and inner dashes, at most 63"
                + " characters, found 'Cart'",
            "afdp.yaml:4:3: run.command: expected a list, each item text of 1 to 4096 characters,"
                + " none of them a control character but tab and line feed, found nothing",
            "afdp.yaml:4:13: run.replicas: expected an integer from 1 to 16, found '0'",
            "afdp.yaml:7:35: checks.post[0].path: expected the path of a URL, at most 1000"
                + " characters: it starts with one /, no part of it is . or .., and what a URL"
                + " cannot hold is written as %hh, found 'health'",
            "afdp.yaml:8:14: checks.post[1].name: expected a name that no other check of the stage"
                + " has, found a",
            "afdp.yaml:8:41: checks.post[1].command: expected at least 1 items, found 0",
            "afdp.yaml:8:54: checks.post[1].samples: expected no such key in a check of type"
                + " command, found a value",
            "afdp.yaml:9:23: checks.post[2].type: expected command or http, found 'telepathy'");
  }

  @Test
  void anchorsAndAliasesAreRefused() {
    assertThat(problems(MINIMAL + "health: &h {path: /}\nstrategy: *h\n"))
        .containsExactly(
            "afdp.yaml:5:9: expected no anchors, found the anchor &h",
            "afdp.yaml:6:11: expected a value, found the alias *h");
  }

  @Test
  void brokenYamlIsPointedAt() {
    assertThat(problems("apiVersion: [afdp/v1\nservice: cart\n"))
        .singleElement()
        .asString()
        .startsWith("afdp.yaml:2:8: expected well-formed YAML, found ");
  }

  @Test
  void anOversizedFileIsRefusedBeforeItIsRead() {
    assertThat(problems("#".repeat(DescriptorParser.MAX_BYTES + 1)))
        .containsExactly("afdp.yaml:1:1: expected at most 65536 bytes, found 65537 bytes");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    ParsedDescriptor parsed = DescriptorParser.parse(new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(parsed)
        .isEqualTo(
            new ParsedDescriptor.Invalid(
                List.of(
                    new DescriptorProblem(
                        "afdp.yaml", 1, 1, "", "text in UTF-8", "bytes that are none"))));
  }

  @Test
  void anEmptyFileSaysWhatIsNeeded() {
    assertThat(problems("# nothing\n"))
        .containsExactly(
            "afdp.yaml:1:1: expected a mapping with apiVersion, service and run, found an empty"
                + " file");
  }

  @ParameterizedTest
  @CsvSource({
    "health: {path: no-slash}, false",
    "health: {timeoutSeconds: 601}, false",
    "health: {intervalMillis: 50}, true",
    "drainSeconds: -1, false",
    "drainSeconds: 0, true",
    "strategy: {kind: canary}, false",
    "strategy: rolling, false",
    "checks: {pre: [{name: a; type: command; command: [x]}]}, true",
    "checks: {pre: [{name: a; type: command}]}, false",
    "checks: {post: [{name: a; type: http; path: /; minPassRate: 1.1}]}, false",
    "checks: {post: [{name: a; type: http; path: /; minPassRate: 0.5}]}, true",
    "checks: {post: [{name: a; type: http; path: /; command: [x]}]}, false",
    "checks: {middle: []}, false"
  })
  void theSchemaForEditorsAgreesWithTheParser(String line, boolean good) throws IOException {
    String text = MINIMAL + line.replace(";", ",") + "\n";
    assertThat(DescriptorParser.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(good ? ParsedDescriptor.Valid.class : ParsedDescriptor.Invalid.class);
    JsonNode tree = new ObjectMapper(new YAMLFactory()).readTree(text);
    assertThat(schema().validate(tree).isEmpty()).isEqualTo(good);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../up", "a/../../b", "/etc", ""})
  void aWorkingDirectoryOutsideTheCheckoutIsRefused(String folder) {
    assertThat(problems(MINIMAL + "  workingDirectory: '" + folder + "'\n"))
        .containsExactly(
            "afdp.yaml:5:21: run.workingDirectory: expected a folder below the checkout, without"
                + " .., found '"
                + folder
                + "'");
  }

  private static Schema schema() throws IOException {
    try (InputStream resource =
        Objects.requireNonNull(
            DescriptorParser.class
                .getClassLoader()
                .getResourceAsStream(DescriptorParser.SCHEMA_RESOURCE))) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new ObjectMapper().readTree(resource));
    }
  }

  private static Descriptor valid(String text) {
    ParsedDescriptor parsed = DescriptorParser.parse(text.getBytes(StandardCharsets.UTF_8));
    assertThat(parsed).isInstanceOf(ParsedDescriptor.Valid.class);
    return ((ParsedDescriptor.Valid) parsed).descriptor();
  }

  private static List<String> problems(String text) {
    ParsedDescriptor parsed = DescriptorParser.parse(text.getBytes(StandardCharsets.UTF_8));
    assertThat(parsed).isInstanceOf(ParsedDescriptor.Invalid.class);
    return ((ParsedDescriptor.Invalid) parsed)
        .problems().stream().map(DescriptorProblem::text).toList();
  }
}

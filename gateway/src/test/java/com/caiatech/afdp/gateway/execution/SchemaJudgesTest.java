package com.caiatech.afdp.gateway.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.gateway.NodePackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tools from npm that judge the published schema: a linter, Relay's compiler, and graphql-js for
/// what breaks clients of the last release.
final class SchemaJudgesTest {
  private static final Path PUBLISHED = Path.of("src/test/resources/golden/schema.graphqls");
  private static final Path BASELINE = Path.of("src/test/resources/baseline.graphqls");

  @TempDir private Path scratch;

  @Test
  void nobodyFindsAnythingWrongAndEachWould() throws Exception {
    NodePackage judges = NodePackage.installed("schema", scratch);
    String sdl = Files.readString(PUBLISHED);
    NodePackage.Output judged = judge(judges, sdl);
    System.out.println("judges of the schema: " + judged.text());
    assertThat(judged.text()).startsWith("16 rules, ").doesNotContain(" 0 ");
    assertThat(judged.exitCode()).isZero();
    NodePackage.Output worse =
        judge(
            judges,
            replaced(
                replaced(sdl, "\"How a step ended.\"", ""),
                "hasNextPage: Boolean!",
                "more: Boolean!"));
    assertThat(worse.exitCode()).isEqualTo(1);
    assertThat(worse.text())
        .contains("lint: types-have-descriptions")
        .contains("relay: ")
        .contains("'pageInfo { hasNextPage }'")
        .contains("breaking: FIELD_REMOVED: PageInfo.hasNextPage was removed.");
  }

  private NodePackage.Output judge(NodePackage judges, String sdl) throws Exception {
    Path schema = Files.writeString(scratch.resolve("judged.graphqls"), sdl);
    return judges.run(
        "judge.mjs",
        Map.of("SCHEMA", schema.toString(), "BASELINE", BASELINE.toAbsolutePath().toString()));
  }

  private static String replaced(String sdl, String part, String by) throws IOException {
    assertThat(sdl).contains(part);
    return sdl.replace(part, by);
  }
}

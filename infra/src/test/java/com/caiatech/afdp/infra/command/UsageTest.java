package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.AfdpCommands;
import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.trial.StockGit;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What the commands say to wrong usage and bad input, with no platform up.
class UsageTest {
  @TempDir Path folder;
  private Commands afdp;

  @BeforeEach
  void inAnEmptyFolder() {
    afdp = new Commands(folder, folder.resolve("state"));
  }

  static Stream<CommandLine> commands() {
    return AfdpCommands.whole().subcommands().values().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithExamples(CommandLine command) {
    assertThat(command.getUsageMessage())
        .contains("Usage: afdp " + command.getCommandName(), "Examples:", "--json");
  }

  @Test
  void helpListsEveryCommandAndABadWordNamesTheNearest() throws Exception {
    assertThat(afdp.run("--help").out())
        .contains(new CommandLine(AfdpCommands.whole()).getHelp().commandList());
    assertThat(afdp.run("deplo").err()).contains("Did you mean: afdp deploy");
  }

  /// Whoever writes a script looks into one of both.
  @Test
  void helpAndReadmeTellEveryExitCodeAlike() throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    String help = afdp.run("--help").out().replaceAll("\\s+", " ");
    ExitCode.table()
        .forEach(
            (code, meaning) -> {
              assertThat(help).contains(code + " " + meaning);
              assertThat(readme).contains("| %s | %s |".formatted(code, meaning));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "deploy checkout",
        "status --nonsense",
        "trace",
        "deploy checkout staging --timeout 5m",
        "abort 01890a5d-ac96-774b-bcce-b302099a8057 --timeout 5m",
        "deploy checkout staging --wait --timeout soon",
        "generate",
        "generate shop --from soon"
      })
  void wrongUsageIsExitCodeTwoAndSaysWhatIsRight(String line) throws Exception {
    Commands.Ended ended = afdp.run(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).startsWith("afdp").contains(" --help");
    assertThat(ended.err().lines().count()).isLessThanOrEqualTo(2);
  }

  @Test
  void anOrganisationOfSizesThatCannotBeIsNotGenerated() throws Exception {
    ended(
        ExitCode.USAGE,
        afdp.run("generate", "shop", "--deployments", "0"),
        "expected deployments to be 1 to 1000000, found 0; nothing was written");
    assertThat(folder.resolve("shop")).doesNotExist();
  }

  @Test
  void withoutATerminalADecisionNeedsAYes() throws Exception {
    for (String verb : List.of("approve", "reject")) {
      Commands.Ended ended = afdp.onState(verb, "01890a5d-ac96-774b-bcce-b302099a8057");
      ended(
          ExitCode.USAGE,
          ended,
          "afdp "
              + verb
              + ": expected a terminal to ask on, found none; give --yes to decide without a");
    }
  }

  @Test
  void aTokenIsReadFromAFileForItsOwnerAlone() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "geheim\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r-----"));
    String[] line = {"status", "--url", "http://127.0.0.1:1/graphql", "--token-file", "token"};
    ended(
        ExitCode.USAGE,
        afdp.run(line),
        "with the rights rw-r-----; take those of others away by: chmod 600");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    ended(ExitCode.UNREACHABLE, afdp.run(line), "http://127.0.0.1:1/graphql does not answer");
    line[4] = "-";
    ended(ExitCode.USAGE, afdp.run(line), "expected a secret in standard input, found nothing");
    line[4] = folder.toString();
    ended(ExitCode.USAGE, afdp.run(line), "expected a file that can be read, or - for standard");
    line[4] = Files.writeString(token, "two words").toString();
    ended(ExitCode.USAGE, afdp.run(line), "expected a bearer token, of letters, digits and");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status --token-file token --url http://ann:geheim@127.0.0.1:1/graphql",
        "register https://ann:geheim@127.0.0.1:1/shop.git",
        "verify trust-policy=https://ann:geheim@127.0.0.1:1/trust-policy.git"
      })
  void anAddressWithAPasswordIsNotTakenAndNotTold(String line) throws Exception {
    Commands.Ended ended = afdp.run(line.split(" "));
    ended(ExitCode.USAGE, ended, "expected addresses without a password, which every process");
    assertThat(ended.err()).doesNotContain("geheim");
  }

  /// In a shell of its own, as a user's is set up.
  @Test
  void bashCompletesCommandsAndTheirOptions() throws Exception {
    Path script =
        Files.writeString(folder.resolve("completion"), afdp.run("completion", "bash").out());
    String asked =
        """
        source %s
        ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _complete_afdp; echo "${COMPREPLY[@]}"; }
        ask afdp depl
        ask afdp ledger rep
        ask afdp deploy --time
        """
            .formatted(script);
    Process bash =
        new ProcessBuilder("bash", "--norc", "-c", asked)
            .redirectError(ProcessBuilder.Redirect.DISCARD) // bash is not completing
            .start();
    assertThat(bash.inputReader().lines()).containsExactly("deploy", "repair", "--timeout");
    assertThat(bash.waitFor()).isZero();
  }

  @Test
  void aWordThatIsNoNameIsWrongUsageInOneLine() throws Exception {
    Commands.Ended ended = afdp.onState("logs", "Foo", "staging");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .hasLineCount(1)
        .contains("(SERVICE): ServiceName: expected text that matches ", ", found 'Foo'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "deploy checkout staging",
        "deploy checkout staging --wait --timeout 1h30m",
        "abort 01890a5d-ac96-774b-bcce-b302099a8057 --wait --timeout 15m",
        "approve 01890a5d-ac96-774b-bcce-b302099a8057 --yes",
        "incident broken --service checkout",
        "url checkout staging",
        "get 01890a5d-ac96-774b-bcce-b302099a8057 --watch",
        "dlq list",
        "dlq redrive --all",
        "token"
      })
  void whereNoPlatformRunsACommandSaysSoInOneLineAndMakesNone(String line) throws Exception {
    ended(ExitCode.UNREACHABLE, afdp.onState(line.split(" ")), "afdp up");
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rebuild",
        "ledger repair",
        "ledger leave-out approval-logs 1",
        "ledger lower-mark approval-logs --reason lost"
      })
  void withoutAPlatformACommandSaysSoInOneLineAndMakesNone(String line) throws Exception {
    refused(afdp.onState(line.split(" ")), "afdp up");
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void withoutAPlatformThereIsNoVerdictOnItsLedgers() throws Exception {
    Commands.Ended ended = afdp.onState("verify");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).hasLineCount(1).contains("no platform is in ", "afdp up");
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void theHookScriptIsPrintedAsItIsInstalled() throws Exception {
    Commands.Ended ended = afdp.run("hook", "script");
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .startsWith("#!/bin/sh\n")
        .contains("git config afdp.secretFile")
        .endsWith("\nexit 0");
  }

  @Test
  void anErrorInADescriptorHasItsFileItsLineAndWhatWasExpected() throws Exception {
    Path descriptor = folder.resolve("afdp.yaml");
    Files.writeString(
        descriptor,
        """
        apiVersion: afdp/v1
        service: checkout
        run:
          command: [jwebserver]
          replica: 2
        """);
    Commands.Ended ended = afdp.run("lint");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).contains("afdp.yaml:5").contains("expected");
    Commands.Ended json = afdp.run("lint", "--json");
    assertThat(json.json().path("problems").get(0).path("line").asInt()).isEqualTo(5);
    refused(afdp.run("lint", "nowhere"), "no such file");
  }

  @Test
  void whatInitWritesIsValidAndStays() throws Exception {
    refused(afdp.run("init"), "is no Git repository");
    Files.createDirectory(folder.resolve(".git"));
    refused(afdp.run("init"), "is no Git repository");
    new StockGit(folder, Map.of()).run("init", "--quiet");
    refused(afdp.run("init"), "missing: one of Procfile, package.json, ");
    assertThat(folder.resolve("afdp.yaml")).doesNotExist();
    Files.writeString(folder.resolve("index.html"), "hello");
    Commands.Ended written = afdp.run("init", "--service", "checkout", "--json");
    assertThat(written.code()).isZero();
    assertThat(written.json().path("service").asText()).isEqualTo("checkout");
    Commands.Ended lint = afdp.run("lint", "--json");
    assertThat(lint.code()).isZero();
    assertThat(lint.json().path("service").asText()).isEqualTo("checkout");
    refused(afdp.run("init"), "--force");
    assertThat(afdp.run("init", "--service", "No Name", "--force").code()).isEqualTo(2);
    Files.createDirectories(folder.resolve("services/cart/public"));
    Files.writeString(folder.resolve("services/cart/public/index.html"), "hello");
    assertThat(afdp.run("init", "services/cart", "--json").json().path("service").asText())
        .isEqualTo("cart");
    assertThat(folder.resolve("services/cart/afdp.yaml"))
        .content()
        .contains("workingDirectory: public");
    refused(afdp.run("init", "nowhere"), "expected a folder, found none");
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Commands.Ended ended =
          afdp.onState("up", "--port", "gateway=" + port, "--temporal", "in_process");
      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.err().lines().toList().getLast()).contains(port);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "verify",
        "verify ledgers/approval-logs.git --policy no-digest",
        "verify nowhere/trust-policy.git --policy "
            + "0000000000000000000000000000000000000000000000000000000000000000",
        "verify Nonsense=nowhere --policy "
            + "0000000000000000000000000000000000000000000000000000000000000000"
      })
  void whatCannotBeJudgedHasNoVerdict(String line) throws Exception {
    Commands.Ended ended = afdp.onState(line.split(" "));
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines().toList()).hasSize(1);
  }

  private static void refused(Commands.Ended ended, String reason) {
    ended(ExitCode.REFUSED, ended, reason);
  }

  private static void ended(ExitCode code, Commands.Ended ended, String reason) {
    assertThat(ended.code()).as(ended.err()).isEqualTo(code.code());
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines().toList()).hasSize(1).first().asString().contains(reason);
  }
}

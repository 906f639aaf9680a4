package com.caiatech.afdp.infra.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.caiatech.afdp.infra.AfdpCommands;
import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Every argument of every command takes words that are no name, id, path or address, and answers
/// with one line and an exit code of the table, or does what it is there for.
class HostileArgumentsTest {
  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          "Foo",
          "../../etc/passwd",
          "-1",
          "99999999999999999999",
          "\u001b[2Jx",
          "line\nbreak",
          "ä\ud83d\ude00",
          "http://[",
          "http:",
          "ftp://127.0.0.1:1/x",
          "git://127.0.0.1:1/x",
          "ssh://-oProxyCommand=x@127.0.0.1:1/x",
          "ext::sh -c id",
          "a=b=c",
          "%s%n",
          "@nothing",
          "00000000-0000-0000-0000-000000000000",
          "/",
          "/dev/null",
          "/proc/self/mem",
          "/etc/hostname/below",
          "x".repeat(3_000));

  /// What these start or change is not tried here beyond their options.
  private static final Pattern STARTS = Pattern.compile("up|demo|rebuild|generate|ledger .*");

  private static final Pattern TRACE =
      Pattern.compile("(?m)^\\s+at |^Caused by:|Exception in thread");
  private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";

  /// What needs no answer of the platform, or says another thing first.
  private static final Pattern LOCAL =
      Pattern.compile(
          "up|demo|rebuild|generate|verify|init|lint|register|annotate|query|save-query|diff|completion|version|token|url|logs"
              + "|(ledger|trust|hook|dlq|notify) .*");

  /// A good word for each kind of argument.
  private static final Map<String, String> GOOD =
      Map.ofEntries(
          Map.entry("SERVICE", "cart"),
          Map.entry("ENVIRONMENT", "staging"),
          Map.entry("DEPLOYMENT", ID),
          Map.entry("INCIDENT", ID),
          Map.entry("VOLUME", "approval-logs"),
          Map.entry("INDEX", "1"),
          Map.entry("ID", ID),
          Map.entry("FROM", "service:cart"),
          Map.entry("TO", "commit:shop:1"),
          Map.entry("THING", "service:cart"),
          Map.entry("TITLE", "broken"),
          Map.entry("TEXT", "retry"),
          Map.entry("CHANNEL", "ops"),
          Map.entry("PATH|URL", "nowhere"),
          Map.entry("SHELL", "bash"),
          Map.entry("HOLDER", "worker"),
          Map.entry("REPOSITORY", "cart"),
          Map.entry("COMMIT", "0".repeat(40)),
          Map.entry(
              "QUERY",
              Path.of("src/test/resources/query/services.graphql").toAbsolutePath().toString()),
          Map.entry("FOLDER", ".."),
          Map.entry("--commit", "0".repeat(40)),
          Map.entry("--head", "1:" + "0".repeat(64)),
          Map.entry("--service", "cart"),
          Map.entry("--series", "approval-logs"),
          Map.entry("--reason", "lost"),
          Map.entry("--ledgers", "nowhere"),
          Map.entry("--evidence", "nowhere"),
          Map.entry("--marks", "nowhere"));

  @TempDir Path folder;
  private HttpServer gateway;

  /// A gateway that refuses all, and what a platform leaves in its state folder.
  @BeforeEach
  void aPlatform() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          byte[] body = "{\"errors\":[{\"message\":\"refused\"}]}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(400, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    gateway.start();
    String url = "http://127.0.0.1:" + gateway.getAddress().getPort() + "/graphql";
    announce("state", url);
    announce("away", "http://127.0.0.1:1/graphql");
  }

  private void announce(String folderName, String url) throws IOException {
    Path state = Files.createDirectory(folder.resolve(folderName));
    Path token = Files.writeString(state.resolve("token"), "token");
    List<String> roles =
        List.of("viewer", "deployer", "approver", "incident-manager", "auditor", "admin");
    Map<String, String> tokens = new TreeMap<>();
    roles.forEach(role -> tokens.put(role, token.toString()));
    new Endpoints(
            url,
            url,
            url,
            url,
            "bolt://127.0.0.1:1",
            "127.0.0.1:1",
            Map.of("trust-policy", "git://127.0.0.1:1/ledgers/trust-policy.git"),
            Map.of(),
            "keys",
            "secret",
            tokens,
            ProcessHandle.current().pid())
        .write(state);
    new PlatformFile(state.resolve("platform.json"))
        .replace(new Platform("afdp", List.of(), List.of(), List.of(), List.of()));
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
  }

  @Test
  void everyCommandAnswersHostileWordsWithOneLine() throws Exception {
    List<List<String>> lines = new ArrayList<>();
    collect(
        new CommandLine(AfdpCommands.whole()),
        List.of(),
        (spec, name) -> hostile(spec, name, lines));
    assertThat(lines).hasSizeGreaterThan(800);
    assertEndPlainly(lines);
  }

  @Test
  void everyCommandSaysWhatIsMissingAndWhatIsTooMuch() throws Exception {
    List<List<String>> lines = new ArrayList<>();
    collect(
        new CommandLine(AfdpCommands.whole()),
        List.of(),
        (spec, name) -> {
          List<String> tooMuch = new ArrayList<>(line(spec, name));
          tooMuch.add("--no-such-option");
          lines.add(tooMuch);
          if (spec.args().stream().anyMatch(HostileArgumentsTest::isDemanded)) {
            lines.add(name);
          }
        });
    assertEndPlainly(lines, "--help", ManyCommands.END + ExitCode.USAGE.code());
  }

  @Test
  void everyCommandThatNeedsThePlatformSaysThatItDoesNotAnswer() throws Exception {
    List<List<String>> lines = new ArrayList<>();
    collect(
        new CommandLine(AfdpCommands.whole()),
        List.of(),
        (spec, name) -> {
          if (!LOCAL.matcher(String.join(" ", name)).matches()) {
            List<String> line = new ArrayList<>(line(spec, name));
            line.removeIf(word -> word.startsWith("--state="));
            line.add("--state=" + folder.resolve("away"));
            if (spec.findOption("--yes") != null) {
              line.add("--yes");
            }
            lines.add(line);
          }
        });
    assertEndPlainly(
        lines,
        "does not answer; is the platform up?",
        ManyCommands.END + ExitCode.UNREACHABLE.code());
  }

  /// Runs the lines, each of which has to end plainly and to say the texts.
  private void assertEndPlainly(List<List<String>> lines, String... texts) throws Exception {
    List<String> ended = run(lines);
    SoftAssertions all = new SoftAssertions();
    for (int i = 0; i < lines.size(); i++) {
      all.assertThat(ended.get(i))
          .as("%.300s", lines.get(i))
          .satisfies(HostileArgumentsTest::isPlain)
          .satisfies(told -> List.of(texts).forEach(text -> assertThat(told).contains(text)));
    }
    all.assertAll();
  }

  private List<String> run(List<List<String>> lines) throws Exception {
    Path file = folder.resolve("lines");
    List<String> written = new ArrayList<>();
    for (List<String> line : lines) {
      written.add(new ObjectMapper().writeValueAsString(line));
    }
    Files.write(file, written);
    List<String> ended = run(file);
    assertThat(ended).hasSameSizeAs(lines);
    return ended;
  }

  /// @param ended what a command told on stderr, and its exit code
  private static void isPlain(String ended) {
    int code = Integer.parseInt(ended.substring(ended.lastIndexOf(' ') + 1).strip());
    assertThat(ExitCode.table()).containsKey(Integer.toString(code));
    assertThat(TRACE.matcher(ended).find()).isFalse();
    assertThat(ended).doesNotContain("nobody foresaw", "\u001b");
    if (code != 0) {
      assertThat(ended.lines().filter(line -> line.startsWith("afdp ")).count()).isEqualTo(1);
      assertThat(ended.lines().toList()).hasSizeLessThanOrEqualTo(4);
    }
  }

  /// Gives every command that does something, and its name.
  private static void collect(
      CommandLine command, List<String> name, BiConsumer<CommandSpec, List<String>> each) {
    for (Map.Entry<String, CommandLine> below : command.getSubcommands().entrySet()) {
      List<String> words = new ArrayList<>(name);
      words.add(below.getKey());
      collect(below.getValue(), words, each);
    }
    if (!name.isEmpty() && command.getSubcommands().isEmpty()) {
      each.accept(command.getCommandSpec(), name);
    }
  }

  private void hostile(CommandSpec spec, List<String> name, List<List<String>> lines) {
    for (ArgSpec argument : spec.args()) {
      if (argument.arity().max() > 0 && !startsSomewhere(name, argument)) {
        WORDS.forEach(word -> lines.add(line(spec, name, argument, word)));
      }
    }
  }

  /// Whether it would start a platform, or generate one, in a folder of that name.
  private static boolean startsSomewhere(List<String> name, ArgSpec argument) {
    return name.contains("generate")
        ? argument.isPositional()
        : isState(argument) && (name.contains("up") || name.contains("demo"));
  }

  private static boolean isState(ArgSpec argument) {
    return argument instanceof OptionSpec option && option.longestName().equals("--state");
  }

  private static boolean isDemanded(ArgSpec argument) {
    return argument.group() == null
        && (argument.required() || (argument.isPositional() && argument.arity().min() > 0));
  }

  /// Whether the one is demanded where the other is given.
  private static boolean isDemandedBeside(ArgSpec argument, @Nullable ArgSpec given) {
    return given != null
        && given.group() != null
        && !given.group().exclusive()
        && given.group().equals(argument.group())
        && argument.required();
  }

  /// The command with good words for what it requires.
  private List<String> line(CommandSpec spec, List<String> name) {
    return line(spec, name, null, "");
  }

  /// The command with good words for what it requires, and one hostile.
  private List<String> line(
      CommandSpec spec, List<String> name, @Nullable ArgSpec hostile, String word) {
    List<String> line = new ArrayList<>(name);
    for (ArgSpec argument : spec.args()) {
      if (argument.equals(hostile)) {
        line.add(argument instanceof OptionSpec option ? option.longestName() + "=" + word : word);
      } else if (isDemanded(argument) || isDemandedBeside(argument, hostile)) {
        String good =
            GOOD.get(
                argument instanceof OptionSpec option
                    ? option.longestName()
                    : argument.paramLabel());
        line.add(argument instanceof OptionSpec option ? option.longestName() + "=" + good : good);
      }
    }
    if (spec.findOption("--state") != null && (hostile == null || !isState(hostile))) {
      boolean starts = STARTS.matcher(String.join(" ", name)).matches();
      line.add("--state=" + (starts ? folder.resolve("lines/none") : folder.resolve("state")));
    }
    return line;
  }

  private List<String> run(Path file) throws IOException, InterruptedException {
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dstderr.encoding=UTF-8",
                "-Dlogback.configurationFile=logback.xml", // the product's, not that of a module's
                // tests
                "-cp",
                System.getProperty("java.class.path"),
                ManyCommands.class.getName(),
                file.toString())
            .directory(Files.createDirectories(folder.resolve("here")).toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).as(Files.readString(err)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> ended = new ArrayList<>();
    StringBuilder one = new StringBuilder();
    for (String line : Files.readAllLines(err)) {
      one.append(line).append('\n');
      if (line.startsWith(ManyCommands.END)) {
        ended.add(one.toString());
        one.setLength(0);
      }
    }
    return ended;
  }
}

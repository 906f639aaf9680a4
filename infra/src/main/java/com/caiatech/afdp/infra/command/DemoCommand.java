package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.infra.demo.DemoEnds;
import com.caiatech.afdp.infra.demo.DemoHistory;
import com.caiatech.afdp.infra.demo.DemoStory;
import com.caiatech.afdp.infra.demo.RepositoryStory;
import com.caiatech.afdp.infra.runner.Runner;
import java.io.Console;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Tells a true story on this machine: a fault is shipped, seen, traced and taken back.
@Command(
    name = "demo",
    description =
        "Tells a true story on this machine: a fault is shipped, seen, traced and taken back.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  afdp demo",
      "  afdp demo --state /tmp/story --yes",
      "  afdp demo --repo ~/src/website"
    })
public final class DemoCommand implements Callable<ExitCode> {
  @Mixin private final StateOptions options = new StateOptions();

  @Mixin private final PlatformOptions platform = new PlatformOptions();

  @Nullable
  @Option(
      names = "--repo",
      paramLabel = "PATH",
      description =
          "Tell it on this Git repository, served as a static site; its fault is assumed.")
  private Path repository;

  @Option(names = "--yes", description = "Ask nothing, and end after the story.")
  private boolean yes;

  @Override
  public ExitCode call() {
    long started = System.nanoTime();
    DemoFolder folder = DemoFolder.choose(options);
    Consumer<String> tell = options.json() ? Terminal::progress : Terminal::data;
    return Foreground.run(
        platform.on(folder.state()),
        running -> {
          DemoEnds ends = play(running.runner(), folder, tell);
          if (options.json()) {
            Terminal.data(ends.toJson().toString());
          } else {
            tell.accept(LastScreen.of(running.runner().endpoints(), folder.state(), ends));
          }
          Terminal.progress("told in %.1f s".formatted((System.nanoTime() - started) / 1e9));
          if (!yes && onTerminal()) {
            Terminal.progress("the platform stays up for your own queries; Ctrl-C stops it");
            running.untilAskedToStop();
          }
          return ExitCode.DONE;
        });
  }

  private DemoEnds play(Runner runner, DemoFolder folder, Consumer<String> tell) {
    if (repository == null) {
      return new DemoStory(runner, tell).play(folder.sources(), new DemoHistory(Instant.now()));
    }
    return new RepositoryStory(runner, tell).play(folder.sources(), repository);
  }

  @SuppressWarnings("SystemConsoleNull") // null only before JDK 22, but declared so
  private static boolean onTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}

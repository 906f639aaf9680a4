package com.caiatech.afdp.infra.benchmark.micro;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.command.CommandRunner;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
import org.openjdk.jmh.util.UnCloseablePrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of the micro benchmarks: a table, or JSON, on stdout; JMH's progress on stderr.
///
/// Both sides of a pair run one after the other on one thread, each in a fresh process. Compared
/// are the medians of the iterations, which a busy machine moves least.
@Command(
    name = "microbenchmark",
    description = {
      "Measures single operations, each beside its peer or its physical limit.",
      "All pairs take about two minutes, in which the machine should do nothing else."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:failed", "2:wrong usage"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  infra/microbenchmark",
      "  infra/microbenchmark --only commit,merkle --iterations 10 --millis 1000 --json"
    })
public final class Microbenchmark implements Callable<ExitCode> {
  @Option(
      names = "--only",
      split = ",",
      description = "Any of ${COMPLETION-CANDIDATES}; default: all.")
  private Set<Pair> pairs = EnumSet.allOf(Pair.class);

  @Option(
      names = "--forks",
      defaultValue = "1",
      description =
          "Processes for each side; 0 measures in this one, for trying only. Default: ${DEFAULT-VALUE}.")
  private int forks;

  @Option(
      names = "--warmup",
      defaultValue = "15",
      description = "Iterations before what counts. Default: ${DEFAULT-VALUE}.")
  private int warmup;

  @Option(
      names = "--iterations",
      defaultValue = "5",
      description = "Iterations that count. Default: ${DEFAULT-VALUE}.")
  private int iterations;

  @Option(
      names = "--millis",
      defaultValue = "500",
      description = "How long one iteration lasts. Default: ${DEFAULT-VALUE}.")
  private int millis;

  @Option(names = "--json", description = "Print JSON instead of the table.")
  private boolean json;

  /// Runs the benchmarks and exits with the code.
  public static void main(String[] arguments) {
    System.exit(CommandRunner.run(new Microbenchmark(), arguments));
  }

  @Override
  public ExitCode call() {
    requireAtLeast("--forks", 0, forks);
    requireAtLeast("--warmup", 0, warmup);
    requireAtLeast("--iterations", 1, iterations);
    requireAtLeast("--millis", 1, millis);
    List<Comparison> comparisons;
    try {
      comparisons = measure();
    } catch (RunnerException | UnsupportedEncodingException failed) {
      throw new InfraException.Unavailable("measuring failed: " + failed.getMessage(), failed);
    }
    if (json) {
      ObjectNode report = JsonNodeFactory.instance.objectNode();
      report.put("processors", Runtime.getRuntime().availableProcessors());
      comparisons.forEach(comparison -> report.withArray("pairs").add(comparison.toJson()));
      System.out.println(report);
    } else {
      System.out.print(Comparison.heading());
      comparisons.forEach(comparison -> System.out.print(comparison.text()));
    }
    return ExitCode.DONE;
  }

  private static void requireAtLeast(String option, int lowest, int found) {
    if (found < lowest) {
      throw new InfraException.WrongUsage(
          option + ": expected at least " + lowest + ", found " + found);
    }
  }

  private List<Comparison> measure() throws RunnerException, UnsupportedEncodingException {
    OutputFormat progress =
        OutputFormatFactory.createFormatInstance(
            new UnCloseablePrintStream(System.err, Charset.defaultCharset()), VerboseMode.NORMAL);
    Map<String, Statistics> measured = new HashMap<>();
    for (RunResult result : new Runner(options(), progress).run()) {
      measured.put(result.getParams().getBenchmark(), result.getPrimaryResult().getStatistics());
    }
    return pairs.stream()
        .sorted()
        .map(
            pair ->
                new Comparison(
                    pair,
                    Objects.requireNonNull(measured.get(pair.oursName())),
                    Objects.requireNonNull(measured.get(pair.besideName()))))
        .toList();
  }

  private Options options() {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .threads(1)
            .forks(forks)
            .warmupIterations(warmup)
            .warmupTime(TimeValue.milliseconds(millis))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.milliseconds(millis))
            .shouldFailOnError(true);
    pairs.forEach(pair -> options.include(pair.include()));
    return options.build();
  }
}

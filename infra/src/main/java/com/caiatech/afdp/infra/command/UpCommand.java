package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.bootstrap.KeyHolder;
import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.client.Terminal;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.platform.EffectivePlatform;
import com.caiatech.afdp.schemas.platform.Hook;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.SchemaVersion;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Starts everything on this machine, in the foreground, on loopback.
@Command(
    name = "up",
    description = "Starts everything on this machine, in the foreground, on loopback.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp up", "  afdp up --state /var/lib/afdp --port gateway=8080 --json"})
public final class UpCommand implements Callable<ExitCode> {
  @Mixin private final StateOptions options = new StateOptions();

  @Mixin private final PlatformOptions platform = new PlatformOptions();

  @Override
  public ExitCode call() {
    long started = System.nanoTime();
    return Foreground.run(
        platform.on(options.state()),
        running -> {
          Endpoints endpoints = running.runner().endpoints();
          Terminal.data(options.json() ? endpoints.toJson() : text(endpoints));
          Terminal.progress(
              "ready after %.1f s; Ctrl-C stops it".formatted((System.nanoTime() - started) / 1e9));
          tellFormerTokens(new StateLayout(options.state()));
          tellMissingRoot(new StateLayout(options.state()));
          List<KeyHolder> withoutSay = running.runner().withoutSay();
          tellWithoutSay(withoutSay);
          if (!withoutSay.contains(KeyHolder.WORKER)) {
            tellUngranted(running.runner().ungranted());
          }
          tellLeftOut(running.runner().effective());
          running.untilAskedToStop();
          Terminal.progress("stopping");
          return ExitCode.DONE;
        });
  }

  /// Says that whoever kept a token of before is refused with it.
  static void tellFormerTokens(StateLayout layout) {
    if (Files.exists(layout.formerTokens())) {
      Terminal.progress(
          "the tokens in %s are those of an older version and count no more; each local person has a new one, see: afdp token --help. Delete that file"
              .formatted(layout.formerTokens()));
    }
  }

  /// Says what a root key that is not there is needed for: it may be kept elsewhere, or lost.
  static void tellMissingRoot(StateLayout layout) {
    if (!Files.exists(layout.rootKey())) {
      Terminal.progress(
          "no root key is in %s: records are written and judged as before, and what the trust policy says stays as it is until one signs. Where root keys are kept elsewhere, name them then with --root-key; if it was lost, restore that file from a backup"
              .formatted(layout.rootKey()));
    }
  }

  /// Says what to run where a key was lost and made anew, or ends by the trust policy.
  static void tellWithoutSay(List<KeyHolder> holders) {
    for (KeyHolder holder : holders) {
      String name = holder.name().toLowerCase(Locale.ROOT);
      Terminal.progress(
          "the trust policy does not name the key of the %s for what is to come: %s. Stop this, and restore the key, or run: afdp trust rotate %s"
              .formatted(
                  name,
                  holder == KeyHolder.WORKER
                      ? "nothing can be recorded"
                      : "what people ask for is refused",
                  name));
    }
  }

  /// Says what to run where the trust policy is from before there was a kind of record.
  static void tellUngranted(List<SchemaVersion> ungranted) {
    if (!ungranted.isEmpty()) {
      Terminal.progress(
          "the trust policy lets the worker sign no %s: what writes them is refused. Stop this, and run: afdp trust grant --missing"
              .formatted(
                  ungranted.stream().map(SchemaVersion::text).collect(Collectors.joining(", "))));
    }
  }

  /// Names the registrations in the ledger that have no effect here, and why, and webhooks of
  /// repositories that are not known.
  private static void tellLeftOut(EffectivePlatform effective) {
    Platform platform = effective.platform();
    for (Hook hook : platform.hooks()) {
      if (hook.repository() instanceof PushSource.Source(RepositoryName name)
          && platform.repository(name).isEmpty()) {
        Terminal.progress(
            "webhook %s takes nothing yet: repository %s is neither configured nor registered"
                .formatted(hook.id(), name));
      }
    }
    effective
        .leftOut()
        .forEach(it -> Terminal.progress("registration without effect: " + it.message()));
    int more = effective.countLeftOut() - effective.leftOut().size();
    if (more > 0) {
      Terminal.progress("and %d more registrations without effect".formatted(more));
    }
  }

  private String text(Endpoints endpoints) {
    StringBuilder lines = new StringBuilder();
    lines.append("graphql       ").append(endpoints.graphql()).append(System.lineSeparator());
    lines
        .append("graphiql      ")
        .append(endpoints.graphql().replaceAll("/graphql$", "/graphiql"))
        .append(System.lineSeparator());
    lines.append("health        ").append(endpoints.health()).append(System.lineSeparator());
    lines.append("metrics       ").append(endpoints.metrics()).append(System.lineSeparator());
    lines.append("temporal      ").append(endpoints.temporal()).append(System.lineSeparator());
    lines.append("bolt          ").append(endpoints.bolt()).append(System.lineSeparator());
    endpoints
        .repositories()
        .forEach(
            (name, url) ->
                lines.append("push to       ").append(url).append(System.lineSeparator()));
    return lines.append("state         ").append(options.state()).toString();
  }
}

package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.ExitCode;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.StateLayout;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.workers.notification.ConfiguredChannel;
import com.caiatech.afdp.workers.notification.Delivery;
import com.caiatech.afdp.workers.notification.Event;
import com.caiatech.afdp.workers.notification.EventKind;
import com.caiatech.afdp.workers.notification.NotificationSettings;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Sends one event that never happened, so that whoever configures a channel sees it arrive.
@Command(
    name = "test",
    description = {
      "Sends an event that never happened to one channel, once, and tells what came of it.",
      "Its values are the names of the places that a text may have. No platform has to run."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  afdp notify test ops", "  afdp notify test ops --event incident.opened --json"})
public final class NotifyTestCommand implements Callable<ExitCode> {
  @Mixin private final StateOptions options = new StateOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it before call
  @Parameters(paramLabel = "CHANNEL", description = "The channel's name.")
  private String channel;

  @Option(
      names = "--event",
      paramLabel = "EVENT",
      defaultValue = "deployment.failed",
      description = "The kind of event; default: ${DEFAULT-VALUE}.")
  private String event = "deployment.failed";

  @Nullable
  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The file with the channels; default: notifications.yaml of the state folder.")
  private Path file;

  @Override
  public ExitCode call() throws InterruptedException {
    EventKind kind = kind();
    StateLayout layout = new StateLayout(options.state());
    Path configuration = file == null ? layout.notifications() : file;
    if (!Files.exists(configuration)) {
      throw new InfraException.Refused(
          "expected the channels of notifications in %s, found no file; nothing was sent"
              .formatted(configuration));
    }
    List<ConfiguredChannel> channels =
        NotificationSettings.read(
                configuration, new PlatformFile(layout.platform()), Clock.systemUTC())
            .channels();
    ConfiguredChannel tried =
        channels.stream()
            .filter(it -> it.name().equals(channel))
            .findFirst()
            .orElseThrow(
                () ->
                    new InfraException.Refused(
                        "expected one of the channels %s of %s, found '%s'; nothing was sent"
                            .formatted(
                                channels.stream().map(ConfiguredChannel::name).toList(),
                                configuration,
                                channel)));
    Event sample = Event.sample(kind, Instant.now());
    if (!tried.channel().concerns(sample)) {
      throw new InfraException.Refused(
          "channel %s tells of commits alone, and the sample has none; nothing was sent"
              .formatted(channel));
    }
    return tell(sample, tried.channel().send(sample));
  }

  private EventKind kind() {
    try {
      return EventKind.of(event);
    } catch (IllegalArgumentException unknown) {
      throw new InfraException.WrongUsage("--event: " + unknown.getMessage());
    }
  }

  private ExitCode tell(Event sample, Delivery delivery) {
    return switch (delivery) {
      case Delivery.Taken _ -> told(sample, "taken", "");
      case Delivery.Failed(String reason, Duration _) -> told(sample, "failed", reason);
      case Delivery.Refused(String reason) -> told(sample, "refused", reason);
    };
  }

  private ExitCode told(Event sample, String result, String reason) {
    options.print(
        JsonNodeFactory.instance
            .objectNode()
            .put("channel", channel)
            .put("event_id", sample.id())
            .put("result", result)
            .put("reason", reason),
        "channel %s: %s was %s%s"
            .formatted(channel, sample.id(), result, reason.isEmpty() ? "" : ": " + reason));
    return result.equals("taken") ? ExitCode.DONE : ExitCode.FAILED;
  }
}

package com.caiatech.afdp.infra.command;

import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.client.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What every command shares that works on a state folder: which one, and how to print.
public sealed class StateOptions permits Session {
  @Nullable
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "The platform's state folder; default: $$AFDP_STATE, else $$XDG_STATE_HOME/afdp, else"
              + " ~/.local/state/afdp.")
  private Path state;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  /// The state folder in force.
  public Path state() {
    return state == null ? defaultState() : state.toAbsolutePath().normalize();
  }

  /// Whether the state folder was named on the command line or in the environment.
  boolean stateIsGiven() {
    return state != null || environment("AFDP_STATE").isPresent();
  }

  /// The state folder where none is named.
  public static Path defaultState() {
    return environment("AFDP_STATE")
        .map(Path::of)
        .or(() -> environment("XDG_STATE_HOME").map(home -> Path.of(home, "afdp")))
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state", "afdp"))
        .toAbsolutePath()
        .normalize();
  }

  /// The endpoints of the platform that runs on the state folder.
  public Endpoints endpoints() {
    return Endpoints.read(state());
  }

  /// Whether to print JSON.
  public boolean json() {
    return json;
  }

  /// Prints data: the JSON as it is with `--json`, else the text.
  public void print(JsonNode data, String text) {
    if (json) {
      Terminal.data(data.toString());
    } else {
      Terminal.report(text);
    }
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}

package com.caiatech.afdp.infra.generate;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.generate.model.Event;
import com.caiatech.afdp.infra.generate.model.Event.Environment;
import com.caiatech.afdp.infra.generate.model.Event.Place;
import com.caiatech.afdp.infra.generate.model.Organisation;
import com.caiatech.afdp.infra.generate.model.Scale;
import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.IncidentId;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is true, one JSON object a line; `infra/architecture/generator.md` tells its members.
/// Nothing of it stands in a record or a repository.
final class TruthFile implements AutoCloseable {
  /// Of the lines' members.
  private static final int VERSION = 1;

  private final Names names;
  private final List<SourceHistory> histories;
  private final BufferedWriter writer;
  private final Map<Integer, ObjectNode> untold = new HashMap<>();

  TruthFile(Path file, Names names, List<SourceHistory> histories) {
    this.names = names;
    this.histories = histories;
    try {
      this.writer = Files.newBufferedWriter(file);
    } catch (IOException failed) {
      throw failed(failed);
    }
  }

  void begin(Scale scale, Organisation organisation) {
    write(
        line("organisation")
            .put("version", VERSION)
            .put("seed", scale.seed())
            .put("deployments", scale.deployments())
            .put("commits", scale.commits())
            .put("services", scale.services())
            .put("people", scale.people())
            .put("days", scale.days())
            .put("from", scale.from().toString()));
    for (Organisation.Person person : organisation.people()) {
      write(
          line("person")
              .put("person", names.person(person.number()).value())
              .put("team", organisation.teams().get(person.team()))
              .put("joined", person.joined().toString()));
    }
    for (Organisation.Service service : organisation.services()) {
      for (Organisation.PlannedCheck check : service.checks()) {
        write(
            line("check")
                .put("service", service.name())
                .put("check", check.name())
                .put("flakiness", check.flakiness()));
      }
    }
  }

  void made(Event.FaultMade event) {
    ObjectNode line = placed(line("fault"), event.commit());
    line.put("symptom", event.fault().symptom().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("path", event.fault().path())
        .put("probability", event.fault().probability());
    ObjectNode terms = line.putObject("terms");
    event.fault().terms().forEach(term -> terms.put(term.name(), term.value()));
    write(line);
  }

  void ended(Event.FaultEnded event) {
    write(
        placed(line("fault-ended"), event.commit())
            .put(
                "by",
                histories.get(event.by().repository()).commit(event.by().position()).value()));
  }

  void failed(Event.CheckFailed event, DeploymentId deployment) {
    ObjectNode line =
        line("check-failed").put("deployment", deployment.value()).put("check", event.check());
    write(cause(line, event.cause()));
  }

  /// Waits for the incident's id, which it gets when it is told.
  void caused(Event.IncidentCaused event, @Nullable DeploymentId deployment) {
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("service", names.serviceName(event.service()).value())
            .put("environment", Names.environment(Environment.PRODUCTION).value())
            .put("startedAt", event.startedAt().toString())
            .put("deployment", deployment == null ? null : deployment.value());
    untold.put(event.incident(), cause(line, event.cause()));
  }

  void told(int incident, IncidentId id) {
    ObjectNode known = untold.remove(incident);
    if (known != null) {
      ObjectNode line = line("incident").put("incident", id.value());
      line.setAll(known);
      write(line);
    }
  }

  private ObjectNode cause(ObjectNode line, @Nullable Place cause) {
    if (cause == null) {
      line.putNull("cause");
    } else {
      placed(line.putObject("cause"), cause);
    }
    return line;
  }

  private ObjectNode placed(ObjectNode line, Place place) {
    return line.put("repository", names.repository(place.repository()).value())
        .put("commit", histories.get(place.repository()).commit(place.position()).value());
  }

  private static ObjectNode line(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private void write(ObjectNode line) {
    try {
      writer.write(line.toString());
      writer.write('\n');
    } catch (IOException failed) {
      throw failed(failed);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException failed) {
      throw failed(failed);
    }
  }

  private static InfraException failed(IOException cause) {
    return new InfraException.Unavailable(
        "writing the truth about a generated organisation failed: "
            + cause
            + "; what was generated is incomplete, delete the folder and try again",
        cause);
  }
}

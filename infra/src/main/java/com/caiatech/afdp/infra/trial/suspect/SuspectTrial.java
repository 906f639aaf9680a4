package com.caiatech.afdp.infra.trial.suspect;

import com.caiatech.afdp.graphmodel.migration.Migrations;
import com.caiatech.afdp.graphmodel.suspect.SuspectQuery;
import com.caiatech.afdp.graphmodel.suspect.SuspectWeights;
import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.generate.model.Event;
import com.caiatech.afdp.infra.generate.model.OrganisationModel;
import com.caiatech.afdp.infra.generate.model.Scale;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Value;

/// Has an organisation happen in a graph and asks for the suspects of each incident at the moment
/// at which it is first told: what is learned later is not there yet.
public final class SuspectTrial {
  private static final int MOST = 100;
  private static final String FIND = "MATCH (incident:Incident {id: $id})\n";
  private static final String RANKED =
      FIND + SuspectQuery.subquery("incident", "$first", "$weights", "ranked") + " RETURN ranked";
  private static final String EARLIER = FIND + earlier() + " RETURN suspects AS ranked";

  private final Driver driver;

  /// @param driver of a database that is emptied
  public SuspectTrial(Driver driver) {
    this.driver = driver;
    new Migrations(driver).apply();
  }

  private static String earlier() {
    try (InputStream file = SuspectTrial.class.getResourceAsStream("earlier.cypher")) {
      if (file == null) {
        throw new InfraException.Unavailable("Reading earlier.cypher: absent");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "Reading earlier.cypher failed: " + unreadable, unreadable);
    }
  }

  /// The incidents that a deployed commit caused.
  List<SuspectCase> cases(Scale scale) {
    driver.executableQuery("MATCH (n) WHERE NOT n:Migration DETACH DELETE n").execute();
    OrganisationModel model = new OrganisationModel(scale);
    OrganisationGraph graph = new OrganisationGraph(driver, model.organisation());
    Map<Integer, Event.Place> causes = new HashMap<>();
    List<SuspectCase> cases = new ArrayList<>();
    model.tell(
        event -> {
          graph.accept(event);
          if (event instanceof Event.IncidentCaused caused) {
            Event.Place cause = caused.cause();
            if (cause != null) {
              causes.put(caused.incident(), cause);
            }
          } else if (event instanceof Event.IncidentTold told
              && told.phase() == Event.Phase.OPENED) {
            Event.Place known = causes.get(told.incident());
            if (known != null) {
              graph.flush();
              cases.add(ask(graph, told.incident(), known));
            }
          }
        });
    return cases;
  }

  private SuspectCase ask(OrganisationGraph graph, int number, Event.Place place) {
    String id = OrganisationGraph.incident(number);
    String cause = OrganisationGraph.id(place.repository(), place.position());
    List<SuspectCase.Candidate> candidates =
        ranked(RANKED, id).stream().map(it -> candidate(graph, it)).toList();
    List<String> earlier =
        ranked(EARLIER, id).stream().map(it -> it.get("commitId").asString()).toList();
    return new SuspectCase(id, cause, candidates, earlier.indexOf(cause) + 1);
  }

  private List<Value> ranked(String statement, String id) {
    return driver
        .executableQuery(statement)
        .withParameters(Map.of("id", id, "first", MOST, "weights", SuspectWeights.standard()))
        .execute()
        .records()
        .getFirst()
        .get("ranked")
        .asList(value -> value);
  }

  private static SuspectCase.Candidate candidate(OrganisationGraph graph, Value suspect) {
    Map<String, Double> strengths = new HashMap<>();
    for (Value reason : suspect.get("reasons").values()) {
      strengths.put(reason.get("signal").asString(), reason.get("strength").asDouble());
    }
    Event.Committed commit = graph.commit(suspect.get("commitId").asString());
    return new SuspectCase.Candidate(
        suspect.get("commitId").asString(),
        suspect.get("inScope").asBoolean(),
        commit.at().toEpochMilli(),
        commit.changes().stream().mapToInt(it -> it.added() + it.deleted()).sum(),
        strengths);
  }
}

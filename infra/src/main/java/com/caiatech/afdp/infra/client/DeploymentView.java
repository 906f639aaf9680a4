package com.caiatech.afdp.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One deployment as it is at one moment.
///
/// @param event what its workflow told last; null where it was not asked
/// @param at when this was read
public record DeploymentView(
    JsonNode deployment, JsonNode opened, @Nullable JsonNode event, Instant at) {
  private static final int NAMES = 28;
  private static final String RUNNING = "RUNNING";
  private static final String RECORDED = "recorded";

  /// One of which the graph has no record, by what its workflow told last.
  static DeploymentView unrecorded(String deploymentId, JsonNode told) {
    ObjectNode known =
        JsonNodeFactory.instance
            .objectNode()
            .put("deploymentId", deploymentId)
            .put("status", told.path("status").asText(RUNNING))
            .put(RECORDED, false);
    return new DeploymentView(known, MissingNode.getInstance(), told, Instant.now());
  }

  /// With what its workflow told last.
  public DeploymentView with(JsonNode told) {
    return new DeploymentView(deployment, opened, told, at);
  }

  /// Whether nothing of it will change.
  public boolean ended() {
    return !status().equals(RUNNING);
  }

  /// What the graph says of it; where it has no record, what its workflow does.
  public String status() {
    return deployment.path("status").asText(RUNNING);
  }

  /// The steps of its plan; none before the plan stands.
  public List<StepProgress> steps() {
    return PlanProgress.of(deployment, opened.path("plan"), event, at);
  }

  /// A header, the tree of its steps, and how it ended.
  ///
  /// @param ticking whether to say how long goes on what goes on
  public List<Line> lines(boolean ticking) {
    List<Line> lines = new ArrayList<>(header(ticking));
    List<StepProgress> steps = steps();
    if (!steps.isEmpty()) {
      lines.add(Line.plain("plan " + deployment.path("planSha256").asText()));
    }
    for (int i = 0; i < steps.size(); i++) {
      addStep(lines, steps.get(i), i == steps.size() - 1, ticking);
    }
    addEnd(lines);
    return lines;
  }

  /// As JSON: the deployment, and its `plan` step by step.
  public ObjectNode json() {
    ObjectNode json = deployment.deepCopy();
    if (event != null) {
      json.set("phase", event.path("phase"));
      json.set("message", event.path("message"));
    }
    ArrayNode plan = json.putArray("plan");
    for (StepProgress step : steps()) {
      ObjectNode node =
          plan.addObject()
              .put("number", step.number())
              .put("name", step.name())
              .put("state", step.state().name());
      node.put("detail", step.detail());
      if (step.took() != null && ended()) {
        node.put("milliseconds", step.took().toMillis());
      }
    }
    return json;
  }

  private List<Line> header(boolean ticking) {
    List<Line> lines = recorded() ? asked(ticking) : unrecorded();
    for (JsonNode share : traffic()) {
      lines.add(Line.plain(field("traffic", share(share))));
    }
    return lines;
  }

  private boolean recorded() {
    return deployment.path(RECORDED).asBoolean(true);
  }

  private List<Line> unrecorded() {
    return new ArrayList<>(
        List.of(
            Line.plain(deployment.path("deploymentId").asText()),
            new Line(field("status", status() + where()), tone()),
            new Line(
                field(
                    "unrecorded",
                    "all of it: the graph has no record of it; this is what its workflow tells"),
                Line.Tone.BUSY)));
  }

  private List<Line> asked(boolean ticking) {
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.plain(
            "%s  %s of %s to %s"
                .formatted(
                    deployment.path("deploymentId").asText(),
                    deployment.path("type").asText("DEPLOY").toLowerCase(Locale.ROOT),
                    deployment.path("service").path("name").asText("-"),
                    deployment.path("environment").path("name").asText("-"))));
    lines.add(new Line(field("status", status() + where()), tone()));
    lines.add(Line.plain(field("by", PlanProgress.person(deployment.path("requestedBy")))));
    lines.add(Line.plain(field("at", deployment.path("requestedAt").asText("-") + age(ticking))));
    for (JsonNode source : deployment.path("sources")) {
      lines.add(Line.plain(field(role(source), version(source))));
    }
    return lines;
  }

  private void addStep(List<Line> lines, StepProgress step, boolean isLast, boolean ticking) {
    boolean showsTime = step.took() != null && (ticking || step.state().tone() != Line.Tone.BUSY);
    StringBuilder text = new StringBuilder(isLast ? "└─ " : "├─ ");
    text.append("%2d ".formatted(step.number()))
        .append(step.state().sign())
        .append(' ')
        .append(("%-" + NAMES + "s").formatted(step.name()))
        .append(' ')
        .append(step.state().text());
    if (!step.detail().isEmpty()) {
      text.append(", ").append(step.detail());
    }
    if (showsTime && step.took() != null) {
      text.append("  ").append(Durations.text(step.took()));
    }
    lines.add(new Line(text.toString(), step.state().tone()));
    for (String decision : step.decisions()) {
      lines.add(Line.plain((isLast ? "   " : "│  ") + "      " + decision));
    }
  }

  private void addEnd(List<Line> lines) {
    JsonNode reason = deployment.path("reason");
    if (reason.isTextual()) {
      lines.add(
          tone() == Line.Tone.BAD
              ? new Line(field("reason", reason.asText()), Line.Tone.BAD)
              : Line.plain(field("because", reason.asText())));
    }
    JsonNode restored = deployment.path("restored").path("deploymentId");
    if (restored.isTextual()) {
      lines.add(Line.plain(field("restored", restored.asText())));
    }
    for (JsonNode incident : deployment.path("causedIncidents")) {
      lines.add(
          new Line(
              field(
                  "caused",
                  incident.path("incidentId").asText()
                      + PlanProgress.because(incident.path("title"))),
              Line.Tone.BAD));
    }
  }

  private String where() {
    return event == null || (ended() && recorded())
        ? ""
        : ", %s: %s"
            .formatted(
                phase().toLowerCase(Locale.ROOT).replace('_', ' '), event.path("message").asText());
  }

  private String age(boolean ticking) {
    if (deployment.path("durationSeconds").isNumber()) {
      long seconds = deployment.path("durationSeconds").asLong();
      JsonNode served = deployment.path("servedAfterMillis");
      return ", took "
          + Durations.text(Duration.ofSeconds(seconds))
          + (served.isNumber()
              ? ", all traffic after " + Durations.text(Duration.ofMillis(served.asLong()))
              : "");
    }
    JsonNode since = deployment.path("requestedAt");
    return ticking && !ended() && since.isTextual()
        ? ", since " + Durations.text(Duration.between(Instant.parse(since.asText()), at))
        : "";
  }

  private Line.Tone tone() {
    return switch (status()) {
      case RUNNING -> Line.Tone.BUSY;
      case "SUCCEEDED" -> Line.Tone.GOOD;
      default -> Line.Tone.BAD;
    };
  }

  private String phase() {
    return event == null ? "" : event.path("phase").asText();
  }

  /// As the workflow told it last, else after the last step.
  private JsonNode traffic() {
    JsonNode told = event == null ? deployment.path("nothing") : event.path("traffic");
    JsonNode steps = deployment.path("steps");
    return told.isEmpty() && !steps.isEmpty() ? steps.get(steps.size() - 1).path("traffic") : told;
  }

  private String share(JsonNode share) {
    JsonNode told = share.path("deploymentId");
    String id = (told.isTextual() ? told : share.path("deployment").path("deploymentId")).asText();
    boolean isThis = id.equals(deployment.path("deploymentId").asText());
    return "%3d %% %s".formatted(share.path("weight").asInt(), isThis ? "this deployment" : id);
  }

  private static String role(JsonNode source) {
    return source.path("role").asText().toLowerCase(Locale.ROOT);
  }

  private static String version(JsonNode source) {
    return "%.12s %s (+%s −%s commits)"
        .formatted(
            source.path("commit").path("sha").asText(),
            source.path("commit").path("subject").asText(""),
            source.path("shippedCount").asText("0"),
            source.path("withdrewCount").asText("0"));
  }

  private static String field(String name, String value) {
    return "  %-13s %s".formatted(name, value);
  }
}

package com.caiatech.afdp.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How far a plan is, step by step, out of the deployment's records and of what its workflow tells.
/// A kind of step that is not named here is known by the records that bear its name, and was done
/// where a step behind it was.
final class PlanProgress {
  private static final String RESTORE = "restore";
  private static final Set<String> SETTINGS_ELSEWHERE = Set.of("type", "within_millis");

  private final JsonNode deployment;
  private final JsonNode plan;
  private final String phase;
  private final int told;
  private final Instant now;
  private final Set<JsonNode> used = new HashSet<>();
  private final List<Found> found = new ArrayList<>();

  /// What records say of a step.
  private record Found(
      JsonNode step,
      @Nullable StepState state,
      String detail,
      @Nullable Instant began,
      @Nullable Instant ended,
      List<String> decisions) {
    boolean is(String type) {
      return step.path("type").asText().equals(type);
    }
  }

  private PlanProgress(JsonNode deployment, JsonNode plan, @Nullable JsonNode event, Instant now) {
    this.deployment = deployment;
    this.plan = plan;
    this.phase = event == null ? "" : event.path("phase").asText();
    this.told = event == null ? 0 : event.path("step").asInt();
    this.now = now;
    plan.path("steps").forEach(step -> found.add(find(step)));
  }

  /// @param plan of the opened manifest; missing before it is made
  /// @param event what the workflow told last; null where it was not asked
  static List<StepProgress> of(
      JsonNode deployment, JsonNode plan, @Nullable JsonNode event, Instant now) {
    return new PlanProgress(deployment, plan, event, now).steps();
  }

  private List<StepProgress> steps() {
    int last = lastRecorded();
    int current = deployment.path("status").asText().equals("RUNNING") ? current(last) : -1;
    List<StepProgress> steps = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Found step = found.get(i);
      StepState state = step.state != null ? step.state : unrecorded(step, i, last, current);
      steps.add(
          new StepProgress(
              i + 1, name(step.step), state, step.detail, took(step, state, last), step.decisions));
    }
    return steps;
  }

  /// The last step of the way forward that left a record.
  private int lastRecorded() {
    int last = -1;
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).state != null && !found.get(i).is(RESTORE)) {
        last = i;
      }
    }
    return last;
  }

  private StepState unrecorded(Found step, int at, int last, int current) {
    if (at < last) {
      return StepState.DONE;
    }
    if (current < 0) {
      boolean closed = step.is("close") && deployment.path("closedAt").isTextual();
      return closed || (succeeded() && !step.is(RESTORE)) ? StepState.DONE : StepState.NOT_REACHED;
    }
    if (at == current) {
      return waits(step) ? StepState.WAITING : StepState.RUNNING;
    }
    if (step.is(RESTORE)) {
      return at < current ? StepState.NOT_REACHED : StepState.TO_COME;
    }
    if (at > current) {
      return StepState.TO_COME;
    }
    return goesBack() ? StepState.NOT_REACHED : StepState.DONE;
  }

  private int current(int last) {
    if (goesBack()) {
      Found restore = found.stream().filter(it -> it.is(RESTORE)).findFirst().orElse(null);
      boolean restored = restore == null || restore.state != null || phase.equals("CLOSING");
      return index(restored ? "close" : RESTORE);
    }
    int next = Math.max(last + 1, told - 1);
    return phase.equals("CLOSING") ? Math.max(next, index("confirm")) : next;
  }

  private boolean goesBack() {
    return phase.equals("RESTORING")
        || found.stream()
            .anyMatch(it -> it.state == StepState.FAILED || (it.is(RESTORE) && it.state != null));
  }

  private int index(String type) {
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).is(type)) {
        return i;
      }
    }
    return found.size();
  }

  private boolean succeeded() {
    return deployment.path("status").asText().equals("SUCCEEDED");
  }

  private boolean waits(Found step) {
    return step.is("approve") || phase.startsWith("AWAITING") || phase.startsWith("PAUSED");
  }

  private @Nullable Duration took(Found step, StepState state, int last) {
    if (step.began != null && step.ended != null) {
      return Duration.between(step.began, step.ended);
    }
    if (state != StepState.RUNNING && state != StepState.WAITING) {
      return null;
    }
    Instant since = last < 0 ? null : found.get(last).ended;
    Instant opened = instant(deployment.path("openedAt"));
    Instant began = since == null ? opened : since;
    return began == null || began.isAfter(now) ? null : Duration.between(began, now);
  }

  private Found find(JsonNode step) {
    return switch (step.path("type").asText()) {
      case "check" -> check(step);
      case "approve" -> approvals(step);
      default -> recorded(step, step.path("type").asText());
    };
  }

  /// Of one that was skipped a step tells, whatever its result.
  private Found check(JsonNode step) {
    String title = "check-" + step.path("stage").asText() + "-" + step.path("name").asText();
    Found skipped = recorded(step, title);
    if (skipped.state != null) {
      return skipped;
    }
    for (JsonNode check : deployment.path("checks")) {
      boolean same =
          check.path("name").equals(step.path("name"))
              && check.path("stage").asText().equalsIgnoreCase(step.path("stage").asText());
      if (same && used.add(check)) {
        return outcome(step, check, check.path("status").asText().equals("PASSED"), why(check));
      }
    }
    return new Found(step, null, "", null, null, List.of());
  }

  private static String why(JsonNode check) {
    String status = check.path("status").asText();
    return switch (status) {
      case "PASSED" -> "";
      case "FAILED" -> check.path("reason").asText("");
      default -> status.toLowerCase(Locale.ROOT) + because(check.path("reason"));
    };
  }

  private Found recorded(JsonNode step, String title) {
    for (JsonNode record : deployment.path("steps")) {
      String name = record.path("name").asText();
      if ((name.equals(title) || name.startsWith(title + "-")) && used.add(record)) {
        boolean succeeded = record.path("result").asText().equals("SUCCEEDED");
        return outcome(step, record, succeeded, record.path("detail").asText(""));
      }
    }
    return new Found(step, null, "", null, null, List.of());
  }

  private static Found outcome(JsonNode step, JsonNode record, boolean good, String detail) {
    return new Found(
        step,
        good ? StepState.DONE : StepState.FAILED,
        detail,
        instant(record.path("startedAt")),
        instant(record.path("endedAt")),
        List.of());
  }

  private Found approvals(JsonNode step) {
    String rule = step.path("rule").asText();
    int wanted = minimum(rule);
    Set<String> approving = new HashSet<>();
    List<String> decisions = new ArrayList<>();
    boolean rejected = false;
    Instant last = null;
    for (JsonNode approval : deployment.path("approvals")) {
      if (approval.path("rule").asText().equals(rule)) {
        String decision = approval.path("decision").asText();
        String who = person(approval.path("decidedBy"));
        rejected |= decision.equals("REJECTED");
        if (!decision.equals("REJECTED")) {
          approving.add(approval.path("decidedBy").path("personId").asText());
        }
        last = instant(approval.path("decidedAt"));
        decisions.add(
            decision.toLowerCase(Locale.ROOT) + " by " + who + because(approval.path("reason")));
      }
    }
    StepState state = null;
    if (rejected || (wanted > 0 && approving.size() >= wanted)) {
      state = rejected ? StepState.FAILED : StepState.DONE;
    }
    String detail = wanted == 0 ? "" : "%d of %d".formatted(approving.size(), wanted);
    return new Found(step, state, detail, null, state == null ? null : last, decisions);
  }

  private int minimum(String rule) {
    for (JsonNode it : plan.path("rules")) {
      if (it.path("name").asText().equals(rule)) {
        return it.path("minimum").asInt();
      }
    }
    return 0;
  }

  /// Who it is, as far as the reader may know.
  static String person(JsonNode person) {
    String name = person.path("displayName").asText("");
    return name.isEmpty() || name.equals("null") ? person.path("personId").asText("nobody") : name;
  }

  static String because(JsonNode reason) {
    return reason.isTextual() ? ": " + reason.asText() : "";
  }

  private static @Nullable Instant instant(JsonNode at) {
    return at.isTextual() ? Instant.parse(at.asText()) : null;
  }

  /// Its kind and its settings but the deadline, such as `check post smoke` and `bake 30 s`.
  private static String name(JsonNode step) {
    StringJoiner name = new StringJoiner(" ").add(step.path("type").asText());
    settings(step).map(PlanProgress::setting).filter(it -> !it.isEmpty()).forEach(name::add);
    return name.toString();
  }

  /// Of a check the stage stands before the name.
  private static Stream<Map.Entry<String, JsonNode>> settings(JsonNode step) {
    return step.properties().stream()
        .filter(it -> !SETTINGS_ELSEWHERE.contains(it.getKey()))
        .sorted(Map.Entry.<String, JsonNode>comparingByKey().reversed());
  }

  private static String setting(Map.Entry<String, JsonNode> setting) {
    String key = setting.getKey();
    JsonNode value = setting.getValue();
    if (value.isBoolean()) {
      return value.asBoolean() ? key.replace('_', ' ') : "";
    }
    if (key.endsWith("_millis")) {
      return Durations.text(Duration.ofMillis(value.asLong()));
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }
}

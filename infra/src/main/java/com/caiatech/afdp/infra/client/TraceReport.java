package com.caiatech.afdp.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// A trace as text: the incident, its suspects with what speaks for them, and the evidence of each
/// hop.
public final class TraceReport {
  /// The query whose answer the report shows: `$id` is the incident, `$first` how many suspects.
  public static final String QUERY =
      """
      query($id: ID!, $first: Int!) {
        incident(id: $id) {
          incidentId title severity phase detectedAt components
          environment { name } services { name }
          causes {
            method confidence assertedBy commit { sha }
            deployment { deploymentId } asserted { reportId deployer externalId }
          }
          evidence { kind volume index path sha256 verdict signer { fingerprint } }
          annotations(first: 10, filter: {text: {exists: true}}) {
            nodes { annotationId text annotatedAt annotatedBy { personId displayName } }
          }
          suspects(first: $first) {
            rank score inScope
            commit {
              sha subject committedAt repository { name } author { personId displayName }
              files(first: 5) { path added deleted }
            }
            deployment {
              deploymentId status sequence openedAt
              evidence { kind volume index path sha256 verdict signer { fingerprint } }
            }
            asserted {
              reportId status deployer externalId url happenedAt
              evidence { kind volume index path sha256 verdict signer { fingerprint } }
            }
            reasons { signal weight strength explanation }
          }
        }
      }
      """;

  private TraceReport() {}

  /// The text of an incident as the trace query answers it.
  public static String of(JsonNode incident) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s  %s  detected %s"
            .formatted(
                incident.path("incidentId").asText(),
                incident.path("severity").asText(),
                incident.path("title").asText(),
                incident.path("detectedAt").asText()));
    addEvidence(lines, "  ", incident.path("evidence"));
    for (JsonNode cause : incident.path("causes")) {
      lines.add(
          "  caused by %s (%s, confidence %s)"
              .formatted(
                  cause(cause), cause.path("method").asText(), cause.path("confidence").asText()));
    }
    for (JsonNode annotation : incident.path("annotations").path("nodes")) {
      lines.add(
          "  noted at %s by %s: %s"
              .formatted(
                  annotation.path("annotatedAt").asText(),
                  person(annotation.path("annotatedBy")),
                  annotation.path("text").asText().replaceAll("\\s+", " ")));
    }
    if (incident.path("suspects").isEmpty()) {
      lines.add("  no commit was newly live there before the incident was detected");
    }
    for (JsonNode suspect : incident.path("suspects")) {
      addSuspect(lines, suspect);
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String person(JsonNode person) {
    return person.path("displayName").asText(person.path("personId").asText("unknown"));
  }

  private static String cause(JsonNode cause) {
    JsonNode asserted = cause.path("asserted");
    return asserted.isObject()
        ? "what %s is reported to have deployed as %s, report %s"
            .formatted(
                asserted.path("deployer").asText("somebody"),
                asserted.path("externalId").asText("?"),
                asserted.path("reportId").asText())
        : "deployment " + cause.path("deployment").path("deploymentId").asText();
  }

  private static void addSuspect(List<String> lines, JsonNode suspect) {
    JsonNode commit = suspect.path("commit");
    lines.add("");
    lines.add(
        "#%d  score %.2f  %s@%.12s  %s"
            .formatted(
                suspect.path("rank").asInt(),
                suspect.path("score").asDouble(),
                commit.path("repository").path("name").asText(),
                commit.path("sha").asText(),
                commit.path("subject").asText("")));
    lines.add(
        "    by %s at %s"
            .formatted(
                person(commit.path("author")), commit.path("committedAt").asText("unknown")));
    if (!suspect.path("inScope").asBoolean(true)) {
      lines.add("    only brought along: it changes nothing that concerns the service");
    }
    for (JsonNode file : commit.path("files")) {
      lines.add(
          "    %s (+%s −%s)"
              .formatted(
                  file.path("path").asText(),
                  file.path("added").asText("?"),
                  file.path("deleted").asText("?")));
    }
    for (JsonNode reason : suspect.path("reasons")) {
      lines.add(
          "    · %s %.2f × %.2f: %s"
              .formatted(
                  reason.path("signal").asText(),
                  reason.path("weight").asDouble(),
                  reason.path("strength").asDouble(),
                  reason.path("explanation").asText()));
    }
    if (suspect.path("asserted").isObject()) {
      addAsserted(lines, suspect.path("asserted"));
      return;
    }
    JsonNode deployment = suspect.path("deployment");
    lines.add(
        "    brought by deployment %s (%s, opened %s)"
            .formatted(
                deployment.path("deploymentId").asText(),
                deployment.path("status").asText(),
                deployment.path("openedAt").asText()));
    addEvidence(lines, "      ", deployment.path("evidence"));
  }

  private static void addAsserted(List<String> lines, JsonNode asserted) {
    lines.add(
        "    asserted: brought by %s %s (%s, at %s), as report %s says%s"
            .formatted(
                asserted.path("deployer").asText(),
                asserted.path("externalId").asText(),
                asserted.path("status").asText(),
                asserted.path("happenedAt").asText(),
                asserted.path("reportId").asText(),
                asserted.path("url").isTextual() ? "; " + asserted.path("url").asText() : ""));
    addEvidence(lines, "      ", asserted.path("evidence"));
  }

  private static void addEvidence(List<String> lines, String indent, JsonNode records) {
    for (JsonNode record : records) {
      lines.add(
          "%sevidence %s[%d] %s %s sha256 %.12s… key %.16s…"
              .formatted(
                  indent,
                  record.path("volume").asText(),
                  record.path("index").asLong(),
                  record.path("kind").asText(),
                  record.path("verdict").asText(),
                  record.path("sha256").asText(),
                  record.path("signer").path("fingerprint").asText("none")));
    }
  }
}

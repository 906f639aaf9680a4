package com.caiatech.afdp.graphmodel.suspect;

import com.caiatech.afdp.graphmodel.GraphModelException;
import com.caiatech.afdp.graphmodel.change.FileKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// The ranking of the commits that may have caused an incident, as a Cypher subquery that is part
/// of one statement.
///
/// Candidates are the commits that a deployment shipped in any role to the incident's services in
/// its environment before the incident began (was detected, where no start is known), if the
/// deployment had traffic by then and had not failed or been aborted by then. What a rollback took
/// away in the meantime is a candidate as that: of what brought and took away a commit, the last
/// one before the beginning counts. Where a deployment has no set of shipped commits (a first
/// deployment, or a set too large to be kept) the deployed commit stands for it.
///
/// So are the commits that another deployer shipped there, as somebody reported, since nobody saw
/// their traffic. A report moves no deployment of ours down: it counts as a later one for other
/// reports alone, and where both brought a commit, it is ours that is told.
///
/// It is bounded: ten services, of each the last ten deployments (and ten reports), those older
/// than 14 days only while none followed, and of these the newest until 10,000 commits are reached;
/// 300 files of a commit; 400 characters of the title and ten components. Signals of the history of
/// files are computed for the 100 that lead by the others: over 20 files of each, and the last 20
/// changes of each file that was changed at most 1,000 times.
///
/// The score is the sum of weight × strength of the signals, at least 0 and at most 1. What they
/// are and how much each counts stands in `weights.json` ({@link SuspectWeights}); one with a
/// negative weight counts against. The title alone speaks for an incident: its description is
/// sealed.
///
/// Commits that change something that concerns a service which they were shipped to (`inScope`)
/// come before all others, whatever the scores: in a repository with several services the rest was
/// brought along. Signals of strength 0 are left out of the reasons. Equal sums are ordered by the
/// time that the committer claims, the newest first, then by id.
public final class SuspectQuery {
  private static final String TEXT = read();

  private SuspectQuery() {}

  /// The subquery, to be embedded where a variable holds the incident's node. It gives one row with
  /// a list of maps `{rank, score, inScope, commitId, deploymentId, assertedId, reasons: [{signal,
  /// weight, strength, explanation}]}`, best first.
  ///
  /// @param incident the variable that holds the incident
  /// @param first an expression for how many to return at most: a parameter such as `$p1`
  /// @param weights an expression for a map of each signal's weight, such as `$p2`
  /// @param suspects the variable that the list is given in
  public static String subquery(String incident, String first, String weights, String suspects) {
    return TEXT.replace("CALL (incident)", "CALL (" + incident + ")")
        .replace("WITH incident AS incident", "WITH " + incident + " AS incident")
        .replace("$first", first)
        .replace("$weights", weights)
        .replace("}] AS suspects", "}] AS " + suspects);
  }

  /// A list of maps `{kind, words}`.
  private static String kindWords() {
    return SuspectWeights.words().entrySet().stream()
        .map(
            kind ->
                kind.getValue().stream()
                    .collect(
                        Collectors.joining(
                            "', '", "{kind: '" + kind.getKey() + "', words: ['", "']}")))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String read() {
    try (InputStream file = SuspectQuery.class.getResourceAsStream("suspects.cypher")) {
      if (file == null) {
        throw new GraphModelException.MissingResource("Reading suspects.cypher: absent");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .replace("$fileKind", FileKind.cypher())
          .replace("$kindWords", kindWords());
    } catch (IOException unreadable) {
      throw new GraphModelException.MissingResource(
          "Reading suspects.cypher failed: " + unreadable, unreadable);
    }
  }
}

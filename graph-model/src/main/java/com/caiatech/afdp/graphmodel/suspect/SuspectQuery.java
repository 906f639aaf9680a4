package com.caiatech.afdp.graphmodel.suspect;

import com.caiatech.afdp.graphmodel.GraphModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The ranking of the commits that may have caused an incident, as a Cypher subquery that is part
/// of one statement.
///
/// Candidates are the commits that a deployment shipped in any role to the incident's services in
/// its environment, if the deployment got traffic and was opened before the incident was detected:
/// of each service the last ten, those older than 14 days only while none followed. Where a
/// deployment has no set of shipped commits (a first deployment, or a set too large to be kept) the
/// deployed commit stands for it.
///
/// So are the commits that another deployer shipped there, as somebody reported: of each service
/// the last ten beside those of ours, since nobody saw their traffic. A report moves no deployment
/// of ours down: it counts as a later one for other reports alone, and where both brought a commit,
/// it is ours that is told.
///
/// The score is the sum of weight × strength, 0 to 1, of these signals:
///
/// | signal | weight | strength |
/// |---|---|---|
/// | `component-overlap` | 0.5 | 0.6 + 0.4 × the share of touched files that lie below a component of the incident, 0 where none does; 0.3 for a merge, whose changes are its branch's |
/// | `recency` | 0.2 | 1 / (1 + deployments that went live later), halved for each week from the opening to the detection |
/// | `size` | 0.1 | lines / (lines + 100), 0 for a merge |
/// | `checks` | 0.1 | the share of the deployment's checks that did not pass, 1 where there was none, 0 for an asserted one |
/// | `configuration` | 0.1 | 1 for a commit of the configuration or IaC repository |
/// | `asserted` | 0 | 1 where another deployer brought it, as somebody reported: it says so, and counts nothing |
///
/// Commits that change something that concerns a service which they were shipped to (`inScope`)
/// come before all others, whatever the scores: in a repository with several services the rest was
/// brought along. Signals of strength 0 are left out of the reasons. Equal scores are ordered by
/// the time that the committer claims, the newest first, then by id.
public final class SuspectQuery {
  private static final String TEXT = read();

  private SuspectQuery() {}

  /// The subquery, to be embedded where a variable holds the incident's node. It gives one row with
  /// a list of maps `{rank, score, inScope, commitId, deploymentId, assertedId, reasons: [{signal,
  /// weight, strength, explanation}]}`, best first.
  ///
  /// @param incident the variable that holds the incident
  /// @param first an expression for how many to return at most: a parameter such as `$p1`
  /// @param suspects the variable that the list is given in
  public static String subquery(String incident, String first, String suspects) {
    return TEXT.replace("CALL (incident)", "CALL (" + incident + ")")
        .replace("WITH incident AS incident", "WITH " + incident + " AS incident")
        .replace("$first", first)
        .replace("}] AS suspects", "}] AS " + suspects);
  }

  private static String read() {
    try (InputStream file = SuspectQuery.class.getResourceAsStream("suspects.cypher")) {
      if (file == null) {
        throw new GraphModelException.MissingResource("Reading suspects.cypher: absent");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new GraphModelException.MissingResource(
          "Reading suspects.cypher failed: " + unreadable, unreadable);
    }
  }
}

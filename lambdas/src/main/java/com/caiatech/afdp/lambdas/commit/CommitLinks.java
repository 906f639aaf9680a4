package com.caiatech.afdp.lambdas.commit;

import com.caiatech.afdp.lambdas.commit.Trailers.Trailer;
import com.caiatech.afdp.schemas.id.CommitId;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The commits that a message says it reverts or copies, by their full ids: as `git revert` and
/// `git cherry-pick -x` write it, and in a trailer `Reverts`. At most twenty of a kind, each once.
final class CommitLinks {
  private static final int MOST = 20;
  private static final String ID = "([0-9a-f]{40}|[0-9a-f]{64})(?![0-9A-Za-z])";

  private static final Pattern REVERTED = Pattern.compile("(?dm)^This reverts commit " + ID);
  private static final Pattern PICKED =
      Pattern.compile("(?dm)^\\(cherry picked from commit " + ID + "\\)[ \\t\\r]*$");
  private static final Pattern NAMED = Pattern.compile("^" + ID);

  private CommitLinks() {}

  static List<CommitId> reverts(String body, List<Trailer> trailers) {
    Stream<String> named =
        trailers.stream()
            .filter(trailer -> trailer.key().equalsIgnoreCase("Reverts"))
            .flatMap(trailer -> found(NAMED, trailer.value()));
    return bounded(Stream.concat(found(REVERTED, body), named));
  }

  static List<CommitId> cherryPickedFrom(String body) {
    return bounded(found(PICKED, body));
  }

  private static Stream<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult result) -> result.group(1));
  }

  private static List<CommitId> bounded(Stream<String> ids) {
    return ids.distinct().limit(MOST).map(CommitId::new).toList();
  }
}

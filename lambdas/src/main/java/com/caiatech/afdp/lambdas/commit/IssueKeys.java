package com.caiatech.afdp.lambdas.commit;

import com.caiatech.afdp.lambdas.commit.Trailers.Trailer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The issues that a message names, such as `SHOP-12` and `#12`: in the subject, in trailers that
/// are about issues, and in the body after a word that closes one. What names a standard (`UTF-8`),
/// and an issue of another repository (`owner/name#12`), is none.
final class IssueKeys {
  private static final int MOST = 20;

  private static final String KEY =
      "(?<![A-Za-z0-9_])(?:[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8}(?![A-Za-z0-9_]|-[0-9])"
          + "|(?<![&/#])#[1-9][0-9]{0,8}(?![A-Za-z0-9_]))";
  private static final Pattern KEYS = Pattern.compile(KEY);
  private static final Pattern CLOSING =
      Pattern.compile(
          "(?i:(?<![A-Za-z0-9_-])(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)):?[ \\t]+" + KEY);
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,}(?![A-Za-z0-9]).*");

  private static final Set<String> STANDARDS =
      Set.of("AES", "CVE", "CWE", "ISO", "RFC", "SHA", "UTF");
  private static final Set<String> TRAILERS =
      Set.of(
          "bug",
          "bugs",
          "close",
          "closed",
          "closes",
          "closes-bug",
          "fix",
          "fixed",
          "fixes",
          "implements",
          "issue",
          "issues",
          "jira",
          "jira-issue",
          "part-of",
          "partial-bug",
          "ref",
          "reference",
          "references",
          "refs",
          "related",
          "related-bug",
          "related-to",
          "relates-to",
          "resolve",
          "resolved",
          "resolves",
          "see",
          "see-also",
          "story",
          "task",
          "ticket",
          "tickets");

  private IssueKeys() {}

  /// At most twenty, each once.
  static List<String> of(String subject, String body, List<Trailer> trailers) {
    Set<String> found = new LinkedHashSet<>();
    addAll(found, KEYS.matcher(subject));
    for (Matcher closing = CLOSING.matcher(body); closing.find() && found.size() < MOST; ) {
      addAll(found, KEYS.matcher(closing.group()));
    }
    for (Trailer trailer : trailers) {
      if (TRAILERS.contains(trailer.key().toLowerCase(Locale.ROOT))
          && !COMMIT.matcher(trailer.value()).matches()) {
        addAll(found, KEYS.matcher(trailer.value()));
      }
    }
    return List.copyOf(new ArrayList<>(found).subList(0, Math.min(MOST, found.size())));
  }

  private static void addAll(Set<String> found, Matcher keys) {
    while (found.size() < MOST && keys.find()) {
      String key = keys.group();
      if (!STANDARDS.contains(key.substring(0, Math.max(key.indexOf('-'), 0)))) {
        found.add(key);
      }
    }
  }
}

package com.caiatech.afdp.lambdas.commit;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Conventional Commits 1.0.0 reads out of a message: `type(scope)!: description`, and the
/// footer `BREAKING CHANGE: `. Type and scope are in lower case, for their case means nothing.
///
/// @param type any noun is one; absent where the subject does not begin with one
record ConventionalCommit(@Nullable String type, @Nullable String scope, boolean breaking) {
  private static final Pattern SUBJECT =
      Pattern.compile("([A-Za-z][A-Za-z0-9_-]{0,31})(?:\\(([^()]{1,64})\\))?(!)?: +\\S.*");
  private static final Pattern FOOTER =
      Pattern.compile("(?dm)^BREAKING[ -]CHANGE(?:: | #)[^\\n]*\\S");

  /// @param subject on one line
  static ConventionalCommit of(String subject, String body) {
    boolean footer = FOOTER.matcher(body).find();
    Matcher found = SUBJECT.matcher(subject);
    if (!found.matches()) {
      return new ConventionalCommit(null, null, footer);
    }
    String scope = found.group(2) == null ? "" : found.group(2).strip();
    return new ConventionalCommit(
        found.group(1).toLowerCase(Locale.ROOT),
        scope.isEmpty() ? null : scope.toLowerCase(Locale.ROOT),
        footer || found.group(3) != null);
  }
}

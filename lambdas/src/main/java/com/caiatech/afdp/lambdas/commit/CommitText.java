package com.caiatech.afdp.lambdas.commit;

import com.caiatech.afdp.graphmodel.commit.CommitMessage;
import com.caiatech.afdp.lambdas.commit.Trailers.Trailer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the bytes of a commit object say, apart from its tree and parents.
///
/// Any bytes are read: what they do not say, or say so that a value cannot hold it, is absent. The
/// names and addresses are in clear; whoever stores them seals them first.
///
/// @param author absent where there is no author line with an address
/// @param committer absent where there is no committer line with an address
/// @param coAuthors those of trailers `Co-authored-by` that have an address, each address once
/// @param message what may be stored of the message
public record CommitText(
    @Nullable Signature author,
    @Nullable Signature committer,
    List<Signature> coAuthors,
    CommitMessage message) {
  private static final int LONGEST_SUBJECT = 1000;
  private static final Pattern LINES = Pattern.compile("\n");
  private static final int MOST_CO_AUTHORS = 50;

  public CommitText {
    coAuthors = List.copyOf(coAuthors);
  }

  /// Reads a commit object's content, without the header of its loose form.
  public static CommitText read(byte[] raw) {
    RawCommit commit = new RawCommit(raw);
    String subject = subject(commit.subject());
    String body = commit.body();
    List<Trailer> trailers = Trailers.of(commit.message());
    ConventionalCommit conventional = ConventionalCommit.of(subject, body);
    return new CommitText(
        signature(commit.author()),
        signature(commit.committer()),
        coAuthors(trailers),
        new CommitMessage(
            subject,
            commit.bodySha256(),
            conventional.type(),
            conventional.scope(),
            conventional.breaking(),
            IssueKeys.of(subject, body, trailers),
            CommitLinks.reverts(body, trailers),
            CommitLinks.cherryPickedFrom(body)));
  }

  private static @Nullable Signature signature(@Nullable String line) {
    return line == null ? null : Signature.parse(line);
  }

  /// The lines of the paragraph joined by a space, as `%s` of `git log` joins them; cut where it is
  /// longer than any subject that people write, and never within a character.
  private static String subject(String paragraph) {
    String subject =
        LINES.splitAsStream(paragraph).map(Spaces::trimEnd).collect(Collectors.joining(" "));
    if (subject.length() <= LONGEST_SUBJECT) {
      return subject;
    }
    boolean within = Character.isHighSurrogate(subject.charAt(LONGEST_SUBJECT - 1));
    return subject.substring(0, LONGEST_SUBJECT - (within ? 1 : 0));
  }

  private static List<Signature> coAuthors(List<Trailer> trailers) {
    Set<String> met = new HashSet<>();
    return trailers.stream()
        .filter(trailer -> trailer.key().equalsIgnoreCase("Co-authored-by"))
        .flatMap(trailer -> Stream.ofNullable(Signature.parse(trailer.value())))
        .filter(person -> !person.address().isEmpty())
        .filter(person -> met.add(person.address().toLowerCase(Locale.ROOT)))
        .limit(MOST_CO_AUTHORS)
        .toList();
  }
}

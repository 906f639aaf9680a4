package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.RecordJson;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a ledger commit says of itself, as the last paragraph of its message; by it the signature
/// covers content and history with SHA-256, whatever hash Git uses.
///
/// @param recordedAt when the ledger took the entries, at millisecond resolution
/// @param firstIndex the index of the commit's first entry in the volume
/// @param entriesRoot RFC 6962 root over the `path\nsha256` of each added file, ordered by path
/// @param parentSha256 SHA-256 of the raw parent commit; absent in the first commit of a volume
public record CommitTrailers(
    Instant recordedAt,
    VolumeName volume,
    long firstIndex,
    Sha256 entriesRoot,
    @Nullable Sha256 parentSha256) {
  private static final Pattern FORM =
      Pattern.compile(
          """
          Recorded-At: (?<at>[^\\n]{24})
          Volume: (?<volume>[a-z0-9-]{1,63})
          First-Index: (?<index>0|[1-9][0-9]{0,15})
          Entries-Root: (?<root>[0-9a-f]{64})
          (?:Parent-SHA256: (?<parent>[0-9a-f]{64})
          )?""");

  /// Reads the last paragraph of a commit's message. Strict: every trailer once, in order, and
  /// nothing else.
  public static TrailersReading parse(String message) {
    int start = message.lastIndexOf("\n\n");
    if (start < 0) {
      return new TrailersReading.Bad("the message has no paragraph of trailers");
    }
    Matcher matcher = FORM.matcher(message.substring(start + 2));
    if (!matcher.matches()) {
      return new TrailersReading.Bad(
          "expected Recorded-At, Volume, First-Index, Entries-Root and Parent-SHA256 (but for the"
              + " first commit), in this order, as the last lines of the message");
    }
    try {
      String parent = matcher.group("parent");
      return new TrailersReading.Good(
          new CommitTrailers(
              RecordJson.instant(matcher.group("at")),
              new VolumeName(matcher.group("volume")),
              Long.parseLong(matcher.group("index")),
              new Sha256(matcher.group("root")),
              parent == null ? null : new Sha256(parent)));
    } catch (IllegalArgumentException wrongValue) {
      return new TrailersReading.Bad(String.valueOf(wrongValue.getMessage()));
    }
  }

  /// The whole message of a commit.
  ///
  /// @param subject one line for people, without a line feed
  public String message(String subject) {
    if (subject.isBlank() || subject.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(
          "Commit message: expected a subject of one line, found '" + subject + "'");
    }
    return subject
        + "\n\nRecorded-At: "
        + RecordJson.text(recordedAt)
        + "\nVolume: "
        + volume
        + "\nFirst-Index: "
        + firstIndex
        + "\nEntries-Root: "
        + entriesRoot
        + (parentSha256 == null ? "" : "\nParent-SHA256: " + parentSha256)
        + "\n";
  }

  /// What the last paragraph of a message turned out to be.
  public sealed interface TrailersReading {
    /// All trailers, well formed; whether they are true is not judged.
    record Good(CommitTrailers trailers) implements TrailersReading {}

    /// Missing, repeated, unknown or malformed trailers.
    record Bad(String reason) implements TrailersReading {}
  }
}

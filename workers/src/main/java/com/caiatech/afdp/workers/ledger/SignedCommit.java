package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.CommitTrailers;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/// Makes the raw bytes of a ledger commit: message, trailers, signature.
final class SignedCommit {
  private SignedCommit() {}

  /// The commit object's bytes.
  static byte[] bytes(
      ObjectId tree,
      @Nullable ObjectId parent,
      CommitTrailers trailers,
      String subject,
      WriterIdentity identity)
      throws IOException {
    PersonIdent person =
        new PersonIdent(
            identity.name(), identity.emailAddress(), trailers.recordedAt(), ZoneOffset.UTC);
    CommitBuilder builder = new CommitBuilder();
    builder.setTreeId(tree);
    if (parent != null) {
      builder.setParentId(parent);
    }
    builder.setAuthor(person);
    builder.setCommitter(person);
    builder.setMessage(trailers.message(subject));
    Instant signedAt = trailers.recordedAt();
    String signature = identity.key().signDetached(builder.build(), signedAt);
    builder.setGpgSignature(new GpgSignature(signature.getBytes(StandardCharsets.US_ASCII)));
    return builder.build();
  }

  /// One line for people who read `git log`.
  static String subject(List<CheckedRecord.Placed> records) {
    if (records.size() == 1) {
      Header only = records.getFirst().checked().record().header();
      return "Record " + only.kind() + place(only.scope()) + " " + only.subject();
    }
    TreeMap<String, Long> kinds =
        records.stream()
            .collect(
                Collectors.groupingBy(
                    placed -> placed.checked().record().header().kind().value(),
                    TreeMap::new,
                    Collectors.counting()));
    return "Record "
        + kinds.entrySet().stream()
            .map(kind -> kind.getValue() + " " + kind.getKey())
            .collect(Collectors.joining(", "));
  }

  /// The files as a reader of the commit sees them.
  static List<AddedFile> files(List<CheckedRecord.Placed> records) {
    return records.stream()
        .map(CheckedRecord.Placed::file)
        .sorted(Comparator.comparing(AddedFile::path))
        .toList();
  }

  private static String place(Scope scope) {
    return scope.equals(Scope.global())
        ? " about"
        : " of " + scope.serviceText() + " in " + scope.environmentText() + ",";
  }
}

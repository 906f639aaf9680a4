package com.caiatech.afdp.workers.ledger;

import com.caiatech.afdp.schemas.git.NewObjects;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.AddedFile;
import com.caiatech.afdp.schemas.ledger.CommitTrailers;
import com.caiatech.afdp.schemas.ledger.LedgerCommit;
import com.caiatech.afdp.schemas.ledger.RawCommit;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.ledger.VolumeVerifier;
import com.caiatech.afdp.schemas.record.Header;
import com.caiatech.afdp.schemas.record.Scope;
import com.caiatech.afdp.schemas.record.Series;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/// Makes the objects of a ledger commit: files, folders, and its raw bytes with message, trailers
/// and signature.
final class SignedCommit {
  private SignedCommit() {}

  /// What a commit follows.
  ///
  /// @param tree the root folder of the last commit; absent where there is none
  /// @param sha256 of its raw bytes; absent where there is none
  record Parent(VolumePosition position, @Nullable ObjectId tree, @Nullable Sha256 sha256) {
    /// The beginning of a volume.
    static Parent start(VolumeName volume) {
      return new Parent(VolumePosition.start(volume), null, null);
    }
  }

  /// A commit whose objects were added.
  ///
  /// @param tree its root folder
  record Made(LedgerCommit commit, ObjectId tree, Instant recordedAt) {
    /// What the next commit follows.
    Parent next() {
      return new Parent(
          new VolumePosition(commit.volume(), commit.endIndex(), commit.id(), recordedAt),
          tree,
          commit.raw().sha256());
    }
  }

  /// Makes a commit that adds the records, which are new, and adds its objects.
  ///
  /// @param folders reads those of the parent and adds to the same place
  static Made make(
      NewObjects objects,
      TreeAddition folders,
      Series series,
      Parent parent,
      List<CheckedRecord.Placed> records,
      Instant recordedAt,
      WriterIdentity identity)
      throws IOException {
    TreeMap<String, ObjectId> blobs = new TreeMap<>();
    for (CheckedRecord.Placed placed : records) {
      blobs.put(placed.path().text(), objects.add(Constants.OBJ_BLOB, placed.checked().bytes()));
    }
    ObjectId tree = folders.add(parent.tree(), blobs);
    VolumePosition after = parent.position();
    List<AddedFile> files = files(records);
    CommitTrailers trailers =
        new CommitTrailers(
            recordedAt,
            after.volume(),
            after.size(),
            VolumeVerifier.entriesRoot(files),
            parent.sha256());
    CommitId head = after.head();
    byte[] raw =
        bytes(
            tree,
            head == null ? null : ObjectId.fromString(head.value()),
            trailers,
            subject(records),
            identity);
    CommitId id = new CommitId(objects.add(Constants.OBJ_COMMIT, raw).name());
    return new Made(
        new LedgerCommit(
            series, after.volume(), id, RawCommit.parse(raw), after.size(), parent.sha256(), files),
        tree,
        recordedAt);
  }

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

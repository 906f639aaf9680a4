package com.caiatech.afdp.schemas.source;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.CommitId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/// Finds what a name means, without the operators of Git's revision syntax.
final class RefNames {
  private static final int OFFERED = 20;
  private static final int LONGEST_NAME = 255;
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]{4,64}");

  private final Repository repository;

  RefNames(Repository repository) {
    this.repository = repository;
  }

  Resolution resolve(String asked) {
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      RefDatabase refs = repository.getRefDatabase();
      List<Ref> branches = refs.getRefsByPrefix(Constants.R_HEADS);
      if (branches.isEmpty() && refs.getRefsByPrefix(Constants.R_TAGS).isEmpty()) {
        return new Resolution.EmptyRepository();
      }
      List<CommitId> candidates = named(walk, asked);
      if (candidates.isEmpty() && HEXADECIMAL.matcher(asked).matches()) {
        candidates = abbreviated(reader, walk, asked);
      }
      return switch (candidates.size()) {
        case 0 -> new Resolution.UnknownRef(asked, offered(branches));
        case 1 -> new Resolution.Resolved(candidates.getFirst());
        default -> new Resolution.AmbiguousRef(asked, candidates);
      };
    } catch (IOException fault) {
      throw new SchemasException.SourceFault(
          "Resolving '%s' in the mirror %s failed; trying again is safe"
              .formatted(asked, repository.getDirectory()),
          fault);
    }
  }

  private List<CommitId> named(RevWalk walk, String asked) throws IOException {
    if (asked.isEmpty()
        || asked.length() > LONGEST_NAME
        || !Repository.isValidRefName(Constants.R_HEADS + asked)) {
      return List.of();
    }
    List<String> places =
        asked.equals(Constants.HEAD) || asked.startsWith(Constants.R_REFS)
            ? List.of(asked)
            : List.of(Constants.R_HEADS + asked, Constants.R_TAGS + asked);
    List<CommitId> found = new ArrayList<>();
    for (String place : places) {
      Ref ref = repository.exactRef(place);
      if (ref != null && ref.getObjectId() != null) {
        commit(walk, ref.getObjectId())
            .filter(commit -> !found.contains(commit))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private static List<CommitId> abbreviated(ObjectReader reader, RevWalk walk, String digits)
      throws IOException {
    if (digits.length() > Constants.OBJECT_ID_STRING_LENGTH) {
      return List.of();
    }
    List<CommitId> found = new ArrayList<>();
    for (ObjectId id : reader.resolve(AbbreviatedObjectId.fromString(digits))) {
      if (reader.has(id) && reader.open(id).getType() == Constants.OBJ_COMMIT) {
        commit(walk, id).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<CommitId> commit(RevWalk walk, AnyObjectId id) throws IOException {
    try {
      return Optional.of(new CommitId(walk.parseCommit(id).name()));
    } catch (MissingObjectException | IncorrectObjectTypeException noCommit) {
      return Optional.empty();
    }
  }

  private static List<String> offered(List<Ref> branches) {
    return branches.stream()
        .map(ref -> Repository.shortenRefName(ref.getName()))
        .limit(OFFERED)
        .toList();
  }
}

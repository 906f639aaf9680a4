package com.caiatech.afdp.infra.demo;

import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.io.DisabledOutputStream;

/// Two versions of a repository's main line and a commit between them that is assumed to be at
/// fault.
///
/// @param good the earlier version
/// @param latest the later version
/// @param assumedFault the commit of the main line, after `good`, that changes a file
/// @param component that folder, or file at the root
/// @param commits how many commits of the main line lie between the versions
record RepositoryVersions(
    String good, String latest, String assumedFault, String component, int commits) {
  private static final int MAIN_LINE = 12;

  /// Chooses from the history of HEAD.
  static RepositoryVersions choose(Path path) {
    if (!Files.exists(path.resolve(".git")) && !Files.exists(path.resolve("HEAD"))) {
      throw new InfraException.Refused(path + " is no Git repository; expected a folder with .git");
    }
    try (Repository repository =
            new FileRepositoryBuilder().findGitDir(path.toFile()).readEnvironment().build();
        RevWalk walk = new RevWalk(repository)) {
      ObjectId head = repository.resolve(Constants.HEAD);
      if (head == null) {
        throw new InfraException.Refused(path + " is an empty repository; commit something first");
      }
      List<RevCommit> line = mainLine(walk, walk.parseCommit(head));
      if (line.size() < 3) {
        throw new InfraException.Refused(
            path + ": expected at least 3 commits on its main line, found " + line.size());
      }
      return assume(repository, line);
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading the history of " + path + " failed: " + unreadable.getMessage(), unreadable);
    }
  }

  private static List<RevCommit> mainLine(RevWalk walk, RevCommit head) throws IOException {
    List<RevCommit> line = new ArrayList<>();
    RevCommit commit = head;
    while (line.size() <= MAIN_LINE) {
      line.add(commit);
      if (commit.getParentCount() == 0) {
        break;
      }
      commit = walk.parseCommit(commit.getParent(0));
    }
    return line;
  }

  private static RepositoryVersions assume(Repository repository, List<RevCommit> line)
      throws IOException {
    RevCommit latest = line.getFirst();
    RevCommit good = line.getLast();
    Optional<RevCommit> fault = Optional.empty();
    String component = "";
    try (DiffFormatter diff = new DiffFormatter(DisabledOutputStream.INSTANCE)) {
      diff.setRepository(repository);
      int middle = line.size() / 2;
      for (int i = 0; i < line.size() - 1 && fault.isEmpty(); i++) {
        RevCommit candidate = line.get((middle + i) % (line.size() - 1));
        List<DiffEntry> entries = diff.scan(candidate.getParent(0), candidate);
        if (!entries.isEmpty() && candidate.getParentCount() == 1) {
          fault = Optional.of(candidate);
          component = folderOf(entries.getFirst());
        }
      }
    }
    RevCommit found =
        fault.orElseThrow(
            () ->
                new InfraException.Refused(
                    "expected a commit on the main line that changes a file, found none"));
    return new RepositoryVersions(
        good.getName(), latest.getName(), found.getName(), component, line.size() - 1);
  }

  private static String folderOf(DiffEntry entry) {
    String path =
        entry.getChangeType() == DiffEntry.ChangeType.DELETE
            ? entry.getOldPath()
            : entry.getNewPath();
    int slash = path.lastIndexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }
}

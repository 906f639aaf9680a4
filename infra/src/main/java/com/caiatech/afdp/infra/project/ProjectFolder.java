package com.caiatech.afdp.infra.project;

import com.caiatech.afdp.infra.InfraException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/// A folder of a Git repository as a clean checkout will have it: what Git ignores is not there.
public final class ProjectFolder {
  private static final int DEEPEST = 4;
  private static final int LARGEST = 1 << 20;

  private final Path root;
  private final Path folder;
  private final String path;
  private final Set<String> files;

  private ProjectFolder(Path root, Path folder, String path, Set<String> files) {
    this.root = root;
    this.folder = folder;
    this.path = path;
    this.files = files;
  }

  /// Looks at a folder at or below the root of a repository's work tree.
  ///
  /// @throws InfraException.Refused when it is no folder of a repository
  public static ProjectFolder at(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InfraException.Refused(folder + ": expected a folder, found none");
    }
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(folder.toFile());
    if (builder.getGitDir() == null) {
      throw new InfraException.Refused(
          folder + " is no Git repository; expected a folder with .git; make one with: git init");
    }
    try (Repository repository = builder.build()) {
      if (repository.isBare() || !repository.getObjectDatabase().exists()) {
        throw new InfraException.Refused(
            folder + " is no Git repository; expected one with a work tree");
      }
      Path root = repository.getWorkTree().toPath().toRealPath();
      String path = root.relativize(folder.toRealPath()).toString();
      return new ProjectFolder(root, folder, path.isEmpty() ? "." : path, files(repository, path));
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading the repository at " + folder + " failed: " + unreadable.getMessage(),
          unreadable);
    }
  }

  private static Set<String> files(Repository repository, String path) throws IOException {
    Set<String> files = new TreeSet<>();
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(new DirCacheIterator(repository.readDirCache()));
      FileTreeIterator tree = new FileTreeIterator(repository);
      tree.setDirCacheIterator(walk, 0);
      walk.addTree(tree);
      if (!path.isEmpty()) {
        walk.setFilter(PathFilter.create(path));
      }
      int above = path.isEmpty() ? 0 : Path.of(path).getNameCount();
      while (walk.next()) {
        WorkingTreeIterator entry = walk.getTree(1, WorkingTreeIterator.class);
        boolean tracked = walk.getTree(0, DirCacheIterator.class) != null;
        if (entry == null || (!tracked && entry.isEntryIgnored())) {
          continue;
        }
        if (!walk.isSubtree()) {
          files.add(walk.getPathString().substring(path.isEmpty() ? 0 : path.length() + 1));
        } else if (walk.getDepth() < above + DEEPEST) {
          walk.enterSubtree();
        }
      }
    }
    return files;
  }

  /// From the root of the repository, `.` for the root itself.
  String path() {
    return path;
  }

  /// The name of the folder.
  String name() {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? "" : name.toString();
  }

  boolean has(String file) {
    return files.contains(file);
  }

  /// The files of the folder and of those below, by their paths from here.
  Stream<String> files() {
    return files.stream();
  }

  /// The text of a file, empty where there is none or it is too large.
  String text(String file) {
    return has(file) ? text(folder.resolve(file)) : "";
  }

  /// The text of a file by its path from the root of the repository.
  String textFromRoot(String file) {
    Path place = root.resolve(file).normalize();
    return place.startsWith(root) && Files.isRegularFile(place) ? text(place) : "";
  }

  private static String text(Path file) {
    try {
      return Files.size(file) > LARGEST
          ? ""
          : new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading " + file + " failed: " + unreadable.getMessage(), unreadable);
    }
  }
}

package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.StateLayout;
import java.io.File;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.util.FS;

/// Tells each move of a branch or tag once, whoever moved it: it compares the refs on disk with
/// those it told last. Any number of hints (a push, the writer's word, a sweep) may report one
/// move; moves between two looks are told as one. Moves of one repository are told in order, never
/// two at a time.
final class RefWatch implements AutoCloseable {
  private final StateLayout layout;
  private final Consumer<RefMove> listener;
  private final Map<ServedName, Watched> watched = new HashMap<>();

  private static final class Watched {
    private final Repository repository;
    private Map<String, ObjectId> told;

    Watched(Repository repository, Map<String, ObjectId> told) {
      this.repository = repository;
      this.told = told;
    }
  }

  RefWatch(StateLayout layout, Consumer<RefMove> listener) {
    this.layout = layout;
    this.listener = listener;
    for (ServedName.Root root : ServedName.Root.values()) {
      for (ServedName name : present(root)) {
        Repository repository = open(name);
        watched.put(name, new Watched(repository, refs(name, repository)));
      }
    }
  }

  /// Looks at one repository and tells what has moved since the last look. All refs of a repository
  /// that was not there before are told as new.
  void look(ServedName name, String pusher) {
    Watched repository = watched(name);
    synchronized (repository) {
      Map<String, ObjectId> now = refs(name, repository.repository);
      Map<String, ObjectId> before = repository.told;
      TreeSet<String> names = new TreeSet<>(before.keySet());
      names.addAll(now.keySet());
      for (String ref : names) {
        ObjectId old = before.getOrDefault(ref, ObjectId.zeroId());
        ObjectId current = now.getOrDefault(ref, ObjectId.zeroId());
        if (!old.equals(current)) {
          listener.accept(new RefMove(name, ref, old, current, pusher));
        }
      }
      repository.told = now;
    }
  }

  /// Looks at every repository there is.
  void lookAtAll(String pusher) {
    for (ServedName.Root root : ServedName.Root.values()) {
      for (ServedName name : present(root)) {
        look(name, pusher);
      }
    }
  }

  @Override
  public void close() {
    synchronized (watched) {
      watched.values().forEach(repository -> repository.repository.close());
      watched.clear();
    }
  }

  private Watched watched(ServedName name) {
    synchronized (watched) {
      return watched.computeIfAbsent(name, missing -> new Watched(open(missing), Map.of()));
    }
  }

  private Iterable<ServedName> present(ServedName.Root root) {
    File[] folders =
        layout.root().resolve(root.folder()).toFile().listFiles(RefWatch::isBareRepository);
    TreeMap<String, ServedName> names = new TreeMap<>();
    for (File folder : folders == null ? new File[0] : folders) {
      ServedName.ofPath(root.folder() + "/" + folder.getName())
          .ifPresent(name -> names.put(name.name(), name));
    }
    return names.values();
  }

  private static boolean isBareRepository(File folder) {
    return RepositoryCache.FileKey.isGitRepository(folder, FS.DETECTED);
  }

  private Repository open(ServedName name) {
    try {
      File folder = name.folder(layout).toFile();
      if (!isBareRepository(folder)) {
        throw new RepositoryNotFoundException(folder);
      }
      return new FileRepository(folder);
    } catch (IOException failure) {
      throw new InfraException.Unavailable(
          "opening the repository " + name.fullName() + " failed: " + failure, failure);
    }
  }

  private static Map<String, ObjectId> refs(ServedName name, Repository repository) {
    try {
      repository.getRefDatabase().refresh();
      Map<String, ObjectId> refs = new HashMap<>();
      for (Ref ref :
          repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS, Constants.R_TAGS)) {
        if (ref.getObjectId() != null) {
          refs.put(ref.getName(), ref.getObjectId().copy());
        }
      }
      return Map.copyOf(refs);
    } catch (IOException failure) {
      throw new InfraException.Unavailable(
          "reading the refs of " + name.fullName() + " failed: " + failure, failure);
    }
  }
}

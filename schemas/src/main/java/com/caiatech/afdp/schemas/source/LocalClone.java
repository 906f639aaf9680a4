package com.caiatech.afdp.schemas.source;

import com.caiatech.afdp.schemas.git.GitLimits;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.URIish;

/// Gives a new, empty repository the objects, branches and tags of another one on this machine, as
/// `git clone --bare --local` does: by hard links, or copies where the file system has none. So
/// nothing is unpacked, whatever the size, and nothing that becomes of the other one later, a `gc`
/// among it, takes anything away: objects are never changed in place, and a link keeps its file.
///
/// It does so where the other one belongs to the same user, is whole and keeps its objects itself,
/// and is within {@link GitLimits#SOURCE}. Otherwise nothing happens, and who calls fetches as from
/// anywhere.
public final class LocalClone {
  private static final int ATTEMPTS = 3;
  private static final String PACKS = "pack";
  private static final Pattern FAN_OUT = Pattern.compile("[0-9a-f]{2}");

  /// What says that objects lie elsewhere, or that some are left out.
  private static final List<String> NOT_WHOLE =
      List.of("shallow", "objects/info/alternates", "commondir", "reftable");

  private final Path from;
  private final FileRepository to;

  private LocalClone(Path from, FileRepository to) {
    this.from = from;
    this.to = to;
  }

  /// Takes everything over where that can be done.
  ///
  /// @param address a path or a `file` address; anything else is fetched by its own protocol
  /// @param to closed by who calls
  /// @return whether it was done; a fetch afterwards finds what has come since
  public static boolean tryInto(URIish address, FileRepository to) {
    try {
      Optional<Path> from = gitDirectory(address);
      if (from.isPresent()
          && to.getRefDatabase().getRefsByPrefix(Constants.R_REFS).isEmpty()
          && Files.getOwner(from.get()).equals(Files.getOwner(to.getDirectory().toPath()))) {
        LocalClone clone = new LocalClone(from.get(), to);
        return clone.take(ATTEMPTS);
      }
      return false;
    } catch (IOException unreadable) {
      return false; // the fetch says what is wrong; objects that were taken over do no harm
    }
  }

  private static Optional<Path> gitDirectory(URIish address) {
    boolean local = address.getScheme() == null || address.getScheme().equals("file");
    if (!local || address.getHost() != null || address.getPath() == null) {
      return Optional.empty();
    }
    Path folder = Path.of(address.getPath());
    Path inside = folder.resolve(Constants.DOT_GIT);
    Path directory = Files.isDirectory(inside) ? inside : folder;
    return Files.isRegularFile(directory.resolve(Constants.HEAD))
            && Files.isDirectory(directory.resolve(Constants.OBJECTS))
            && NOT_WHOLE.stream().noneMatch(file -> Files.exists(directory.resolve(file)))
        ? Optional.of(directory)
        : Optional.empty();
  }

  private boolean take(int attempts) throws IOException {
    try {
      return take();
    } catch (NoSuchFileException packedAnew) { // somebody tidies there
      return attempts > 1 && take(attempts - 1);
    }
  }

  /// What the branches point to is there before they are read, and is looked for after it was taken
  /// over: loose objects first, as tidying moves them into packs.
  private boolean take() throws IOException {
    if (isPartial()) {
      return false;
    }
    List<Ref> refs = refs();
    List<Path> loose = loose();
    List<Path> packs = packs();
    if (refs.isEmpty() || (packs.isEmpty() && loose.isEmpty())) {
      return false;
    }
    for (Path file : loose) {
      link(file);
    }
    for (Path file : packs) {
      link(file);
    }
    try (RevWalk walk = new RevWalk(to)) {
      for (Ref ref : refs) {
        if (!walk.getObjectReader().has(ref.getObjectId())) {
          return false;
        }
      }
      update(refs, walk);
    }
    return true;
  }

  /// Whether another repository promised to hand out objects that are missing. A pack alone that
  /// came so, without anybody who still promises, is as whole as any other one.
  private boolean isPartial() throws IOException {
    try (Repository source = new FileRepositoryBuilder().setGitDir(from.toFile()).build()) {
      StoredConfig config = source.getConfig();
      return config.getString("extensions", null, "partialClone") != null
          || config.getSubsections("remote").stream()
              .anyMatch(remote -> config.getBoolean("remote", remote, "promisor", false));
    }
  }

  private List<Ref> refs() throws IOException {
    try (Repository source = new FileRepositoryBuilder().setGitDir(from.toFile()).build()) {
      RefDatabase database = source.getRefDatabase();
      return database.getRefsByPrefix(Constants.R_HEADS, Constants.R_TAGS).stream()
          .filter(ref -> ref.getObjectId() != null && !ref.isSymbolic())
          .toList();
    }
  }

  private void update(List<Ref> refs, RevWalk walk) throws IOException {
    BatchRefUpdate update = to.getRefDatabase().newBatchUpdate();
    update.disableRefLog();
    for (Ref ref : refs) {
      update.addCommand(new ReceiveCommand(ObjectId.zeroId(), ref.getObjectId(), ref.getName()));
    }
    update.execute(walk, NullProgressMonitor.INSTANCE);
  }

  private List<Path> loose() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> folders = Files.list(from.resolve(Constants.OBJECTS))) {
      for (Path folder :
          folders.filter(it -> FAN_OUT.matcher(it.getFileName().toString()).matches()).toList()) {
        try (Stream<Path> objects = Files.list(folder)) {
          objects.filter(it -> it.getFileName().toString().length() >= 38).forEach(files::add);
        }
      }
    }
    return files;
  }

  /// Each index after its pack.
  private List<Path> packs() throws IOException {
    Path folder = from.resolve(Constants.OBJECTS).resolve(PACKS);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    long bytes = 0;
    try (Stream<Path> all = Files.list(folder)) {
      for (Path index : all.filter(it -> it.toString().endsWith(".idx")).toList()) {
        String name = index.getFileName().toString().replaceFirst("\\.idx$", "");
        Path pack = folder.resolve(name + ".pack");
        bytes += Files.size(pack);
        files.add(pack);
        files.add(index);
      }
    }
    if (bytes > GitLimits.SOURCE.packBytes()) {
      throw new IOException("expected packs within the limits, found " + bytes + " bytes");
    }
    return files;
  }

  private void link(Path file) throws IOException {
    Path target =
        to.getObjectsDirectory()
            .toPath()
            .resolve(from.resolve(Constants.OBJECTS).relativize(file).toString());
    Files.createDirectories(target.getParent());
    try {
      Files.createLink(target, file);
    } catch (FileAlreadyExistsException taken) {
      return; // by the attempt before
    } catch (NoSuchFileException gone) {
      throw gone;
    } catch (FileSystemException | UnsupportedOperationException noLinks) {
      copy(file, target);
    }
  }

  /// A copy that a killed process leaves half done is under another name.
  private static void copy(Path file, Path target) throws IOException {
    Path part = target.resolveSibling("tmp_" + target.getFileName());
    Files.deleteIfExists(part);
    Files.copy(file, part);
    Files.move(part, target);
  }
}

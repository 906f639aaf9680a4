package com.caiatech.afdp.workers.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;

/// Inserts objects so that they are on the disk when it has finished: loose ones for one or two
/// records, one pack for more. Synced here, since JGit's pack inserter does not, and stock Git
/// warns of the setting that makes JGit sync loose ones.
final class DurableInsertion implements AutoCloseable {
  private static final int MAX_LOOSE_RECORDS = 2;

  private final ObjectDirectory objects;
  private final RecordingInserter inserter;
  private final Set<Path> packsBefore;

  private DurableInsertion(ObjectDirectory objects, ObjectInserter inserter, Set<Path> packs) {
    this.objects = objects;
    this.inserter = new RecordingInserter(inserter);
    this.packsBefore = packs;
  }

  /// @throws IOException when the repository does not lie on a disk
  static DurableInsertion of(Repository repository, int records) throws IOException {
    if (!(repository.getObjectDatabase() instanceof ObjectDirectory objects)) {
      throw new IOException(repository + " keeps its objects elsewhere than in files");
    }
    return new DurableInsertion(
        objects,
        records > MAX_LOOSE_RECORDS ? objects.newPackInserter() : objects.newInserter(),
        files(objects.getPackDirectory().toPath()));
  }

  ObjectInserter inserter() {
    return inserter;
  }

  /// Makes what was inserted durable.
  void finish() throws IOException {
    inserter.flush();
    Set<Path> added = files(objects.getPackDirectory().toPath());
    added.removeAll(packsBefore);
    for (ObjectId id : inserter.inserted) {
      Path loose = objects.fileFor(id).toPath();
      if (Files.exists(loose)) {
        added.add(loose);
      }
    }
    for (Path file : added) {
      force(file);
    }
  }

  @Override
  public void close() {
    inserter.close();
  }

  private static Set<Path> files(Path folder) throws IOException {
    Set<Path> files = new HashSet<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> found = Files.list(folder)) {
        found.filter(file -> file.getFileName().toString().startsWith("pack-")).forEach(files::add);
      }
    }
    return files;
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Remembers what is inserted.
  private static final class RecordingInserter extends ObjectInserter.Filter {
    private final ObjectInserter delegate;
    private final Set<ObjectId> inserted = new LinkedHashSet<>();

    RecordingInserter(ObjectInserter delegate) {
      this.delegate = delegate;
    }

    @Override
    protected ObjectInserter delegate() {
      return delegate;
    }

    @Override
    public ObjectId insert(int type, byte[] data, int offset, int length) throws IOException {
      ObjectId id = delegate.insert(type, data, offset, length);
      inserted.add(id);
      return id;
    }

    @Override
    public ObjectId insert(int type, long length, InputStream content) throws IOException {
      ObjectId id = delegate.insert(type, length, content);
      inserted.add(id);
      return id;
    }
  }
}

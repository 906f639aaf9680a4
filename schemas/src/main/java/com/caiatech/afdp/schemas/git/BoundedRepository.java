package com.caiatech.afdp.schemas.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;
import org.jspecify.annotations.Nullable;

/// A bare repository on a disk, into which JGit takes no pack that is beyond the limits: such a
/// fetch fails, its cause is an {@link UnreadableObject}, and nothing of it stays.
public final class BoundedRepository extends FileRepository {
  private final GitLimits limits;

  private BoundedRepository(Path folder, GitLimits limits) throws IOException {
    super(folder.toFile());
    this.limits = limits;
  }

  /// Opens the repository, made where there is none.
  public static BoundedRepository open(Path folder, GitLimits limits) throws IOException {
    BoundedRepository repository = new BoundedRepository(folder, limits);
    if (!Files.exists(folder.resolve("HEAD"))) {
      Files.createDirectories(folder);
      repository.create(true);
    }
    return repository;
  }

  /// Why a fetch took nothing in, where that is because of what it brought.
  public static Optional<UnreadableObject> refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnreadableObject unreadable) {
        return Optional.of(unreadable);
      }
    }
    return Optional.empty();
  }

  GitLimits limits() {
    return limits;
  }

  @Override
  public ObjectInserter newObjectInserter() {
    return new Receiving(super.newObjectInserter(), limits);
  }

  /// An inserter whose packs come in looked through.
  private static final class Receiving extends ObjectInserter.Filter {
    private final ObjectInserter delegate;
    private final GitLimits limits;
    private @Nullable ReceivedPack pack;

    Receiving(ObjectInserter delegate, GitLimits limits) {
      this.delegate = delegate;
      this.limits = limits;
    }

    @Override
    protected ObjectInserter delegate() {
      return delegate;
    }

    @Override
    public PackParser newPackParser(InputStream in) throws IOException {
      ReceivedPack received = new ReceivedPack(in, limits);
      pack = received;
      return delegate.newPackParser(received);
    }

    @Override
    public void close() {
      if (pack != null) {
        pack.release();
      }
      super.close();
    }
  }
}

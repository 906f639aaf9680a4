package com.caiatech.afdp.workers.plan;

import com.caiatech.afdp.schemas.git.GitAccess;
import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.source.FetchOutcome;
import com.caiatech.afdp.schemas.source.SourceMirror;
import com.caiatech.afdp.workers.WorkersException;
import com.caiatech.afdp.workers.reason.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The workers' mirrors of the registered source repositories, one folder each, opened when first
/// asked for; a repository is fetched once at a time. Thread-safe.
public final class SourceMirrors implements AutoCloseable {
  private final Path folder;
  private final Map<RepositoryName, SourceMirror> open = new HashMap<>();
  private final Map<RepositoryName, FutureTask<FetchOutcome>> fetches = new ConcurrentHashMap<>();
  private final Map<RepositoryName, Fetched> last = new ConcurrentHashMap<>();

  /// The last fetch of a repository that succeeded.
  ///
  /// @param begun by {@link System#nanoTime}
  private record Fetched(String address, long begun) {}

  /// Mirrors below a folder that no other process uses.
  public SourceMirrors(Path folder) {
    this.folder = folder;
  }

  /// The mirror of a repository, empty before its first fetch.
  public synchronized SourceMirror of(RepositoryName repository) {
    return open.computeIfAbsent(
        repository, name -> SourceMirror.open(folder.resolve(name.value() + ".git")));
  }

  /// Whether a fetch from that address has succeeded that began so short a time ago.
  boolean isFetched(RepositoryName repository, String address, Duration within) {
    Fetched fetched = last.get(repository);
    return fetched != null
        && fetched.address.equals(address)
        && System.nanoTime() - fetched.begun < within.toNanos();
  }

  /// Fetches a repository, after the fetch that goes on already.
  ///
  /// @param within how far the address may lead
  /// @param patience how long to wait; a fetch that takes longer goes on
  /// @throws WorkersException.SourceBusy when that is over
  public FetchOutcome fetch(
      RepositoryName repository, String address, GitAccess within, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    FutureTask<FetchOutcome> ours = new FutureTask<>(() -> fetched(repository, address, within));
    while (true) {
      FutureTask<FetchOutcome> before = fetches.putIfAbsent(repository, ours);
      if (before == null) {
        Thread.ofVirtual().name("fetch " + repository).start(() -> run(repository, ours));
        return outcome(repository, ours, deadline);
      }
      outcome(repository, before, deadline);
    }
  }

  private FetchOutcome fetched(RepositoryName repository, String address, GitAccess within) {
    Fetched now = new Fetched(address, System.nanoTime());
    FetchOutcome outcome = of(repository).fetch(address, within);
    if (outcome instanceof FetchOutcome.Fetched) {
      last.put(repository, now);
    }
    return outcome;
  }

  private void run(RepositoryName repository, FutureTask<FetchOutcome> fetch) {
    fetch.run();
    fetches.remove(repository, fetch);
  }

  private static FetchOutcome outcome(
      RepositoryName repository, FutureTask<FetchOutcome> fetch, long deadline) {
    try {
      return fetch.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new WorkersException.SourceBusy(
          Reason.of("repository {} is still being fetched; the fetch goes on").with(repository));
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
      throw new WorkersException.SourceBusy(
          Reason.of("waiting for the fetch of repository {} was interrupted; it goes on")
              .with(repository));
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException("fetching repository " + repository, failed);
    }
  }

  @Override
  public synchronized void close() {
    open.values().forEach(SourceMirror::close);
    open.clear();
  }
}

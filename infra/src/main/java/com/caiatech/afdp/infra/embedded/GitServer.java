package com.caiatech.afdp.infra.embedded;

import com.caiatech.afdp.infra.InfraException;
import com.caiatech.afdp.infra.state.StateLayout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.transport.Daemon;
import org.eclipse.jgit.transport.DaemonClient;
import org.eclipse.jgit.transport.DaemonService;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.util.FS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `git://` on loopback: ledgers read-only under `/ledgers/<volume>.git`, source repositories
/// read-write under `/repositories/<name>.git`, and nothing else. The listener hears of every move
/// of a branch or tag, once, after it is on disk, whoever moved it: who pushes here is seen at
/// once, the ledger writer says so by [#announce(Path)], and a sweep finds the rest.
///
/// The protocol is anonymous: it tells of nobody who pushes. It is made for one machine's user.
public final class GitServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GitServer.class);
  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(1);
  private static final int IDLE_SECONDS = 300;

  private final StateLayout layout;
  private final Daemon daemon;
  private final RefWatch watch;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("ref-sweep").daemon().factory());

  private GitServer(StateLayout layout, int port, Consumer<RefMove> listener) {
    this.layout = layout;
    this.watch = new RefWatch(layout, listener);
    this.daemon = new Daemon(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    daemon.setTimeout(IDLE_SECONDS);
    daemon.setRepositoryResolver(this::open);
    daemon.setReceivePackFactory(this::receive);
    DaemonService receive = daemon.getService("git-receive-pack");
    receive.setEnabled(true);
    receive.setOverridable(false);
  }

  /// Serves the ledgers and repositories of the state folder. What the refs name now counts as
  /// told.
  ///
  /// @param listener called after each move, in order within a repository; must be quick
  /// @throws InfraException.Unavailable when the port cannot be bound
  public static GitServer start(StateLayout layout, int port, Consumer<RefMove> listener) {
    GitServer server = new GitServer(layout, port, listener);
    try {
      server.daemon.start();
    } catch (IOException failure) {
      server.watch.close();
      throw new InfraException.Unavailable(
          "serving git:// on port " + port + " failed: " + failure, failure);
    }
    long pause = BETWEEN_SWEEPS.toMillis();
    Future<?> _ = // sweeping never throws
        server.sweeper.scheduleWithFixedDelay(server::sweep, pause, pause, TimeUnit.MILLISECONDS);
    return server;
  }

  /// Where stock git finds the repository.
  public URI address(ServedName name) {
    return URI.create(
        "git://127.0.0.1:" + daemon.getAddress().getPort() + "/" + name.fullName() + ".git");
  }

  /// Tells of what moved in the repository; for those who move refs in place, after they did.
  ///
  /// @param repository the bare repository's folder
  public void announce(Path repository) {
    Path relative = layout.root().relativize(repository.toAbsolutePath().normalize());
    ServedName.ofPath(relative.toString()).ifPresent(name -> watch.look(name, "afdp"));
  }

  /// Whether it takes connections.
  public boolean answers() {
    return daemon.isRunning();
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
    try {
      daemon.stopAndWait();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    watch.close();
  }

  private void sweep() {
    try {
      watch.lookAtAll("unknown");
    } catch (RuntimeException failure) { // a scheduled task that throws is never run again
      LOG.warn("Looking for moved refs failed; the next look is in a second", failure);
    }
  }

  private Repository open(DaemonClient client, String path) throws RepositoryNotFoundException {
    Optional<ServedName> name = ServedName.ofPath(path);
    if (name.isEmpty()) {
      throw new RepositoryNotFoundException(path);
    }
    Path folder = name.get().folder(layout);
    if (!RepositoryCache.FileKey.isGitRepository(folder.toFile(), FS.DETECTED)) {
      throw new RepositoryNotFoundException(path);
    }
    try {
      return new FileRepository(folder.toFile());
    } catch (IOException failure) {
      throw new RepositoryNotFoundException(path, failure);
    }
  }

  private ReceivePack receive(DaemonClient client, Repository repository) {
    ReceivePack receive = new ReceivePack(repository);
    Path folder = repository.getDirectory().toPath().toAbsolutePath().normalize();
    if (folder.startsWith(layout.ledgers())) {
      receive.setPreReceiveHook((pack, commands) -> refuse(commands));
    } else {
      receive.setPostReceiveHook((pack, commands) -> pushed(folder));
    }
    return receive;
  }

  private static void refuse(Collection<ReceiveCommand> commands) {
    for (ReceiveCommand command : commands) {
      command.setResult(
          ReceiveCommand.Result.REJECTED_OTHER_REASON,
          "ledgers are read-only here; only the workers write them");
    }
  }

  private void pushed(Path folder) {
    ServedName.ofPath(layout.root().relativize(folder).toString())
        .ifPresent(name -> watch.look(name, "git"));
  }
}

package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.CommitWriter;
import com.caiatech.afdp.graphmodel.projection.VolumeState;
import com.caiatech.afdp.graphmodel.projection.VolumeStates;
import com.caiatech.afdp.lambdas.evidence.Observations;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.Sha256;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.Platform;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares the branches of all configured repositories with what is in the graph, and tells of
/// each that differs as soon as it is seen: new commits, branches that moved and that are gone.
///
/// What a run did not get to comes first in the next one. A difference that was told of and stays
/// is told again after five minutes, which is as long as a queue knows that it has the message, and
/// then less and less often, so that a repository that cannot be taken in does not fill the
/// dead-letter queue.
public final class Sweep {
  /// How long a repository may take to show its branches.
  public static final Duration LIMIT = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final String NONE = ObjectId.zeroId().name();

  private final Projection projection;
  private final Duration limit;
  private final Map<PushSource, Instant> asked = new ConcurrentHashMap<>();
  private final Map<PushSource, Told> told = new ConcurrentHashMap<>();

  /// @param limit how long a repository may take to show its branches
  public Sweep(Projection projection, Duration limit) {
    this.projection = projection;
    this.limit = limit;
  }

  /// What a run found.
  ///
  /// @param told the repositories that differ and were told of
  /// @param unreachable those that did not answer
  /// @param leftOut those that were not asked, because their host did not answer for another one or
  ///   the time was over
  public record Found(Set<PushSource> told, Set<PushSource> unreachable, Set<PushSource> leftOut) {
    public Found {
      told = Set.copyOf(told);
      unreachable = Set.copyOf(unreachable);
      leftOut = Set.copyOf(leftOut);
    }
  }

  /// A difference that was told of.
  private record Told(String delivery, Instant again, Duration pause) {}

  /// Asks every repository for its branches, once, without fetching.
  ///
  /// @param tell is given a push for each that differs, by several threads at once
  /// @throws RuntimeException what `tell` or the graph threw, after all repositories were asked
  public Found run(Deadline deadline, Consumer<PushEvent> tell) {
    Platform platform = projection.platform();
    Map<VolumeName, VolumeState> states = new VolumeStates(projection.driver()).all();
    Set<PushSource> found = ConcurrentHashMap.newKeySet();
    Set<PushSource> unreachable = ConcurrentHashMap.newKeySet();
    ManyHosts.Undone<Watched> undone =
        ManyHosts.each(
            inTurn(platform),
            limit,
            deadline,
            watched -> {
              asked.put(watched.source(), Instant.now());
              try {
                Optional<PushEvent> missed = watched.look(this, states);
                if (missed.isEmpty()) {
                  told.remove(watched.source());
                } else if (tell(missed.get(), tell)) {
                  found.add(watched.source());
                }
              } catch (GitAPIException unanswered) {
                unreachable.add(unanswered(watched.source(), unanswered.getMessage()));
              }
            });
    for (Watched silent : undone.silent()) {
      unreachable.add(unanswered(silent.source(), "no answer within " + limit));
    }
    Set<PushSource> leftOut = new HashSet<>();
    undone.leftOut().forEach(watched -> leftOut.add(watched.source()));
    return new Found(found, unreachable, leftOut);
  }

  /// The repositories by their hosts, those first that were asked longest ago. What was never asked
  /// comes in any order, so that a process that has just started leaves others out than the last.
  private Map<String, List<Watched>> inTurn(Platform platform) {
    List<Watched> all = new ArrayList<>();
    platform.volumes().forEach(volume -> all.add(new Watched.OfLedger(volume)));
    platform.repositories().forEach(repository -> all.add(new Watched.OfSource(repository)));
    Collections.shuffle(all);
    all.sort(Comparator.comparing(watched -> asked.getOrDefault(watched.source(), Instant.EPOCH)));
    Map<String, List<Watched>> byHost = new LinkedHashMap<>();
    for (Watched watched : all) {
      byHost.computeIfAbsent(host(watched.uri()), _ -> new ArrayList<>()).add(watched);
    }
    return byHost;
  }

  private static String host(URI uri) {
    return uri.getHost() == null
        ? ""
        : Host.authority(String.valueOf(uri.getScheme()), uri.getHost(), uri.getPort());
  }

  /// @return whether it was told of now
  private boolean tell(PushEvent event, Consumer<PushEvent> tell) {
    Optional<Told> before =
        Optional.ofNullable(told.get(event.repository()))
            .filter(one -> one.delivery().equals(event.delivery()));
    Instant now = Instant.now();
    if (before.isPresent() && now.isBefore(before.get().again())) {
      return false;
    }
    tell.accept(event);
    Duration pause = before.map(one -> one.pause().multipliedBy(2)).orElse(FIRST_PAUSE);
    Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    told.put(event.repository(), new Told(event.delivery(), now.plus(bounded), bounded));
    LOG.info("Reconciliation found a push to {}", event.repository().fullName());
    return true;
  }

  private static PushSource unanswered(PushSource source, @Nullable String why) {
    LOG.warn("Reconciliation got no answer from {}: {}", source.fullName(), why);
    return source;
  }

  /// A repository whose branches are compared.
  private sealed interface Watched {
    PushSource source();

    URI uri();

    /// Asks for its branches.
    ///
    /// @return a push, if they differ from what is known
    Optional<PushEvent> look(Sweep sweep, Map<VolumeName, VolumeState> states)
        throws GitAPIException;

    /// A volume of a ledger.
    record OfLedger(Platform.Volume volume) implements Watched {
      @Override
      public PushSource source() {
        return new PushSource.Ledger(volume.name());
      }

      @Override
      public URI uri() {
        return volume.uri();
      }

      @Override
      public Optional<PushEvent> look(Sweep sweep, Map<VolumeName, VolumeState> states)
          throws GitAPIException {
        String shown = sweep.branches(uri()).getOrDefault(VolumeReader.BRANCH, NONE);
        VolumeState state =
            states.getOrDefault(volume.name(), VolumeState.start(volume.name(), volume.series()));
        CommitId head = state.head();
        String known = head == null ? NONE : head.value();
        return differs(
                sweep.projection.evidence().observations(volume.name()).standing(), known, shown)
            ? Optional.of(event(source(), VolumeReader.BRANCH, known, shown, known + " " + shown))
            : Optional.empty();
      }

      /// Whether the host shows something that was not judged yet.
      private static boolean differs(
          Optional<Observations.Noted> standing, String known, String shown) {
        return standing
            .map(Observations.Noted::fault)
            .map(
                fault ->
                    fault.mayPassByItself()
                        || !shown.equals(fault.shown() == null ? NONE : fault.shown().value()))
            .orElse(!shown.equals(known));
      }
    }

    /// A source repository.
    record OfSource(Platform.SourceRepository repository) implements Watched {
      @Override
      public PushSource source() {
        return new PushSource.Source(repository.name());
      }

      @Override
      public URI uri() {
        return repository.uri();
      }

      @Override
      public Optional<PushEvent> look(Sweep sweep, Map<VolumeName, VolumeState> states)
          throws GitAPIException {
        Map<String, String> branches = sweep.branches(uri());
        Set<String> known = new TreeSet<>();
        new CommitWriter(sweep.projection.driver(), repository.name())
            .heads()
            .forEach(head -> known.add(head.value()));
        Set<String> shown = new TreeSet<>(branches.values());
        return shown.equals(known)
            ? Optional.empty()
            : Optional.of(event(branches, known, known + " " + shown));
      }

      /// A push to a branch that is new, else to the default branch: it tells that there is
      /// something to fetch, whatever that is.
      private PushEvent event(Map<String, String> branches, Set<String> known, String difference) {
        String main = Constants.R_HEADS + repository.defaultBranch();
        String branch =
            branches.keySet().stream()
                .filter(name -> !known.contains(branches.get(name)))
                .findFirst()
                .orElse(main);
        return Watched.event(
            source(), branch, NONE, branches.getOrDefault(branch, NONE), difference);
      }
    }

    /// One message a difference: another process that finds the same is de-duplicated.
    private static PushEvent event(
        PushSource source, String ref, String before, String after, String difference) {
      String delivery =
          "reconcile-"
              + source.fullName().replace('/', ':')
              + "-"
              + Sha256.ofUtf8(difference).value().substring(0, 40);
      return new PushEvent(source, ref, before, after, delivery);
    }
  }

  /// What branches a host shows, with their heads.
  ///
  /// @throws GitAPIException when it shows none, whatever it answers
  private Map<String, String> branches(URI uri) throws GitAPIException {
    Map<String, String> branches = new TreeMap<>();
    for (Ref ref : refs(uri)) {
      ObjectId id = ref.getObjectId();
      if (ref.getName().startsWith(Constants.R_HEADS) && id != null) {
        branches.put(ref.getName(), id.name());
      }
    }
    return branches;
  }

  private Collection<Ref> refs(URI uri) throws GitAPIException {
    try {
      return Git.lsRemoteRepository()
          .setTransportConfigCallback(projection.access(uri.toString())::applyTo)
          .setRemote(uri.toString())
          .setHeads(true)
          .setTimeout((int) limit.toSeconds() + 1)
          .call();
    } catch (RuntimeException fault) { // one host's answer ends no run
      throw new TransportException("asking " + uri + " failed: " + fault, fault);
    }
  }
}

package com.caiatech.afdp.lambdas.intake;

import com.caiatech.afdp.graphmodel.commit.CommitWriter;
import com.caiatech.afdp.graphmodel.projection.VolumeState;
import com.caiatech.afdp.graphmodel.projection.VolumeStates;
import com.caiatech.afdp.lambdas.evidence.Observations;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.VolumeReader;
import com.caiatech.afdp.schemas.platform.Platform;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares the branches of all configured repositories with what is in the graph.
///
/// @param missed a push for each repository that differs
/// @param unreachable the full names of repositories that did not answer
public record Sweep(List<PushEvent> missed, List<String> unreachable) {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final int TIMEOUT_SECONDS = 15;
  private static final String NONE = ObjectId.zeroId().name();

  public Sweep {
    missed = List.copyOf(missed);
    unreachable = List.copyOf(unreachable);
  }

  /// Asks every repository for its branches, once, without fetching.
  public static Sweep over(Projection projection) {
    List<PushEvent> missed = new ArrayList<>();
    List<String> unreachable = new ArrayList<>();
    Platform platform = projection.platform();
    Map<VolumeName, VolumeState> states = new VolumeStates(projection.driver()).all();
    for (Platform.Volume volume : platform.volumes()) {
      PushSource source = new PushSource.Ledger(volume.name());
      try {
        String head = branches(projection, volume.uri()).getOrDefault(VolumeReader.BRANCH, NONE);
        VolumeState state =
            states.getOrDefault(volume.name(), VolumeState.start(volume.name(), volume.series()));
        CommitId known = state.head();
        String before = known == null ? NONE : known.value();
        if (differs(projection.evidence().observations(volume.name()).standing(), before, head)) {
          missed.add(event(source, VolumeReader.BRANCH, before, head));
        }
      } catch (GitAPIException | SchemasException.ConfigurationFault unanswered) {
        unreachable.add(unanswered(source, unanswered));
      }
    }
    for (Platform.SourceRepository repository : platform.repositories()) {
      PushSource source = new PushSource.Source(repository.name());
      try {
        Set<String> known =
            new CommitWriter(projection.driver(), repository.name())
                .heads().stream().map(CommitId::value).collect(Collectors.toSet());
        branches(projection, repository.uri()).entrySet().stream()
            .filter(branch -> !known.contains(branch.getValue()))
            .findFirst()
            .ifPresent(
                branch -> missed.add(event(source, branch.getKey(), NONE, branch.getValue())));
      } catch (GitAPIException | SchemasException.ConfigurationFault unanswered) {
        unreachable.add(unanswered(source, unanswered));
      }
    }
    return new Sweep(missed, unreachable);
  }

  /// Whether the host shows something that was not judged yet.
  private static boolean differs(Optional<Observations.Noted> standing, String known, String head) {
    return standing
        .map(Observations.Noted::fault)
        .map(
            fault ->
                fault.mayPassByItself()
                    || !head.equals(fault.shown() == null ? NONE : fault.shown().value()))
        .orElse(!head.equals(known));
  }

  /// One message a state that was found: a second sweep that finds the same is de-duplicated.
  private static PushEvent event(PushSource source, String ref, String before, String after) {
    String delivery =
        "reconcile-" + source.fullName().replace('/', ':') + "-" + after.substring(0, 40);
    return new PushEvent(source, ref, before, after, delivery);
  }

  private static Map<String, String> branches(Projection projection, URI uri)
      throws GitAPIException {
    Collection<Ref> refs =
        Git.lsRemoteRepository()
            .setTransportConfigCallback(projection.access(uri.toString())::applyTo)
            .setRemote(uri.toString())
            .setHeads(true)
            .setTimeout(TIMEOUT_SECONDS)
            .call();
    Map<String, String> branches = new TreeMap<>();
    for (Ref ref : refs) {
      ObjectId id = ref.getObjectId();
      if (ref.getName().startsWith(Constants.R_HEADS) && id != null) {
        branches.put(ref.getName(), id.name());
      }
    }
    return branches;
  }

  private static String unanswered(PushSource source, Exception fault) {
    LOG.warn("Reconciliation got no answer from {}: {}", source.fullName(), fault.getMessage());
    return source.fullName();
  }
}

package com.caiatech.afdp.schemas.plan;

import com.caiatech.afdp.schemas.id.DeploymentId;
import com.caiatech.afdp.schemas.id.Sha256;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a deployment will do, made when its commits are pinned. It stands in the opened manifest as
/// the member `plan`; the plan digest, which approvals are bound to, is taken over that member as
/// it was received.
///
/// @param version of the steps' meaning; {@link #VERSION} today, and in 1, which is read and not
///   carried out, one step replaced an instance and none had a deadline
/// @param previous what was serving when the plan was made; absent when nothing was
/// @param rollbackOfDeploymentId the deployment that a rollback undoes, which is the one that was
///   serving; the one that it goes back to stands in the request
/// @param rules approvals that the platform's configuration asks for; they add to those of the
///   trust policy
/// @param steps in the order in which they are carried out
public record Plan(
    int version,
    DeploymentType deploymentType,
    String strategy,
    Map<SourceRole, DeployedSource> sources,
    List<ArtifactRef> artifacts,
    Sha256 descriptorSha256,
    @Nullable PreviousDeployment previous,
    @Nullable DeploymentId rollbackOfDeploymentId,
    List<PlanRule> rules,
    List<PlanStep> steps) {
  /// The version of plans that this software makes.
  public static final int VERSION = 2;

  public Plan {
    sources = Collections.unmodifiableMap(new TreeMap<>(sources));
    artifacts = List.copyOf(artifacts);
    rules = List.copyOf(rules);
    steps = List.copyOf(steps);
  }

  /// What is pinned in each role.
  public Map<SourceRole, PinnedSource> pinned() {
    Map<SourceRole, PinnedSource> pinned = new TreeMap<>();
    sources.forEach((role, source) -> pinned.put(role, source.pinned()));
    return pinned;
  }

  /// The deployment that was serving when the plan was made.
  public Optional<DeploymentId> previousDeploymentId() {
    return Optional.ofNullable(previous).map(PreviousDeployment::deploymentId);
  }

  /// How many distinct people the rules ask for, at least.
  public int requiredApprovals() {
    return rules.stream().mapToInt(PlanRule::minimum).max().orElse(0);
  }

  /// Whether this software can carry the plan out: it is of today's version, and each of its steps
  /// is known.
  public boolean canBeCarriedOut() {
    return version == VERSION && steps(PlanStep.Unknown.class).isEmpty();
  }

  /// The step of a type that each plan has once.
  ///
  /// @throws IllegalStateException when it has none
  public <S extends PlanStep> S step(Class<S> type) {
    return steps(type).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Plan: expected a step %s, found %s".formatted(type.getSimpleName(), steps)));
  }

  /// The steps of one type, in order.
  public <S extends PlanStep> List<S> steps(Class<S> type) {
    return steps.stream().filter(type::isInstance).map(type::cast).toList();
  }
}

package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.plan.DeploymentType;
import java.util.List;

/// How many distinct people have to approve a plan.
///
/// @param environment a name or `*`
/// @param service a name or `*`
/// @param types the types of deployment that it is about; empty for any
/// @param minimum 0 is written out: a deployment that no rule covers is unsound
/// @param roles the roles in which decisions count; empty for any
/// @param members the owners whose decisions count; empty for any
/// @param ranges of the opened manifests for which it holds
public record ApprovalRule(
    String name,
    String environment,
    String service,
    List<DeploymentType> types,
    int minimum,
    List<String> roles,
    List<String> members,
    List<IndexRange> ranges) {
  public ApprovalRule {
    types = List.copyOf(types);
    roles = List.copyOf(roles);
    members = List.copyOf(members);
    ranges = List.copyOf(ranges);
  }

  /// The same, counting in a further volume where it counts at the end of the one before it.
  ApprovalRule opening(VolumeName volume) {
    return new ApprovalRule(
        name,
        environment,
        service,
        types,
        minimum,
        roles,
        members,
        IndexRange.opening(ranges, volume));
  }
}

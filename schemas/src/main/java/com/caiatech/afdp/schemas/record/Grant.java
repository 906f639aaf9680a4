package com.caiatech.afdp.schemas.record;

import com.caiatech.afdp.schemas.id.KeyFingerprint;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.util.ArrayList;
import java.util.List;

/// What a signing key may sign: kinds of record in environments and services, in ranges of entries.
///
/// @param publicKey the armored OpenPGP public key
/// @param kinds each `<kind>` for its first version or `<kind>/<version>` for all versions up to
///   that one
/// @param environments names, `_` for records of none or several, `*` for any
/// @param services names, `_` for records of none or several, `*` for any
public record Grant(
    KeyFingerprint fingerprint,
    String publicKey,
    String owner,
    String role,
    List<String> kinds,
    List<String> environments,
    List<String> services,
    List<IndexRange> ranges) {
  /// Stands for any environment, service or action.
  public static final String ANY = "*";

  public Grant {
    kinds = List.copyOf(kinds);
    environments = List.copyOf(environments);
    services = List.copyOf(services);
    ranges = List.copyOf(ranges);
  }

  /// The same for other entries.
  public Grant withRanges(List<IndexRange> newRanges) {
    return new Grant(fingerprint, publicKey, owner, role, kinds, environments, services, newRanges);
  }

  /// The same of another key.
  Grant of(KeyFingerprint other, String otherPublicKey) {
    return new Grant(other, otherPublicKey, owner, role, kinds, environments, services, ranges);
  }

  /// The same without one entry.
  public Grant without(VolumeName volume, long index) {
    return withRanges(IndexRange.without(ranges, volume, index));
  }

  /// The same with those of the kinds that it does not name yet.
  Grant naming(List<String> further) {
    List<String> more = new ArrayList<>(kinds);
    further.stream().filter(kind -> !more.contains(kind)).forEach(more::add);
    return new Grant(fingerprint, publicKey, owner, role, more, environments, services, ranges);
  }

  /// The same, counting in a further volume where it counts at the end of the one before it; who
  /// may sign policies may sign that it was opened.
  Grant opening(VolumeName volume) {
    List<String> more = new ArrayList<>(kinds);
    if (names(RecordKind.POLICY.value(), 1) && !names(RecordKind.VOLUME.value(), 1)) {
      more.add(RecordKind.VOLUME.value());
    }
    return new Grant(
        fingerprint,
        publicKey,
        owner,
        role,
        more,
        environments,
        services,
        IndexRange.opening(ranges, volume));
  }

  /// Whether it names that version of the kind.
  public boolean names(String kind, int version) {
    return kinds.stream()
        .anyMatch(
            named ->
                named.equals(kind)
                    ? version == 1
                    : named.startsWith(kind + "/")
                        && version <= Integer.parseInt(named.substring(kind.length() + 1)));
  }

  /// Whether it reaches records of that scope.
  public boolean reaches(Scope scope) {
    return includes(environments, scope.environmentText())
        && includes(services, scope.serviceText());
  }

  private static boolean includes(List<String> names, String name) {
    return names.contains(ANY) || names.contains(name);
  }
}

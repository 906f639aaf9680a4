package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.record.SourceRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a configuration and the registrations in the ledger come to together. Pure: the same input
/// gives the same platform everywhere, and no registration can break it or another one's effect.
///
/// The registrations are taken in the order of the ledger, each by what the configuration and those
/// before it give. A later one of the same name replaces the earlier one; one that is left out
/// changes nothing. On conflict the configuration wins.
///
/// @param leftOut registrations without effect, the first {@value #MOST_TOLD} of them
/// @param countLeftOut how many there are
public record EffectivePlatform(Platform platform, List<LeftOut> leftOut, int countLeftOut) {
  /// How many registrations without effect are told one by one.
  public static final int MOST_TOLD = 100;

  public EffectivePlatform {
    leftOut = List.copyOf(leftOut);
  }

  /// The effect of the registrations, in the order of the ledger.
  public static EffectivePlatform of(
      Platform configured, List<RecordedRegistration> registrations) {
    if (registrations.isEmpty()) {
      return new EffectivePlatform(configured, List.of(), 0);
    }
    RegistrationFold fold = new RegistrationFold(configured);
    List<LeftOut> leftOut = new ArrayList<>();
    int count = 0;
    for (RecordedRegistration registration : registrations) {
      Optional<LeftOut> without = fold.add(registration.registration());
      if (without.isPresent()) {
        count++;
        if (leftOut.size() < MOST_TOLD) {
          leftOut.add(at(registration, without.get()));
        }
      }
    }
    return new EffectivePlatform(fold.platform(), leftOut, count);
  }

  /// Why the next registration would have no effect; empty where it would have one.
  public static Optional<LeftOut> problem(
      Platform configured, List<RecordedRegistration> registrations, SourceRegistration next) {
    RegistrationFold fold = new RegistrationFold(configured);
    registrations.forEach(registration -> fold.add(registration.registration()));
    return fold.add(next);
  }

  private static LeftOut at(RecordedRegistration registration, LeftOut leftOut) {
    return new LeftOut(
        leftOut.why(),
        "%s (registered by %s at %s:%d)"
            .formatted(
                leftOut.message(),
                registration.registration().registeredBy(),
                registration.volume(),
                registration.index()));
  }
}

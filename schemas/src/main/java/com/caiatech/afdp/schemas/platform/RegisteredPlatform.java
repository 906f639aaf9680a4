package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.record.SourceRegistration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The configuration in a file with the registrations that somebody reads, as both are now.
public final class RegisteredPlatform implements CurrentPlatform {
  private final CurrentPlatform configured;
  private final Supplier<List<RecordedRegistration>> registrations;
  private @Nullable Known latest;

  private record Known(
      Platform configured, List<RecordedRegistration> registrations, EffectivePlatform effective) {}

  /// @param configured what the configuration alone says
  /// @param registrations those that count, in the order of the ledger; while they are the same, so
  ///   is the list
  public RegisteredPlatform(
      CurrentPlatform configured, Supplier<List<RecordedRegistration>> registrations) {
    this.configured = configured;
    this.registrations = registrations;
  }

  @Override
  public Platform current() {
    return effective().platform();
  }

  /// The platform with what was left out.
  public EffectivePlatform effective() {
    return effective(configured.current(), registrations.get());
  }

  /// Why a registration would have no effect if it came next; empty where it would have one.
  public Optional<LeftOut> problem(SourceRegistration next) {
    return EffectivePlatform.problem(configured.current(), registrations.get(), next);
  }

  @SuppressWarnings(
      "ReferenceEquality") // what is read again is another object; equal ones are rare
  private synchronized EffectivePlatform effective(
      Platform configuration, List<RecordedRegistration> recorded) {
    Known known = latest;
    if (known == null || known.configured != configuration || known.registrations != recorded) {
      known = new Known(configuration, recorded, EffectivePlatform.of(configuration, recorded));
      latest = known;
    }
    return known.effective;
  }
}

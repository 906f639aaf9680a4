package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.id.RecordId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.record.SourceRegistration;
import java.util.Comparator;

/// A registration that stands in the ledger and counts. They are ordered as the ledger has them.
///
/// @param index of its entry in the volume
public record RecordedRegistration(
    VolumeName volume, long index, RecordId recordId, SourceRegistration registration)
    implements Comparable<RecordedRegistration> {
  private static final Comparator<RecordedRegistration> ORDER =
      Comparator.comparing(RecordedRegistration::volume)
          .thenComparingLong(RecordedRegistration::index);

  /// What it is about, such as `service cart`.
  public String subject() {
    return subject(registration);
  }

  static String subject(SourceRegistration registration) {
    SourceRegistration.RegisteredRepository repository = registration.registeredRepository();
    SourceRegistration.RegisteredService service = registration.registeredService();
    return repository != null
        ? "repository " + repository.name()
        : "service " + (service == null ? "" : service.name());
  }

  @Override
  public int compareTo(RecordedRegistration other) {
    return ORDER.compare(this, other);
  }
}

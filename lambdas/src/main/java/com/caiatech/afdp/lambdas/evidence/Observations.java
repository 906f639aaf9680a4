package com.caiatech.afdp.lambdas.evidence;

import com.caiatech.afdp.lambdas.LambdasException;
import com.caiatech.afdp.schemas.id.CommitId;
import com.caiatech.afdp.schemas.id.VolumeName;
import com.caiatech.afdp.schemas.ledger.CommitReading;
import com.caiatech.afdp.schemas.record.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The structural faults that were seen at a volume's host, in order, one at a time: files
/// `<number>.json` and, once a fault is gone, `<number>.gone.json`, each written once.
///
/// Two processes that see the same at once note it once.
public final class Observations {
  private final Path folder;
  private final VolumeName volume;

  Observations(Path folder, VolumeName volume) {
    this.folder = folder;
    this.volume = volume;
  }

  /// A fault and how long it lasted.
  ///
  /// @param number counts from 1
  /// @param goneAt absent while it lasts
  public record Noted(long number, ObservedFault fault, @Nullable Instant goneAt) {}

  /// When a fault was gone, by the observer's clock.
  record Gone(Instant goneAt) {}

  /// All that was seen, in order.
  public List<Noted> all() {
    List<Noted> all = new ArrayList<>();
    for (long number = 1; Files.exists(seen(number)); number++) {
      all.add(read(number));
    }
    return all;
  }

  /// The fault that lasts, if there is one.
  public Optional<Noted> standing() {
    List<Noted> all = all();
    return all.isEmpty() || all.getLast().goneAt() != null
        ? Optional.empty()
        : Optional.of(all.getLast());
  }

  /// Notes what the host shows. Another fault than the one that stands ends that.
  ///
  /// @param shown the head that the host shows; absent where the branch is gone
  /// @return whether it is a fault that was not there before
  public boolean see(CommitReading.Structural fault, @Nullable CommitId shown, Instant now) {
    ObservedFault observed = ObservedFault.of(fault, shown, now);
    Optional<Noted> standing = standing();
    if (standing.isPresent() && standing.get().fault().isSameAs(observed)) {
      return false;
    }
    end(now);
    return create(seen(all().size() + 1L), observed);
  }

  /// Notes that the host shows no fault.
  ///
  /// @return whether one was there
  public boolean end(Instant now) {
    return standing().map(noted -> create(gone(noted.number()), new Gone(now))).orElse(false);
  }

  private Noted read(long number) {
    try {
      ObservedFault fault =
          RecordJson.payloads().readValue(Files.readAllBytes(seen(number)), ObservedFault.class);
      if (!Files.exists(gone(number))) {
        return new Noted(number, fault, null);
      }
      Gone gone = RecordJson.payloads().readValue(Files.readAllBytes(gone(number)), Gone.class);
      return new Noted(number, fault, gone.goneAt());
    } catch (IOException fault) {
      throw new LambdasException.EvidenceFault(
          "Reading observation " + number + " of volume " + volume + " failed: " + fault, fault);
    }
  }

  /// @return whether it was not there
  private boolean create(Path file, Object content) {
    try {
      byte[] bytes = RecordJson.mapper().writeValueAsBytes(content);
      return WrittenOnce.create(file, out -> out.write(bytes));
    } catch (IOException fault) {
      throw new LambdasException.EvidenceFault(
          "Noting an observation of volume " + volume + " failed: " + fault, fault);
    }
  }

  private Path seen(long number) {
    return folder.resolve(number + ".json");
  }

  private Path gone(long number) {
    return folder.resolve(number + ".gone.json");
  }
}

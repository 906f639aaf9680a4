package com.caiatech.afdp.workers.notification;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.RecordRef;
import com.caiatech.afdp.schemas.ledger.VolumePosition;
import com.caiatech.afdp.schemas.record.RecordJson;
import com.caiatech.afdp.schemas.record.Series;
import com.caiatech.afdp.schemas.signing.SecretFile;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How far a channel has been told what the ledgers hold, in a file that is replaced as a whole:
/// the next entry of each series, and the events before it that its receiver has not taken yet.
/// Nothing of an event itself is kept: it is read from the ledger at each attempt.
///
/// @param positions one a series
record Outbox(List<VolumePosition> positions, List<Pending> pending) {
  /// How many events may wait for their receiver; with as many, nothing more is read.
  static final int MOST_PENDING = 64;

  Outbox {
    positions = List.copyOf(positions);
    pending = List.copyOf(pending);
  }

  /// An event that was sent and not taken.
  ///
  /// @param ref the record that tells it
  /// @param attempts how often it was sent
  /// @param next when it is sent again
  record Pending(RecordRef ref, EventKind kind, int attempts, Instant next) {
    boolean tells(Event event) {
      return event.kind() == kind;
    }
  }

  boolean isFull() {
    return pending.size() >= MOST_PENDING;
  }

  Optional<VolumePosition> position(Series series) {
    return positions.stream().filter(it -> Series.of(it.volume()) == series).findFirst();
  }

  /// The same after the position's entry.
  Outbox at(VolumePosition position) {
    Series series = Series.of(position.volume());
    List<VolumePosition> moved = new ArrayList<>(positions);
    moved.removeIf(it -> Series.of(it.volume()) == series);
    moved.add(position);
    return new Outbox(moved, pending);
  }

  /// The same with one more that waits.
  Outbox with(Pending added) {
    List<Pending> all = new ArrayList<>(pending);
    all.add(added);
    return new Outbox(positions, all);
  }

  /// The same without one that waits.
  Outbox without(Pending done) {
    return new Outbox(positions, pending.stream().filter(it -> !it.equals(done)).toList());
  }

  /// What the file holds; nothing where there is none.
  ///
  /// @throws SchemasException.KeyFault when it cannot be read
  static Optional<Outbox> read(Path file) {
    return SecretFile.readIfPresent(file)
        .map(
            bytes -> {
              try {
                return RecordJson.payloads().readValue(bytes, Outbox.class);
              } catch (IOException malformed) {
                throw new SchemasException.KeyFault(
                    "reading how far a channel was told from "
                        + file
                        + ": it is not what was written; nothing is sent by it. Move the file away"
                        + " to go on with what happens from now on",
                    malformed);
              }
            });
  }

  /// Puts it in place of what the file holds, durably.
  ///
  /// @throws SchemasException.KeyFault when it cannot be written
  void write(Path file) {
    try {
      SecretFile.replace(file, RecordJson.payloads().writeValueAsBytes(this));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("an outbox can be written as JSON", impossible);
    }
  }
}

package com.caiatech.afdp.schemas.ledger;

import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.id.VolumeName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A state of a volume by its size in entries, written `volume:size`. A query that carries it waits
/// until the projection has reached it.
public record ConsistencyToken(VolumeName volume, long size) {
  private static final Pattern FORM = Pattern.compile("([a-z0-9-]{1,63}):(0|[1-9]\\d{0,15})");

  public ConsistencyToken {
    if (size < 0) {
      throw new IllegalArgumentException(
          "ConsistencyToken of " + volume + ": expected a size of at least 0, found " + size);
    }
  }

  /// Reads the text form.
  ///
  /// @throws SchemasException.MalformedInput when it is not `volume:size`
  public static ConsistencyToken parse(String text) {
    Matcher matcher = FORM.matcher(text);
    try {
      if (matcher.matches()) {
        return new ConsistencyToken(
            new VolumeName(matcher.group(1)), Long.parseLong(matcher.group(2)));
      }
    } catch (IllegalArgumentException noVolume) {
      throw malformed(text, noVolume);
    }
    throw malformed(text, null);
  }

  private static SchemasException malformed(String text, @Nullable Exception cause) {
    return new SchemasException.MalformedInput(
        "Consistency token: expected <volume>:<size> such as approval-logs:42, found '"
            + (text.length() > 100 ? text.substring(0, 100) + "…" : text)
            + "'",
        cause);
  }

  /// The text form.
  public String text() {
    return volume.value() + ":" + size;
  }

  @Override
  public String toString() {
    return text();
  }
}

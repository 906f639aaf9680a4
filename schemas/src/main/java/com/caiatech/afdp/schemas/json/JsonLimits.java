package com.caiatech.afdp.schemas.json;

import com.caiatech.afdp.schemas.SchemasException.ConfigurationFault;

/// How large a JSON document may be before it is refused.
///
/// @param maxBytes of the whole document, looked at before anything is parsed
/// @param maxDepth nested arrays and objects; a scalar has depth 0
/// @param maxStringLength UTF-16 code units in one string
/// @param maxNameLength UTF-16 code units in one name of an object
/// @param maxNumberLength characters in one number
public record JsonLimits(
    int maxBytes, int maxDepth, int maxStringLength, int maxNameLength, int maxNumberLength) {
  /// The deepest nesting that any limits may allow; what walks a tree here recurses at most so far.
  static final int DEEPEST = 512;

  /// The longest number that any limits may allow.
  static final int LONGEST_NUMBER = 512;

  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  /// A record of a ledger: at most 1 MiB and 32 levels.
  public static final JsonLimits RECORD = new JsonLimits(MIB, 32, MIB, 256, 64);

  /// A statement of intent or another small signed document: at most 64 KiB and 16 levels.
  public static final JsonLimits STATEMENT = new JsonLimits(64 * KIB, 16, 64 * KIB, 256, 64);

  /// A signed envelope, whose payload is the base64 of a document within {@link #RECORD}.
  public static final JsonLimits ENVELOPE = new JsonLimits(2 * MIB, 8, 2 * MIB, 64, 64);

  /// A file of the platform's own configuration.
  public static final JsonLimits CONFIGURATION = new JsonLimits(4 * MIB, 32, MIB, 256, 64);

  public JsonLimits {
    requireWithin("maxBytes", maxBytes, Integer.MAX_VALUE);
    requireWithin("maxDepth", maxDepth, DEEPEST);
    requireWithin("maxStringLength", maxStringLength, Integer.MAX_VALUE);
    requireWithin("maxNameLength", maxNameLength, Integer.MAX_VALUE);
    requireWithin("maxNumberLength", maxNumberLength, LONGEST_NUMBER);
  }

  private static void requireWithin(String name, int value, int highest) {
    if (value < 1 || value > highest) {
      throw new ConfigurationFault(
          "JsonLimits." + name + ": expected 1 to " + highest + ", found " + value);
    }
  }
}

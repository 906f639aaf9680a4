package com.caiatech.afdp.graphmodel.path;

import com.caiatech.afdp.graphmodel.GraphModelException;

/// A thing that a question names.
///
/// @param id the global id
record Thing(ThingKind kind, String id) {
  private static final int SHOWN = 80;

  /// The thing with that global id, which need not exist.
  ///
  /// @param argument for the message
  /// @throws GraphModelException.InvalidArgument where it is no global id
  static Thing of(String argument, String id) {
    return new Thing(
        ThingKind.ofId(id)
            .orElseThrow(
                () ->
                    new GraphModelException.InvalidArgument(
                        "%s: expected a global id such as urn:afdp:commit:<repository>:<sha>, found '%s'"
                            .formatted(argument, shown(id)))),
        id);
  }

  /// The id as a message may show it.
  String shown() {
    return shown(id);
  }

  private static String shown(String id) {
    return id.length() > SHOWN ? id.substring(0, SHOWN) + "…" : id;
  }
}

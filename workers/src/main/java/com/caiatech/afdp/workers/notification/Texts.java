package com.caiatech.afdp.workers.notification;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The text of each kind of event for one channel.
final class Texts {
  private final Map<EventKind, Template> templates = new EnumMap<>(EventKind.class);

  /// @param configured in place of what is said otherwise
  Texts(Map<EventKind, Template> configured) {
    for (EventKind kind : EventKind.values()) {
      templates.put(kind, Template.ofKind(kind));
    }
    templates.putAll(configured);
  }

  /// What the channel says of an event.
  ///
  /// @param escape makes a value harmless where the text will stand
  String of(Event event, UnaryOperator<String> escape) {
    Template template = templates.get(event.kind());
    if (template == null) {
      throw new IllegalStateException("every kind has a text, " + event.kind() + " has none");
    }
    return template.text(event, escape);
  }
}

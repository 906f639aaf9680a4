package com.caiatech.afdp.graphmodel.query.catalogue;

/// The step that says what serves: the newest one of a service in an environment that is believed
/// at the moment. What serves is derived from recorded traffic alone.
public final class NewestStep {
  private NewestStep() {}

  /// The clauses that read it; nothing where none was recorded.
  ///
  /// @param from says at which moment
  /// @param step the variable that it is given in
  /// @param service an expression for the service's name
  /// @param environment an expression for the environment's name
  public static String reading(Scope from, String step, String service, String environment) {
    return """
        MATCH (%1$s:Step) WHERE %1$s.service = %2$s AND %1$s.environment = %3$s AND %4$s \
        RETURN %1$s ORDER BY %1$s.service DESC, %1$s.environment DESC, %1$s.recordedAt DESC, \
        %1$s.ledgerIndex DESC LIMIT 1"""
        .formatted(
            step, service, environment, String.join(" AND ", TrafficFields.believed(from, step)));
  }
}

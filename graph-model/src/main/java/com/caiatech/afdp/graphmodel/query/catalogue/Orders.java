package com.caiatech.afdp.graphmodel.query.catalogue;

import com.caiatech.afdp.graphmodel.schema.Labels;
import com.caiatech.afdp.graphmodel.schema.Properties;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The orders of all types: the one place to let lists be told in another order. Each is one that
/// an index gives to the list of all objects of the type, or of few enough.
public final class Orders {
  /// The field of an order that names it.
  public static final String FIELD = "field";

  /// The field of an order that says which way it runs.
  public static final String DIRECTION = "direction";

  /// The value of {@link #DIRECTION} for the largest first.
  public static final String DESCENDING = "DESC";

  /// What the name of the schema's input object has after that of the type.
  static final String SUFFIX = "Order";

  /// Deployments, the newest first by when they were opened, or requested where they were not.
  static final Order NEWEST_DEPLOYMENTS =
      newest("STARTED_AT", Properties.STARTED_ORDER)
          .indexedBy(Properties.SERVICE, Properties.ENVIRONMENT)
          .indexedBy(Properties.SERVICE)
          .indexedBy(Properties.ENVIRONMENT)
          .indexedBy(Properties.STATUS);

  /// Asserted deployments, the newest first by when they are said to have happened.
  static final Order NEWEST_REPORTS =
      newest("HAPPENED_AT", Properties.STARTED_ORDER)
          .indexedBy(Properties.SERVICE, Properties.ENVIRONMENT)
          .indexedBy(Properties.SERVICE)
          .indexedBy(Properties.ENVIRONMENT);

  /// Incidents, the newest first by detection.
  static final Order NEWEST_INCIDENTS = newest("DETECTED_AT", Properties.DETECTED_AT);

  /// Annotations, the newest first.
  static final Order NEWEST_ANNOTATIONS = newest("ANNOTATED_AT", Properties.ANNOTATED_AT);

  /// Saved queries, the newest first.
  static final Order NEWEST_SAVED_QUERIES = newest("SAVED_AT", Properties.SAVED_AT);

  /// Commits that were read, the newest first.
  static final Order NEWEST_COMMITS =
      newest("COMMITTED_AT", Properties.COMMITTED_AT).indexedBy(Properties.REPOSITORY);

  /// Violations, the newest first by the recorded time of what they were found in.
  static final Order NEWEST_VIOLATIONS =
      Order.of(
              "RECORDED_AT",
              OrderKey.newest(Expression.orZero(Properties.RECORDED_AT)),
              OrderKey.descending(Properties.ID))
          .indexedBy(Properties.VOLUME);

  /// Findings about deployments, the newest first by when they were found in recorded time.
  static final Order NEWEST_FINDINGS = newest("RECORDED_AT", Properties.RECORDED_AT);

  /// Checks or steps, the newest first by when they began.
  static final Order NEWEST_BEGUN = newest("STARTED_AT", Properties.STARTED_AT);

  /// Decisions, the newest first.
  static final Order NEWEST_APPROVALS = newest("DECIDED_AT", Properties.DECIDED_AT);

  /// Records, the newest first by when a ledger took them.
  static final Order NEWEST_RECORDS = newest("RECORDED_AT", Properties.RECORDED_AT);

  /// By service, then by environment.
  static final Order BY_PLACE =
      Order.of(
          "PLACE",
          new OrderKey(Expression.edge("service"), false, false),
          new OrderKey(Expression.edge("environment"), false, false));

  /// Files by path, in each repository.
  static final Order BY_PATH =
      Order.of("PATH", OrderKey.ascending(Properties.PATH), OrderKey.ascending(Properties.ID))
          .indexedBy(Properties.REPOSITORY);

  /// By global id.
  static final Order BY_ID = Order.of("ID", OrderKey.ascending(Properties.ID));

  /// By name.
  static final Order BY_NAME = Order.of("NAME", OrderKey.ascending(Properties.NAME));

  private Orders() {}

  /// By type, then by name.
  static Map<String, Map<String, Order>> all() {
    return Map.ofEntries(
        orders(
            Labels.DEPLOYMENT,
            NEWEST_DEPLOYMENTS,
            newest("CLOSED_AT", Properties.CLOSED_AT).having(Properties.CLOSED_AT),
            newest("DURATION", Properties.DURATION_SECONDS).having(Properties.DURATION_SECONDS)),
        orders(Labels.ASSERTED_DEPLOYMENT, NEWEST_REPORTS),
        orders(Labels.INCIDENT, NEWEST_INCIDENTS),
        orders(Labels.ANNOTATION, NEWEST_ANNOTATIONS),
        orders(Labels.SAVED_QUERY, NEWEST_SAVED_QUERIES),
        orders(Labels.COMMIT, NEWEST_COMMITS),
        orders(Labels.VIOLATION, NEWEST_VIOLATIONS),
        orders(UnprovenFields.UNPROVEN, NEWEST_FINDINGS),
        orders(Labels.CHECK, NEWEST_BEGUN),
        orders(Labels.STEP, NEWEST_BEGUN),
        orders(Labels.APPROVAL, NEWEST_APPROVALS),
        orders(Labels.RECORD, NEWEST_RECORDS),
        orders(Labels.FILE, BY_PATH),
        orders(Labels.PERSON, BY_ID),
        orders(Labels.TEAM, BY_NAME),
        orders(TrafficFields.RUNNING_AT, BY_PLACE),
        orders(ExposureFields.EXPOSURE, NEWEST_DEPLOYMENTS),
        orders(Labels.SERVICE, BY_NAME),
        orders(Labels.ENVIRONMENT, BY_NAME),
        orders(Labels.REPOSITORY, BY_NAME));
  }

  private static Order newest(String field, String property) {
    return Order.of(field, OrderKey.newest(property), OrderKey.descending(Properties.ID));
  }

  private static Map.Entry<String, Map<String, Order>> orders(String type, Order... orders) {
    return Map.entry(
        type, Stream.of(orders).collect(Collectors.toMap(Order::field, Function.identity())));
  }
}

package com.caiatech.afdp.gateway.http;

/// The gateway's routes: every path is spelled here alone.
public enum Route {
  GRAPHQL(Route.GRAPHQL_PATH),
  GRAPHIQL(Route.GRAPHIQL_PATH),
  ALERTMANAGER(Route.ALERTMANAGER_PATH),
  HEALTH(Route.HEALTH_PATH),
  METRICS(Route.METRICS_PATH),
  REFUSALS(Route.REFUSALS_PATH),
  PROTECTED_RESOURCE(Route.PROTECTED_RESOURCE_PATH),
  OTHER("");

  public static final String GRAPHQL_PATH = "/graphql";
  public static final String GRAPHIQL_PATH = "/graphiql";
  public static final String ALERTMANAGER_PATH = "/alertmanager";
  public static final String HEALTH_PATH = "/health";
  public static final String METRICS_PATH = "/metrics";
  public static final String REFUSALS_PATH = "/refusals";

  /// RFC 9728, section 3.
  public static final String PROTECTED_RESOURCE_PATH = "/.well-known/oauth-protected-resource";

  private final String path;

  Route(String path) {
    this.path = path;
  }

  /// The route of a request's path.
  static Route of(String path) {
    for (Route route : values()) {
      if (route != OTHER && (path.equals(route.path) || path.startsWith(route.path + "/"))) {
        return route;
      }
    }
    return OTHER;
  }
}

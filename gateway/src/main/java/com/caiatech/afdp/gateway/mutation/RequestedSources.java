package com.caiatech.afdp.gateway.mutation;

import com.caiatech.afdp.schemas.id.RepositoryName;
import com.caiatech.afdp.schemas.id.ServiceName;
import com.caiatech.afdp.schemas.plan.SourceRole;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.record.RequestedSource;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What a request asks to be deployed: a ref in each repository of the service.
final class RequestedSources {
  private RequestedSources() {}

  /// A ref for a role that the service does not have.
  static Optional<Refusal> problem(Request request) {
    Platform.Service service = service(request);
    for (SourceRole role : SourceRole.values()) {
      String ref = request.input().optionalText(refField(role));
      if (ref != null && !service.sources().containsKey(role)) {
        return Refusal.because(
            RefusalReason.UNKNOWN_REF,
            "%s: the service %s has no repository for %s, found the ref '%s'"
                .formatted(refField(role), service.name(), role, RequestChecks.shortened(ref)));
      }
    }
    return Optional.empty();
  }

  static Map<SourceRole, RequestedSource> of(Request request) {
    Map<SourceRole, RequestedSource> sources = new EnumMap<>(SourceRole.class);
    service(request)
        .sources()
        .forEach(
            (role, source) -> {
              String ref = request.input().optionalText(refField(role));
              sources.put(
                  role,
                  new RequestedSource(
                      source.repository(),
                      ref == null ? defaultRef(request.platform(), source.repository()) : ref));
            });
    return sources;
  }

  private static Platform.Service service(Request request) {
    return request
        .platform()
        .service(new ServiceName(request.input().text("service")))
        .orElseThrow();
  }

  private static String defaultRef(Platform platform, RepositoryName repository) {
    return platform
        .repository(repository)
        .map(Platform.SourceRepository::defaultBranch)
        .orElse("main");
  }

  private static String refField(SourceRole role) {
    return switch (role) {
      case APPLICATION -> "ref";
      case CONFIGURATION -> "configurationRef";
      case IAC -> "iacRef";
    };
  }
}

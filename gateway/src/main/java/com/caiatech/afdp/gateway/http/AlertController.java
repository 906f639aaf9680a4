package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.alert.AlertIntake;
import com.caiatech.afdp.gateway.alert.AlertNotification;
import com.caiatech.afdp.gateway.alert.AlertOutcome;
import com.caiatech.afdp.gateway.configuration.LimitConfiguration;
import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.execution.ClientErrors;
import com.caiatech.afdp.gateway.security.Principal;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.workflow.RefusalReason;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The webhook of Alertmanager. It sends a notification again after a status of 5xx alone: 503 says
/// that all of it may be sent again, 422 that what was refused will be refused again, with the
/// reasons, which its log shows.
@Controller(Route.ALERTMANAGER_PATH)
@Produces(MediaType.ALL)
final class AlertController {
  private static final Logger LOG = LoggerFactory.getLogger(AlertController.class);
  private static final int AT_ONCE = 8;

  private final AlertIntake intake;
  private final int mostBytes;
  private final Semaphore places = new Semaphore(AT_ONCE);

  AlertController(AlertIntake intake, LimitConfiguration limits) {
    this.intake = intake;
    this.mostBytes = limits.maxBodyBytes();
  }

  @Post
  @Consumes(MediaType.ALL)
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<byte[]> notified(HttpRequest<?> request, @Body byte @Nullable [] body) {
    if (!places.tryAcquire()) {
      return Replies.failed(
              HttpStatus.SERVICE_UNAVAILABLE,
              ClientErrors.of(
                  ErrorCode.OVERLOADED,
                  "taking a notification: %d are being taken, this one was not; send it again"
                      .formatted(AT_ONCE)),
              ReplyType.JSON)
          .header(HttpHeaders.RETRY_AFTER, "1");
    }
    try {
      return taken(Exchange.principal(request), body == null ? new byte[0] : body);
    } finally {
      places.release();
    }
  }

  private HttpResponse<byte[]> taken(Principal principal, byte[] body) {
    AlertNotification notification;
    try {
      notification = AlertNotification.read(body, mostBytes);
    } catch (SchemasException.MalformedInput | SchemasException.LimitExceeded refused) {
      return Replies.failed(
          HttpStatus.BAD_REQUEST,
          ClientErrors.of(ErrorCode.BAD_USER_INPUT, String.valueOf(refused.getMessage())),
          ReplyType.JSON);
    }
    List<AlertOutcome> outcomes = intake.take(principal, notification);
    List<AlertOutcome.Refused> refused = only(AlertOutcome.Refused.class, outcomes);
    refused.forEach(it -> LOG.warn("alert {} is no incident: {}", it.fingerprint(), it.message()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("incidents", only(AlertOutcome.Reported.class, outcomes));
    answer.put("refused", refused);
    answer.put("resolved", notification.resolved());
    answer.put("truncated", notification.truncated());
    return Replies.json(status(outcomes, refused), answer, ReplyType.JSON);
  }

  private static <T> List<T> only(Class<T> type, List<AlertOutcome> outcomes) {
    return outcomes.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static HttpStatus status(
      List<AlertOutcome> outcomes, List<AlertOutcome.Refused> refused) {
    Set<RefusalReason> reasons =
        refused.stream().map(AlertOutcome.Refused::reason).collect(Collectors.toSet());
    if (reasons.contains(RefusalReason.UNAVAILABLE)) {
      return HttpStatus.SERVICE_UNAVAILABLE;
    }
    if (reasons.isEmpty()) {
      return HttpStatus.OK;
    }
    return refused.size() == outcomes.size() && reasons.equals(Set.of(RefusalReason.FORBIDDEN))
        ? HttpStatus.FORBIDDEN
        : HttpStatus.UNPROCESSABLE_ENTITY;
  }
}

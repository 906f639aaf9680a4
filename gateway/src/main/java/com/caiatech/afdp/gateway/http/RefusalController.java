package com.caiatech.afdp.gateway.http;

import com.caiatech.afdp.gateway.audit.RefusalLog;
import com.caiatech.afdp.gateway.error.ErrorCode;
import com.caiatech.afdp.gateway.error.GatewayException;
import com.caiatech.afdp.gateway.execution.ClientErrors;
import com.caiatech.afdp.gateway.security.AccessRules;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The log of refused mutations, line by line as it was written, for auditors: `after` is the
/// number of the last line that is known, `first` how many to give at most. The header
/// `AFDP-Log-Head` has the number and the digest of the last line that there is.
@Controller(Route.REFUSALS_PATH)
@Produces(MediaType.ALL)
final class RefusalController {
  static final String HEAD = "AFDP-Log-Head";

  private static final String LINES = "application/x-ndjson; charset=utf-8";
  private static final long MOST = 1_000;
  private static final int AT_ONCE = 4;

  private final RefusalLog.Reader log;
  private final Semaphore places = new Semaphore(AT_ONCE);

  RefusalController(RefusalLog.Reader log) {
    this.log = log;
  }

  @Get
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<byte[]> refusals(HttpRequest<?> request) throws InterruptedException {
    places.acquire();
    try {
      AccessRules.demandRefusals(Exchange.principal(request));
      RefusalLog.Page page =
          log.read(
              number(request, "after", 0, 0, Long.MAX_VALUE - 1),
              (int) number(request, "first", MOST, 1, MOST));
      return HttpResponse.ok(page.lines().getBytes(StandardCharsets.UTF_8))
          .contentType(MediaType.of(LINES))
          .header(HEAD, page.head().toString());
    } catch (GatewayException.Refused refused) {
      return Replies.failed(
          refused.code() == ErrorCode.FORBIDDEN ? HttpStatus.FORBIDDEN : HttpStatus.BAD_REQUEST,
          ClientErrors.of(refused.code(), String.valueOf(refused.getMessage())),
          ReplyType.JSON);
    } catch (IOException unreadable) {
      return Replies.failed(
          HttpStatus.INTERNAL_SERVER_ERROR,
          ClientErrors.internal("reading the log of refused mutations", unreadable),
          ReplyType.JSON);
    } finally {
      places.release();
    }
  }

  private static long number(
      HttpRequest<?> request, String name, long otherwise, long least, long most) {
    @Nullable String given = request.getParameters().get(name);
    if (given == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(given);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new GatewayException.Refused(
        ErrorCode.BAD_USER_INPUT,
        "%s: expected a whole number from %d to %d, found another value"
            .formatted(name, least, most));
  }
}

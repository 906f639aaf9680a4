package com.caiatech.afdp.lambdas;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.caiatech.afdp.lambdas.configuration.WebhookConfiguration;
import com.caiatech.afdp.lambdas.metric.CounterNames;
import com.caiatech.afdp.lambdas.metric.Counters;
import com.caiatech.afdp.lambdas.queue.PushQueue;
import com.caiatech.afdp.lambdas.webhook.Delivery;
import com.caiatech.afdp.lambdas.webhook.HookSecrets;
import com.caiatech.afdp.lambdas.webhook.HostDialect;
import com.caiatech.afdp.lambdas.webhook.PushPayload;
import com.caiatech.afdp.lambdas.webhook.WebhookSecrets;
import com.caiatech.afdp.schemas.SchemasException;
import com.caiatech.afdp.schemas.event.PushEvent;
import com.caiatech.afdp.schemas.event.PushSource;
import com.caiatech.afdp.schemas.platform.Hook;
import com.caiatech.afdp.schemas.platform.Host;
import com.caiatech.afdp.schemas.platform.HostKind;
import com.caiatech.afdp.schemas.platform.HostedRepositories;
import com.caiatech.afdp.schemas.platform.Platform;
import com.caiatech.afdp.schemas.platform.PlatformFile;
import com.caiatech.afdp.schemas.platform.RegisteredRepositories;
import com.caiatech.afdp.schemas.record.RecordJson;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The function behind the webhooks of Git hosts, each at `/webhook/<id>`: a push that is proven to
/// come from the host, to a repository that is configured, goes into the queue; nothing else does.
///
/// | delivery | answer |
/// |---|---|
/// | push, queued | 202 |
/// | push of the host's webhook to a repository that is not configured | 202, counted |
/// | ping | 200 |
/// | another event | 202, ignored |
/// | body over 6 MB | 413 |
/// | no webhook of that id, or a proof that is wrong or missing | 401 |
/// | malformed payload or delivery id | 400 |
/// | push of a repository's webhook to another repository | 403 |
/// | the queue or the configuration cannot be read | 503 |
///
/// The path chooses the secret. Only the name of the repository is taken from the payload, and the
/// move as a hint; where the repository is fetched from is the platform's configuration.
public final class PushWebhook
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse>, AutoCloseable {
  /// The largest body in bytes: what AWS Lambda takes.
  public static final int LARGEST_BODY = 6 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(PushWebhook.class);

  private final WebhookSecrets secrets;
  private final HookSecrets unknown = HookSecrets.unknown();
  private final PlatformFile platform;
  private final @Nullable RegisteredRepositories registered;
  private final PushQueue queue;
  private final Counters counters;
  private final InstantSource clock;
  private volatile @Nullable Known latest;

  /// The repositories of the files that were read last.
  private record Known(
      Platform platform,
      List<Platform.SourceRepository> further,
      HostedRepositories repositories) {}

  /// A webhook that there is.
  private record Registered(Hook hook, Host host, HostDialect dialect) {}

  /// Reads its settings from environment variables.
  public PushWebhook() {
    this(WebhookConfiguration.read(System.getenv()), new Counters(), InstantSource.system());
  }

  /// @param clock by which signatures with a time are judged
  public PushWebhook(WebhookConfiguration configuration, Counters counters, InstantSource clock) {
    this.secrets = new WebhookSecrets(configuration.secretsFolder());
    this.platform = new PlatformFile(configuration.platformFile());
    Path file = configuration.registeredFile();
    this.registered = file == null ? null : new RegisteredRepositories(file);
    this.queue = new PushQueue(configuration.queue());
    this.counters = counters;
    this.clock = clock;
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent request, Context context) {
    return handle(request);
  }

  APIGatewayV2HTTPResponse handle(APIGatewayV2HTTPEvent request) {
    Delivery delivery;
    try {
      delivery = Delivery.of(request);
    } catch (IllegalArgumentException malformed) {
      return refused(400, "body: expected Base64, found other text");
    }
    if (delivery.size() > LARGEST_BODY) {
      return refused(
          413, "body: expected at most " + LARGEST_BODY + " bytes, found " + delivery.size());
    }
    try {
      Known known = known();
      Optional<Registered> registered = registered(known.platform(), delivery);
      if (!isProven(registered, delivery)) {
        counters.count(CounterNames.WEBHOOK_UNSIGNED);
        return answer(401, "no webhook is here whose secret proves this delivery");
      }
      return proven(known.repositories(), registered.orElseThrow(), delivery);
    } catch (SchemasException.ConfigurationFault fault) {
      LOG.error("{}", fault.getMessage());
      return answer(503, "the configuration cannot be read; try again");
    } catch (LambdasException.Unavailable fault) {
      LOG.warn("{}", fault.getMessage());
      return answer(503, "the queue does not answer; try again");
    }
  }

  @Override
  public void close() {
    queue.close();
  }

  private Known known() {
    Platform now = platform.current();
    Known known = latest;
    List<Platform.SourceRepository> further = registered == null ? List.of() : registered.current();
    if (known == null || !known.platform.equals(now) || !known.further.equals(further)) {
      known = new Known(now, further, HostedRepositories.of(now, further));
      latest = known;
    }
    return known;
  }

  private static Optional<Registered> registered(Platform now, Delivery delivery) {
    return delivery
        .hook()
        .flatMap(now::hook)
        .flatMap(
            hook ->
                now.host(hook.host())
                    .map(host -> new Registered(hook, host, HostDialect.of(host.kind()))));
  }

  /// As much is computed for a webhook that is not there as for one that is.
  private boolean isProven(Optional<Registered> registered, Delivery delivery) {
    HostDialect dialect =
        registered.map(Registered::dialect).orElseGet(() -> HostDialect.of(HostKind.GITHUB));
    Optional<HookSecrets> keys = registered.flatMap(it -> secrets.of(it.hook().id()));
    return dialect.proves(keys.orElse(unknown), delivery, clock.instant()) && keys.isPresent();
  }

  private APIGatewayV2HTTPResponse proven(
      HostedRepositories repositories, Registered from, Delivery delivery) {
    return switch (from.dialect().type(delivery)) {
      case PUSH -> {
        try {
          yield push(repositories, from, delivery);
        } catch (SchemasException.MalformedInput malformed) {
          yield refused(400, String.valueOf(malformed.getMessage()));
        }
      }
      case PING -> answer(200, "pong");
      case OTHER -> ignored("this event is ignored");
    };
  }

  private APIGatewayV2HTTPResponse push(
      HostedRepositories repositories, Registered from, Delivery delivery) {
    PushPayload payload = PushPayload.read(delivery.payload(), from.dialect().naming());
    if (!payload.isPush()) {
      return ignored("this event is ignored");
    }
    Set<PushSource> named =
        payload.names().stream()
            .flatMap(name -> repositories.named(from.host(), name).stream())
            .collect(Collectors.toSet());
    PushSource own = from.hook().repository();
    if (own != null) {
      return named.contains(own)
          ? queued(own, payload, from, delivery)
          : refused(403, "repository: expected that of this webhook, found another");
    }
    return switch (named.size()) {
      case 0 -> {
        counters.count(CounterNames.WEBHOOK_UNREGISTERED);
        yield answer(202, "this repository is not registered");
      }
      case 1 -> queued(named.iterator().next(), payload, from, delivery);
      default -> refused(400, "repository: expected names of one, found those of several");
    };
  }

  private APIGatewayV2HTTPResponse queued(
      PushSource source, PushPayload payload, Registered from, Delivery delivery) {
    String id = from.dialect().id(delivery).orElse("");
    queue.send(
        new PushEvent(
            source,
            payload.ref(),
            payload.before(),
            payload.after(),
            PushEvent.delivery(from.hook().id(), id)));
    counters.count(CounterNames.WEBHOOK_QUEUED);
    return answer(202, "queued");
  }

  private APIGatewayV2HTTPResponse ignored(String message) {
    counters.count(CounterNames.WEBHOOK_IGNORED);
    return answer(202, message);
  }

  private APIGatewayV2HTTPResponse refused(int status, String message) {
    counters.count(CounterNames.WEBHOOK_REFUSED);
    LOG.info("Webhook refused with {}: {}", status, message);
    return answer(status, message);
  }

  private static APIGatewayV2HTTPResponse answer(int status, String message) {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(status)
        .withHeaders(Map.of("content-type", "application/json"))
        .withBody(RecordJson.mapper().createObjectNode().put("message", message).toString())
        .build();
  }
}

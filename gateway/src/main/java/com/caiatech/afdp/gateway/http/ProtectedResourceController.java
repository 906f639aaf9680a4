package com.caiatech.afdp.gateway.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/// Tells clients whose tokens are accepted (OAuth 2.0 Protected Resource Metadata, RFC 9728).
@Controller(Route.PROTECTED_RESOURCE_PATH)
final class ProtectedResourceController {
  private final ProtectedResource resource;

  ProtectedResourceController(ProtectedResource resource) {
    this.resource = resource;
  }

  @Get
  HttpResponse<byte[]> metadata() {
    return resource
        .metadata()
        .<HttpResponse<byte[]>>map(it -> Replies.json(HttpStatus.OK, it, ReplyType.JSON))
        .orElseGet(HttpResponse::notFound);
  }
}

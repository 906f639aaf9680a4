package com.caiatech.afdp.infra.demo;

import com.caiatech.afdp.infra.client.Endpoints;
import com.caiatech.afdp.infra.registration.Registration;
import java.net.URI;

/// The platform as the demo sees it: what the runner offers beside the gateway.
public interface RunningPlatform {
  /// The addresses of the running platform.
  Endpoints endpoints();

  /// Makes a service known and lets the platform see its repositories.
  Registration.Registered register(Registration.Request request);

  /// The `git://` address to push a source repository to.
  String pushAddress(String repository);

  /// The address under which the service answers in the environment.
  URI serviceAddress(String service, String environment);
}

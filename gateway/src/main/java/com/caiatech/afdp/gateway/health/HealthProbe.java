package com.caiatech.afdp.gateway.health;

import java.util.concurrent.Callable;

/// Asks one part whether it works. Whoever brings the part into the process brings its probe.
///
/// @param name of the component, such as `graph`, `queue`, `temporal`
/// @param check is called on a virtual thread of its own, and interrupted when it takes too long;
///   whatever it throws means that the part is down, and only the log is told why
public record HealthProbe(String name, Callable<ComponentHealth> check) {}

package com.caiatech.afdp.infra.state;

import com.caiatech.afdp.infra.InfraException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/// The loopback ports that the parts listen on, by name, remembered in a file: a part takes its old
/// one where that is free. Safe for parts that start in parallel.
public final class Ports {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int HIGHEST = 65_535;

  /// Free ones are chosen below those that the system gives to outgoing connections, which could
  /// take one between the choice and the bind, and below those of the local target's instances.
  private static final int LOWEST_CHOSEN = 10_000;

  private static final int ABOVE_CHOSEN = 20_000;
  private static final int ATTEMPTS = 2_000;

  private final Path file;
  private final Map<String, Integer> remembered;
  private final Set<Integer> taken = new HashSet<>();

  private Ports(Path file, Map<String, Integer> remembered) {
    this.file = file;
    this.remembered = remembered;
  }

  /// Reads what was taken last time; nothing where the file is missing.
  ///
  /// @throws InfraException.Unavailable when the file is none of ours
  public static Ports load(Path file) {
    if (!Files.exists(file)) {
      return new Ports(file, new TreeMap<>());
    }
    try {
      Map<String, Integer> remembered =
          JSON.readValue(
              Files.readAllBytes(file), new TypeReference<TreeMap<String, Integer>>() {});
      return new Ports(file, remembered);
    } catch (IOException unreadable) {
      throw new InfraException.Unavailable(
          "reading "
              + file
              + " failed: expected a JSON object of part and port, found: "
              + unreadable.getMessage()
              + "; delete the file, and free ports are taken",
          unreadable);
    }
  }

  /// The port that the part had last, if it had one.
  public synchronized Optional<Integer> known(String part) {
    return Optional.ofNullable(remembered.get(part));
  }

  /// The port for the part: the given one, else its old one where that is free, else a free one. It
  /// is written down before this returns.
  ///
  /// @throws InfraException.Unavailable when the given port is taken
  /// @throws InfraException.WrongUsage when the given port is no port
  public synchronized int take(String part, Optional<Integer> given) {
    given.ifPresent(port -> requireFree(part, port));
    int port = given.orElseGet(() -> oldOrFree(part));
    adopt(part, port);
    return port;
  }

  /// Writes down that the part listens on this port already, as a process does that outlived its
  /// runner.
  public synchronized void adopt(String part, int port) {
    taken.add(port);
    remembered.put(part, port);
    try {
      OwnerOnly.write(file, JSON.writeValueAsBytes(remembered));
    } catch (IOException impossible) {
      throw new IllegalStateException("names and numbers are JSON", impossible);
    }
  }

  private int oldOrFree(String part) {
    Integer old = remembered.get(part);
    return old != null && isFree(old) ? old : free();
  }

  private void requireFree(String part, int port) {
    if (port < 1 || port > HIGHEST) {
      throw new InfraException.WrongUsage(
          "port for " + part + ": expected 1 to " + HIGHEST + ", found " + port);
    }
    if (!isFree(port)) {
      throw new InfraException.Unavailable(
          "port "
              + port
              + " for "
              + part
              + " is taken; stop what listens there, give another port, or none for a free one");
    }
  }

  private boolean isFree(int port) {
    if (port < 1 || port > HIGHEST || taken.contains(port)) {
      return false;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }

  private int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_CHOSEN, ABOVE_CHOSEN);
      if (!remembered.containsValue(port) && isFree(port)) {
        return port;
      }
    }
    throw new InfraException.Unavailable(
        "no free port found on loopback from " + LOWEST_CHOSEN + " to " + ABOVE_CHOSEN);
  }
}

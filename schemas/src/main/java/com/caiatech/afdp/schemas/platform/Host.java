package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.id.HostName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// A Git host.
///
/// @param authorities its names on the network, such as `github.com` and `ssh.github.com`, in lower
///   case, with the port where it is not the scheme's own; nothing is fetched from elsewhere. Empty
///   for a host from which nothing is fetched over the network
public record Host(HostName name, HostKind kind, List<String> authorities) {
  private static final Pattern AUTHORITY =
      Pattern.compile(
          "([a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}])(:[1-9]\\d{0,4})?");

  /// The schemes of addresses on the network, and their own ports.
  private static final Map<String, Integer> PORTS =
      Map.of("https", 443, "http", 80, "ssh", 22, "git", 9418);

  public Host {
    authorities = List.copyOf(authorities);
    for (String authority : authorities) {
      if (!isAuthority(authority)) {
        throw new IllegalArgumentException(
            "Host "
                + name
                + ": expected authorities such as github.com or git.example:3000 in lower case,"
                + " found '"
                + authority
                + "'");
      }
    }
  }

  /// Whether the address lies on this host.
  public boolean has(GitAddress address) {
    String authority = address.authority();
    return authority != null && authorities.contains(authority);
  }

  /// The authority of an address, as it stands here.
  ///
  /// @param port the address's own; -1 for that of its scheme
  public static String authority(String scheme, String host, int port) {
    return authority(scheme, port < 0 ? host : host + ":" + port);
  }

  /// @param named the address's host, and its port where it has one
  static String authority(String scheme, String named) {
    String own = ":" + PORTS.get(scheme.toLowerCase(Locale.ROOT));
    String lower = named.toLowerCase(Locale.ROOT);
    return lower.endsWith(own) ? lower.substring(0, lower.length() - own.length()) : lower;
  }

  /// Whether addresses of that scheme can be on a host.
  static boolean isScheme(String scheme) {
    return PORTS.containsKey(scheme);
  }

  static boolean isAuthority(String text) {
    return AUTHORITY.matcher(text).matches();
  }
}

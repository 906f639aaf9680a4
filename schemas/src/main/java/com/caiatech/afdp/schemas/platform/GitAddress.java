package com.caiatech.afdp.schemas.platform;

import com.caiatech.afdp.schemas.Excerpt;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a Git repository is, in one of the forms that hosts and people write: `https://h/o/n.git`,
/// `ssh://git@h:22/o/n.git`, `git@h:o/n.git`, or the host's own `o/n`.
///
/// Two are equal when they name one repository: the scheme, the user, a port that is the scheme's
/// own, a final `.git` and slashes at either end make no difference. The case of a path does; its
/// host says whether that counts.
///
/// An address stands in signed records for ever, so it holds nothing that may let somebody in: no
/// password, and a user name only where that is none, over SSH. Elsewhere hosts take tokens as user
/// names.
public final class GitAddress {
  private static final int LONGEST = 1024;

  private final String text;
  private final @Nullable String authority;
  private final String path;

  private GitAddress(String text, @Nullable String authority, String path) {
    this.text = text;
    this.authority = authority;
    this.path = path;
  }

  /// Reads an address.
  ///
  /// @throws IllegalArgumentException when it has none of the forms, or holds what may let somebody
  ///   in, which the message does not show
  @JsonCreator
  public static GitAddress parse(String text) {
    if (text.length() > LONGEST || hasControls(text)) {
      throw malformed(text);
    }
    int scheme = text.indexOf("://");
    if (scheme >= 0) {
      return ofUri(text, text.substring(0, scheme).toLowerCase(Locale.ROOT));
    }
    int colon = text.indexOf(':');
    int slash = text.indexOf('/');
    if (colon >= 0 && (slash < 0 || colon < slash)) {
      String host = withoutUser("ssh", text.substring(0, colon)).toLowerCase(Locale.ROOT);
      return new GitAddress(text, checked(host, text), path(text.substring(colon + 1), text));
    }
    return new GitAddress(text, null, path(text, text));
  }

  /// The address that a URI is; empty for one on this machine's disks.
  ///
  /// @throws IllegalArgumentException as {@link #parse}
  public static Optional<GitAddress> ofNetwork(URI uri) {
    String scheme = uri.getScheme();
    return scheme == null || scheme.equalsIgnoreCase("file")
        ? Optional.empty()
        : Optional.of(parse(uri.toString()));
  }

  /// The host's name on the network in lower case, with the port where it is not the scheme's own;
  /// absent for the host's own `owner/name`.
  public @Nullable String authority() {
    return authority;
  }

  /// Such as `owner/name`.
  public String path() {
    return path;
  }

  /// The path by which a host of that kind tells its repositories apart.
  String pathOn(HostKind kind) {
    return kind.tellsCaseApart() ? path : path.toLowerCase(Locale.ROOT);
  }

  /// As it was written.
  @JsonValue
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GitAddress that
        && Objects.equals(authority, that.authority)
        && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return Objects.hash(authority, path);
  }

  @Override
  public String toString() {
    return authority == null ? path : authority + "/" + path;
  }

  private static GitAddress ofUri(String text, String scheme) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException noUri) {
      throw malformed(text); // the cause would show the whole text
    }
    if (!Host.isScheme(scheme)
        || uri.getRawAuthority() == null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw malformed(text);
    }
    String authority = Host.authority(scheme, withoutUser(scheme, uri.getRawAuthority()));
    return new GitAddress(text, checked(authority, text), path(uri.getPath(), text));
  }

  private static String withoutUser(String scheme, String authority) {
    int at = authority.lastIndexOf('@');
    String host = authority.substring(at + 1);
    if (authority.lastIndexOf(':', at) >= 0) {
      throw holding(host, "no password");
    }
    if (at >= 0 && !scheme.equals("ssh")) {
      throw holding(host, "a user name over ssh alone, for elsewhere it may be a token");
    }
    return host;
  }

  private static IllegalArgumentException holding(String host, String expected) {
    return new IllegalArgumentException(
        "Address on "
            + Excerpt.of(host, 100)
            + ": expected "
            + expected
            + ", found one; keep it in the host's file of credentials");
  }

  private static String checked(String authority, String text) {
    if (!Host.isAuthority(authority)) {
      throw malformed(text);
    }
    return authority;
  }

  private static String path(String written, String text) {
    String path = trimmed(written);
    if (path.endsWith(".git")) {
      path = trimmed(path.substring(0, path.length() - ".git".length()));
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || hasControls(part)) {
        throw malformed(text);
      }
    }
    return path;
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static String trimmed(String path) {
    int from = 0;
    int until = path.length();
    while (from < until && path.charAt(from) == '/') {
      from++;
    }
    while (until > from && path.charAt(until - 1) == '/') {
      until--;
    }
    return path.substring(from, until);
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "Address: expected https://host/owner/name.git, ssh://git@host/owner/name.git,"
            + " git@host:owner/name.git or owner/name, found '"
            + Excerpt.of(text.substring(text.lastIndexOf('@') + 1), 100)
            + "'");
  }
}

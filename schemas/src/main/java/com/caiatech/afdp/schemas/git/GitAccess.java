package com.caiatech.afdp.schemas.git;

import com.caiatech.afdp.schemas.platform.Host;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.util.Set;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/// How far a repository's address may lead. Over http and https nothing but the host's own
/// authorities is asked, wherever a redirect points; an account is told to these alone, and over
/// https alone.
public final class GitAccess {
  private final Set<String> authorities;
  private final @Nullable GitCredentials credentials;

  private GitAccess(Set<String> authorities, @Nullable GitCredentials credentials) {
    this.authorities = Set.copyOf(authorities);
    this.credentials = credentials;
  }

  /// To the authority of the address itself, without an account.
  public static GitAccess alone(URIish address) {
    return new GitAccess(Set.of(authority(address)), null);
  }

  /// To these authorities.
  ///
  /// @param credentials absent where the host asks for none
  static GitAccess to(Set<String> authorities, @Nullable GitCredentials credentials) {
    return new GitAccess(authorities, credentials);
  }

  /// Keeps the transport within these bounds.
  public void applyTo(Transport transport) {
    if (transport instanceof TransportHttp http) {
      http.setHttpConnectionFactory(new Bounded(authorities));
      if (credentials != null) {
        http.setCredentialsProvider(credentials);
      }
    }
  }

  /// As {@link Host} writes authorities.
  static String authority(URIish address) {
    return Host.authority(
        String.valueOf(address.getScheme()), String.valueOf(address.getHost()), address.getPort());
  }

  /// Opens no connection elsewhere.
  private record Bounded(Set<String> authorities) implements HttpConnectionFactory {
    private static final HttpConnectionFactory ALL = new JDKHttpConnectionFactory();

    @Override
    public HttpConnection create(URL url) throws IOException {
      requireAllowed(url);
      return ALL.create(url);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
      requireAllowed(url);
      return ALL.create(url, proxy);
    }

    private void requireAllowed(URL url) throws IOException {
      String authority = Host.authority(url.getProtocol(), url.getHost(), url.getPort());
      if (!authorities.contains(authority)) {
        throw new IOException(
            "expected an address on "
                + authorities.stream().sorted().toList()
                + ", found a redirect to "
                + authority
                + ", which is not followed");
      }
    }
  }
}

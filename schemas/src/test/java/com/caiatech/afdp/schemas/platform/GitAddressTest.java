package com.caiatech.afdp.schemas.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://github.com/acme/shop.git",
        "https://github.com/acme/shop",
        "https://GitHub.com:443//acme/shop.git/",
        "http://github.com:80/acme/shop",
        "ssh://git@github.com/acme/shop.git",
        "ssh://git@github.com:22/acme/shop.git",
        "git://github.com:9418/acme/shop",
        "git@github.com:acme/shop.git",
        "github.com:/acme/shop/",
        "SSH://github.com/acme/shop/.git"
      })
  void theFormsOfOneAddressAreEqual(String text) {
    GitAddress address = GitAddress.parse(text);

    assertThat(address).isEqualTo(GitAddress.parse("https://github.com/acme/shop"));
    assertThat(address).hasSameHashCodeAs(GitAddress.parse("git@github.com:acme/shop"));
    assertThat(address.authority()).isEqualTo("github.com");
    assertThat(address.path()).isEqualTo("acme/shop");
    assertThat(address.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "ssh://git@h.example:2222/o/n.git, h.example:2222, o/n",
    "https://h.example:80/o/n, h.example:80, o/n",
    "https://[::1]:3000/o/n.git, [::1]:3000, o/n",
    "git@h.example:~someone/n, h.example, ~someone/n",
    "https://h.example/a/b/c/n%20m.git, h.example, a/b/c/n m",
  })
  void aPortThatIsNotTheSchemesOwnAndAPathOfAnyDepthStay(
      String text, String authority, String path) {
    assertThat(GitAddress.parse(text).authority()).isEqualTo(authority);
    assertThat(GitAddress.parse(text).path()).isEqualTo(path);
  }

  @Test
  void theHostsOwnNameHasNoAuthorityAndItsCaseCountsWhereTheHostTellsItApart() {
    GitAddress name = GitAddress.parse("Acme/Shop.git");

    assertThat(name.authority()).isNull();
    assertThat(name.path()).isEqualTo("Acme/Shop");
    assertThat(name.pathOn(HostKind.GITHUB)).isEqualTo("acme/shop");
    assertThat(name.pathOn(HostKind.PLAIN)).isEqualTo("Acme/Shop");
    assertThat(name).isNotEqualTo(GitAddress.parse("acme/shop"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        ".git",
        "a//b",
        "a/../b",
        "https://github.com",
        "https://github.com/",
        "https://github.com/acme/../shop",
        "https://github.com/acme/%2e%2e/shop",
        "https://github.com/acme/shop?x=1",
        "https://github.com/acme/shop#x",
        "https://github.com/a%0ab",
        "https://git hub.com/acme/shop",
        "https:///acme/shop",
        "https://github.com:0/acme/shop",
        "ftp://github.com/acme/shop",
        "file:///srv/git/shop.git",
        "git@:acme/shop",
        "a/b\nc"
      })
  void whatIsNoAddressIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GitAddress.parse(text))
        .withMessageStartingWith("Address: expected https://host/owner/name.git");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://someone:s3cret-token@github.com/acme/shop.git",
        "https://someone:s3cret-token@git hub.com/acme/shop.git",
        "ftp://someone:s3cret-token@github.com/acme/shop.git"
      })
  void aPasswordIsRefusedAndNeverShown(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GitAddress.parse(text))
        .withMessageNotContaining("s3cret")
        .withMessageContaining("hub.com")
        .withNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://ghp_s3cret@github.com/acme/shop.git",
        "HTTPS://ghp_s3cret@github.com/acme/shop.git",
        "http://ghp%5Fs3cret@github.com/acme/shop.git",
        "https://@ghp_s3cret@github.com/acme/shop.git",
        "git://ghp_s3cret@github.com/acme/shop.git",
      })
  void aUserNameThatMayBeATokenIsRefusedAndNeverShown(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GitAddress.parse(text))
        .withMessageNotContaining("s3cret")
        .withMessageContaining("github.com")
        .withNoCause();
  }

  @Test
  void whereCredentialsBelongIsSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GitAddress.parse("https://someone@github.com/acme/shop.git"))
        .withMessage(
            "Address on github.com: expected a user name over ssh alone, for elsewhere it may be a"
                + " token, found one; keep it in the host's file of credentials");
  }

  @Test
  void anAddressOnADiskIsNoneOfTheNetwork() {
    assertThat(GitAddress.ofNetwork(URI.create("file:///srv/git/shop.git"))).isEmpty();
    assertThat(GitAddress.ofNetwork(URI.create("/srv/git/shop.git"))).isEmpty();
    assertThat(GitAddress.ofNetwork(URI.create("git://h.example/shop.git")))
        .contains(GitAddress.parse("h.example:shop"));
  }
}

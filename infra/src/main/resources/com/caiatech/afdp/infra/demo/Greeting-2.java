package greeting;

/// Greeting and farewell in the customer's language.
public final class Greeting {
  private Greeting() {}

  public static String of(String language) {
    return switch (language) {
      case "de" -> "Willkommen an der Kasse";
      case "fr" -> "Bienvenue en caisse";
      default -> "Welcome to checkout";
    };
  }

  public static String farewell(String language) {
    return switch (language) {
      case "de" -> "Bis bald";
      case "fr" -> "À bientôt";
      default -> "See you soon";
    };
  }
}

package com.caiatech.afdp.infra.generate.model;

import java.util.List;

/// What things are called.
final class Words {
  static final List<String> SERVICES =
      List.of(
          "cart",
          "checkout",
          "catalogue",
          "search",
          "pricing",
          "stock",
          "orders",
          "payments",
          "invoices",
          "shipping",
          "returns",
          "accounts",
          "sessions",
          "reviews",
          "vouchers",
          "wishlist",
          "mailer",
          "media",
          "exports",
          "reports",
          "ledger-feed",
          "fraud",
          "taxes",
          "loyalty",
          "recommendations",
          "partners",
          "translations",
          "alerts",
          "scheduler",
          "gateway");

  static final List<String> COMPONENTS =
      List.of(
          "totals", "rules", "storage", "api", "events", "cache", "import", "render", "session",
          "limits", "mapping", "retry", "audit", "filters", "history", "queue");

  static final List<String> NOUNS =
      List.of(
          "Voucher",
          "Basket",
          "Price",
          "Address",
          "Batch",
          "Cursor",
          "Delivery",
          "Discount",
          "Entry",
          "Feed",
          "Index",
          "Item",
          "Job",
          "Key",
          "Label",
          "Message",
          "Offer",
          "Page",
          "Parcel",
          "Profile",
          "Quota",
          "Refund",
          "Route",
          "Snapshot",
          "Stream",
          "Tariff",
          "Token",
          "Variant",
          "Window",
          "Zone");

  static final List<String> ROLES =
      List.of("Rules", "Store", "Reader", "Writer", "Client", "Mapper", "Policy", "Handler");

  static final List<String> VERBS =
      List.of("apply", "load", "merge", "resolve", "publish", "validate", "refresh", "convert");

  static final List<String> TEAMS =
      List.of(
          "storefront",
          "billing",
          "logistics",
          "identity",
          "content",
          "insight",
          "platform",
          "growth",
          "partners",
          "mobile");

  static final List<String> FIRST_NAMES =
      List.of(
          "Ada", "Bela", "Chen", "Dana", "Emre", "Fatima", "Goran", "Hana", "Ines", "Jonas", "Kofi",
          "Lena", "Mina", "Nils", "Olga", "Pavel", "Rosa", "Sami", "Tara", "Uma", "Viktor", "Wanda",
          "Yusuf", "Zoe");

  static final List<String> LAST_NAMES =
      List.of(
          "Moor", "Keller", "Novak", "Okafor", "Silva", "Tanaka", "Varga", "Weber", "Yilmaz",
          "Zeman", "Ahmed", "Berg", "Costa", "Dubois", "Eriksen", "Fischer", "Gupta", "Horvat",
          "Ito", "Jansen");

  static final List<String> FAULTS =
      List.of(
          "NullPointerException",
          "IllegalStateException",
          "IndexOutOfBoundsException",
          "ArithmeticException",
          "TimeoutException",
          "ConcurrentModificationException");

  static final List<String> OUTAGES =
      List.of(
          "The payment provider answers slowly", "A zone of the hosting provider is away",
          "Name resolution fails for part of the requests", "The database host ran out of disk",
          "A certificate of a partner has expired", "A campaign brings five times the visitors");

  private Words() {}

  /// The word, with a number once all have been taken.
  static String numbered(List<String> words, int number) {
    String word = words.get(number % words.size());
    int round = number / words.size();
    return round == 0 ? word : word + "-" + (round + 1);
  }
}

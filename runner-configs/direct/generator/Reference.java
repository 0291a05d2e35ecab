import java.math.BigDecimal;

/** What changes rarely: products, customers and business units, and their newer versions. */
final class Reference {
  private static final String PRODUCTS =
      """
      Product_ID,product_name,category,price,stock_quantity
      P001,Espresso,coffee,2.40,900
      P002,Caf\u00e9 au lait,coffee,3.80,700
      P003,"Latte, oat",coffee,4.30,650
      P004,\"""Globo"" latte",coffee,4.50,800
      P005,\u62b9\u8336\u30e9\u30c6,tea,5.20,120
      P006,Pastel de nata,bakery,1.50,400
      P007,K\u00e4sekuchen,bakery,3.95,60
      P008,"Gift box
      (mug, beans)",gifts,29.90,35
      P009,"Mug ""World Tour"",
      0.3 l",gifts,12.50,80
      P010,Lamington,bakery,3.10,75
      P011,Chocolate \u2615 caliente,"",3.60,210
      P012,Filter paper 1\u00d74,,4.99,0
      """;

  /** What the products cost, in cents. */
  private static final int[] PRICES = {
    240, 380, 430, 450, 520, 150, 395, 2990, 1250, 310, 360, 499
  };

  static final int PRODUCT_COUNT = PRICES.length;

  /**
   * The keys stand in any order; some customers have no email, and some do not even say so. One
   * customer is there twice: the later line holds.
   */
  private static final String CUSTOMERS =
      """
      {"location":"berlin","customer_id":"C001","customer_name":"Anneliese Gro\u00df"}
      {"location":"osaka","customer_id":"C002","customer_name":"\u7530\u4e2d \u3055\u304f\u3089","email":null}
      {"location":"porto","customer_id":"C003","customer_name":"Jo\u00e3o Sim\u00f5es","email":"c3@globolatte.example"}
      {"location":"quito","customer_id":"C004","customer_name":"Mar\u00eda \u00d1\u00e1\u00f1ez","email":"c4@globolatte.example"}
      {"location":"sydney","customer_id":"C005","customer_name":"Siobh\u00e1n O'Neil"}
      {"location":"berlin","customer_id":"C006","customer_name":"\u0141ukasz \u017bak","email":null}
      {"location":"osaka","customer_id":"C007","customer_name":"Dvo\u0159\u00e1k, Ji\u0159\u00ed","email":"c7@globolatte.example"}
      {"location":"porto","customer_id":"C008","customer_name":"Zo\u00eb \\"Zo\\" Ng","email":"c8@globolatte.example"}
      {"location":"quito","customer_id":"C009","customer_name":"\u041e\u043b\u0435\u043d\u0430 \u041a\u043e\u0432\u0430\u043b\u044c"}
      {"location":"sydney","customer_id":"C010","customer_name":"Ng\u0169g\u0129 \ud83e\udd92 Kamau","email":null}
      {"location":"berlin","customer_id":"C011","customer_name":"Bob\\tTab","email":"c11@globolatte.example"}
      {"location":"osaka","customer_id":"C012","customer_name":"\\u00c9lodie","email":"c12@globolatte.example"}
      {"customer_id":"C001","customer_name":"Anneliese Gro\u00df-\u00d6z","email":""}
      """;

  static final int CUSTOMER_COUNT = 12;

  private static final String BUSINESS_UNITS =
      """
      business_unit_id,country,unit_name
      berlin,Germany,"GloboLatte Berlin, Alexanderplatz"
      osaka,\u65e5\u672c,\u5927\u962a \u6885\u7530
      porto,Portugal,GloboLatte Porto
      quito,Ecuador,"GloboLatte ""Mitad del Mundo\"""
      sydney,Australia,
      """;

  private Reference() {}

  /** The newer version has a new price and a new product; one that is no longer sold is left out. */
  static String products(boolean corrected) {
    return corrected
        ? PRODUCTS
                .replace("Espresso,coffee,2.40,900", "Espresso,coffee,2.60,850")
                .replace("P010,Lamington,bakery,3.10,75\n", "")
            + "P013,\"Cold brew, 0.5 l\",coffee,5.40,300\n"
        : PRODUCTS;
  }

  /** A customer of the newer version has moved. */
  static String customers(boolean corrected) {
    String third = "\",\"customer_id\":\"C003\"";
    return corrected ? CUSTOMERS.replace("porto" + third, "berlin" + third) : CUSTOMERS;
  }

  static String businessUnits(boolean corrected) {
    return corrected ? BUSINESS_UNITS.strip() + "Circular Quay\n" : BUSINESS_UNITS;
  }

  /** The price of some pieces of a product. */
  static String price(int product, int quantity) {
    return BigDecimal.valueOf(quantity * PRICES[product], 2).toPlainString();
  }
}

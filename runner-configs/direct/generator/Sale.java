import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;

/** A sale; {@code payment} and {@code loyalty} are as CSV has them. */
record Sale(
    Unit unit,
    String id,
    int product,
    int customer,
    int quantity,
    LocalDateTime at,
    String payment,
    String loyalty) {
  Sale withQuantity(int changed) {
    return new Sale(unit, id, product, customer, changed, at, payment, loyalty);
  }

  String line(List<String> columns) {
    return columns.stream().map(this::field).collect(Collectors.joining(","));
  }

  private String field(String column) {
    return switch (column) {
      case "transaction_id" -> id;
      case "product_id" -> "P%03d".formatted(product + 1);
      case "customer_id" -> "C%03d".formatted(customer + 1);
      // Blanks around a number do not count.
      case "quantity" -> quantity % 5 == 0 ? " " + quantity : "" + quantity;
      case "total_price" -> Reference.price(product, quantity);
      case "transaction_date" -> unit.time(at);
      case "payment_method" -> payment;
      case "loyalty_points" -> loyalty;
      default -> throw new IllegalArgumentException(column);
    };
  }
}

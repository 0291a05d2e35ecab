package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.Dialect;
import io.snowgauge.io.warehouse.StagedFiles;
import io.snowgauge.io.warehouse.Warehouse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A warehouse that answers one question otherwise than the real one. */
final class AlteredWarehouse {
  private AlteredWarehouse() {}

  static Warehouse of(Warehouse warehouse, String method, Object answer) {
    Dialect dialect = answering(Dialect.class, warehouse.dialect(), method, answer);
    return answering(Warehouse.class, warehouse, "dialect", dialect);
  }

  /** One that takes staged files in another way. */
  static Warehouse taking(StagedFiles files, Warehouse warehouse) {
    return answering(Warehouse.class, warehouse, "files", files);
  }

  private static <T> T answering(Class<T> type, T real, String method, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, values) -> {
              try {
                return called.getName().equals(method) ? answer : called.invoke(real, values);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}

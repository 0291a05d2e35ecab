package io.snowgauge.io.warehouse.publish;

import io.snowgauge.io.warehouse.snowflake.StandInExtension;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs a class of tests once for each warehouse; its parameter is the {@link WarehouseKind}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ParameterizedClass
@EnumSource(WarehouseKind.class)
@ExtendWith(StandInExtension.class)
public @interface OnEveryWarehouse {}

"""What the DAGs of Snowgauge are made of."""

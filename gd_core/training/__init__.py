"""Training: batches, the stacked engine, the record, and the loop."""

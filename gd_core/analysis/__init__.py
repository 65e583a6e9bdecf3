"""What a run that is over can tell: limits, remedies, post-mortems, surfaces."""

"""Parameter space: planes, directions, kinks, curvature, and what lies around a place."""

"""What only the lessons compute."""

"""What is to be made small: data with a model and a loss, or a function."""

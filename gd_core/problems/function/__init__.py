"""Functions of x and y: read, differentiated and computed."""

"""Speed measured side by side with a plain notebook."""

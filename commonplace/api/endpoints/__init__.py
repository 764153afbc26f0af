"""The addresses of the API, one module for each noun; each loads, makes one call and tells."""

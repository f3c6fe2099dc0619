"""The same job done the usual way, to measure against."""

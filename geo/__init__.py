"""Common Ground's domain: where people feel welcome, what stands in their way, and what it costs.

Pure Python with no screen attached: use it from a notebook, the command line (``python -m geo``) or the app.
"""

__version__ = "0.1.0"

"""What Jupyter's tools need to know of Superpose, the Swift kernel."""

__version__ = "0.2.0"

"""Sokovia: an interactive retelling for the terminal. The floors of the house are its sub-packages."""

__version__ = "0.1.0"

"""Tests in which things break at any moment."""

"""Reports to funders."""

from .report import Report

__all__ = ["Report"]

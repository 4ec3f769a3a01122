"""What is done with questionnaires: brought in, edited, published, answered with files."""

from .publishing import publish_file, publish_version

__all__ = ["publish_file", "publish_version"]

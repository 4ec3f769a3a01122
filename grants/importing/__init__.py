"""What comes in from files: whole calls, and assessments made on paper."""

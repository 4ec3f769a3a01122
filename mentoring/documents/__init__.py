"""Papers of mentoring."""

"""Pages about programmes for those who run them."""

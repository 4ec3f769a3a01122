"""Forms of this room: cleaned as people type, refused with a sentence."""

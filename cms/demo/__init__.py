"""What the demo plays: one module per room, each a `play(cast, programmes)`."""

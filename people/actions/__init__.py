"""What is done with people, organisations and accounts; one file a subject, imported by full path."""

"""What can be done inside one transaction, one file a subject."""

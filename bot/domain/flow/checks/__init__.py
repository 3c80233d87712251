"""What is checked of a flow before it is published, a file a subject; `rules` is the one table of all rules."""

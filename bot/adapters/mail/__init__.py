"""E-mail: over SMTP, or as files in a folder."""

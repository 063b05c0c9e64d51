"""The scripts that set posdesk up."""

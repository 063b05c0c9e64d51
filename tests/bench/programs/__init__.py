"""What the bench runs as processes of their own, beside posdesk's: the other sides, and drivers of ours."""

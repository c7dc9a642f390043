"""What the database holds, written for other tools."""

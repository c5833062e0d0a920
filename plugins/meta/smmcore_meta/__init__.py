"""What smmcore's networks on Meta's Graph API stand on; no network by itself."""

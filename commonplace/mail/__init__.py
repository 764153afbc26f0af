"""The post both ways: addresses of spaces, letters that bear a post, and letters that come in."""

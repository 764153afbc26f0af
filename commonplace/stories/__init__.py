"""What taking part changed: stories told in steps, by whom and to whom they may be shown, and what is asked later."""

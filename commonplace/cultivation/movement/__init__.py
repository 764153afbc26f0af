"""Movement: how many people went from ring to ring in a quarter, told so that it points at nobody."""

"""One file that holds a whole house: rows of either database, files of any storage, and the key."""

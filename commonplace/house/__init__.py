"""The house: settings, addresses, the server and the command line, where all rooms meet."""

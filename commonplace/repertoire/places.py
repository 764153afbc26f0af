"""What the repertoire shows on pages of other rooms, and the module that it is."""

MODULE = "repertoire"

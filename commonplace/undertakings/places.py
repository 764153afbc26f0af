"""The module under which a community switches undertakings on."""

MODULE = "undertakings"
